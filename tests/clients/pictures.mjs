// Draws what the bot shows as Slack would: reads a list of frames, prints a list of whole pages in the same order.
// A frame has a surface (message, modal or home) and its payload. Dialogs and the home tab have no frame of their own
// in the library, so those are drawn here around the same component.
import fs from "node:fs";
import { json } from "node:stream/consumers";
import { createElement as h } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import slack from "slack-blocks-to-jsx";

const look = fs.readFileSync(new URL("dist/style.css", new URL("..", import.meta.resolve("slack-blocks-to-jsx"))), "utf8");
const mark = fs.readFileSync(new URL("../../adapters/web/static/mark.svg", import.meta.url)).toString("base64");
const logo = `data:image/svg+xml;base64,${mark}`;
const frame = `
  :root { color-scheme: light; }
  body { margin: 0; background: #fff; color: #1d1c1d; font: 15px/1.46668 Lato, "DejaVu Sans", sans-serif; }
  #frame { padding: 12px 16px 16px; box-sizing: border-box; }
  .bar { display: flex; align-items: center; gap: 10px; padding: 14px 20px; border-bottom: 1px solid #ddd; }
  .bar img { width: 28px; height: 28px; border-radius: 6px; }
  .bar b { font-size: 18px; flex: 1; }
  .sheet { border: 1px solid #ccc; border-radius: 8px; max-width: 520px; margin: auto; box-shadow: 0 6px 18px #0002; }
  .inside { padding: 8px 20px 16px; }
  .foot { display: flex; justify-content: flex-end; gap: 12px; padding: 14px 20px; border-top: 1px solid #ddd; }
  .foot span { border: 1px solid #bbb; border-radius: 4px; padding: 6px 12px; font-weight: 700; }
  .foot .go { background: #007a5a; border-color: #007a5a; color: #fff; }
  /* The library's own words, which Slack does not say. */
  .slack_blocks_to_jsx__plain_text_input_element > .absolute, .text-small.text-black-secondary > p { display: none; }
  /* Slack cuts a button that is wider than the screen. */
  #frame .flex > div { min-width: 0; } #frame button { max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
  .tabs { display: flex; gap: 20px; padding: 0 20px; border-bottom: 1px solid #ddd; }
  .tabs span { padding: 10px 2px; color: #616061; } .tabs .here { color: #1d1c1d; font-weight: 700; border-bottom: 2px solid; }
`;

function message({ text, blocks }) {
  if (!text) throw new Error("a message says something by itself too");
  return h(slack.Message, { blocks, name: "Idéslussen", logo, theme: "light", time: new Date("2026-11-25T09:12:00Z") });
}

const inside = (blocks) => h("div", { className: "inside" }, h(slack.Message, { blocks, withoutWrapper: true, theme: "light" }));
const bar = (title) => h("div", { className: "bar" }, h("img", { src: logo, alt: "" }), h("b", null, title));

function modal({ title, submit, close, blocks }) {
  const foot = [close && h("span", { key: 1 }, close.text), submit && h("span", { key: 2, className: "go" }, submit.text)];
  return h("div", { className: "sheet" }, bar(title.text), inside(blocks), h("div", { className: "foot" }, foot));
}

function home({ blocks }) {
  const tabs = ["Home", "Messages", "About"].map((name, n) => h("span", { key: n, className: n ? "" : "here" }, name));
  return h("div", null, bar("Idéslussen"), h("div", { className: "tabs" }, tabs), inside(blocks));
}

const page = (drawn) => `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<style>${look}${frame}</style><div id="frame">${renderToStaticMarkup(drawn)}</div>`;
const surfaces = { message, modal, home };
const asked = await json(process.stdin);
console.log(JSON.stringify(asked.map(({ surface, payload }) => page(surfaces[surface](payload)))));
