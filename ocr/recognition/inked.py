"""The parts of a page that hold ink, so that the detector of text sees these larger at the same cost.

A card copied onto a sheet of A4 fills a fifth of it, in print of five points: on a copy of the whole sheet its lines
run into one another.
"""

from itertools import pairwise

import cv2
import numpy as np

from ocr.files.images import Pixels
from ocr.page import Box
from ocr.recognition.detection import LONG_SIDE, TextBox, text_boxes

SHOWN = 1.16e6  # px shown to the network for one page: a sheet of A4 at its usual size
FINEST = 180  # dpi of what is shown: finer, and a title is no line of text to the network any more
WORTH = 1.1  # how much larger the text must become for the page to be shown in parts
LOOKED_AT = 75  # dpi of the copy on which ink is sought
INKED = 243  # of 255: the mean of a pixel of that copy with some ink in it
SMALLEST = 0.04  # inch: width and height of what is no speck
JOINED = 0.1  # inch between letters of one part
RIM = 0.15  # inch: what touches the sheet's edge and is slimmer is the edge of a shadow
EMPTY = 0.4  # inch without ink that part two parts
MARGIN = 0.15  # inch around a part


def boxes_where_inked(gray: Pixels, dpi: int) -> tuple[TextBox, ...]:
    """Every box of text on a cleaned page, from top to bottom by its centre."""
    parts = inked_parts(gray, dpi)
    usual = min(1.0, LONG_SIDE / max(gray.shape))
    area = sum(part.width * part.height for part in parts)
    scale = min(1.0, FINEST / dpi, (SHOWN / area) ** 0.5) if area else usual
    if scale < WORTH * usual:
        return text_boxes(gray)
    found = []
    for part in parts:
        piece = gray[part.top : part.bottom, part.left : part.right]
        for box in text_boxes(np.ascontiguousarray(piece), max(32, round(scale * max(piece.shape)))):
            centre = box.centre[0] + part.left, box.centre[1] + part.top
            found.append(TextBox(centre, box.width, box.height, box.angle))
    return tuple(sorted(found, key=lambda box: box.centre[1]))


def inked_parts(gray: Pixels, dpi: int) -> tuple[Box, ...]:
    """Boxes around all ink but specks and the sheet's rim, from top to bottom, wide empty bands between them."""
    ratio = min(1.0, LOOKED_AT / dpi)
    ink = _ink(cv2.resize(gray, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA), round(dpi * ratio))
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return ()
    breaks = np.flatnonzero(np.diff(rows) > EMPTY * dpi * ratio) + 1
    margin, (height, width) = MARGIN * dpi, gray.shape
    parts = []
    for first, last in pairwise((0, *breaks, len(rows))):
        top, bottom = rows[first], rows[last - 1] + 1
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        left, right = columns[0], columns[-1] + 1
        parts.append(
            Box(
                max(0, int(left / ratio - margin)),
                max(0, int(top / ratio - margin)),
                min(width, int(right / ratio + margin)),
                min(height, int(bottom / ratio + margin)),
            )
        )
    return tuple(parts)


def _ink(small: Pixels, dpi: int) -> Pixels:
    """1 where there is ink that may be text."""
    dark = (small < INKED).astype(np.uint8)
    side = max(3, round(JOINED * dpi)) | 1
    joined = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, side), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    left, top, width, height, _ = stats.T
    keep = (width >= SMALLEST * dpi) & (height >= SMALLEST * dpi)
    touching = (left == 0) | (top == 0) | (left + width == small.shape[1]) | (top + height == small.shape[0])
    keep &= ~(touching & (np.minimum(width, height) < RIM * dpi))
    keep[0] = False
    ink: Pixels = keep.astype(np.uint8)[labels]
    return ink
