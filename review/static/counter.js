// Scanning at the counter: files are brought, looked at while the citizen is present, and handed in.

import { Camera } from "./counter_camera.js";
import { Form } from "./counter_form.js";
import { List } from "./counter_list.js";
import { beforehand, megabytes, picked, takeDrops } from "./counter_picking.js";
import { digestOf, patiently, send } from "./counter_sending.js";
import { find, say } from "./elements.js";
import { ask, Ended, Lost, Refused, useForm } from "./wire.js";

const HELD = "hoso-basket"; // where this tab remembers its basket: ids only, no name
const LOOKS = 8; // attempts at one file; then it stands there without a verdict, to be looked at again by hand
const LIMITS = JSON.parse(find("counter-limits").textContent);

class Counter {
  #basket = { id: "", files: [], pages: 0, size: 0, rescan: 0 };
  #coming = []; // files that are not there yet: {file, name, instead, said, refused}
  #running = false;
  #looking = new Set();
  #stop = new AbortController();
  #replacing = null;

  constructor() {
    this.list = new List({
      up: (file) => this.#move(file, -1),
      down: (file) => this.#move(file, 1),
      replace: (file) => this.#replace(file),
      remove: (file) => this.#remove(file),
      "look-again": (file) => this.#look(file.digest),
      see: (file, page) => this.#see(file, page),
      dismiss: (one) => this.#dismiss(one),
    });
    this.camera = new Camera((file) => this.bring([{ file, name: file.name }]), (sentence) => this.#trouble(sentence));
    this.form = new Form((sentence) => this.#trouble(sentence), () => this.#handIn());
    this.#listen();
  }

  async open(id = sessionStorage.getItem(HELD)) {
    if (!id) return;
    try {
      const basket = await ask("GET", `/counter/baskets/${id}`);
      if (basket.receipt) return sessionStorage.removeItem(HELD);
      sessionStorage.setItem(HELD, id);
      this.#take(basket);
      for (const file of basket.files) if (!file.looked) this.#look(file.digest);
    } catch (error) {
      if (error instanceof Refused) sessionStorage.removeItem(HELD);
      else this.#fail(error);
    }
  }

  bring(files, instead = "") {
    let room = LIMITS.files - this.#basket.files.length - this.#coming.length + (instead ? 1 : 0);
    for (const { file, name } of files) {
      const refused = beforehand(file, LIMITS, room-- > 0);
      this.#coming.push({ file, name, instead, said: refused || say("counter.waiting"), refused: Boolean(refused) });
    }
    this.#show();
    this.#run();
  }

  // --- one file after the other

  async #run() {
    if (this.#running) return;
    this.#running = true;
    for (let one; (one = this.#coming.find((each) => !each.refused)); ) {
      try {
        await this.#bringOne(one);
      } catch (error) {
        if (error instanceof Ended || error instanceof Lost) {
          this.#running = false;
          return this.#fail(error);
        }
        one.refused = true;
        one.said = say("counter.refused", { why: error.problem?.detail ?? String(error) });
      }
      this.#show();
    }
    this.#running = false;
  }

  async #bringOne(one) {
    const tell = (sentence) => {
      one.said = sentence;
      this.#show();
    };
    tell(say("counter.counting"));
    const digest = await digestOf(one.file);
    if (this.#basket.files.some((file) => file.digest === digest)) {
      throw new Refused(0, { detail: say("counter.twice") });
    }
    await this.#begun();
    const basket = await send(this.#basket.id, one.file, { ...one, digest, tell, stop: this.#stop.signal });
    this.#coming = this.#coming.filter((each) => each !== one);
    this.#take(basket);
    this.#say(say("counter.taken", { name: one.name }));
    this.#look(digest);
  }

  async #begun() {
    if (this.#basket.id) return;
    this.#take(await patiently("POST", "/counter/baskets", (sentence) => this.#trouble(sentence), this.#stop.signal));
    this.#trouble("");
    sessionStorage.setItem(HELD, this.#basket.id);
  }

  async #look(digest) {
    if (this.#looking.has(digest)) return;
    this.#looking.add(digest);
    try {
      const path = `/counter/baskets/${this.#basket.id}/files/${digest}/look`;
      this.#take(await patiently("POST", path, () => {}, this.#stop.signal, LOOKS));
      const bad = this.#basket.files.find((file) => file.digest === digest && file.grade === "RESCAN");
      if (bad) this.#say(`${bad.name}: ${bad.sentence}`);
    } catch (error) {
      if (!(error instanceof Refused && error.status === 404)) this.#fail(error); // 404: taken out meanwhile
    } finally {
      this.#looking.delete(digest);
    }
  }

  // --- what can be done with a file

  async #move(file, by) {
    const digests = this.#basket.files.map((one) => one.digest);
    const at = digests.indexOf(file.digest);
    [digests[at], digests[at + by]] = [digests[at + by], digests[at]];
    await this.#change("PUT", "order", { digests });
    this.#say(say("counter.moved", { name: file.name, place: at + by + 1 }));
  }

  #replace(file) {
    this.#replacing = file.digest;
    find("files").multiple = false;
    find("files").click();
  }

  async #remove(file) {
    await this.#change("DELETE", `files/${file.digest}`);
    this.#say(say("counter.removed", { name: file.name }));
  }

  #dismiss(one) {
    this.#coming = this.#coming.filter((each) => each !== one);
    this.#show();
  }

