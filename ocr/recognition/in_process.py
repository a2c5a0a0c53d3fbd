"""Letters by Tesseract's library within the process: no program is started and no picture written for a reading."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import tesserocr

from errors import NotSetUp, ScanRefused
from ocr.files.images import Pixels
from ocr.files.refusal import Refusal
from ocr.page import Line
from ocr.recognition.tables import joined, lines_in
from ocr.recognition.tesseract import LANGUAGE, LINE_DPI, LINE_MODE, PAGE_MODE, SECONDS, VARIABLES

_LISTED_IN = re.compile(r'"([^"]+)"')


class TesseractInProcess:
    """A `Recogniser` with one engine, for one thread. Its library is built without OpenMP."""

    def __init__(self) -> None:
        """Its model is that of the Tesseract program. Raises NotSetUp."""
        folder = programs_models()
        if not (folder / f"{LANGUAGE}.traineddata").is_file():
            raise NotSetUp("Tesseract has no Vietnamese model: install it with apt-get install tesseract-ocr-vie")
        settings = {"debug_file": "/dev/null", **VARIABLES}  # else it prints a line for each empty crop
        self._engine = tesserocr.PyTessBaseAPI(
            path=str(folder), lang=LANGUAGE, oem=tesserocr.OEM.LSTM_ONLY, variables=settings
        )

    @property
    def name(self) -> str:
        return f"tesserocr {self._engine.Version()} {LANGUAGE}"

    def read_page(self, image: Pixels, dpi: int) -> tuple[Line, ...]:
        return self._lines(image, PAGE_MODE, dpi)

    def read_lines(self, crops: Sequence[Pixels]) -> tuple[Line | None, ...]:
        return tuple(joined(self._lines(crop, LINE_MODE, LINE_DPI)) for crop in crops)

    def _lines(self, image: Pixels, mode: int, dpi: int) -> tuple[Line, ...]:
        """Lines of one image; its buffer is kept until all is read from it."""
        height, width = image.shape
        pixels = np.ascontiguousarray(image).tobytes()
        self._engine.SetPageSegMode(mode)
        self._engine.SetImageBytes(pixels, width, height, 1, width)
        self._engine.SetSourceResolution(dpi)
        try:
            if not self._engine.Recognize(SECONDS * 1000):
                raise ScanRefused(Refusal.TOO_SLOW, f"tesseract took over {SECONDS} s, or could not read the page")
            return lines_in(self._engine.GetTSVText(0)).get(1, ())
        finally:
            self._engine.Clear()


def programs_models() -> Path:
    """The folder in which the installed Tesseract program keeps its models. Raises NotSetUp."""
    try:
        done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        raise NotSetUp("tesseract is missing: install it with apt-get install tesseract-ocr") from None
    folder = _LISTED_IN.search(done.stdout + done.stderr)
    if not folder:
        raise NotSetUp("tesseract does not say where its models are: install Tesseract 5")
    return Path(folder[1])
