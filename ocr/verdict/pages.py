"""The verdict on the pages of a scan, before anything is read: some hundredths of a CPU second beside the decoding.

The limits of blur and grain were set between damages of known size. Of one form's words our reader still found 86 % at
a blur of 0.2 mm, 70 % at 0.3; 92 to 96 % at a grain of 0.1, 85 to 89 % at 0.16 to 0.19, 68 % at 0.21, whatever the dpi,
printed or written by hand. Those of dpi follow the rules for copies. Those of contrast, light and slope are what a
person should not have to put up with; the reader itself goes further (89 % of the words at a contrast of 0.14).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

import cv2

from errors import ScanRefused
from ocr.cleaning.blank import is_blank
from ocr.files.images import PageImage, page_image
from ocr.files.opening import Kind, kind_of
from ocr.files.refusal import Refusal
from ocr.files.text_layer import TextLayer, text_layer
from ocr.verdict.likeness import Likeness, likeness
from ocr.verdict.measures import measured
from ocr.verdict.verdict import Fault, Grade, Measures, PageVerdict
from ocr.verdict.view import view_of

COARSEST_DPI = 120  # a fax has 72 to 100; our reader found 64 % of a form's words on a bitonal one of 72
FINE_DPI = 195  # a copy for the record has 200 at least (Decree 30/2020/NĐ-CP); 195 allows for rounding
MOST_BLUR, SOME_BLUR = 0.24, 0.13  # mm, spread of edges: a pen's stroke is 0.3 to 0.5 mm wide
LEAST_CONTRAST, FAIR_CONTRAST = 0.14, 0.3  # share of the paper's brightness
MOST_GRAIN, SOME_GRAIN = 0.2, 0.09  # of the strokes' contrast
DARKEST, DIM = 72, 110  # 0..255 of the paper
STEEPEST, SLOPING = 8.0, 3.0  # degrees: reading levels a page up to the first
MOST_GLARE = 0.004  # share of the page
FEWEST_LETTERS = 8  # a page with fewer marks of a letter's size cannot be measured
_HEAVY = frozenset((Refusal.TOO_LARGE, Refusal.TOO_SLOW, Refusal.BOMB))


@dataclass(frozen=True, slots=True)
class Look:
    """One page as judged by itself, and what it takes to know it again."""

    page: PageVerdict
    likeness: Likeness | None = None  # None for a page that shows too little, or could not be decoded


def look_at(content: bytes, number: int) -> Look:
    """A page, counted from 1, of a scan that `inspect` has let in; one that cannot be decoded is told as such.

    Raises MemoryError, which whoever bounds the memory has to judge.
    """
    try:
        image = page_image(content, number)
        layer = text_layer(content, number) if kind_of(content) is Kind.PDF else None
        look = looked_at(image)
        return replace(look, page=replace(look.page, image=digest_of(image, layer)))
    except ScanRefused as refused:
        return Look(not_decoded(number, Fault.TOO_HEAVY if refused.reason in _HEAVY else Fault.DAMAGED))
    except (cv2.error, OverflowError, ValueError, ArithmeticError, IndexError):
        return Look(not_decoded(number, Fault.DAMAGED))


def not_decoded(number: int, fault: Fault) -> PageVerdict:
    return PageVerdict(number, 0, (fault,))


def judge_page(image: PageImage) -> PageVerdict:
    """What is told of one page; whether it repeats another is told of all of them together."""
    return looked_at(image).page


def looked_at(image: PageImage) -> Look:
    view = view_of(image)
    measures = measured(view)
    blank = is_blank(image.pixels)  # the judgement by which the page is read or not
    page = PageVerdict(image.number, view.dpi, faults_of(measures, view.dpi, blank), measures)
    return Look(page, None if blank else likeness(view, measures.slope))


def digest_of(image: PageImage, layer: TextLayer | None = None) -> str:
    """The same for two pages that are the same to a reader in every pixel and in all that their files say of them."""
    declared = image.pixels.shape, image.dpi, image.photographed, image.findings, layer
    found = hashlib.sha256(repr(declared).encode())
    found.update(image.pixels.data if image.pixels.flags.c_contiguous else image.pixels.tobytes())
    return found.hexdigest()


def repeated(page: PageVerdict, first: tuple[int, int]) -> PageVerdict:
    """The page with the word that it repeats another: (scan, page)."""
    return replace(page, faults=_gravest_first([*page.faults, Fault.REPEATED]), repeats=first)


def faults_of(measures: Measures, dpi: int, blank: bool = False) -> tuple[Fault, ...]:
    """The faults that the measures amount to, the gravest first."""
    found = _of_light(measures)
    if blank or measures.letters < FEWEST_LETTERS:
        return _gravest_first([*found, Fault.BLANK if blank else Fault.NEARLY_BLANK])
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
    noisy = [Fault.NOISY] if measures.grain > MOST_GRAIN else [Fault.GRAINY] if measures.grain > SOME_GRAIN else []
    # a strong blur spreads ink thin: to print darker would not help
    return blurred + ([] if Fault.BLURRED in blurred else pale + noisy)


def _gravest_first(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    order = tuple(Fault)
    return tuple(sorted(faults, key=lambda fault: (fault.grade is not Grade.RESCAN, order.index(fault))))
