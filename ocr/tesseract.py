"""Letters by Tesseract's Vietnamese model, through pytesseract."""

import csv
import io
import os
import tempfile
import unicodedata
from collections import ChainMap
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytesseract
from PIL import Image

from errors import NotSetUp, ScanRefused
from ocr.images import Pixels
from ocr.page import Box, Line, Word
from ocr.refusal import Refusal

LANGUAGE = "vie"
PAGE_MODE = 3  # fully automatic layout: keeps the two columns of a head apart
LINE_MODE = 7  # one image is one line
SECONDS = 120  # for one call
LINE_DPI = 300


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
            return _lines(self._rows(file, PAGE_MODE, dpi)).get(1, ())

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
            pages = _lines(self._rows(listed, LINE_MODE, LINE_DPI))
        return tuple(_joined(pages.get(number, ())) for number in range(1, len(crops) + 1))

    def _rows(self, file: Path, mode: int, dpi: int) -> list[dict[str, str]]:
        try:
            table = pytesseract.image_to_data(
                str(file), lang=LANGUAGE, config=f"--psm {mode} --dpi {dpi}", timeout=SECONDS
            )
        except pytesseract.TesseractError as error:
            raise ScanRefused(Refusal.DAMAGED_PAGE, f"tesseract ended with status {error.status}") from None
        except RuntimeError:  # what pytesseract raises when time is up
            raise ScanRefused(Refusal.TOO_SLOW, f"tesseract took over {SECONDS} s") from None
        return list(csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE))


def _write(file: Path, image: Pixels) -> None:
    """Uncompressed: packing a page as PNG costs as much as reading half of it."""
    Image.fromarray(np.ascontiguousarray(image)).save(file, "PPM")


def _lines(rows: list[dict[str, str]]) -> dict[int, tuple[Line, ...]]:
    """Lines by page number, from Tesseract's table of words."""
    words: dict[tuple[int, ...], list[Word]] = {}
    for row in rows:
        text = unicodedata.normalize("NFC", (row["text"] or "").strip())
        if row["level"] != "5" or not text:
            continue
        left, top = int(row["left"]), int(row["top"])
        box = Box(left, top, left + int(row["width"]), top + int(row["height"]))
        confidence = min(1.0, max(0.0, float(row["conf"]) / 100))
        key = tuple(int(row[name]) for name in ("page_num", "block_num", "par_num", "line_num"))
        words.setdefault(key, []).append(Word(text, box, confidence))
    pages: dict[int, list[Line]] = {}
    for (page, *_), found in words.items():
        pages.setdefault(page, []).append(Line(tuple(found)))
    return {page: tuple(lines) for page, lines in pages.items()}


def _joined(lines: tuple[Line, ...]) -> Line | None:
    """One line of what was found on one crop."""
    return Line(tuple(word for line in lines for word in line.words)) if lines else None
