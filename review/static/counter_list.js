// The files of a dossier as rows: pictures of their pages, what was told of each, and what can be done with a file.

import { megabytes } from "./counter_picking.js";
import { button, find, make, say } from "./elements.js";

const MARKS = { GOOD: "✓", READABLE: "!", RESCAN: "✗" };
const SHOWN = 12; // pages of a file that are shown at once

// `acts`: what is done by name: up, down, replace, remove, look, see, dismiss
export class List {
  #rows = new Map(); // by digest: {row, said}: rows are kept, so that pictures and the focus stay

  constructor(acts) {
    this.acts = acts;
    this.root = find("list");
  }

  show(basket, coming) {
    const kept = this.#focused();
    const rows = basket.files.map((file, at) => this.#row(basket, file, at + 1));
    this.root.replaceChildren(...rows, ...coming.map((one) => this.#comingRow(one)));
    find("none").hidden = this.root.children.length > 0;
    for (const digest of [...this.#rows.keys()]) {
      if (!basket.files.some((file) => file.digest === digest)) this.#rows.delete(digest);
    }
    this.#focus(kept);
  }

  #row(basket, file, place) {
    const said = JSON.stringify([file, place, basket.files.length]);
    const known = this.#rows.get(file.digest);
    if (known?.said === said) return known.row;
    const row = make("li", { class: `paper ${file.grade.toLowerCase()}`, "data-digest": file.digest },
      make("div", { class: "paper-head" },
        make("span", { class: "place" }, String(place)),
        make("span", { class: "name" }, file.name),
        make("span", { class: "hint" }, `${say("counter.pages", { pages: file.pages })} · ${megabytes(file.size)} MB`),
        make("span", { class: "acts" }, this.#acts(basket, file, place))),
      this.#told(file),
      file.findings.map((finding) => make("p", { class: "finding" }, finding)),
      make("ul", { class: "pages" }, file.verdicts.slice(0, SHOWN).map((page) => this.#page(basket, file, page))));
    this.#rows.set(file.digest, { row, said });
    return row;
  }

  // what to do, page by page; where nothing is, how the file is as a whole
  #told(file) {
    const todo = file.verdicts.filter((page) => page.act);
    if (!todo.length) {
      return make("p", { class: "verdict" }, file.looked ? [this.#mark(file.grade), ` ${file.sentence}`] : say("counter.looking"));
    }
    return make("ul", { class: "todo" }, todo.map((page) => make("li", {}, this.#mark(page.grade), ` ${page.act}`)));
  }

  #acts(basket, file, place) {
    const named = (act) => say("counter.of", { act: say(`counter.${act}`), place, name: file.name });
    const one = (act, label, off = false) => {
      const made = button(label, "", () => this.acts[act](file), "quiet");
      made.dataset.act = act;
      made.disabled = off;
      made.setAttribute("aria-label", named(act));
      made.title = named(act);
      return made;
    };
    return [one("up", "↑", place === 1), one("down", "↓", place === basket.files.length),
      one("replace", say("counter.replace")), one("remove", say("counter.remove")),
      file.looked ? null : one("look-again", say("counter.look-again"))];
  }

  #page(basket, file, page) {
    const label = say("counter.see", { page: page.number, word: page.word });
    const see = make("button", { type: "button", class: `page ${page.grade.toLowerCase()}`, "data-act": `see-${page.number}`,
      title: page.sentences.join(" ") || label, "aria-label": label, on: { click: () => this.acts.see(file, page) } },
      make("img", { src: `/counter/baskets/${basket.id}/files/${file.digest}/${page.number}.webp`, alt: "", loading: "lazy" }),
      make("span", { class: "page-foot" }, String(page.number), " ", this.#mark(page.grade)));
    return make("li", {}, see);
  }

  #mark(grade) {
    return make("span", { class: `mark ${grade.toLowerCase()}`, "aria-hidden": "true" }, MARKS[grade] ?? "");
  }

  #comingRow(one) {
    const acts = one.refused ? [button(say("counter.dismiss"), "", () => this.acts.dismiss(one), "quiet")] : [];
    return make("li", { class: `paper coming${one.refused ? " rescan" : ""}` },
      make("div", { class: "paper-head" }, make("span", { class: "name" }, one.name),
        make("span", { class: "hint" }, `${megabytes(one.file.size)} MB`), make("span", { class: "acts" }, acts)),
      make("p", { class: one.refused ? "fault" : "hint", role: one.refused ? "alert" : false }, one.said));
  }

  // a row that is drawn anew takes the focus of the one before it
  #focused() {
    const at = document.activeElement;
    const row = at?.closest?.("#list > li");
    return row ? { digest: row.dataset.digest, act: at.dataset.act, place: [...this.root.children].indexOf(row) } : null;
  }

  #focus(kept) {
    if (!kept || this.root.contains(document.activeElement)) return;
    const rows = [...this.root.children];
    const row = rows.find((one) => one.dataset.digest === kept.digest) ?? rows[Math.min(kept.place, rows.length - 1)];
    const same = row?.querySelector(`[data-act="${kept.act}"]:not(:disabled)`);
    (same ?? row?.querySelector("button:not(:disabled)") ?? find("files-title")).focus();
  }
}
