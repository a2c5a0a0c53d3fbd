// What every page does: it tells in time that the session is about to end.

import { clock, say } from "./elements.js";

const WARN = 5 * 60 * 1000; // ms before the end
const LOOK = 60 * 1000;

const notice = document.getElementById("session-notice");
const loggedIn = document.querySelector('meta[name="hoso-form"]').content !== "";

async function look() {
  let told;
  try {
    const answer = await fetch("/session", {
      headers: { Accept: "application/json", "X-Hoso-Background": "1" },
      cache: "no-store",
      redirect: "manual",
    });
    if (answer.status === 401) return tell(say("session.ended"));
    if (!answer.ok) return;
    told = await answer.json();
  } catch {
    return; // no line: other parts of the page tell that
  }
  const left = Date.parse(told.ends_at) - Date.now();
  tell(left < WARN ? say("session.ends", { at: clock(new Date(told.ends_at)) }) : "");
}

function tell(sentence) {
  if (notice.textContent !== sentence) notice.textContent = sentence;
  notice.hidden = sentence === "";
}

// where there is no cipher, drafts lie open in this tab: whoever logs out leaves none to the next at this desk
document.querySelector('form[action="/logout"]')?.addEventListener("submit", () => {
  for (const one of Object.keys(sessionStorage)) if (one.startsWith("hoso.")) sessionStorage.removeItem(one);
});

if (loggedIn) setInterval(look, LOOK);
