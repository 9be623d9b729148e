// The page: who one is, what one says and presses, and everything that moves meanwhile.

import { Guide } from "./guide.js";
import { Log } from "./log.js";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const page = document.body.dataset;
const words = JSON.parse(page.words);
const SAVED = "idesluss";

function restored() {
  if (location.search) return false;
  const saved = localStorage.getItem(SAVED);
  if (saved) location.replace(`?${saved}`);
  return Boolean(saved);
}

// The language stands in it only when it was asked for: else whoever one becomes is met in their own.
const asked = page.chosen === undefined ? {} : { lang: page.language };
const address = (as) => new URLSearchParams({ ...asked, body: page.body, as }).toString();

function remember() {
  const query = address(page.as);
  localStorage.setItem(SAVED, query);
  history.replaceState(null, "", `?${query}`);
  for (const link of $$("[data-lang]")) link.search = new URLSearchParams({ lang: link.lang, body: page.body, as: page.as });
}

// ---- panels: side by side where there is room, else one at a time

const narrow = matchMedia("(max-width: 46.99em)");
const panels = {
  all: $(".panels"),
  shows: (name) => !narrow.matches || $(".panels").dataset.shows === name,
  show(name) {
    this.all.dataset.shows = name;
    for (const tab of $$("[data-tab]")) tab.ariaPressed = String(tab.dataset.tab === name);
    this.count(name, 0);
    for (const log of logs.values()) if ($(`#${name}`).contains(log.node)) log.show();
    guide.draw();
  },
  count(name, number) {
    const count = $(`[data-tab="${name}"] .count`);
    count.dataset.number = number;
    count.textContent = number ? `${number} ${words[number === 1 ? "page-new-one" : "page-new-messages"]}` : "";
  },
  missed(name) {
    if (!this.shows(name)) this.count(name, Number($(`[data-tab="${name}"] .count`).dataset.number ?? 0) + 1);
  },
};
for (const tab of $$("[data-tab]")) tab.addEventListener("click", () => panels.show(tab.dataset.tab));
narrow.addEventListener("change", () => guide.draw());

// ---- people and messages

const logs = new Map($$("[data-place]").map((node) => [node.dataset.place, new Log(node, words)]));
const chat = $("[data-chat]");
const radios = $$('input[name="as"]');
const people = radios.map(({ value, dataset }) => ({ handle: value, name: dataset.name, roles: dataset.roles.split(" ") }));
const guide = new Guide(words, people, panels);
const CLAIMED = `${SAVED}-coach-${page.body}`;
guide.coach = localStorage.getItem(CLAIMED) ?? "";
let stream = null;
let follow = null; // the log whose next message gets the focus
const write = $("#write");
const drafts = new Map(); // what each person has begun to write

const panelOf = (node) => node.closest(".panel");
const say = (text) => ($("#aloud").textContent = text);

function become(handle) {
  const radio = radios.find((one) => one.value === handle);
  radio.checked = true;
  radio.closest(".person").scrollIntoView({ block: "nearest", inline: "nearest" });
  for (const wish of $$("[data-wish]")) wish.hidden = !radio.dataset.roles.split(" ").includes("process_leader");
  const log = logs.get(chat.dataset.place);
  for (const each of logs.values()) each.forget();
  logs.delete(chat.dataset.place);
  const before = page.as;
  page.as = handle;
  chat.dataset.place = `dm:${handle}`;
  log.clear();
  drafts.set(before, write.value);
  write.value = drafts.get(handle) ?? "";
  $("#sorry").textContent = "";
  logs.set(chat.dataset.place, log);
  for (const name of $$("[data-person]")) name.textContent = radio.dataset.name;
  mark(handle, false);
  follow = null;
  guide.me = handle;
  guide.draw();
  remember();
  listen();
}

function mark(handle, waits) {
  const label = radios.find((one) => one.value === handle)?.closest(".person");
  label?.classList.toggle("has-new", waits);
  if (label) $(".waiting", label).textContent = waits ? `, ${words["page-new-messages"]}` : "";
}

for (const radio of radios) radio.addEventListener("change", () => become(radio.value));

// To where the next step is taken: the newest button for it, or where one writes.
guide.onLook = (panel, press) => {
  panels.show(panel);
  const place = $(`#${panel}`);
  const button = press && $$(`[data-action="${press}"]`, place).at(-1);
  const target = button || (panel === "chat" ? write : $(".log", place));
  target.focus();
  target.classList.add("pointed");
  target.addEventListener("blur", () => target.classList.remove("pointed"), { once: true });
};
guide.onBecome = (who, panel, press) => {
  become(who.handle);
  guide.onLook(panel, press);
};

// ---- live

const RETRY = 3000; // milliseconds

