// The steps at the top: which are taken, which comes next, and who takes it.

export class Guide {
  // `people` is a list of { handle, name, roles }.
  constructor(words, people, panels) {
    this.words = words;
    this.people = people;
    this.panels = panels;
    this.steps = [...document.querySelectorAll("[data-step]")];
    this.where = {};
    this.me = "";
    this.coach = ""; // who claimed last
    this.progress = document.getElementById("progress"); // what a narrow page shows instead of all steps
    this.progress.addEventListener("click", () => (this.progress.ariaExpanded = String(this.progress.ariaExpanded !== "true")));
    for (const hint of document.querySelectorAll("[data-hint]:has([data-go])")) {
      const { panel, press } = hint.dataset;
      hint.querySelector("[data-go]").addEventListener("click", () => this.onBecome(this.#who(hint), panel, press));
      hint.querySelector("[data-look]").addEventListener("click", () => this.onLook(panel, press));
    }
  }

  // A step was seen done in a place.
  take(step, place) {
    if (!step || (step === "need" && this.where.need)) return;
    this.where[step] = place;
    this.draw();
  }

  draw() {
    const next = this.steps.find((step) => !(step.dataset.step in this.where))?.dataset.step ?? "all";
    for (const step of this.steps) {
      const done = step.dataset.step in this.where;
      step.classList.toggle("done", done);
      step.classList.toggle("next", step.dataset.step === next);
      if (step.dataset.step === next) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
      step.querySelector(".state").textContent = done ? `, ${this.words["page-step-done"]}` : "";
    }
    const all = this.steps.length;
    const at = this.steps.findIndex((step) => step.dataset.step === next);
    const name = at < 0 ? this.words["page-step-done"] : this.steps[at].querySelector(".name").textContent;
    this.progress.textContent = `${at < 0 ? all : at + 1} ${this.words["page-step-of"]} ${all}: ${name}`;
    for (const panel of document.querySelectorAll(".panel")) panel.classList.remove("wanted");
    for (const hint of document.querySelectorAll("[data-hint]")) {
      hint.hidden = hint.dataset.hint !== next;
      if (!hint.hidden && next !== "all") this.#lead(hint);
    }
  }

  #lead(hint) {
    const who = this.#who(hint);
    const go = hint.querySelector("[data-go]");
    go.hidden = !who || who.handle === this.me;
    if (who) go.querySelector("span").textContent = who.name;
    const seen = this.panels.shows(hint.dataset.panel) && !hint.dataset.press;
    hint.querySelector("[data-look]").hidden = !go.hidden || seen;
    const examples = hint.querySelector("[data-examples]");
    if (examples) examples.hidden = !go.hidden;
    document.getElementById(hint.dataset.panel).classList.toggle("wanted", go.hidden);
  }

  // Whoever takes the step: who began it, or the person one is when that fits, or the first who may.
  #who({ dataset: { hint, role } }) {
    if (role === "process_leader") return null;
    const began = { number: this.where.need, answer: this.where.ask }[hint];
    const bearer = began && this.people.find((one) => `dm:${one.handle}` === began);
    if (bearer) return bearer;
    const fits = (one) => (role === "employee" ? one.roles.length === 1 : one.roles.includes(role));
    const coach = role === "coach" && this.people.find((one) => one.handle === this.coach);
    const me = this.people.find((one) => one.handle === this.me);
    return coach || (me && fits(me) && me) || this.people.find(fits);
  }
}
