"""Letters by Tesseract's Vietnamese model, through pytesseract."""

import os
import tempfile
from collections import ChainMap
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytesseract
from PIL import Image

from errors import NotSetUp, ScanRefused
from ocr.files.images import Pixels
from ocr.files.refusal import Refusal
from ocr.page import Line
from ocr.recognition.tables import joined, lines_in

LANGUAGE = "vie"
PAGE_MODE = 3  # fully automatic layout: keeps the two columns of a head apart
LINE_MODE = 7  # one image is one line
SECONDS = 120  # for one call
LINE_DPI = 300
VARIABLES = {"tessedit_do_invert": "0"}
"""Doubtful lines would be read in negative too; here they get a second look of another kind."""


class Tesseract:
    """A `Recogniser`. One call starts one child process with one thread; worker processes supply the parallelism."""

    def __init__(self) -> None:
        try:
            self._version = str(pytesseract.get_tesseract_version())
            languages = pytesseract.get_languages()
        except pytesseract.TesseractNotFoundError:
            raise NotSetUp("tesseract is missing: install it with apt-get install tesseract-ocr") from None
        if LANGUAGE not in languages:
            raise NotSetUp("Tesseract has no Vietnamese model: install it with apt-get install tesseract-ocr-vie")
        # several OpenMP threads halve the throughput of several workers; the limit is for the children only
        pytesseract.pytesseract.environ = ChainMap({"OMP_THREAD_LIMIT": "1"}, os.environ)

    @property
    def name(self) -> str:
        return f"tesseract {self._version} {LANGUAGE}"

    def read_page(self, image: Pixels, dpi: int) -> tuple[Line, ...]:
        with tempfile.TemporaryDirectory(prefix="hoso-") as folder:
            file = Path(folder) / "page.pgm"
            _write(file, image)
            return lines_in(self._table(file, PAGE_MODE, dpi)).get(1, ())

    def read_lines(self, crops: Sequence[Pixels]) -> tuple[Line | None, ...]:
        """All crops go through one child process: a list of files is read in one go."""
        if not crops:
            return ()
        with tempfile.TemporaryDirectory(prefix="hoso-") as folder:
            files = [Path(folder) / f"{number:04d}.pgm" for number in range(len(crops))]
            for file, crop in zip(files, crops, strict=True):
                _write(file, crop)
            listed = Path(folder) / "lines.txt"
            listed.write_text("".join(f"{file}\n" for file in files), encoding="utf-8")
            pages = lines_in(self._table(listed, LINE_MODE, LINE_DPI))
        return tuple(joined(pages.get(number, ())) for number in range(1, len(crops) + 1))

    def _table(self, file: Path, mode: int, dpi: int) -> str:
        settings = " ".join(f"-c {name}={value}" for name, value in VARIABLES.items())
        config = f"--psm {mode} --dpi {dpi} {settings}"
        try:
            return str(pytesseract.image_to_data(str(file), lang=LANGUAGE, config=config, timeout=SECONDS))
        except pytesseract.TesseractError as error:
            raise ScanRefused(Refusal.DAMAGED_PAGE, f"tesseract ended with status {error.status}") from None
        except RuntimeError:  # what pytesseract raises when time is up
            raise ScanRefused(Refusal.TOO_SLOW, f"tesseract took over {SECONDS} s") from None


def _write(file: Path, image: Pixels) -> None:
    """Uncompressed: packing a page as PNG costs as much as reading half of it."""
    Image.fromarray(np.ascontiguousarray(image)).save(file, "PPM")
