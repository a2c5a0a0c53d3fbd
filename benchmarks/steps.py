"""Where a page's time goes: the reading thread is looked at a hundred times a second, its CPU time put to a step.

A look finds the innermost frame of `ocr/`; the CPU time since the last look, children included, is that frame's. So
new code counts by itself, and reading is hardly slowed. What takes less than a look is seen over many pages.
"""

import sys
import threading
from pathlib import Path
from types import FrameType

from benchmarks.processes import cpu_seconds

LOOKS_A_SECOND = 100
STEPS = ("decode", "upright", "clean", "detect", "recognise", "codes", "picture")
OTHER = "other"

# of a function, or of all others in a file; the first word of a file's name counts where the file is not named
_STEP_OF = {
    "images.jpeg_of": "picture",
    "reading.picture_of": "picture",
    "codes.qr_codes": "codes",
    "codes.machine_readable_zone": "codes",
    "pdf": "decode",
    "opening": "decode",
    "images": "decode",
    "decode": "decode",
    "upright": "upright",
    "facing": "upright",
    "skew": "upright",
    "photo": "upright",
    "sheet": "upright",
    "cleaning": "clean",
    "rules": "clean",
    "leaders": "clean",
    "stamps": "clean",
    "detection": "detect",
    "tesseract": "recognise",
    "in_process": "recognise",
    "lines": "recognise",
    "numbers": "recognise",
    "plain": "recognise",
    "merging": "recognise",
    "cells": "recognise",
    "boxed_numbers": "recognise",
    "tables": "recognise",
    "blank": "decode",
    "text_layer": "decode",
    "text_findings": "decode",
    "codes": "codes",
    "mrz": "codes",
}


def step_of(file: str, function: str) -> str:
    """The step that a function of a file of `ocr/` belongs to; the file's own name for one that no step knows."""
    stem = Path(file).stem
    found = _STEP_OF.get(f"{stem}.{function}") or _STEP_OF.get(stem) or _STEP_OF.get(stem.partition("_")[0])
    return found or f"{OTHER}: {stem}"


def innermost(frame: FrameType | None, folder: Path) -> str:
    """The step in which a stack stands; OTHER outside of `folder`."""
    # within the zone's reading the line network is at work: that is the codes' time, not the text's
    steps: list[str] = []
    while frame is not None:
        if Path(frame.f_code.co_filename).parent == folder:
            steps.append(step_of(frame.f_code.co_filename, frame.f_code.co_name))
        frame = frame.f_back
    for owner in ("codes", "picture"):
        if owner in steps:
            return owner
    return steps[0] if steps else OTHER


class Sampler:
    """`with` it around the reading of one page, in the thread that reads."""

    def __init__(self) -> None:
        import ocr

        self._folder = Path(ocr.__path__[0])
        self._seconds: dict[str, float] = {}
        self._done = threading.Event()
        self._last = 0.0
        self._step = OTHER

    def __enter__(self) -> None:
        self._seconds, self._done, self._last = {}, threading.Event(), cpu_seconds()
        self._thread = threading.Thread(target=self._look, args=(threading.get_ident(), self._done), daemon=True)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def so_far(self) -> dict[str, float]:
        return dict(self._seconds)

    def _look(self, reading: int, done: threading.Event) -> None:
        while not done.wait(1 / LOOKS_A_SECOND):
            now, step = cpu_seconds(), innermost(sys._current_frames().get(reading), self._folder)
            self._seconds[step] = self._seconds.get(step, 0.0) + now - self._last
            self._last = now
