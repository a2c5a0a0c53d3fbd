// Whom a dossier is about, or whether a file may be used: one of a few, chosen by Alt and a digit, saved by Enter.

import { button, make, say } from "./elements.js";
import { marked } from "./field_card.js";

const SIGNS = { EXACT: "=", VARIANT: "≈", CLOSE: "≈", DIFFERENT: "≠", MISSING: "–" };

class ChoiceCard {
  chosen = null;

  constructor(item, screen) {
    this.item = item;
    this.screen = screen;
  }

  draw() {
    this.message = make("p", { id: "message", role: "alert" });
    this.buttons = this.choices().map((choice, at) => {
      const made = button(choice.label, choice.keys, () => this.choose(at), "choice");
      made.setAttribute("aria-pressed", "false");
      return made;
    });
    return [this.above(), make("div", { class: `choices ${this.item.ask.toLowerCase()}`, role: "group", "aria-label": this.item.question },
      this.buttons), this.message];
  }

  above() {
    return null;
  }

  begin() {
    this.focus();
  }

  focus() {
    this.buttons[this.chosen ?? 0]?.focus();
  }

  edit() {
    this.focus();
  }

  get untouched() {
    return this.chosen === null;
  }

  choose(at) {
    if (!this.buttons[at]) return false;
    this.chosen = at;
    this.buttons.forEach((one, index) => one.setAttribute("aria-pressed", String(index === at)));
    this.buttons[at].focus();
    this.mark(at);
    this.message.textContent = "";
    return true;
  }

  mark() {}

  // Alt and a digit
  take(number) {
    const at = this.choices().findIndex((one) => one.keys === `Alt+${number}`);
    return this.choose(at);
  }

  answer() {
    if (this.chosen === null) {
      this.refuse(say("ask.choose_first"));
      return null;
    }
    return this.choices()[this.chosen].answer;
  }

  refuse(sentence) {
    this.message.textContent = sentence;
  }
}

export class PersonCard extends ChoiceCard {
  choices() {
    const people = this.item.candidates.map((one, at) => ({
      label: say("ask.choose_person", { number: at + 1, name: one.name }),
      keys: `Alt+${at + 1}`,
      answer: { action: "CHOOSE", value: one.person },
    }));
    const none = people.length ? "ask.none_of_these" : "ask.not_registered";
    return [...people, { label: say(none), keys: "Alt+0", answer: { action: "NONE_OF_THESE" } }];
  }

  above() {
    const { candidates } = this.item;
    if (!candidates.length) return this.#nobody();
    const titles = candidates[0].rows.map((row) => row.title);
    this.heads = candidates.map((one, at) =>
      make("th", { scope: "col" }, say("ask.person_number", { number: at + 1 }),
        make("span", { class: "quiet" }, say("ask.weight", { weight: signed(one.weight) })),
        one.status ? make("span", { class: "doubt" }, "▲ ", one.status) : null));
    const head = make("tr", {}, make("td"), make("th", { scope: "col" }, say("ask.on_paper")), this.heads);
    const rows = titles.map((title, at) => this.#row(title, candidates.map((one) => one.rows.find((row) => row.title === title)), at));
    const found = make("tr", {}, make("th", { scope: "row" }, say("ask.found_by")), make("td"),
      candidates.map((one) => make("td", { class: "quiet" }, one.found_by.join("; "))));
    return make("div", { class: "table", tabindex: "-1" },
      make("table", { class: "people" }, make("thead", {}, head), make("tbody", {}, rows, found)));
  }

  // nobody was found: by what was looked, to be held against the paper
  #nobody() {
    const rows = this.item.claim.map((row) => make("tr", {}, make("th", { scope: "row" }, row.title),
      make("td", { lang: "vi" }, row.paper.map((part) => part.text).join("") || "–")));
    const head = make("tr", {}, make("td"), make("th", { scope: "col" }, say("ask.on_paper")));
    return make("div", {}, make("p", {}, say("ask.no_candidates")),
      rows.length ? make("table", { class: "people" }, make("thead", {}, head), make("tbody", {}, rows)) : null,
      make("p", {}, say("ask.no_candidates_if_same")), make("p", {}, say("ask.no_candidates_if_not")));
  }

  #row(title, cells) {
    const paper = cells.find(Boolean)?.paper ?? [];
    const said = make("td", { lang: "vi" }, paper.length ? paper.map((part) => part.text).join("") : "–");
    return make("tr", {}, make("th", { scope: "row" }, title), said, cells.map((cell) => this.#cell(cell)));
  }

  #cell(cell) {
    if (!cell) return make("td", {}, "–");
    const value = cell.held.length ? marked(cell.held) : [cell.level === "MISSING" ? "" : "–"]; // its sign is that dash
    return make("td", { class: cell.level.toLowerCase() },
      make("span", { class: "sign", title: say(`level.${cell.level}`) }, SIGNS[cell.level], " "),
      make("span", { class: "unseen" }, say(`level.${cell.level}`), " "),
      make("span", { lang: "vi" }, value),
      cell.weight ? make("span", { class: "weight", title: say("ask.weight_told") }, signed(cell.weight)) : null,
      cell.reason ? make("span", { class: "reason" }, cell.reason) : null);
  }

  mark(at) {
    this.heads?.forEach((one, index) => one.classList.toggle("chosen", index === at));
  }
}

export class FileCard extends ChoiceCard {
  choices() {
    return [
      { label: say("ask.usable"), keys: "Alt+1", answer: { action: "USABLE" } },
      { label: say("ask.not_usable"), keys: "Alt+2", answer: { action: "NOT_USABLE" } },
    ];
  }
}

const signed = (weight) => (weight > 0 ? "+" : "") + weight.toLocaleString("vi-VN", { minimumFractionDigits: 1 });
