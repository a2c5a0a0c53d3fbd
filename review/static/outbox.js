// Answers on their way. Each has an id of its own, made here: sent twice it is still one answer. It is kept until the
// station has it or refuses it; a lost line, a killed station and an ended session only make it wait.

import { ask, Ended, Lost, Refused } from "./wire.js";
import { drop, keep, kept, names } from "./sealed.js";

const WAITS = [1000, 2000, 4000, 8000, 15000]; // ms between two tries

export class Outbox {
  #sending = null;
  #again = null;
  #failed = 0;
  #heard = new Map();
  #resting = new Map(); // names of answers over which the station stumbled, and until when

  // `told(event, entry, error)`: "sent", "refused", "waiting", "ended"
  constructor(tab, told) {
    this.tab = tab;
    this.told = told;
    addEventListener("online", () => this.flush());
  }

  // what an earlier page of this person left behind
  async begin() {
    for (const name of names("out.")) {
      if (await kept(name)) continue;
      drop(name); // nobody can read it any more
    }
    await this.flush();
  }

  get waiting() {
    return names("out.").length;
  }

  // resolves once it was sent (with the outcome) or refused (then it throws); never while the line is down
  async put(entry) {
    const name = `out.${String(Date.now()).padStart(15, "0")}.${entry.answer_id}`;
    const heard = new Promise((resolve, reject) => this.#heard.set(entry.answer_id, { resolve, reject }));
    heard.catch(() => {});
    await keep(name, { ...entry, tab: this.tab });
    this.flush();
    return { heard };
  }

  flush() {
    clearTimeout(this.#again);
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = null));
    return this.#sending;
  }

  async #sendAll() {
    const tried = new Set();
    const due = (one) => !tried.has(one) && !(this.#resting.get(one) > Date.now());
    for (let name; (name = names("out.").find(due)); ) {
      tried.add(name);
      const entry = await kept(name);
      if (!entry) drop(name);
      else if (!(await this.#send(name, entry))) return;
    }
  }

  async #send(name, entry) {
    const { task, version, again, ...answer } = entry;
    try {
      const outcome = await ask("PUT", `/q/${task}/answer`, answer, { etag: version });
      this.#failed = 0;
      drop(name);
      drop(`draft.${task}`);
      this.told("sent", entry);
      this.#done(entry).resolve(outcome);
      return true;
    } catch (error) {
      return this.#not(error, name, entry);
    }
  }

  async #not(error, name, entry) {
    if (error instanceof Refused && error.problem.why === "ClaimLost" && !entry.again) {
      if (await this.#held(entry)) return await this.#send(name, { ...entry, again: true });
    }
    if (error instanceof Refused) {
      drop(name);
      this.told("refused", entry, error);
      this.#done(entry).reject(error);
      return true;
    }
    if (error instanceof Ended) {
      this.told("ended", entry);
      return false;
    }
    if (!(error instanceof Lost)) throw error;
    this.told("waiting", entry);
    clearTimeout(this.#again);
    const wait = WAITS[Math.min(this.#failed++, WAITS.length - 1)];
    this.#again = setTimeout(() => this.flush(), wait);
    this.#resting.set(name, error.status === 500 ? Date.now() + wait - 100 : 0); // a timer may be a little early
    return error.status === 500; // one that the station stumbles over does not keep the others back
  }

  // of an earlier page, whose questions were let go when it went
  async #held(entry) {
    try {
      await ask("POST", `/q/${entry.task}/claim`, { tab: entry.tab });
      return true;
    } catch {
      return false;
    }
  }

  #done(entry) {
    const heard = this.#heard.get(entry.answer_id) ?? { resolve() {}, reject() {} };
    this.#heard.delete(entry.answer_id);
    return heard;
  }
}
