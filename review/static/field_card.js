// One field: what the machine saw, what registers say and what was decided, each apart; one place to type.

import { button, clock, key, make, say } from "./elements.js";
import { ask, Refused } from "./wire.js";
import { drop, keep, kept } from "./sealed.js";

const BATCH = 250; // ms between a key and the draft that holds it

export class FieldCard {
  #timer = null;
  #good = null;
  #checked = null; // the text that was last found good, or refused

  constructor(item, screen) {
    this.item = item;
    this.screen = screen;
    this.start = item.shown === "PREFILLED" ? item.prefill : "";
  }

  draw() {
    const { item } = this;
    const { field } = item;
    // nothing here reads or writes the value while somebody types: an input method may be at work in it
    this.input = make(field.kind === "ADDRESS" || field.kind === "TEXT" ? "textarea" : "input", {
      id: "value", name: "value", lang: "vi", autocomplete: "off", autocorrect: "off", autocapitalize: "off",
      spellcheck: "false", inputmode: field.numeric ? "numeric" : "text", "aria-describedby": "hint message", rows: 2,
    });
    this.input.value = this.start;
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("blur", (event) => this.#left(event));
    this.message = make("p", { id: "message", role: "alert" });
    this.saved = make("p", { id: "saved", class: "quiet", role: "status" });
    return [
      make("label", { for: "value", class: "asked" }, say("ask.what_is_written", { field: field.title })),
      this.input,
      make("p", { id: "hint", class: "quiet" }, field.hint),
      this.message,
      this.saved,
      make("div", { class: "told" }, this.#paper(), this.#register(), this.#decided()),
      this.#others(),
    ];
  }

  async begin() {
    const draft = await kept(`draft.${this.item.task}`);
    if (draft && this.input.value === this.start) {
      this.input.value = draft.value;
      this.saved.textContent = say("ask.draft_back");
    }
    this.focus();
  }

  focus() {
    this.input.focus();
    const end = this.input.value.length;
    this.input.setSelectionRange(end, end);
  }

  edit() {
    this.input.focus();
    this.input.select();
  }

  get untouched() {
    return this.input.value === this.start;
  }

  // the answer that Enter gives; null where there is none yet
  answer() {
    const value = this.input.value;
    if (!value.trim()) {
      this.refuse(say("ask.empty"));
      return null;
    }
    if (this.item.shown === "PREFILLED" && value === this.start) return { action: "ACCEPT", value };
    return { action: "EDIT", value };
  }

  take(number) {
    const other = this.item.others[number - 1];
    if (!other) return false;
    this.input.value = other.value;
    this.#typed();
    this.focus();
    return true;
  }

  refuse(sentence) {
    this.message.textContent = sentence;
    this.input.setAttribute("aria-invalid", sentence ? "true" : "false");
    this.input.classList.toggle("refused", Boolean(sentence));
    if (sentence) this.focus();
  }

  #typed() {
    this.#checked = null;
    this.message.textContent = "";
    this.input.classList.remove("refused");
    this.input.removeAttribute("aria-invalid");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#keep();
      this.#look();
    }, BATCH);
  }

  // whether the station has looked at this very text and would take it: then Enter need not wait for it
  get surely() {
    return this.#good === this.input.value;
  }

  // looked at in a pause of typing; nothing is said and nothing written until the field is left
  async #look() {
    const value = this.input.value;
    if (!value.trim() || this.untouched) return;
    try {
      const said = await ask("POST", `/q/${this.item.task}/check`, { value }, { background: true });
      if (said.ok) this.#good = value;
    } catch {
      // told when it is sent
    }
  }

  async #keep() {
    const name = `draft.${this.item.task}`;
    if (this.screen.current !== this) return;
    if (this.untouched) return drop(name);
    const done = await keep(name, { value: this.input.value });
    this.saved.textContent = say(done ? "ask.draft_kept" : "ask.draft_not_kept", { time: clock() });
  }

  // leaving the field: checked and set into its normal shape by the parsers that read papers
  async #left(event) {
    const value = this.input.value;
    if (!value.trim() || value === this.start || value === this.#checked || !event.relatedTarget) return;
    this.#checked = value;
    try {
      const said = await ask("POST", `/q/${this.item.task}/check`, { value });
      if (this.input.value !== value || this.screen.current !== this) return;
      if (said.ok && document.activeElement !== this.input) this.input.value = said.value;
      this.#checked = this.input.value;
      this.message.textContent = said.ok ? "" : said.message;
      this.input.classList.toggle("refused", !said.ok);
    } catch (error) {
      if (!(error instanceof Refused)) return; // told when it is sent
      this.message.textContent = error.message;
    }
  }

  #paper() {
    const { paper } = this.item;
    if (!paper) return box("ask.on_paper", make("p", { class: "quiet" }, say("ask.blind")));
    const value = paper.value ? make("p", { class: "value", lang: "vi" }, paper.value) : null;
    return box("ask.on_paper", value, make("p", { class: "quiet" }, value ? paper.how : say("ask.not_shown")));
  }

  #register() {
    const register = this.item.in_register;
    if (!register) return box("ask.in_register", make("p", { class: "quiet" }, say("ask.register_silent")));
    return box("ask.in_register", make("p", { class: "value", lang: "vi" }, marked(register.parts)),
      register.reason ? make("p", { class: "doubt" }, "≠ ", register.reason) : null);
  }

  #decided() {
    const { decided } = this.item;
    if (!decided) return box("ask.decided", make("p", { class: "quiet" }, say("ask.not_decided")));
    return box("ask.decided", make("p", { class: "value", lang: "vi" }, decided.value),
      make("p", { class: "quiet" }, decided.how));
  }

  #others() {
    if (!this.item.others.length) return null;
    const rows = this.item.others.slice(0, 9).map((other, at) =>
      make("li", {}, button(other.value, `Alt+${at + 1}`, () => this.take(at + 1), "plain"),
        make("span", { class: "quiet" }, other.source)));
    return make("section", { class: "others" }, make("h3", {}, say("ask.other_readings")), make("ol", {}, rows));
  }
}

export function box(title, ...inside) {
  return make("section", { class: "box" }, make("h3", {}, say(title)), ...inside);
}

export function marked(parts) {
  return parts.map((part) => (part.differs ? make("mark", {}, part.text) : part.text));
}

export { key };
