"""Looks at a screen as a person would: does it fit, is it readable, does anything lie over anything."""

import io
import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
WANTED = "HOSO_SCREENSHOTS"  # "1": pictures are kept in `FOLDER`
LARGEST = 150_000  # bytes
CANNOT = ("serious", "critical")

TOLD = """() => {
  const told = [], root = document.documentElement;
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".unseen");
  const all = (chosen) => [...document.querySelectorAll(chosen)].filter(seen);
  const place = (one) => one.getBoundingClientRect();
  const name = (one) => one.id ? `#${one.id}` : `${one.localName}.${one.className}`;
  if (root.scrollWidth > innerWidth) told.push(`the page is ${root.scrollWidth} px wide`);
  const text = "input:not([type=hidden], [type=checkbox]), textarea, h1, h2, h3, p, li, td, th, dt, dd, label, legend";
  for (const one of all(text)) {
    const style = getComputedStyle(one), size = parseFloat(style.fontSize), line = parseFloat(style.lineHeight);
    if (!(line >= 1.5 * size - 0.1)) told.push(`${name(one)}: lines of ${style.lineHeight} at ${size}`);
    if (style.overflow !== "visible" && one.scrollHeight > one.clientHeight + 2) told.push(`${name(one)} is cut`);
    if (size < 12) told.push(`${name(one)}: ${size} px`);
  }
  const bars = all("header.bar, #foot").map(place);
  for (const one of all("main :is(h1, h2, h3, p, button, input, td), #sight, #question > *")) {
    if (one.closest("#foot, dialog")) continue;
    const box = place(one);
    for (const bar of bars) {
      if (box.top < bar.bottom - 1 && bar.top < box.bottom - 1) told.push(`${name(one)} lies over a bar`);
    }
    if (box.right > innerWidth + 1 && !one.closest(".table")) told.push(`${name(one)} ends at ${box.right}`);
  }
  return told;
}"""

SCROLLS = """() => ["question", "sight", "foot", "ask"].filter((id) => {
  const one = document.getElementById(id);
  return one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1;
}).concat(document.documentElement.scrollHeight > innerHeight ? ["page"] : [])"""


def faults(page: Page) -> list[str]:
    """What axe calls serious or worse, and what is cut, overlaps, or does not fit."""
    page.evaluate("() => document.fonts.ready")
    violations = Axe().run(page).response["violations"]
    told = [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations if one["impact"] in CANNOT]
    return told + list(page.evaluate(TOLD))


def scrolls(page: Page) -> list[str]:
    """Parts of the screen of questions that would have to be scrolled."""
    return list(page.evaluate(SCROLLS))


def keep(page: Page, name: str) -> None:
    """Write the picture where it is wanted, with as many colours as a screen of text needs."""
    if os.environ.get(WANTED) != "1":
        return
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    for colours in (256, 128, 64, 32):
        small = io.BytesIO()
        shot.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
        if len(small.getvalue()) < LARGEST:
            break
    assert len(small.getvalue()) < LARGEST
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(small.getvalue())
