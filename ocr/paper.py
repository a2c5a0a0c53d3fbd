"""The engine for papers: a page set upright, cleaned, read, its codes beside it."""

from dataclasses import replace

from ocr.cleaning.blank import is_blank
from ocr.cleaning.clean import clean
from ocr.cleaning.stamps import doubted, without_stamps
from ocr.cleaning.ticks import tick_boxes
from ocr.codes.on_page import machine_readable_zone, qr_codes
from ocr.engine import Recogniser
from ocr.files.images import PageImage
from ocr.geometry.upright import gray_of, set_upright
from ocr.memory import give_back
from ocr.page import Page
from ocr.recognition import models
from ocr.recognition.boxed_numbers import with_boxed_numbers
from ocr.recognition.lines import read_by_lines
from ocr.recognition.numbers import with_surer_numbers

SETTINGS = 8
"""Raised with every change to what stands in this folder that may change what is read."""


class PaperEngine:
    """An `Engine` around a `Recogniser`."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser

    @property
    def name(self) -> str:
        return f"{self._recogniser.name}; {models.release()}; paper {SETTINGS}"

    def read(self, image: PageImage) -> Page:
        give_back()  # what the last page left in pieces
        if is_blank(image.pixels):
            return self._blank(image)
        upright = set_upright(image, self._recogniser)
        dpi, stampless = upright.dpi, without_stamps(upright.pixels, upright.dpi)
        upright = replace(upright, pixels=gray_of(upright.pixels))  # colour is of no more use and a lot of memory
        gray = upright.pixels
        ticks = tick_boxes(stampless.gray, dpi)
        cleaned, red = clean(stampless.gray, dpi), stampless.red
        del stampless
        lines = read_by_lines(cleaned.gray, gray, dpi, self._recogniser)
        if not lines:  # no page is called blank on the detector's word alone
            lines = self._recogniser.read_page(cleaned.gray, dpi)
        zone, lines = machine_readable_zone(gray, lines)
        lines = with_surer_numbers(lines, cleaned.gray)
        lines = with_boxed_numbers(lines, cleaned.gray, cleaned.cells, dpi, self._recogniser)
        height, width = gray.shape
        return Page(
            number=image.number,
            width=width,
            height=height,
            dpi=image.dpi,
            turned=upright.turned,
            skew=upright.skew,
            to_scan=tuple(float(number) for number in upright.to_scan.ravel()),
            lines=doubted(lines, red),
            codes=(*qr_codes(gray), *((zone,) if zone else ())),
            cells=cleaned.cells,
            engine=self.name,
            ticks=ticks,
        )

    def _blank(self, image: PageImage) -> Page:
        height, width = image.pixels.shape[:2]
        as_it_lies = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
        return Page(image.number, width, height, image.dpi, 0, 0.0, as_it_lies, (), (), (), self.name)
