"""The verdict on the pages of a scan, before anything is read: some hundredths of a CPU second beside the decoding.

The limits of blur were set between damages of known size: at 0.2 mm our reader still found 86 % of one form's words, at
0.3 mm 70 %. Those of dpi follow the rules for copies. Those of contrast, light and slope are what a person should not
have to put up with; the reader itself goes further (89 % of the words at a contrast of 0.14).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import cv2

from errors import ScanRefused
from ocr.files.images import PageImage, page_image
from ocr.files.opening import inspect
from ocr.verdict.likeness import Likeness, likeness, same_paper
from ocr.verdict.measures import measured
from ocr.verdict.verdict import Fault, Grade, Measures, PageVerdict, ScanVerdict
from ocr.verdict.view import View, view_of

COARSEST_DPI = 120  # a fax has 72 to 100; our reader found 64 % of a form's words on a bitonal one of 72
FINE_DPI = 195  # a copy for the record has 200 at least (Decree 30/2020/NĐ-CP); 195 allows for rounding
MOST_BLUR, SOME_BLUR = 0.24, 0.13  # mm, spread of edges: a pen's stroke is 0.3 to 0.5 mm wide
LEAST_CONTRAST, FAIR_CONTRAST = 0.14, 0.3  # share of the paper's brightness
DARKEST, DIM = 72, 110  # 0..255 of the paper
STEEPEST, SLOPING = 8.0, 3.0  # degrees: reading levels a page up to the first
MOST_GLARE = 0.004  # share of the page
MOST_REMEMBERED = 150  # pages of a dossier that are looked for again: half a megabyte each
FEWEST_LETTERS = 8  # a page with fewer marks of a letter's size says nothing


def judge_page(image: PageImage) -> PageVerdict:
    """What is told of one page; whether it repeats another is told of all of them together."""
    return _judged(image, view_of(image))


class DossierJudge:
    """Judges the scans of one dossier one after another, and remembers their pages to tell which one comes again."""

    def __init__(self) -> None:
        self._seen: list[tuple[int, int, Likeness]] = []

    def scan(self, content: bytes, position: int = 1) -> ScanVerdict:
        """All pages of the dossier's scan number `position`. Raises ScanRefused for the scan as a whole."""
        return ScanVerdict(tuple(self.pages(content, position)))

    def pages(self, content: bytes, position: int = 1) -> Iterator[PageVerdict]:
        """Page after page; one that cannot be decoded is told as DAMAGED. Raises ScanRefused for the whole scan."""
        for number in range(1, inspect(content).pages + 1):
            try:
                yield self._page(page_image(content, number), position)
            except (ScanRefused, cv2.error, MemoryError, OverflowError, ValueError, ArithmeticError, IndexError):
                yield PageVerdict(number, 0, (Fault.DAMAGED,))

    def _page(self, image: PageImage, position: int) -> PageVerdict:
        view = view_of(image)
        page = _judged(image, view)
        look = likeness(view, page.measures.slope) if len(self._seen) < MOST_REMEMBERED else None
        if look is None:
            return page
        first = next(((scan, number) for scan, number, seen in self._seen if same_paper(seen, look)), None)
        self._seen.append((position, image.number, look))
        if first is None:
            return page
        return replace(page, faults=_gravest_first([*page.faults, Fault.REPEATED]), repeats=first)


def _judged(image: PageImage, view: View) -> PageVerdict:
    measures = measured(view)
    return PageVerdict(image.number, view.dpi, faults_of(measures, view.dpi), measures)


def faults_of(measures: Measures, dpi: int) -> tuple[Fault, ...]:
    """The faults that the measures amount to, the gravest first."""
    found = _of_light(measures)
    if measures.letters < FEWEST_LETTERS:
        return _gravest_first([*found, Fault.BLANK])
    found += [Fault.TOO_COARSE] if dpi < COARSEST_DPI else [Fault.COARSE] if dpi < FINE_DPI else []
    # the edges of a coarse scan are wide by nature, and its dots make it seem pale
    if Fault.TOO_COARSE not in found:
        found += _of_strokes(measures)
    found += [Fault.CUT_OFF] if measures.cut else []
    slope = abs(measures.slope)
    found += [Fault.CROOKED] if slope > STEEPEST else [Fault.ASLANT] if slope > SLOPING else []
    found += [Fault.TURNED] if measures.sideways else []
    return _gravest_first(found)


def _of_light(measures: Measures) -> list[Fault]:
    dark = [Fault.TOO_DARK] if measures.brightness < DARKEST else [Fault.DARK] if measures.brightness < DIM else []
    return dark + ([Fault.GLARE] if measures.glare > MOST_GLARE else [])


def _of_strokes(measures: Measures) -> list[Fault]:
    blur, contrast = measures.blur_mm, measures.contrast
    blurred = [Fault.BLURRED] if blur > MOST_BLUR else [Fault.SOFT] if blur > SOME_BLUR else []
    pale = [Fault.TOO_FAINT] if contrast < LEAST_CONTRAST else [Fault.FAINT] if contrast < FAIR_CONTRAST else []
    # a strong blur spreads ink thin: to print darker would not help
    return blurred + ([] if Fault.BLURRED in blurred else pale)


def _gravest_first(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    order = tuple(Fault)
    return tuple(sorted(faults, key=lambda fault: (fault.grade is not Grade.RESCAN, order.index(fault))))
