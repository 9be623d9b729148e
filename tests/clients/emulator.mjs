// Slack as the tests meet it: the emulator, completed with what Slack sends, refuses and forgets but the emulator does not.
// rig.py starts it: one line of JSON comes in (what to seed), one goes out (where it listens), and it ends with its input.
import fs from "node:fs";
import readline from "node:readline";

const dist = new URL(".", import.meta.resolve("emulate"));
const plugins = fs.readdirSync(dist).filter((name) => /^dist-.*\.js$/.test(name));
const slack = plugins.find((name) => fs.readFileSync(new URL(name, dist), "utf8").includes("var slackPlugin"));
const { slackPlugin, seedFromConfig } = await import(new URL(slack, dist));
const { createEmulator } = await import(new URL("api.js", dist));

const BOXES = { im: "message.im", channel: "message.channels", group: "message.groups", mpim: "message.mpim" };
const DONE = { ok: true };
const seed = await told();
const calls = []; // every call of the Web API: who, what, how it went, which message came of it
const deliveries = []; // every event that was posted, and the answer
const faults = []; // what is to go wrong: { method, times, status | cut, retry_after, done }
const waiting = new Set(); // who is told when a call has ended
let ended = 0;

function told() {
  const lines = readline.createInterface({ input: process.stdin });
  lines.once("close", () => process.exit(0));
  return new Promise((resolve) => lines.once("line", (line) => resolve(JSON.parse(line))));
}

// The emulator's plugin is given its application, its store and its event sender here: the one place to reach all three.
let workspace;
const register = slackPlugin.register;
slackPlugin.register = (app, store, hooks, ...rest) => {
  register(app, store, hooks, ...rest);
  const shelf = (name) => store.collection(`slack.${name}`);
  workspace = {
    bot: () => shelf("bots").all().find((bot) => bot.app_id === seed.app_id),
    channel: (id) => shelf("channels").findOneBy("channel_id", id) ?? shelf("channels").findOneBy("name", id),
    user: (id) => shelf("users").findOneBy("user_id", id),
    token: (request) => {
      const said = request.headers.get("authorization") ?? "";
      return shelf("tokens").findOneBy("token", said.replace(/^Bearer\s+/i, ""));
    },
    shelf,
    seed: (more) => seedFromConfig(store, "", more),
  };
  completeEvents(hooks);
  const inner = app.fetch;
  app.fetch = (request) => answered(request, inner, hooks);
};

// A bot's messages bear its name, in events and in what is read back.
function signBotsMessages() {
  const messages = workspace.shelf("messages");
  const insert = messages.insert.bind(messages);
  messages.insert = (message) => {
    const bot = workspace.shelf("bots").all().find((one) => one.user_id === message.user);
    return insert(bot ? { bot_id: bot.bot_id, app_id: bot.app_id, ...message } : message);
  };
}

// Only what the app subscribes to is sent, only from where the bot is, and with all the fields that Slack sends.
function completeEvents(hooks) {
  const post = hooks.dispatch.bind(hooks);
  hooks.dispatch = async (name, action, envelope, ...rest) => {
    const event = envelope.event;
    const channel = workspace.channel(event.channel?.id ?? event.channel);
    const bot = workspace.bot();
    if (!seed.subscribed || (channel && !channel.members.includes(bot.user_id))) return;
    const kind = channel && (channel.is_im ? "im" : channel.is_mpim ? "mpim" : channel.is_private ? "group" : "channel");
    const heard = name === "message" ? BOXES[kind] : name;
    const sent = [];
    if (seed.subscribed.includes(heard)) sent.push(name === "message" ? { ...event, channel_type: kind } : event);
    const mentioned = !event.subtype && kind !== "im" && event.text?.includes(`<@${bot.user_id}>`);
    if (mentioned && seed.subscribed.includes("app_mention")) sent.push({ ...event, type: "app_mention" });
    const posts = sent.map((one) => post(name, action, completed(envelope, one, bot), ...rest));
    if (!(event.message ?? event).bot_id) await Promise.all(posts); // a person's call returns when the bot has answered
  };
  const send = globalThis.fetch;
  globalThis.fetch = async (url, options) => {
    const delivery = { body: options.body, headers: options.headers, status: 0 };
    deliveries.push(delivery);
    const response = await send(url, options);
    return (delivery.status = response.status), response;
  };
}

