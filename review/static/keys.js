// The keys of the station. None is a bare letter or digit: those belong to whoever types, in whatever way the input
// method makes Vietnamese out of them. What an input method is still composing is never taken for a key of ours.

const NAMES = { ArrowUp: "Up", ArrowDown: "Down", ArrowLeft: "Left", ArrowRight: "Right" };

// "Enter", "F8", "Alt+1", "Ctrl+Enter", "Alt+Shift+Up"; "" while an input method composes
export function named(event) {
  if (event.isComposing || event.keyCode === 229 || event.metaKey) return "";
  let sign = NAMES[event.key] ?? event.key;
  // with Alt some layouts write other signs: the place on the keyboard tells which key it was
  if (event.altKey && /^(Digit|Key)/.test(event.code)) sign = event.code.replace(/^(Digit|Key)/, "");
  if (event.ctrlKey && /^Key/.test(event.code)) sign = event.code.slice(3);
  if (/^Numpad\d$/.test(event.code) && event.altKey) return ""; // Alt and the number pad write a sign by its code
  const held = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.shiftKey && "Shift"].filter(Boolean);
  return [...held, sign].join("+");
}

// `doing`: name of a key -> what is done, which gives false to leave the key to the browser
export function listen(doing) {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const name = named(event);
    const act = name && doing[name];
    if (act && (!event.repeat || name.includes("Up") || name.includes("Down")) && act(event) !== false) {
      event.preventDefault();
    }
  });
}
