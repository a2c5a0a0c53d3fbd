// What is filled in beside the files, and what the station says about it.

import { find } from "./elements.js";

const FIELDS = ["office", "procedure", "dossier_code", "anyway", "files"];

export class Form {
  // `trouble(sentence)`: what is said of no field; `handIn()`
  constructor(trouble, handIn) {
    this.trouble = trouble;
    const form = find("hand-in");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      handIn();
    });
    addEventListener("keydown", (event) => {
      if (!event.ctrlKey || event.key !== "Enter" || event.isComposing || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      form.requestSubmit();
    });
    find("procedure").addEventListener("input", () => this.#named());
    this.#named();
  }

  get wish() {
    const form = new FormData(find("hand-in"));
    return {
      office: form.get("office") ?? "",
      procedure: form.get("procedure"),
      dossier_code: form.get("dossier_code"),
      anyway: form.has("anyway"),
    };
  }

  // beside the field that a problem names; {} takes all of them away
  fault(problem) {
    for (const name of FIELDS) {
      const told = find(`${name}-fault`);
      const sentence = problem.field === name ? problem.detail : "";
      find(name)?.setAttribute("aria-invalid", String(Boolean(sentence)));
      if (!told) continue;
      told.textContent = sentence;
      told.hidden = !sentence;
    }
    if (problem.detail && !find(`${problem.field}-fault`)) this.trouble(problem.detail);
    if (problem.field && problem.field !== "files") find(problem.field)?.focus();
  }

  #named() {
    const option = find("procedures").querySelector(`option[value="${CSS.escape(find("procedure").value.trim())}"]`);
    find("procedure-name").textContent = option?.textContent ?? "";
  }
}