function completed(envelope, event, bot) {
  const team = envelope.team_id;
  const person = event.type !== "message" || event.bot_id || event.subtype ? {} : { client_msg_id: crypto.randomUUID(), team };
  return {
    ...envelope,
    event_id: `Ev${crypto.randomUUID().replaceAll("-", "").slice(0, 10).toUpperCase()}`,
    event_context: crypto.randomUUID(),
    api_app_id: seed.app_id,
    authorizations: [
      { enterprise_id: null, team_id: team, user_id: bot.user_id, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event: { ...person, ...event, event_ts: event.event_ts ?? event.ts ?? String(Date.now() / 1000) },
  };
}

async function answered(request, inner, hooks) {
  const url = new URL(request.url);
  if (url.pathname.startsWith("/rig/")) return Response.json(await asked(url, request, hooks));
  if (!url.pathname.startsWith("/api/")) return inner(request);
  const method = url.pathname.slice("/api/".length);
  const body = await fields(request, url);
  const token = workspace.token(request);
  const call = { method, user: token?.user_id ?? "", token: token?.token ?? "", body, ok: false, error: "", channel: "", ts: "" };
  calls.push(call);
  const fault = workspace.user(token?.user_id)?.is_bot && struck(method);
  if (fault && !fault.done) return wrong(call, fault);
  const refused = kept(method, body, token);
  const headers = new Headers(request.headers);
  headers.set("content-type", "application/json");
  headers.delete("content-length");
  const asJson = { method: "POST", headers, body: JSON.stringify(body) };
  const response = refused ?? (await inner(new Request(url.origin + url.pathname, asJson)));
  return fault ? wrong(call, fault) : noted(call, response, token);
}

function end() {
  ended += 1;
  for (const tell of waiting) tell();
  waiting.clear();
}

// Whatever the way it was sent (a query, a form, JSON), a call is its fields; JSON inside a field stays as it came.
async function fields(request, url) {
  const text = request.method === "POST" ? await request.text() : "";
  const json = (request.headers.get("content-type") ?? "").includes("json");
  const said = json && text ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
  return { ...Object.fromEntries(url.searchParams), ...said };
}

// A bot posts only where it is a member. The emulator lets it into every public channel.
function kept(method, body, token) {
  if (!["chat.postMessage", "chat.postEphemeral"].includes(method)) return null;
  const channel = workspace.channel(body.channel);
  if (!channel || !workspace.user(token?.user_id)?.is_bot || channel.members.includes(token.user_id)) return null;
  if (channel.is_private) return Response.json({ ok: false, error: "channel_not_found" });
  if (token.scopes.includes("chat:write.public")) return null;
  return Response.json({ ok: false, error: "not_in_channel" });
}

function struck(method) {
  const fault = faults.find((one) => one.method === method && one.times > 0);
  if (fault) fault.times -= 1;
  return fault;
}

function wrong(call, fault) {
  call.error = fault.cut ? "cut" : String(fault.status);
  end();
  if (!fault.cut) {
    const headers = fault.retry_after ? { "retry-after": String(fault.retry_after) } : {};
    const error = fault.status === 429 ? "ratelimited" : "internal_error";
    return Response.json({ ok: false, error }, { status: fault.status, headers });
  }
  return new Response(new ReadableStream({ pull: (answer) => answer.error(new Error("cut")) }));
}

async function noted(call, response, token) {
  const found = response.status !== 404;
  const body = found ? await response.json() : { ok: false, error: "unknown_method" };
  const { ok, error = "", channel = "", ts = body.message_ts ?? "" } = body;
  Object.assign(call, { ok, error, channel, ts });
  end();
  const headers = token ? { "x-oauth-scopes": token.scopes.join(",") } : {};
  return Response.json(body, { headers });
}

// What only the tests ask for.
async function asked(url, request, hooks) {
  const body = request.method === "POST" ? JSON.parse((await request.text()) || "{}") : {};
  switch (url.pathname) {
    case "/rig/listen":
      hooks.clear();
      hooks.register({ url: body.url, events: ["*"], active: true, owner: "slack" });
      return DONE;
    case "/rig/fault":
      faults.push(body);
      return DONE;
    case "/rig/member":
      return member(body);
    case "/rig/close":
      workspace.shelf("views").delete(workspace.shelf("views").findOneBy("view_id", body.view).id);
      return DONE;
    case "/rig/wait":
      if (ended <= body.ended) await new Promise((tell) => waiting.add(tell));
      return { ended };
    case "/rig/join":
      workspace.seed(body);
      return DONE;
    case "/rig/record":
      return record(body);
    default:
      return { ok: false };
  }
}

// All that has happened, or the parts that are asked for, and of the calls only those that came later than so many.
function record({ only, since = 0 }) {
  const all = { ended, calls: calls.slice(since), deliveries, ...shown() };
  return only ? Object.fromEntries(only.map((part) => [part, all[part]])) : all;
}

function member({ channel, user, leaves }) {
  const found = workspace.channel(channel);
  const others = found.members.filter((one) => one !== user);
  workspace.shelf("channels").update(found.id, { members: leaves ? others : [...others, user] });
  return DONE;
}

function shown() {
  const all = (name) => workspace.shelf(name).all();
  return {
    bot: workspace.bot(),
    team: workspace.shelf("teams").all()[0],
    users: all("users"),
    channels: all("channels"),
    messages: all("messages"),
    ephemeral: all("ephemeral_messages"),
    views: all("views"),
  };
}

const emulator = await createEmulator({ service: "slack", port: 0, seed: { slack: seed.slack } });
signBotsMessages();
for (const [channel, members] of Object.entries(seed.members)) {
  const inside = workspace.shelf("users").all().filter((user) => members.includes(user.name));
  workspace.shelf("channels").update(workspace.channel(channel).id, { members: inside.map((user) => user.user_id) });
}
console.log(JSON.stringify({ url: emulator.url }));
