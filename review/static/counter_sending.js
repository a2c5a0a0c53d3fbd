// One file on its way to the station: known by its digest, sent alone, and sent again when the line is lost.

import { say } from "./elements.js";
import { ask, Ended, Lost, Refused } from "./wire.js";

const FIRST_WAIT = 1000; // ms before the second attempt; then twice as long each time
const LONGEST_WAIT = 15000;
const LONG = 180000; // ms that a look at all pages of a file may take
const MOST_BROKEN = 4; // attempts at which the station itself broke, one after the other
const SILENT = 60000; // ms without any progress after which an attempt is given up

export async function digestOf(file) {
  if (!globalThis.crypto?.subtle) throw new Refused(0, { detail: say("counter.insecure") });
  let content;
  try {
    content = await file.arrayBuffer();
  } catch {
    throw new Refused(0, { detail: say("counter.unreadable") });
  }
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The basket with the file in it. `tell(sentence)`; `stop`: an AbortSignal. Raises Refused and Ended, never Lost.
export async function send(basket, file, { digest, name, instead = "", tell, stop }) {
  for (let attempt = 1; ; attempt++) {
    try {
      // an answer may have been lost: what is there already is not sent again
      if (attempt > 1) {
        const now = await ask("GET", `/counter/baskets/${basket}`);
        if (now.files.some((one) => one.digest === digest)) return now;
      }
      return await put(`/counter/baskets/${basket}/files/${digest}`, file, { name, instead, tell, stop });
    } catch (error) {
      if (!(error instanceof Lost) || stop.aborted) throw error;
      if (error.broken && attempt >= MOST_BROKEN) throw new Refused(500, { detail: say("counter.broken") });
      tell(say("counter.lost", { attempt: attempt + 1 }));
      await pause(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1)), stop);
    }
  }
}

// What is asked without a body of its own: again and again while there is no line.
export async function patiently(method, path, tell, stop, most = Infinity) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask(method, path, undefined, { timeout: LONG });
    } catch (error) {
      if (!(error instanceof Lost) || stop.aborted || attempt >= most) throw error;
      tell(say("counter.lost", { attempt: attempt + 1 }));
      await pause(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempt - 1)), stop);
    }
  }
}

// fetch tells nothing of how far a body has come: XMLHttpRequest does
function put(path, file, { name, instead, tell, stop }) {
  return new Promise((resolve, reject) => {
    const way = new XMLHttpRequest();
    let silence;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => way.abort(), SILENT);
    };
    way.open("PUT", path);
    way.setRequestHeader("Accept", "application/json");
    way.setRequestHeader("Content-Type", "application/octet-stream");
    way.setRequestHeader("X-Hoso-Form", document.querySelector('meta[name="hoso-form"]').content);
    way.setRequestHeader("X-Hoso-Name", encodeURIComponent(name.toWellFormed?.() ?? name));
    if (instead) way.setRequestHeader("X-Hoso-Instead", instead);
    way.upload.onprogress = (event) => {
      heard();
      tell(say("counter.sending", { percent: Math.floor((100 * event.loaded) / (event.total || 1)) }));
    };
    way.upload.onload = () => {
      clearTimeout(silence); // all is there; how long it takes to look into it is the station's affair
      tell(say("counter.looking"));
    };
    way.onload = () => judge(way, resolve, reject);
    way.onerror = () => reject(new Lost());
    way.onabort = () => reject(new Lost());
    way.onloadend = () => clearTimeout(silence);
    stop.addEventListener("abort", () => way.abort(), { once: true });
    heard();
    way.send(file);
  });
}

function judge(way, resolve, reject) {
  if (way.status === 401) return reject(new Ended());
  if (way.status === 500) return reject(Object.assign(new Lost(), { broken: true }));
  if ([0, 429, 502, 503, 504].includes(way.status)) return reject(new Lost());
  let said;
  try {
    said = JSON.parse(way.responseText);
  } catch {
    return reject(new Lost());
  }
  if (way.status >= 400) return reject(new Refused(way.status, said));
  resolve(said);
}

// until the time is over, or the line is back
function pause(length, stop) {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, length);
    addEventListener("online", end);
    stop.addEventListener("abort", end, { once: true });
  });
}
