"""Red stamps, lifted off the print beneath them. Red print, such as a card's title, is left as it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ocr.files.images import Pixels
from ocr.page import Box, Line, Word

LOOKED_AT_DPI = 75  # of the copy on which stamps are sought
SATURATED = 70  # of 255
RED = (12, 165)  # OpenCV's hue: up to the first, or from the second
SIDES = (0.7, 2.2)  # inches: an agency's round stamp is 36 mm across, a name stamp longer
ROUND = 2.2  # longer over shorter side: more is a line of print
CROSSED = 0.05  # share of a word's box under a stamp's ink that makes the word doubtful
DOUBT = 0.75  # factor on the confidence of such a word: it is wrong seven times as often as one beside the stamp


@dataclass(frozen=True, slots=True)
class Stampless:
    gray: Pixels
    red: Pixels | None = None  # 255 where ink of a stamp was lifted off; None: nowhere


def without_stamps(pixels: Pixels, dpi: int) -> Stampless:
    """Gray picture in which red ink within stamps has gone white; dark print beneath it stays."""
    if pixels.ndim == 2:
        return Stampless(pixels)
    gray, lifted = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), None
    for left, top, right, bottom in _stamps(pixels, dpi):
        piece = pixels[top:bottom, left:right]
        red = _red(piece)
        # through a red filter red ink is as bright as paper and black ink as dark as ever
        gray[top:bottom, left:right] = np.where(red, piece[:, :, 0], gray[top:bottom, left:right])
        lifted = np.zeros_like(gray) if lifted is None else lifted
        lifted[top:bottom, left:right][red] = 255
    return Stampless(gray, lifted)


def doubted(lines: Sequence[Line], red: Pixels | None) -> tuple[Line, ...]:
    """The lines, words that stood beneath a stamp less sure: what its ink crossed, lifting it off may have changed."""
    if red is None:
        return tuple(lines)
    return tuple(replace(line, words=tuple(_doubted(word, red) for word in line.words)) for line in lines)


def _doubted(word: Word, red: Pixels) -> Word:
    crossed = covered(word.box, red) >= CROSSED
    return replace(word, confidence=round(word.confidence * DOUBT, 4)) if crossed else word


def covered(box: Box, red: Pixels) -> float:
    """Share of a box, 0..1, that a stamp's ink covered."""
    part = red[max(0, box.top) : box.bottom, max(0, box.left) : box.right]
    return float(part.mean()) / 255 if part.size else 0.0


def _red(pixels: Pixels) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    hue, saturation, _ = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV))
    return ((hue <= RED[0]) | (hue >= RED[1])) & (saturation >= SATURATED)


def _stamps(pixels: Pixels, dpi: int) -> list[tuple[int, int, int, int]]:
    """left, top, right, bottom of each, px."""
    ratio = min(1.0, LOOKED_AT_DPI / dpi)
    small = cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    red = _red(small).astype(np.uint8)
    blobs = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(blobs, connectivity=8)
    least, most = (side * dpi * ratio for side in SIDES)
    found = []
    for left, top, width, height, _ in stats[1:count]:
        longer, shorter = max(width, height), min(width, height)
        if least <= shorter and longer <= most and longer <= ROUND * shorter:
            right, bottom = left + width + 1, top + height + 1
            found.append((int(left / ratio), int(top / ratio), int(right / ratio), int(bottom / ratio)))
    return found
