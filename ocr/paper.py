"""The engine for papers: a page set upright, cleaned, read, its codes beside it."""

from ocr import models
from ocr.cleaning import clean
from ocr.codes import machine_readable_zone, qr_codes
from ocr.engine import Recogniser
from ocr.images import PageImage
from ocr.lines import read_by_lines
from ocr.numbers import with_surer_numbers
from ocr.page import Page
from ocr.upright import gray_of, set_upright

SETTINGS = 2
"""Raised with every change to what stands in this folder that may change what is read."""


class PaperEngine:
    """An `Engine` around a `Recogniser`."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser

    @property
    def name(self) -> str:
        return f"{self._recogniser.name}; {models.release()}; paper {SETTINGS}"

    def read(self, image: PageImage) -> Page:
        upright = set_upright(image, self._recogniser)
        gray = gray_of(upright.pixels)
        cleaned = clean(upright.pixels, upright.dpi)
        lines = read_by_lines(cleaned.gray, gray, upright.dpi, self._recogniser)
        if not lines:  # no page is called blank on the detector's word alone
            lines = self._recogniser.read_page(cleaned.gray, upright.dpi)
        zone, lines = machine_readable_zone(gray, lines)
        lines = with_surer_numbers(lines, cleaned.gray)
        height, width = cleaned.gray.shape
        return Page(
            number=image.number,
            width=width,
            height=height,
            dpi=image.dpi,
            turned=upright.turned,
            skew=upright.skew,
            to_scan=tuple(float(number) for number in upright.to_scan.ravel()),
            lines=lines,
            codes=(*qr_codes(gray), *((zone,) if zone else ())),
            cells=cleaned.cells,
            engine=self.name,
        )
