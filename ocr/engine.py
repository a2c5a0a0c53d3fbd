"""The two small interfaces behind which reading happens.

`Recogniser` turns pixels into letters and knows nothing of papers. `Engine` turns a page image as it came out of the
scan into a `Page`: `ocr.paper.PaperEngine` does so around any recogniser, `ocr.recorded.RecordedEngine` replays.
"""

from collections.abc import Sequence
from typing import Protocol

from ocr.files.images import PageImage, Pixels
from ocr.page import Line, Page


class Recogniser(Protocol):
    """Letters out of pixels."""

    @property
    def name(self) -> str:
        """Engine, version, model and settings: part of the key of what was read."""

    def read_page(self, image: Pixels, dpi: int) -> tuple[Line, ...]:
        """Every line of an upright page, its boxes in the image's pixels, in reading order."""

    def read_lines(self, crops: Sequence[Pixels]) -> tuple[Line | None, ...]:
        """The one line on each crop, boxes in the crop's pixels; None where nothing was recognised."""


class Engine(Protocol):
    """A `Page` out of a page image."""

    @property
    def name(self) -> str:
        """Engine, version, model and settings: part of the key of what was read."""

    def read(self, image: PageImage) -> Page:
        """The page set upright and read. Raises ScanRefused when this page cannot be read."""
