// The messages of one place: each key once, changes in place, answers under the message they belong to.

const element = (tag, name, text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });

const CONTROLS = "button, a, input, select, textarea, summary";
const NUMBER = /[A-ZÅÄÖÆØ]{2,}-\d{4}-\d{4,}/; // of an idea, where it stands in what a button sends

export class Log {
  constructor(node, words) {
    this.node = node;
    this.words = words;
    this.private = "chat" in node.dataset;
    node.addEventListener("keydown", (event) => this.#walk(event));
    node.addEventListener("focusin", () => this.#mark());
    this.clear();
  }

  clear() {
    this.seen = new Set();
    this.at = new Map();
    this.node.querySelectorAll(".message, .at").forEach((old) => old.remove());
    this.minute = "";
    this.current = null;
  }

  // Shows a message, unless it is here already. Returns what was drawn.
  add(message, live = false) {
    if (this.seen.has(message.key)) return null;
    this.seen.add(message.key);
    const drawn = this.#draw(message);
    const earlier = this.at.get(message.updates);
    if (earlier) this.#replace(earlier, drawn);
    else if (this.at.has(message.under)) this.at.get(message.under).lastElementChild.append(drawn);
    else this.#place(...this.#time(message.at), drawn);
    this.at.set(message.key, drawn);
    this.#mark();
    if (live) drawn.classList.add("fresh");
    return drawn;
  }

  // A word that only this reader sees: gone with the next one, and with the visit.
  note(answer, key) {
    this.forget();
    const drawn = element("article", "message note");
    drawn.dataset.key = key;
    drawn.tabIndex = -1;
    const shut = element("button", "shut");
    shut.type = "button";
    shut.ariaLabel = this.words["page-close"];
    shut.append(Object.assign(element("span", "", "×"), { ariaHidden: "true" }));
    shut.addEventListener("click", () => (drawn.remove(), this.#mark(), this.node.focus({ preventScroll: true })));
    drawn.append(element("p", "private", this.words["page-note"]), shut);
    if (answer.html) drawn.insertAdjacentHTML("beforeend", answer.html);
    else drawn.append(element("p", "error", answer.error));
    this.#name(drawn);
    this.node.append(drawn);
    this.#mark();
    return drawn;
  }

  forget() {
    this.node.querySelector(".note")?.remove();
  }

  // Down to a message, but never past the beginning of it.
  show(drawn = this.node.lastElementChild) {
    if (!drawn) return;
    const top = drawn.getBoundingClientRect().top - this.node.getBoundingClientRect().top + this.node.scrollTop;
    this.node.scrollTop = Math.min(top - 12, this.node.scrollHeight - this.node.clientHeight);
  }

  // At the end; but what the same act led to goes above the note that was its answer, in the order things happened.
  #place(...drawn) {
    const note = this.node.querySelector(".note");
    if (note && drawn.at(-1).dataset.key.includes(note.dataset.key)) note.before(...drawn);
    else this.node.append(...drawn);
  }

  #draw(message) {
    const drawn = element("article", message.own ? "message own" : "message");
    drawn.dataset.key = message.key;
    drawn.tabIndex = -1;
    drawn.append(element("p", "sr", message.own ? this.words["page-you"] : this.words["page-bot"]));
    drawn.insertAdjacentHTML("beforeend", message.html);
    drawn.append(element("div", "replies"));
    this.#name(drawn);
    return drawn;
  }

  // In a channel many buttons read alike: each is called by the idea it is about, too.
  #name(drawn) {
    if (this.private) return;
    for (const button of drawn.querySelectorAll("button[data-value]")) {
      const [number] = NUMBER.exec(button.dataset.value) ?? [];
      if (number) button.ariaLabel = `${button.textContent.trim()}, ${number}`;
    }
  }

  // Arrows go from message to message.
  #walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.target.matches("input, select, textarea")) return;
    const all = [...this.node.querySelectorAll(".message")];
    const here = all.indexOf(event.target.closest(".message"));
    const next = here < 0 ? all.at(-1) : all[here + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  // The time, where it is another than the last one shown.
  #time(at) {
    const when = new Date(at);
    const today = when.toDateString() === new Date().toDateString();
    const day = today ? {} : { day: "numeric", month: "short" };
    const minute = at && when.toLocaleString(document.documentElement.lang, { ...day, hour: "2-digit", minute: "2-digit" });
    if (minute === this.minute) return [];
    this.minute = minute;
    return [Object.assign(element("time", "at", minute), { dateTime: at })];
  }

  #replace(earlier, drawn) {
    const focused = earlier.contains(document.activeElement);
    drawn.lastElementChild.append(...earlier.lastElementChild.childNodes);
    earlier.replaceWith(drawn);
    for (const [key, node] of this.at) if (node === earlier) this.at.set(key, drawn);
    if (focused) drawn.focus({ preventScroll: true });
  }

  // Only the newest buttons stand out. Older ones still work; in the chat Tab passes them by until one is at their message.
  #mark() {
    this.current?.classList.remove("current");
    const open = [...this.node.querySelectorAll(":scope > .message")].filter((one) => one.querySelector(".press"));
    this.current = open.at(-1) ?? null;
    this.current?.classList.add("current");
    if (!this.private) return;
    for (const one of open) {
      const passed = one !== this.current && !one.contains(document.activeElement);
      for (const control of one.querySelectorAll(CONTROLS)) control.tabIndex = passed ? -1 : 0;
    }
  }
}
