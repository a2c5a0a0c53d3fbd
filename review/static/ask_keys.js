// What each key of the questions' screen does, and each button that stands for one beside the picture.

import { help } from "./dialogs.js";
import { find } from "./elements.js";
import { listen } from "./keys.js";
import { dropAll } from "./sealed.js";

const HELD = ["Shift", "Control", "Alt"];

export function bind(screen) {
  const { picture } = screen;
  addEventListener("keydown", (event) => {
    if (!event.repeat && !HELD.includes(event.key)) screen.count();
    if (event.key === "Enter") screen.pressed();
  }, true);
  listen({ ...answering(screen), ...looking(picture), "Alt+H": help });
  const buttons = { "see-page": () => picture.toggle(), "zoom-in": () => picture.zoom(1), "help-open": help,
    "zoom-out": () => picture.zoom(-1), turn: () => picture.turn(), "see-next": () => picture.other(1) };
  for (const [id, act] of Object.entries(buttons)) find(id).addEventListener("click", act);
  for (const out of document.querySelectorAll('form[action="/logout"]')) {
    out.addEventListener("submit", () => screen.outbox.waiting || dropAll());
  }
}

function answering(screen) {
  const can = (action) => screen.item?.actions.includes(action);
  // a button that has the focus is pressed by Enter itself; a choice is chosen, and Enter saves it
  const onButton = ({ target }) => target.closest("button, a, summary") && !target.closest(".choices");
  const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => [`Alt+${digit}`, () => void screen.current?.take(digit)]);
  return {
    Enter: (event) => (onButton(event) ? false : screen.accept()),
    F2: () => screen.current?.edit(),
    F4: () => can("UNREADABLE") && void screen.give({ action: "UNREADABLE" }),
    F9: () => void screen.escalate(),
    "Ctrl+Z": () => (screen.current?.untouched ?? true) && void screen.undo(),
    "Ctrl+Enter": () => void screen.finish(),
    "Alt+0": () => void (can("BLANK") ? screen.give({ action: "BLANK" }) : screen.current?.take(0)),
    "Alt+C": () => void screen.current?.cut?.(),
    ...Object.fromEntries(digits),
  };
}

function looking(picture) {
  const focused = (act) => () => document.activeElement === find("picture") && act();
  return {
    F8: () => void picture.toggle(),
    "Alt+R": () => picture.turn(),
    "Alt+Up": () => picture.zoom(1),
    "Alt+Down": () => picture.zoom(-1),
    "Alt+Left": () => picture.pan(-1, 0),
    "Alt+Right": () => picture.pan(1, 0),
    "Alt+Shift+Up": () => picture.pan(0, -1),
    "Alt+Shift+Down": () => picture.pan(0, 1),
    "Alt+PageUp": () => void picture.other(-1),
    "Alt+PageDown": () => void picture.other(1),
    Up: focused(() => picture.pan(0, -1)),
    Down: focused(() => picture.pan(0, 1)),
    Left: focused(() => picture.pan(-1, 0)),
    Right: focused(() => picture.pan(1, 0)),
    r: focused(() => picture.turn()),
    " ": focused(() => void picture.toggle()),
  };
}