function listen() {
  stream?.close();
  const mine = new EventSource(`events?${new URLSearchParams({ body: page.body, as: page.as })}`);
  let loaded = null;
  let lost = false;
  stream = mine;
  mine.addEventListener("open", () => {
    loaded = load(mine);
    $("#lost").textContent = lost ? words["page-live-back"] : "";
    $("#lost").classList.add("back");
    if (lost) setTimeout(() => ($("#lost").textContent = ""), 4000);
  });
  mine.addEventListener("error", () => {
    if (stream !== mine) return;
    lost = true;
    $("#lost").classList.remove("back");
    $("#lost").textContent = words["page-error-network"];
    if (mine.readyState === EventSource.CLOSED) setTimeout(() => stream === mine && listen(), RETRY);
  });
  mine.addEventListener("message", async (event) => {
    await loaded;
    if (stream === mine) arrived(JSON.parse(event.data));
  });
}

// Everything so far. What is here already stays as it is, so that half-filled forms survive a lost connection.
async function load(mine) {
  const query = new URLSearchParams({ body: page.body, as: page.as });
  const answer = await fetch(`history?${query}`).catch(() => null);
  if (stream !== mine) return;
  if (!answer?.ok) return void setTimeout(() => stream === mine && listen(), RETRY);
  const { messages, done } = await answer.json();
  for (const message of messages) logs.get(message.place)?.add(message);
  for (const [step, place] of Object.entries(done)) guide.take(step, place);
  guide.draw();
  for (const log of logs.values()) log.show();
}

function arrived(message) {
  guide.take(message.step, message.place);
  const log = logs.get(message.place);
  if (!log) return message.place.startsWith("dm:") && mark(message.place.slice(3), !message.key.startsWith("echo:"));
  const drawn = log.add(message, true);
  if (!drawn) return null;
  log.show(drawn);
  const panel = panelOf(log.node);
  if (!message.own) panels.missed(panel.id);
  if (!message.own) say(log.node === chat ? message.says : `${words["page-new-in"]} ${$("h2", panel).textContent}. ${message.says}`);
  if (follow === log && !message.own) {
    follow = null;
    if (!drawn.contains(document.activeElement)) drawn.focus({ preventScroll: true });
  }
  return drawn;
}

// ---- saying and pressing

const fresh = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
const tries = new Map();
const stopped = new Map(); // what was not taken, by the key of the act: the only place where it is kept

// One act. A second try at what failed carries the same key, so that it never counts twice.
async function act(place, what, as = page.as) {
  await speak(as);
  const answer = await send(place, what, as);
  if (answer.refused && !answer.now?.form) stopped.set(answer.key, { as, what });
  else if (!answer.error && (what.text || what.fields))
    for (const [key, one] of stopped) if (one.as === as) stopped.delete(key);
  return answer;
}

async function send(place, what, as) {
  const sign = JSON.stringify([as, place, what]);
  const key = tries.get(sign) ?? fresh();
  tries.set(sign, key);
  const answer = await post("acts", { key, as, body: page.body, place, ...what });
  if (!answer.error) tries.delete(sign);
  return { ...answer, key };
}

// What the message with this button stopped, to be sent once more on purpose. Its key names the act that it answers.
function again(button) {
  const { key: message = "" } = button.closest("[data-key]")?.dataset ?? {};
  for (const [key, { what }] of stopped) if (message.includes(key)) return { ...what, sure: true };
  return {};
}

// Whoever asked for the page in another language gets the dialog in it too; said once for each person.
async function speak(as) {
  const mark = `${SAVED}-speaks-${page.body}-${as}`;
  const theirs = radios.find((one) => one.value === as).dataset.language;
  if (!asked.lang || [theirs, sessionStorage.getItem(mark)].includes(asked.lang)) return;
  const { error } = await send(`dm:${as}`, { action: "language", text: asked.lang }, as);
  if (!error) sessionStorage.setItem(mark, asked.lang);
}

async function post(path, json) {
  const headers = { "Content-Type": "application/json" };
  const options = { method: "POST", headers, body: JSON.stringify(json) };
  try {
    const response = await fetch(`${path}?lang=${page.language}`, options);
    return await response.json();
  } catch {
    return { error: words["page-error-network"] };
  }
}

// Shows what came back with the request. True when the person's words were taken.
function answered({ error, now, refused, key }, place) {
  const log = logs.get(place);
  if (!log) return false; // one is somebody else by now
  if (now?.form) {
    follow = null;
    open(now, place);
  } else if (now || error) {
    const note = log.note(now ?? { error }, key);
    log.show(note);
    say(now?.says ?? error);
    if (follow === log) note.focus({ preventScroll: true });
    follow = null;
  }
  return !error && !refused;
}

