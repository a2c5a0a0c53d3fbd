"""Printed lines, table cells and digit boxes: taken off the picture before reading, their geometry kept.

To an engine a rule is a row of letters and a box a pair of brackets. The page must be level: a rule that slopes by
three degrees is no longer a run of ink along a row.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.files.images import Pixels
from ocr.page import Box

SHORTEST = 0.15  # inch: the side of a small digit box; longer than any stroke of a letter under 18 points
ALONE = 0.45  # inch: a line this long counts without being part of a grid
THICKEST = 0.03  # inch: more is a bar, a picture or a shadow
GAP = 0.1  # inch of missing ink between two pieces of one line
CROSSED = 0.2  # share of a line that letters may cross
CELL_SIDES = (0.11, 8.0)  # inches
CELL_FILLED = 0.8  # share of its bounding box that a cell must fill


@dataclass(frozen=True, slots=True)
class Rules:
    mask: Pixels  # 255 where the ink is a rule's and no letter's
    cells: tuple[Box, ...]  # insides of boxes and table cells, top to bottom, left to right


def rules(ink: Pixels, dpi: int) -> Rules:
    """The rules of a level page. `ink` is 255 where there is ink."""
    across = _runs(ink, dpi, (1, 0))
    down = _runs(ink, dpi, (0, 1))
    strokes_down, strokes_across = _strokes(ink, down, dpi, (0, 1)), _strokes(ink, across, dpi, (1, 0))
    across, down = _not_letters(across, strokes_down), _not_letters(down, strokes_across)
    grid = _long_enough(across | down, dpi)
    across, down = cv2.bitwise_and(across, grid), cv2.bitwise_and(down, grid)
    wide, high = cv2.dilate(across, _bar(3, (0, 1))), cv2.dilate(down, _bar(3, (1, 0)))
    del across, down
    mask = cv2.bitwise_or(cv2.subtract(wide, strokes_down), cv2.subtract(high, strokes_across))
    mask = cv2.bitwise_and(mask, ink)
    del wide, high, strokes_down, strokes_across  # a page has a good many of these pictures
    return Rules(mask, _cells(grid, dpi))


def _runs(ink: Pixels, dpi: int, way: tuple[int, int]) -> Pixels:
    """Thin straight runs of ink along a row (1, 0) or a column (0, 1)."""
    # gaps are bridged after short runs are gone: before, the serifs of a word would make a line
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, _bar(SHORTEST * dpi, way))
    runs = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, _bar(GAP * dpi, way))
    thick = cv2.morphologyEx(runs, cv2.MORPH_OPEN, _bar(THICKEST * dpi + 1, (way[1], way[0])))
    return cv2.subtract(runs, thick)


def _bar(length: float, way: tuple[int, int]) -> Pixels:
    side = max(3, round(length))
    return np.ones((1, side) if way[0] else (side, 1), np.uint8)


def _long_enough(lines: Pixels, dpi: int) -> Pixels:
    """Lines that are long, or that hang together with others so as to be."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(lines, np.ones((3, 3), np.uint8)), connectivity=8)
    keep = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= ALONE * dpi
    # two short strokes of a big letter hang together too; a box of its own has four sides and is square enough
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].min(axis=1) >= SHORTEST * dpi
    hollow = stats[:, cv2.CC_STAT_AREA] < 0.5 * stats[:, cv2.CC_STAT_WIDTH] * stats[:, cv2.CC_STAT_HEIGHT]
    keep |= sides & hollow
    keep[0] = False
    return lines & painted(labels, keep)


def _strokes(ink: Pixels, lines: Pixels, dpi: int, way: tuple[int, int]) -> Pixels:
    """Ink that runs along `way` for longer than a rule is thick, and is no rule itself: letters."""
    letters = cv2.subtract(ink, cv2.dilate(lines, np.ones((3, 3), np.uint8)))
    return cv2.morphologyEx(letters, cv2.MORPH_OPEN, _bar((THICKEST + 0.02) * dpi, way))


def _not_letters(lines: Pixels, strokes: Pixels) -> Pixels:
    """Lines that strokes seldom cross: the feet of a word's serifs make a line too, with a stroke on every foot."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    crossed = np.bincount(labels[strokes > 0], minlength=count)
    keep = crossed <= CROSSED * stats[:, cv2.CC_STAT_AREA]
    keep[0] = False
    return painted(labels, keep)


def painted(labels: NDArray[Any], keep: NDArray[np.bool_]) -> Pixels:
    """255 where the component of that label is to be kept."""
    return (keep.astype(np.uint8) * 255)[labels]  # small first: a picture of anything but bytes is large


def _cells(grid: Pixels, dpi: int) -> tuple[Box, ...]:
    closed = cv2.morphologyEx(grid, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    contours, tree = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    least, most = (side * dpi for side in CELL_SIDES)
    found = []
    for number, contour in enumerate(contours):
        left, top, width, height = cv2.boundingRect(contour)
        inside = tree[0][number][3] >= 0
        if not inside or not (least <= width <= most and least <= height <= most):
            continue
        if cv2.contourArea(contour) >= CELL_FILLED * width * height:
            found.append(Box(left, top, left + width, top + height))
    return tuple(sorted(found, key=lambda box: (round(box.middle[1] / (least / 2)), box.left)))
