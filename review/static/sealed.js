// What has to outlive a dead browser: drafts and answers not yet sent. They lie in localStorage as AES-GCM under a key
// that the station gives to this person's session only and that is never stored here: after log-out, and to anybody
// else at the same machine, they are noise. Each is removed once the station has the answer; leftovers go after a week.
// Without a secure context there is no cipher: then they are kept for this tab alone, and go with it.

const PREFIX = "hoso.";
const WEEK = 7 * 24 * 3600 * 1000;
const cipher = globalThis.crypto?.subtle;
const shelf = cipher ? localStorage : sessionStorage;
let secret = null;
let whose = "";

export async function openWith(staff, base64) {
  whose = staff;
  const raw = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  if (cipher) secret = await cipher.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  sweep();
}

export async function keep(name, value) {
  const text = JSON.stringify(value);
  try {
    shelf.setItem(place(name), JSON.stringify({ at: Date.now(), held: cipher ? await seal(text) : text }));
  } catch {
    return false; // full or forbidden: the screen says that nothing is kept
  }
  return true;
}

export async function kept(name) {
  const text = shelf.getItem(place(name));
  if (!text) return null;
  try {
    const { held } = JSON.parse(text);
    return JSON.parse(cipher ? await unseal(held) : held);
  } catch {
    return null; // of an earlier key
  }
}

export function drop(name) {
  shelf.removeItem(place(name));
}

export function names(beginning) {
  const start = place(beginning);
  return Object.keys(shelf).filter((one) => one.startsWith(start)).map((one) => one.slice(place("").length)).sort();
}

export function dropAll() {
  for (const one of names("")) drop(one);
}

const place = (name) => `${PREFIX}${whose}.${name}`;

function sweep() {
  for (const one of Object.keys(shelf).filter((each) => each.startsWith(PREFIX))) {
    try {
      if (Date.now() - JSON.parse(shelf.getItem(one)).at > WEEK) shelf.removeItem(one);
    } catch {
      shelf.removeItem(one);
    }
  }
}

async function seal(text) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const held = await cipher.encrypt({ name: "AES-GCM", iv }, secret, new TextEncoder().encode(text));
  return [iv, new Uint8Array(held)].map((bytes) => btoa(String.fromCharCode(...bytes)));
}

async function unseal([iv, held]) {
  const bytes = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  return new TextDecoder().decode(await cipher.decrypt({ name: "AES-GCM", iv: bytes(iv) }, secret, bytes(held)));
}
