"""Digits and plain capitals by the PP-OCR network, which reads the type of machine-readable zones as Tesseract cannot.

Its alphabet lacks most marked Vietnamese letters, so it reads nothing else here.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from ocr.files.images import Pixels
from ocr.recognition import models

HEIGHT = 48  # px of what the network sees
WIDEST = 2400  # px


@dataclass(frozen=True, slots=True)
class PlainText:
    text: str
    places: tuple[float, ...]  # of each sign's middle, as a share of the crop's width
    beliefs: tuple[float, ...]  # 0..1 of each sign


def read_plain(crop: Pixels) -> PlainText:
    """The text on a gray crop of one line; empty where nothing was read."""
    width = min(WIDEST, max(16, round(crop.shape[1] * HEIGHT / crop.shape[0])))
    plane = cv2.resize(crop, (width, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32) / 127.5 - 1
    network = models.session(models.RECOGNITION)
    (out,) = network.run(None, {network.get_inputs()[0].name: np.stack([plane] * 3)[None]})
    best = out[0].argmax(axis=1)
    # a sign held over several steps counts once
    starts = [int(step) for step in np.flatnonzero(np.diff(best, prepend=0) != 0) if best[step]]
    return PlainText(
        "".join(_alphabet()[best[step]] for step in starts),
        tuple((step + 0.5) / len(best) for step in starts),
        tuple(float(out[0][step, best[step]]) for step in starts),
    )


@cache
def _alphabet() -> tuple[str, ...]:
    """The network's signs by their number; the first means "nothing", the last is the blank space."""
    listed = models.session(models.RECOGNITION).get_modelmeta().custom_metadata_map["character"].splitlines()
    return ("", *listed, " ")