async function busy(button, doing) {
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  await doing().finally(() => button.removeAttribute("aria-disabled"));
}

$("#composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = write.value;
  if (text.trim()) busy($(".send"), () => said(text));
});
write.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || matchMedia("(pointer: coarse)").matches) return;
  event.preventDefault();
  $("#composer").requestSubmit();
});

async function said(text) {
  const place = chat.dataset.place;
  $("#sorry").textContent = "";
  const answer = await act(place, { text });
  if (answer.error) $("#sorry").textContent = answer.error;
  else if (answered(answer, place) && write.value === text) write.value = "";
}

function filled(form) {
  const fields = {};
  for (const box of $$('input[type="checkbox"]', form)) fields[box.name] ??= [];
  for (const [name, value] of new FormData(form)) Array.isArray(fields[name]) ? fields[name].push(value) : (fields[name] = value);
  return fields;
}

const placeOf = (node) => node.closest("[data-place]").dataset.place;

async function pressed(button) {
  const { action, value, choice, resend } = button.dataset;
  const place = placeOf(button);
  const fields = choice === undefined ? {} : { fields: { choices: [choice] } };
  const kept = resend === undefined ? {} : again(button);
  follow = logs.get(place);
  if (action === "claim") localStorage.setItem(CLAIMED, (guide.coach = page.as));
  const answer = await act(place, { action, value, ...fields, ...kept });
  if (sheet.contains(button) && !answer.error) sheet.close();
  if (answered(answer, place) && kept.text === write.value) write.value = "";
}

// A form that is not taken stays as it is filled in, with the reason under it.
async function sent(form) {
  const place = placeOf(form);
  const { action, value } = form.dataset;
  follow = logs.get(place);
  const answer = await act(place, { action, value, fields: filled(form) });
  const { error, now, refused, key } = answer;
  if (sheet.contains(form) && (error || (refused && !now?.form))) {
    follow = null;
    $(".said", sheet).dataset.key = key;
    if (error) $(".said", sheet).textContent = error;
    else $(".said", sheet).innerHTML = now?.html ?? "";
    return;
  }
  if (sheet.contains(form) && !now?.form) sheet.close();
  answered(answer, place);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".card button");
  if (!button) return;
  if (button.dataset.action !== undefined) busy(button, () => pressed(button));
  else if (button.dataset.cancel !== undefined) sheet.contains(button) ? sheet.close() : button.closest("form").remove();
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest(".card form");
  if (!form) return;
  event.preventDefault();
  busy(form.querySelector("[type=submit]"), () => sent(form));
});

for (const button of $$("[data-digest]")) {
  const place = button.dataset.digest;
  const post = () => act(place, { text: page.digestCommand }, page.leader).then((answer) => answered(answer, place));
  button.addEventListener("click", () => busy(button, post));
}
for (const wish of $$("[data-wish]"))
  $("form", wish).addEventListener("submit", (event) => {
    event.preventDefault();
    const place = wish.dataset.wish;
    const text = $("input", wish).value;
    if (text.trim()) busy($("button", wish), () => act(place, { text }).then((answer) => answered(answer, place)));
  });

// ---- dialogs

const sheet = $("#sheet");
function open(now, place) {
  sheet.dataset.place = place;
  $(".said", sheet).textContent = "";
  $(".sheet", sheet).innerHTML = now.html;
  const name = $(".heading, .words, legend, label", sheet);
  if (name) name.id ||= "sheet-name";
  if (name) sheet.setAttribute("aria-labelledby", name.id);
  if (!sheet.open) sheet.showModal();
  ($("[aria-invalid]", sheet) ?? $("textarea, select, input, .press", sheet))?.focus();
}

for (const shut of $$("[data-shut]")) shut.addEventListener("click", () => shut.closest("dialog").close());
$("#add").addEventListener("click", () => $("#newcomer").showModal());
$("#newcomer form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const { handle, error } = await post("people", { ...Object.fromEntries(new FormData(form)), body: page.body });
  if (error) $(".error", form).textContent = error;
  else location.search = address(handle);
});

// ---- examples and settings

for (const example of $$("[data-example]"))
  example.addEventListener("click", () => {
    write.value = example.textContent;
    $("#examples").open = false;
    write.focus();
  });
for (const button of $$("[data-examples]"))
  button.addEventListener("click", () => {
    panels.show("chat");
    $("#examples").open = true;
    $("[data-example]").focus();
  });
$("#examples").addEventListener("focusout", (event) => {
  if (event.relatedTarget && !$("#examples").contains(event.relatedTarget)) $("#examples").open = false;
});
$("#examples").addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  $("#examples").open = false;
  $("summary", $("#examples")).focus();
});
$("#body").addEventListener("change", () => $("form.body").classList.add("changed"));

if (!restored()) become(page.as);
