// Which papers the pages of a file are: pages in order, cut where a paper begins, each paper's kind chosen from a list.
// The list stands below the field and only shows what fits what is typed; nothing is ever written into the field by it.

import { button, make, say } from "./elements.js";

const MOST = 6;

export class PaperCard {
  #at = 0; // paper whose kind is typed
  #choice = -1; // in the list
  #typing = "";

  constructor(item, screen) {
    this.item = item;
    this.screen = screen;
    this.papers = item.papers.map((one) => ({ form: one.form === "unknown" ? "" : one.form, pages: [...one.pages] }));
    this.start = JSON.stringify(this.papers);
  }

  draw() {
    this.list = make("ol", { class: "papers" });
    this.input = make("input", {
      id: "value", lang: "vi", autocomplete: "off", autocapitalize: "off", spellcheck: "false", role: "combobox",
      "aria-expanded": "true", "aria-controls": "kinds", "aria-autocomplete": "list", "aria-describedby": "hint message",
    });
    this.input.addEventListener("input", () => this.#narrow());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.kinds = make("ul", { id: "kinds", role: "listbox", "aria-label": say("ask.kinds") });
    this.message = make("p", { id: "message", role: "alert" });
    this.label = make("label", { for: "value", class: "asked" });
    this.#drawPapers();
    const cut = button(say("ask.cut_here"), "Alt+C", () => this.cut());
    return [this.list, make("p", {}, cut), this.label, this.input, make("p", { id: "hint", class: "quiet" },
      say("ask.kind_hint")), this.kinds, this.message];
  }

  begin() {
    this.#go(Math.max(0, this.papers.findIndex((one) => !one.form)));
    this.focus();
  }

  focus() {
    this.input.focus();
  }

  edit() {
    this.input.focus();
    this.input.select();
  }

  get untouched() {
    return !this.input.value && JSON.stringify(this.papers) === this.start;
  }

  // Alt and a digit: that paper
  take(number) {
    if (number < 1 || number > this.papers.length) return false;
    this.#go(number - 1);
    this.focus();
    return true;
  }

  // a paper begins at the page that is seen; a second time it goes on with the one before
  cut() {
    const page = this.screen.picture.number;
    const at = this.papers.findIndex((one) => one.pages.includes(page));
    const one = this.papers[at];
    const place = one?.pages.indexOf(page) ?? -1;
    if (place > 0) this.papers.splice(at + 1, 0, { form: "", pages: one.pages.splice(place) });
    else if (place === 0 && at > 0) {
      this.papers[at - 1].pages.push(...one.pages);
      this.papers.splice(at, 1);
    } else return false;
    this.#go(Math.min(Math.max(0, this.papers.findIndex((each) => !each.form)), this.papers.length - 1));
    return true;
  }

  answer() {
    if (this.input.value.trim() && this.#choose()) return null; // Enter took what stands first in the list
    const open = this.papers.findIndex((one) => !one.form);
    if (open >= 0) {
      this.#go(open);
      this.refuse(say("ask.kind_missing"));
      return null;
    }
    return { action: "PAPER", value: JSON.stringify(this.papers) };
  }

  refuse(sentence) {
    this.message.textContent = sentence;
  }

  #go(at) {
    this.#at = at;
    this.input.value = "";
    this.#choice = -1;
    const one = this.papers[at];
    this.label.textContent = say("ask.which_kind", { number: at + 1, pages: one.pages.join(", ") });
    this.#drawPapers();
    this.#narrow();
    if (this.item.pages.length) this.screen.picture.page(one.pages[0]);
  }

  #drawPapers() {
    this.list.replaceChildren(...this.papers.map((one, at) => {
      const pages = one.pages.map((page) => this.#thumbnail(page));
      const title = this.item.forms.find((form) => form.code === one.form)?.title ?? say("ask.kind_open");
      return make("li", { class: at === this.#at ? "chosen" : "" }, make("span", { class: "pages" }, pages),
        button(title, `Alt+${at + 1}`, () => this.take(at + 1), one.form ? "plain" : "plain open"));
    }));
  }

  #thumbnail(page) {
    const held = this.item.pages.find((one) => one.number === page);
    return make("button", { type: "button", class: "page", on: { click: () => this.screen.picture.page(page) } },
      held ? make("img", { src: `${held.url}&small=1`, alt: "", loading: "lazy", width: 34, height: 48 }) : null,
      say("ask.page_number", { page }));
  }

  #narrow() {
    this.#typing = fold(this.input.value);
    this.#choice = -1;
    const words = this.#typing.split(" ").filter(Boolean);
    const all = [...this.item.forms, { code: "unknown", title: say("ask.kind_unknown") }];
    this.found = all.filter((form) => words.every((word) => fold(form.title).includes(word))).slice(0, MOST);
    this.#drawKinds();
    this.message.textContent = "";
  }

  #drawKinds() {
    this.kinds.replaceChildren(...this.found.map((form, at) =>
      make("li", { role: "option", id: `kind-${at}`, "aria-selected": String(at === this.#choice),
        on: { mousedown: (event) => { event.preventDefault(); this.#choice = at; this.#choose(); } } }, form.title)));
    if (this.#choice >= 0) this.input.setAttribute("aria-activedescendant", `kind-${this.#choice}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.#choice = (this.#choice + step + this.found.length) % this.found.length;
      this.#drawKinds();
      event.preventDefault();
    } else if (event.key === "Enter" && this.#choice >= 0) {
      this.#choose();
      event.preventDefault();
    }
  }

  #choose() {
    const form = this.found[Math.max(0, this.#choice)];
    if (!form) {
      this.refuse(say("ask.kind_none"));
      return true;
    }
    this.papers[this.#at].form = form.code;
    const open = this.papers.findIndex((one) => !one.form);
    this.#go(open >= 0 ? open : this.#at);
    return true;
  }
}

const fold = (text) =>
  text.normalize("NFD").replace(/\p{Mn}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/\s+/g, " ").trim();
