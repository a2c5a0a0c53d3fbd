// The station's screen: one question after the other, by keys alone.

import { Ahead, withCrops } from "./ahead.js";
import { bind } from "./ask_keys.js";
import { FileCard, PersonCard } from "./choice_card.js";
import { choose, logInAgain } from "./dialogs.js";
import { button, find, make, say, uuid } from "./elements.js";
import { FieldCard } from "./field_card.js";
import { Outbox } from "./outbox.js";
import { PaperCard } from "./paper_card.js";
import { Picture } from "./picture.js";
import { keep, openWith } from "./sealed.js";
import { ask, Ended, Lost, Refused, useForm } from "./wire.js";

const CARDS = { FIELD: FieldCard, PERSON: PersonCard, PAPER: PaperCard, FILE: FileCard };
const PATIENCE = 1500; // ms that a typed answer may take before the next question is shown all the same
const REASONS = ["LAW", "SUSPICION", "PAPERS_DISAGREE", "RESCAN", "NOT_MINE", "OTHER"];

class Screen {
  tab = uuid();
  current = null;
  #keys = 0;
  #since = 0;
  #busy = false;
  #pressed = 0;
  #lastDossier = null;

  constructor() {
    this.root = find("ask");
    this.wanted = JSON.parse(this.root.dataset.wanted);
    this.picture = new Picture(find("picture"), (sentence) => find("picture").setAttribute("aria-label", sentence));
    this.outbox = new Outbox(this.tab, (event, entry, error) => this.#posted(event, entry, error));
    this.ahead = new Ahead(this.tab, this.wanted, (event, what) => this.#about(event, what));
  }

  async begin() {
    if (!(await this.#whoIsIt())) return;
    await this.outbox.begin();
    const first = this.root.dataset.task;
    if (first) await this.#open(first);
    else await this.next();
    setInterval(() => this.#notices(), 20000);
  }

  async #whoIsIt() {
    try {
      const me = await ask("GET", "/q/me");
      if (this.staff && this.staff !== me.staff) {
        location.reload(); // somebody else logged in: nothing of before is shown
        return false;
      }
      this.staff = me.staff;
      useForm(me.form);
      await openWith(me.staff, me.draft_key);
      return true;
    } catch (error) {
      if (error instanceof Ended) this.#ended();
      else this.#status("lost", say("ask.no_line"));
      return false;
    }
  }

  async next() {
    const item = await this.ahead.next();
    if (item) this.show(item);
    else this.#nothing();
  }

  async #open(task) {
    try {
      const item = await ask("POST", `/q/${task}/claim`, { tab: this.tab });
      if (this.item) this.ahead.give_back(this.item);
      this.ahead.hold(task);
      this.show(await withCrops(item));
      this.ahead.fill();
    } catch (error) {
      await this.#notOpened(task, error);
    }
  }

  async #notOpened(task, error) {
    if (!(error instanceof Refused)) return this.#about(error instanceof Ended ? "ended" : "lost");
    if (error.problem.steal) return this.#offerSteal(task, error);
    this.notice(error.message);
    await this.next();
  }

  show(item) {
    this.item = item;
    this.current = new CARDS[item.ask](item, this);
    this.root.dataset.ask = item.ask;
    this.root.dataset.task = item.task;
    find("reason").replaceChildren(make("span", { class: `chip ${item.tone}` }, item.reason), " ", item.about);
    find("why").textContent = item.why;
    find("dossier").textContent = item.dossier.line;
    find("card").replaceChildren(...this.current.draw().filter(Boolean), this.#actions(), this.#siblings());
    this.picture.show(item);
    this.#keys = 0;
    this.#since = performance.now();
    this.current.begin();
    requestAnimationFrame(() => {
      if (this.#pressed) performance.measure("next-question", { start: this.#pressed, end: performance.now() });
      this.#pressed = 0;
      this.root.dataset.painted = item.task;
    });
  }

  #nothing() {
    this.item = this.current = null;
    this.root.dataset.ask = "NONE";
    delete this.root.dataset.painted;
    for (const id of ["reason", "why", "dossier"]) find(id).textContent = "";
    this.picture.clear();
    const sentence = say(this.ahead.empty ? "ask.queue_empty" : "ask.no_line_no_question");
    const links = make("a", { href: "/", id: "to-queue" }, say("ask.to_queue"));
    find("card").replaceChildren(make("p", { class: "nothing" }, sentence), links,
      button(say("ask.look_again"), "Enter", () => this.next(), "main"));
    if (this.ahead.empty) this.root.dataset.painted = "none";
    else setTimeout(() => this.item || this.next(), 5000);
    find("card").querySelector("button").focus();
  }

  #actions() {
    const { item } = this;
    const can = new Set(item.actions);
    return make("div", { class: "actions" },
      button(say("ask.save_next"), "Enter", () => this.accept(), "main"),
      item.ask === "FIELD" && button(say("ask.edit"), "F2", () => this.current.edit()),
      can.has("UNREADABLE") && button(say("ask.unreadable"), "F4", () => this.give({ action: "UNREADABLE" })),
      can.has("BLANK") && button(say("ask.blank"), "Alt+0", () => this.give({ action: "BLANK" })),
      button(say("ask.escalate"), "F9", () => this.escalate()),
      button(say("ask.undo"), "Ctrl+Z", () => this.undo()),
      button(say("ask.finish"), "Ctrl+Enter", () => this.finish()));
  }

  #siblings() {
    const { siblings } = this.item;
    if (!siblings.length) return "";
    const rows = siblings.map((one) => make("li", { class: one.state.toLowerCase() },
      make("span", {}, one.done ? "✓ " : "○ "), one.title, make("span", { class: "unseen" }, ` ${one.told}`)));
    return make("section", { class: "siblings" }, make("h3", {}, say("ask.same_dossier")),
      make("ul", {}, rows));
  }

  accept() {
    if (!this.current) return void this.next();
    const answer = this.current.answer();
    if (answer) this.give(answer);
  }

  // one answer; the next question is painted at once where there is nothing to check
  async give(answer, reason) {
    if (this.#busy || !this.item) return;
    this.#busy = true;
    this.#pressed ||= performance.now();
    const { item, current } = this;
    const entry = {
      answer_id: uuid(), task: item.task, version: item.version, action: answer.action, value: answer.value ?? null,
      reason: reason ?? null, shown: item.shown, keys: this.#keys, milliseconds: Math.round(performance.now() - this.#since),
    };
    try {
      const { heard } = await this.outbox.put(entry);
      const typed = (answer.action === "EDIT" && !current.surely) || answer.action === "PAPER";
      if (typed) await Promise.race([heard, new Promise((done) => setTimeout(done, PATIENCE))]);
      this.ahead.let_go(item.task);
      this.#lastDossier = item.dossier.id;
      if (this.current === current) await this.next();
    } catch (error) {
      if (this.current === current) current.refuse(error.problem?.detail || error.message);
    } finally {
      this.#busy = false;
    }
  }

  async escalate() {
    if (!this.item) return;
    const choices = REASONS.map((code) => ({ code, title: say(`escalation.${code}`) }));
    const reason = await choose(say("ask.why_escalate"), choices);
    if (reason) await this.give({ action: "ESCALATE" }, reason);
    else this.current?.focus();
  }

  async undo() {
    try {
      await this.outbox.flush();
      const item = await ask("POST", "/q/undo", { tab: this.tab, undo_id: uuid() });
      if (this.item) this.ahead.give_back(this.item);
      this.ahead.hold(item.task);
      this.show(await withCrops(item));
      this.notice(say("ask.undone"));
    } catch (error) {
      this.#failed(error);
    }
  }

  async finish() {
    const dossier = this.#lastDossier ?? this.item?.dossier.id; // that of the last answer: the screen has gone on from it
    if (!dossier) return;
    try {
      await this.outbox.flush();
      const said = await ask("POST", `/dossiers/${dossier}/finish`, {});
      this.notice(said.message);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #offerSteal(task, error) {
    const take = await choose(error.message, [
      { code: "steal", title: say("ask.steal") },
      { code: "leave", title: say("ask.leave") },
    ]);
    if (take !== "steal") return this.next();
    try {
      const item = await ask("POST", `/q/${task}/steal`, { tab: this.tab });
      this.ahead.hold(task);
      this.show(await withCrops(item));
    } catch (refused) {
      this.#failed(refused);
    }
  }

  #posted(event, entry, error) {
    const waiting = this.outbox.waiting;
    if (event === "sent") this.#status(waiting ? "waiting" : "ok", waiting ? say("ask.waiting", { count: waiting }) : say("ask.saved"));
    if (event === "waiting") this.#status("lost", say("ask.waiting", { count: waiting }));
    if (event === "ended") this.#ended();
    if (event === "refused" && entry.task !== this.item?.task) this.#tellRefused(entry, error);
  }

  // the screen has gone on already: what was typed is told, and is a draft again for when the question is opened
  #tellRefused(entry, error) {
    const typed = entry.action === "EDIT" ? say("ask.you_typed", { value: entry.value }) : "";
    if (typed) keep(`draft.${entry.task}`, { value: entry.value });
    this.notice(`${error.problem.detail || error.message} ${typed}`, entry.task, () => this.#open(entry.task));
  }

  #about(event, what) {
    if (event === "ended") this.#ended();
    if (event === "lost") this.#status("lost", say("ask.no_line"));
    if (event === "refused") this.notice(what.message);
    if (event === "claim-lost" && what === this.item?.task) this.notice(say("ask.claim_lost"));
  }

  #ended() {
    logInAgain(async () => {
      if (!(await this.#whoIsIt())) return false;
      this.outbox.flush();
      if (!this.current) this.next();
      else this.current.focus();
      return true;
    });
  }

  #failed(error) {
    if (error instanceof Ended) this.#ended();
    else if (error instanceof Lost) this.notice(say("ask.no_line"));
    else if (error instanceof Refused) this.notice(error.problem.detail || error.message);
    else throw error;
  }

  async #notices() {
    try {
      const { notices } = await ask("GET", "/notices", undefined, { background: true });
      for (const one of notices) {
        this.notice(one.sentence, one.task);
        await ask("POST", `/notices/${one.id}/read`, {}, { background: true });
      }
    } catch (error) {
      if (error instanceof Ended) this.#ended();
    }
  }

  notice(sentence, task = "", open = null) {
    const close = button(say("ask.close"), "", () => line.remove());
    const again = open && button(say("ask.open_again"), "", () => (line.remove(), open()));
    const line = make("li", { "data-task": task }, make("span", {}, sentence), again, close);
    find("notices").append(line);
    while (find("notices").children.length > 3) find("notices").firstChild.remove();
  }

  #status(kind, sentence) {
    const place = find("line");
    place.dataset.kind = kind;
    place.textContent = sentence;
  }

  count() {
    this.#keys += 1;
  }

  pressed() {
    this.#pressed = performance.now();
  }
}

const screen = new Screen();
bind(screen);
screen.begin();
