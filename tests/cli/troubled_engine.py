"""An engine that a page can bring down: the shade of the page's first pixel tells in which way.

It stands in for a recogniser with a flaw. Files are opened, pages decoded and workers kept as in any run.
"""

import ctypes
import os
import signal
from enum import IntEnum

from ocr.files.images import PageImage
from ocr.page import Box, Line, Page, Word
from ocr.reading import PageFailure, PageReading, read_one_page


class Trouble(IntEnum):
    """The shade of a page's first pixel, and what the engine then does."""

    HANGS = 16
    COMPUTES_FOR_EVER = 32
    KILLED = 48
    SEGFAULT = 64
    EXITS = 80
    TAKES_ALL_MEMORY = 96
    RAISES = 112
    NONE = 255


class TroubledEngine:
    name = "troubled"

    def read(self, image: PageImage) -> Page:
        _suffer(int(image.pixels.flat[0]))
        height, width = image.pixels.shape[:2]
        plain = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
        words = (Word("Giấy", Box(10, 10, 60, 30), 0.9), Word(f"{image.number}", Box(70, 10, 90, 30), 0.9))
        return Page(image.number, width, height, image.dpi, 0, 0.0, plain, (Line(words),), (), (), self.name)


def read(content: bytes, number: int) -> PageReading | PageFailure:
    """As `ocr.reading.read_one_page`, by the troubled engine; what a worker is given, by name."""
    return read_one_page(content, number, TroubledEngine())


def _suffer(shade: int) -> None:
    if shade == Trouble.HANGS:
        signal.pause()
    while shade == Trouble.COMPUTES_FOR_EVER:
        pass
    if shade == Trouble.KILLED:
        os.kill(os.getpid(), signal.SIGKILL)
    if shade == Trouble.SEGFAULT:
        ctypes.string_at(0)
    if shade == Trouble.EXITS:
        os._exit(0)
    if shade == Trouble.TAKES_ALL_MEMORY:
        bytes(64 << 30)
    if shade == Trouble.RAISES:
        raise IndexError("beyond the page")
