// What is asked or told over the question: why it is handed on, the keys, and the log-in when a session has ended.

import { button, find, make, say } from "./elements.js";

// one of several, by arrows and Enter or by its digit; null when it was closed
export function choose(title, choices) {
  return new Promise((resolve) => {
    const dialog = make("dialog", { class: "choose", "aria-labelledby": "choose-title" });
    let chosen = null;
    const end = (value) => {
      chosen = value;
      dialog.close();
    };
    const buttons = choices.map((one, at) => button(one.title, String(at + 1), () => end(one.code), "choice"));
    dialog.append(make("h2", { id: "choose-title" }, title), make("div", { class: "choices" }, buttons),
      make("p", { class: "quiet" }, say("ask.dialog_keys")));
    dialog.addEventListener("keydown", (event) => {
      const at = buttons.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) buttons[(at + step + buttons.length) % buttons.length].focus();
      else if (/^[1-9]$/.test(event.key) && choices[event.key - 1]) end(choices[event.key - 1].code);
      else return;
      event.preventDefault();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
    buttons[0].focus();
  });
}

export function help() {
  const dialog = find("help");
  if (dialog.open) dialog.close();
  else dialog.showModal();
}

// until the same person is logged in again; what was typed stays where it is
export function logInAgain(tryAgain) {
  const dialog = find("log-in-again");
  if (dialog.open) return;
  dialog.showModal();
  find("log-in-open").focus();
  const again = async () => {
    if (document.visibilityState !== "visible" || !dialog.open || !(await tryAgain())) return;
    removeEventListener("focus", again);
    document.removeEventListener("visibilitychange", again);
    dialog.close();
  };
  addEventListener("focus", again);
  document.addEventListener("visibilitychange", again);
  find("log-in-done").onclick = again;
}
