// Elements of the page, made without ever reading text as HTML.

// the words of the screen's language; kept by the browser for ever under this address
const address = document.querySelector('meta[name="hoso-texts"]').content;
const texts = await (await fetch(address, { credentials: "same-origin" })).json();

export function say(name, values = {}) {
  let text = texts[`js.${name}`] ?? name;
  for (const [key, value] of Object.entries(values)) text = text.replaceAll(`{${key}}`, value);
  return text;
}

export const find = (id) => document.getElementById(id);

export function make(tag, attributes = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, heard] of Object.entries(value)) made.addEventListener(event, heard);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...inside.flat().filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

export const key = (label) => make("kbd", {}, label);

export function button(label, keys, heard, kind = "") {
  const made = make("button", { type: "button", class: kind, on: { click: heard } }, label);
  if (keys) made.append(" ", key(keys));
  return made;
}

export const uuid = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (+c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (+c / 4)))).toString(16),
  );

export function clock(moment = new Date()) {
  return moment.toLocaleTimeString("vi-VN", { hour12: false, timeZone: "Asia/Ho_Chi_Minh" });
}
