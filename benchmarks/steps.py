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

# of a function, or of all others in a file, or of all others in a room of ocr/
_STEP_OF = {
    "images.jpeg_of": "picture",
    "reading.picture_of": "picture",
    "detection": "detect",
    "inked": "detect",
    "blank": "decode",
    "files": "decode",
    "geometry": "upright",
    "cleaning": "clean",
    "recognition": "recognise",
    "codes": "codes",
}


def step_of(file: Path, function: str) -> str:
    """The step that a function of a file belongs to, `file` within `ocr/`; its own name for what no step knows."""
    room = file.parent.name
    found = _STEP_OF.get(f"{file.stem}.{function}") or _STEP_OF.get(file.stem) or _STEP_OF.get(room)
    return found or f"{OTHER}: {room or file.stem}"


def innermost(frame: FrameType | None, folder: Path) -> str:
    """The step in which a stack stands; OTHER outside of `folder`."""
    # within the zone's reading the line network is at work: that is the codes' time, not the text's
    steps: list[str] = []
    while frame is not None:
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(folder):
            steps.append(step_of(file.relative_to(folder), frame.f_code.co_name))
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
