// The questions that come next, claimed and with their crops, so that the next one is painted at once.

import { ask, Ended, Lost, picture } from "./wire.js";

const AHEAD = 3;
const BEAT = 30000; // ms; a lease is 120 s

export class Ahead {
  #items = [];
  #filling = null;
  #held = new Set();
  #come = () => {};
  #answered = []; // not to be asked again while their answers are on the way

  constructor(tab, wanted, told) {
    this.tab = tab;
    this.wanted = wanted;
    this.told = told; // ("lost" | "ended" | "claim-lost" | "ready", task)
    this.empty = false;
    setInterval(() => this.#beat(), BEAT);
    addEventListener("pagehide", () => this.#releaseAll());
  }

  get waiting() {
    return this.#items.length;
  }

  hold(task) {
    this.#answered = this.#answered.filter((one) => one !== task);
    this.#held.add(task);
  }

  let_go(task) {
    this.#held.delete(task);
    this.#answered = [task, ...this.#answered].slice(0, 40);
  }

  // the next item with its crops, or null when there is none now
  async next() {
    if (!this.#items.length) await Promise.race([this.fill(), new Promise((come) => (this.#come = come))]);
    const one = this.#items.shift() ?? null;
    this.fill();
    return one;
  }

  fill() {
    this.#filling ??= this.#fill().finally(() => (this.#filling = null));
    return this.#filling;
  }

  async #fill() {
    while (this.#items.length < AHEAD) {
      let item;
      try {
        item = await ask("POST", "/q/next", { tab: this.tab, ...this.wanted, skip: [...this.#held, ...this.#answered].slice(0, 60) });
      } catch (error) {
        this.told(error instanceof Ended ? "ended" : error instanceof Lost ? "lost" : "refused", error);
        return;
      }
      this.empty = item === null;
      if (item === null) return;
      this.#held.add(item.task);
      this.#items.push(await withCrops(item));
      this.#come();
      this.told("ready", item.task);
    }
  }

  // shown, and set aside for another: it comes next again
  give_back(item) {
    this.#items.unshift(item);
  }

  // what was prefetched of a dossier that somebody finished or changed is fetched anew
  forget(task) {
    this.#items = this.#items.filter((one) => one.task !== task);
    this.#held.delete(task);
  }

  async #beat() {
    const tasks = [...this.#held];
    let held;
    try {
      ({ held } = await ask("POST", "/q/beat", { tab: this.tab, tasks }, { background: true }));
    } catch (error) {
      if (error instanceof Ended) this.told("ended");
      return;
    }
    for (const task of tasks) {
      if (held.includes(task)) continue;
      this.forget(task);
      this.told("claim-lost", task);
    }
  }

  #releaseAll() {
    for (const task of this.#held) {
      ask("POST", `/q/${task}/release`, { tab: this.tab }, { keepalive: true }).catch(() => {});
    }
  }
}

export async function withCrops(item) {
  const got = item.places.slice(0, 3).map(async (place) => {
    try {
      place.bitmap = await picture(place.crop);
    } catch {
      place.bitmap = null; // the page can still be shown
    }
  });
  if (!item.places.length && item.pages.length) {
    got.push(picture(item.pages[0].url).then((bitmap) => (item.pages[0].bitmap = bitmap), () => {}));
  }
  await Promise.all(got);
  return item;
}
