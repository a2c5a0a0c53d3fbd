"""The scans of one dossier judged one after another: bounded in pages and time, and told which page comes again.

The pages are decoded in a confined process: one that kills or starves the decoder costs its own verdict only.
"""

import time
from collections.abc import Callable, Iterator

from errors import ScanRefused
from ocr.files.sandbox import READ_MEMORY, confined, inspect_confined
from ocr.verdict.likeness import Likeness, same_paper
from ocr.verdict.pages import Look, look_at, not_decoded, repeated
from ocr.verdict.verdict import Fault, PageVerdict, ScanVerdict

FIRST_PAGES = 30  # of a scan, all of which are looked at
SAMPLED_PAGES = 30  # of the rest, evenly spread, its last page among them
PAGE_SECONDS = 20.0  # for one page, some fifty times what a page takes
SCAN_SECONDS = 120.0  # for one scan; no further page is begun after that
MOST_BROKEN = 2  # pages of a scan on which the process may break; then the others are left to reading
MOST_REMEMBERED = 150  # pages of a dossier that are looked for again: half a megabyte each

Looker = Callable[[bytes, int], Look]
"""Looks at one page of a scan. Raises ScanRefused for one that breaks the process which looks."""


def look_confined(content: bytes, number: int) -> Look:
    """What `ocr.verdict.pages.look_at` says, asked of the confined process. Raises ScanRefused."""
    look: Look = confined(look_at, content, number, seconds=PAGE_SECONDS, memory=READ_MEMORY)
    return look


class DossierJudge:
    """Judges the scans of one dossier one after another, and remembers their pages to tell which one comes again."""

    def __init__(self, look: Looker = look_confined) -> None:
        self._look = look
        self._seen: list[tuple[tuple[int, int], Likeness]] = []
        self._images: dict[str, tuple[int, int]] = {}  # (scan, page) by the digest of its image

    def scan(self, content: bytes, position: int = 1) -> ScanVerdict:
        """What is told of the dossier's scan number `position`. Raises ScanRefused for the scan as a whole."""
        count = inspect_confined(content).pages
        return ScanVerdict(tuple(self._pages(content, pages_to_see(count), position)), count)

    def _pages(self, content: bytes, numbers: tuple[int, ...], position: int) -> Iterator[PageVerdict]:
        broken, end = 0, time.monotonic() + SCAN_SECONDS
        for number in numbers:
            if broken == MOST_BROKEN or time.monotonic() > end:
                return
            try:
                yield self._told(self._look(content, number), (position, number))
            except ScanRefused:
                broken += 1
                yield not_decoded(number, Fault.TOO_HEAVY)

    def _told(self, look: Look, here: tuple[int, int]) -> PageVerdict:
        """The page, and whether it comes again: the very same image, or another picture of the same paper."""
        if Fault.BLANK in look.page.faults:
            return look.page
        first = self._images.setdefault(look.page.image, here) if look.page.image else here
        if first == here and look.likeness is not None and len(self._seen) < MOST_REMEMBERED:
            like = look.likeness
            first = next((place for place, seen in self._seen if same_paper(seen, like)), here)
            self._seen.append((here, like))
        return look.page if first == here else repeated(look.page, first)


def pages_to_see(count: int) -> tuple[int, ...]:
    """Numbers of the pages of a scan that are looked at: the first, and an even sample of the rest with the last."""
    rest = max(0, count - FIRST_PAGES)
    sampled = min(rest, SAMPLED_PAGES)
    return (
        *range(1, min(count, FIRST_PAGES) + 1),
        *(FIRST_PAGES + rest * number // sampled for number in range(1, sampled + 1)),
    )
