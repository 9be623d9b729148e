// Draws Adaptive Cards in a page as Teams does, with Microsoft's own library. What is wrong with a card, the library
// says; what cannot be read of the drawing is looked for here.
const COLOURS = {
  light: {
    paper: "#ffffff", ink: "#242424", soft: "#616161", accent: "#4f52b2", good: "#0e7a0b", bad: "#b10e1c",
    warn: "#7a4a00", raised: "#f0f0f0", line: "#d1d1d1",
  },
  dark: {
    paper: "#292929", ink: "#ffffff", soft: "#d6d6d6", accent: "#aab0ff", good: "#9fd89f", bad: "#ff99a4",
    warn: "#ffddb3", raised: "#3d3d3d", line: "#666666",
  },
};
const SIZES = { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 };
const BUTTONS = 6; // in a row; Teams puts the others away in a menu
const FONTS = '"Segoe UI", "DejaVu Sans", sans-serif';

function sized(scale, times) {
  return Object.fromEntries(Object.entries(SIZES).map(([name, size]) => [name, Math.round(size * scale * times)]));
}

function config(theme, scale) {
  const c = COLOURS[theme];
  const plain = (colour) => ({ default: colour, subtle: colour });
  const foregroundColors = {
    default: { default: c.ink, subtle: c.soft }, dark: plain(c.ink), light: plain(c.soft), accent: plain(c.accent),
    good: plain(c.good), warning: plain(c.warn), attention: plain(c.bad),
  };
  const on = (backgroundColor) => ({ backgroundColor, foregroundColors, borderColor: c.line });
  const raised = ["emphasis", "accent", "good", "attention", "warning"].map((name) => [name, on(c.raised)]);
  return new AdaptiveCards.HostConfig({
    fontFamily: FONTS,
    fontSizes: sized(scale, 1),
    lineHeights: sized(scale, 1.4),
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    containerStyles: { default: on(c.paper), ...Object.fromEntries(raised) },
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: c.line },
    supportsInteractivity: true,
    actions: { maxActions: BUTTONS, buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left" },
    inputs: { label: { requiredInputs: { suffix: " *" } }, errorMessage: { spacing: "small" } },
    factSet: { title: { weight: "bolder", wrap: true }, value: { wrap: true }, spacing: 12 },
  });
}

// Reads a card; everything that the library has against it. Of every other card it says that its language is none,
// because a pattern of its own remembers where it last matched.
function read(payload, theme, scale) {
  const card = new AdaptiveCards.AdaptiveCard();
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_5);
  card.hostConfig = config(theme, scale);
  card.parse(payload, context);
  const events = Array.from({ length: context.eventCount }, (_, n) => context.getEventAt(n));
  const faults = [...events, ...card.validateProperties().validationEvents]
    .filter(({ message }) => !/for property "lang"/.test(message) || !/^[a-z]{2}$/.test(payload.lang))
    .map(({ event, message }) => `${AdaptiveCards.ValidationEvent[event]}: ${message}`);
  return { card, faults };
}

// Draws cards one after the other; what is wrong with each.
const drawAll = (all, look) => all.map((payload) => draw({ payload, ...look }));

// Draws a card in the page; what is wrong with it, and the words that can be seen.
function draw({ payload, theme, scale, width }) {
  const { card, faults } = read(payload, theme, scale);
  const root = document.documentElement, frame = document.getElementById("frame");
  for (const [name, colour] of Object.entries(COLOURS[theme])) root.style.setProperty(`--${name}`, colour);
  root.style.setProperty("--fonts", FONTS);
  root.style.setProperty("--size", `${SIZES.default * scale}px`);
  root.style.colorScheme = theme;
  frame.style.width = `${width}px`;
  frame.replaceChildren(card.render());
  return { faults: [...faults, ...wide(frame), ...nameless(frame), ...marked(frame)], said: said(frame) };
}

// Words that were taken for markup: nothing of ours is.
function marked(frame) {
  const drawn = "a, b, i, em, strong, del, s, code, pre, ul, ol, li, img, table, blockquote, hr, h1, h2, h3, h4, h5, h6";
  return [...frame.querySelectorAll(drawn)].map((one) => `markup: ${one.outerHTML.slice(0, 90)}`).slice(0, 3);
}

// What stands outside the frame, or is cut by what it stands in.
function wide(frame) {
  const all = [...frame.querySelectorAll("*")], right = frame.getBoundingClientRect().right + 0.5;
  const out = all.filter((one) => one.getBoundingClientRect().right > right);
  const hides = (one) => one.clientWidth && !/INPUT|TEXTAREA/.test(one.tagName) && getComputedStyle(one).overflowX !== "visible";
  const cut = all.filter((one) => hides(one) && one.scrollWidth > one.clientWidth + 1);
  const name = (one) => one.innerText?.slice(0, 60) || one.outerHTML.slice(0, 90);
  const fault = (one) => `${one.closest("button") ? "button cut" : "too wide"}: ${name(one)}`;
  return [...new Set([...out, ...cut].map(fault))].slice(0, 3);
}

// What can be pressed or filled in and has no name for those who listen.
function nameless(frame) {
  const text = (id) => document.getElementById(id)?.innerText ?? "";
  const named = (one) =>
    (one.getAttribute("aria-labelledby") ?? "").split(" ").map(text).join("").trim() ||
    one.getAttribute("aria-label")?.trim() ||
    [...(one.labels ?? [])].map((label) => label.innerText).join("").trim() ||
    (!/INPUT|TEXTAREA|SELECT/.test(one.tagName) && one.innerText.trim());
  const all = [...frame.querySelectorAll("input, textarea, select, button, [role=button]")];
  return all.filter((one) => !named(one)).map((one) => `no name: ${one.outerHTML.slice(0, 120)}`);
}

// Every word of the picture: also what stands in inputs, and what can be chosen in a closed menu.
function said(frame) {
  const typed = [...frame.querySelectorAll("input, textarea")].flatMap((one) => [one.value, one.placeholder]);
  const offered = [...frame.querySelectorAll("option")].map((one) => one.textContent);
  return [frame.innerText, ...typed, ...offered].join("\n");
}

// Draws a card, fills in whatever there is to fill in, and presses everything in turn; what each press sends.
function press(payload) {
  const { card } = read(payload, "light", 1), sent = [];
  document.getElementById("frame").replaceChildren(card.render());
  card.onExecuteAction = (action) => {
    const kind = action.getJsonTypeName();
    sent.push({ kind, title: action.title, verb: action.verb ?? "", data: action.data ?? {}, url: action.url ?? "" });
  };
  card.getAllInputs().forEach(fill);
  card.getAllActions().forEach((action) => action.execute());
  return sent;
}

function fill(input) {
  const drawn = input.renderedElement, menu = drawn.querySelector("select");
  const box = drawn.querySelector("input[type=checkbox], input[type=radio]");
  if (box && !box.checked) box.click();
  if (menu && !menu.value) menu.value = [...menu.options].find((one) => one.value)?.value;
  menu?.dispatchEvent(new Event("change"));
  if (box || menu) return;
  const typed = drawn.querySelector("input, textarea");
  typed.value ||= { date: "2026-12-01", number: "1" }[typed.type] ?? "Åtta smörgåsar";
  typed.dispatchEvent(new Event("input"));
}
