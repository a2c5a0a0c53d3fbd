"""Somebody who presses keys before a real browser: how soon the next question is painted, and how much was fetched."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from benchmarks.station_planted import PASSWORD
from errors import NotSetUp

_SCREEN = {"width": 1366, "height": 625}  # px: a PC of 1366 x 768 less the browser's own bars
_PAINTED = "but => { const at = document.getElementById('ask')?.dataset.painted; return at && at !== but; }"
_AT = "document.getElementById('ask').dataset.painted"
_SIZES = """[...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")]
    .map((one) => [new URL(one.name).pathname, one.encodedBodySize])"""
_TOOK = "performance.getEntriesByName('next-question').map((one) => one.duration)"


@dataclass(frozen=True, slots=True)
class Seen:
    next_ms: list[float]  # from the key that answers to the frame in which the next question is painted
    keys: int  # pressed
    settled: int  # questions
    first_load: int  # bytes as they came over the line, without what is asked
    largest_crop: int  # bytes
    each: float  # bytes that came for each question, mean


@contextmanager
def browser_page() -> Iterator[Page]:
    """Raises NotSetUp where there is no Chromium."""
    found = shutil.which("chromium")
    if not found:
        raise NotSetUp("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport=_SCREEN, locale="vi-VN").new_page()  # type: ignore[arg-type]
        page.set_default_timeout(60_000)
        yield page
        browser.close()


def work(page: Page, address: str, account: str, count: int, pause_ms: int) -> Seen:
    """Accept so many values that stand there rightly, each after a look of `pause_ms`."""
    page.goto(f"{address}/login")
    page.fill("#account", account)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto(f"{address}/ask")
    page.wait_for_function(_PAINTED, arg="")
    page.evaluate("performance.setResourceTimingBufferSize(20000)")
    first = _first_load(page)
    for _ in range(count):
        last = page.evaluate(_AT)
        page.wait_for_timeout(pause_ms)
        page.keyboard.press("Enter")
        page.wait_for_function(_PAINTED, arg=last)
    took = sorted(page.evaluate(_TOOK))
    sizes = page.evaluate(_SIZES)
    crops = [size for path, size in sizes if "/crop/" in path]
    asked = sum(size for path, size in sizes if path.startswith("/q/"))
    return Seen(took, count, count, first, max(crops), asked / max(1, len(crops)))


def work_plainly(page: Page, address: str, documents: int, fields: int, asked: int, pause_ms: int) -> Seen:
    """The same in forms of whole documents: on to each field by Tab, then Enter; timed until the next scan stands."""
    page.goto(f"{address}/0")
    first = _first_load(page)
    took, keys, came = [], 0, 0
    for number in range(1, documents + 1):
        for _ in range(fields - 1):
            page.keyboard.press("Tab")
        page.wait_for_timeout(pause_ms)
        began = page.evaluate("performance.timeOrigin + performance.now()")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/{number}", wait_until="load")
        done = "requestAnimationFrame(() => done(performance.timeOrigin + performance.now()))"
        took.append(page.evaluate(f"document.images[0].decode().then(() => new Promise((done) => {done}))") - began)
        keys += fields
        came += sum(size for _, size in page.evaluate(_SIZES))
    settled = documents * asked
    return Seen(sorted(took), keys, settled, first, 0, came / settled)


def _first_load(page: Page) -> int:
    return sum(size for path, size in page.evaluate(_SIZES) if not path.startswith("/q/"))