  #see(file, page) {
    find("page-title").textContent = `${file.name}, ${say("counter.page", { page: page.number, word: page.word })}`;
    find("page-told").textContent = page.act || page.sentences.join(" ");
    const picture = find("page-large");
    picture.src = `/counter/baskets/${this.#basket.id}/files/${file.digest}/${page.number}.webp?large=1`;
    picture.alt = say("counter.page", { page: page.number, word: page.word });
    find("page-dialog").showModal();
  }

  async #change(method, what, body) {
    try {
      this.#take(await ask(method, `/counter/baskets/${this.#basket.id}/${what}`, body));
    } catch (error) {
      this.#fail(error);
    }
  }

  async #dropAll() {
    if (!confirm(say("counter.sure"))) return;
    this.#stop.abort();
    try {
      if (this.#basket.id) await ask("DELETE", `/counter/baskets/${this.#basket.id}`);
      sessionStorage.removeItem(HELD);
      location.reload();
    } catch (error) {
      this.#fail(error);
    }
  }

  // --- handing in

  async #handIn() {
    this.form.fault({});
    if (this.#coming.some((one) => !one.refused)) return this.form.fault({ field: "files", detail: say("counter.busy") });
    const go = find("go");
    go.disabled = true;
    this.#say(say("counter.handing"));
    try {
      await this.#begun();
      const path = `/counter/baskets/${this.#basket.id}/hand-in`;
      const done = await ask("POST", path, this.form.wish, { timeout: 300000 });
      sessionStorage.removeItem(HELD);
      sessionStorage.setItem("hoso-receipt-new", "1");
      location.assign(`/counter/${encodeURIComponent(done.receipt)}?${done.again ? "again" : "new"}=1`);
    } catch (error) {
      go.disabled = false;
      if (error instanceof Refused) this.form.fault(error.problem);
      else if (error instanceof Lost) this.#trouble(say("counter.unsent"));
      else this.#fail(error);
    }
  }

  // --- what is shown

  #take(basket) {
    this.#basket = basket;
    this.#show();
  }

  #show() {
    const { files, pages, size, rescan } = this.#basket;
    this.list.show(this.#basket, this.#coming);
    const total = files.length ? say("counter.total", { files: files.length, pages, size: megabytes(size) }) : "";
    const sentence = rescan ? `${total} · ${say("counter.rescan", { count: rescan })}` : total;
    if (find("total").textContent !== sentence) find("total").textContent = sentence;
    find("anyway-row").hidden = !rescan;
    if (!rescan) find("anyway").checked = false;
    find("drop-all").hidden = !files.length;
    find("before").hidden = files.length > 0 || this.#coming.length > 0;
  }

  #say(sentence) {
    find("said").textContent = sentence;
  }

  #trouble(sentence) {
    find("trouble").textContent = sentence;
    find("trouble").hidden = !sentence;
  }

  #fail(error) {
    if (error instanceof Ended) return this.#ended();
    this.#trouble(error instanceof Lost ? say("counter.unsent") : (error.problem?.detail ?? String(error)));
  }

  #ended() {
    this.#trouble(`${say("counter.ended")} `);
    const link = Object.assign(document.createElement("a"), { href: "/login", target: "_blank", textContent: "/login" });
    const again = Object.assign(document.createElement("button"), { type: "button", textContent: say("counter.again") });
    again.addEventListener("click", () => this.#goOn());
    find("trouble").append(link, " ", again);
    again.focus();
  }

  // logged in again in another tab: files that were not sent yet are still here
  async #goOn() {
    try {
      const { form } = await ask("GET", "/session");
      useForm(form);
      document.querySelector('meta[name="hoso-form"]').content = form;
    } catch {
      return;
    }
    this.#trouble("");
    for (const file of this.#basket.files) if (!file.looked) this.#look(file.digest);
    this.#run();
  }

  #listen() {
    const on = (id, event, heard) => find(id).addEventListener(event, heard);
    on("pick", "click", () => {
      this.#replacing = null;
      find("files").multiple = true;
      find("files").click();
    });
    on("pick-folder", "click", () => find("folder").click());
    on("camera-app", "click", () => find("shot").click());
    on("camera", "click", () => (Camera.there() ? this.camera.open() : find("shot").click()));
    find("camera-app").hidden = !matchMedia("(pointer: coarse)").matches;
    on("files", "change", (event) => {
      const instead = this.#replacing ?? "";
      this.#replacing = null;
      this.bring(picked(event.target), instead);
    });
    for (const id of ["folder", "shot"]) on(id, "change", (event) => this.bring(picked(event.target)));
    on("page-close", "click", () => find("page-dialog").close());
    on("drop-all", "click", () => this.#dropAll());
    for (const one of document.querySelectorAll(".go-on")) one.addEventListener("click", () => this.open(one.dataset.basket));
    addEventListener("beforeunload", (event) => {
      if (this.#coming.some((one) => !one.refused)) event.preventDefault();
    });
    takeDrops(find("drop"), (files) => this.bring(files));
  }
}

await new Counter().open();
find("drop").dataset.ready = ""; // for whoever watches: from here on it listens
