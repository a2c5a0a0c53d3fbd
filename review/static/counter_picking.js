// Files as they are picked, dropped or taken from a folder, each with its name within the dossier.

import { say } from "./elements.js";

export const megabytes = (size) => (size / 1024 ** 2).toLocaleString("vi-VN", { maximumFractionDigits: 1 });

const LITTER = ["thumbs.db", "desktop.ini"];

// of an <input type="file">: a folder's own name is none of the dossier's business
export function picked(input) {
  const found = Array.from(input.files, (file) => ({ file, name: below(file.webkitRelativePath) || file.name }));
  input.value = "";
  return inOrder(found);
}

// of a drop; folders are walked through, and the name of the one that was dropped is left out
async function dropped(transfer) {
  const entries = Array.from(transfer.items ?? [], (item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return inOrder(Array.from(transfer.files, (file) => ({ file, name: file.name })));
  const found = [];
  for (const entry of entries) await walk(entry, "", found);
  return inOrder(found);
}

// wherever on the page they are dropped
export function takeDrops(zone, bring) {
  const over = (here) => zone.classList.toggle("over", here);
  addEventListener("dragover", (event) => {
    event.preventDefault(); // or the browser would open the file in place of the page
    over(true);
  });
  addEventListener("dragleave", (event) => event.relatedTarget === null && over(false));
  addEventListener("drop", async (event) => {
    event.preventDefault();
    over(false);
    bring(await dropped(event.dataTransfer));
  });
}

// what can be told of a file before any of it is sent; "" where nothing speaks against it
export function beforehand(file, limits, room) {
  if (!file.size) return say("counter.empty");
  if (file.size > limits.file) return say("counter.large", { size: megabytes(file.size), most: megabytes(limits.file) });
  return room ? "" : say("counter.many", { most: limits.files });
}

async function walk(entry, path, found) {
  if (entry.isFile) {
    const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
    if (file) found.push({ file, name: path + entry.name });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (!some.length) return; // a reader gives at most a hundred at a time
    for (const one of some) await walk(one, one.isDirectory ? `${path}${one.name}/` : path, found);
  }
}

function below(path) {
  return path ? path.slice(path.indexOf("/") + 1) : "";
}

// as somebody would lay them out: 2 before 10; what file managers leave behind is none of it
function inOrder(found) {
  const wanted = found.filter(({ name }) =>
    name.split("/").every((part) => !part.startsWith(".") && part !== "__MACOSX" && !LITTER.includes(part.toLowerCase())),
  );
  const by = new Intl.Collator("vi", { numeric: true });
  return wanted.sort((one, other) => by.compare(one.name, other.name));
}
