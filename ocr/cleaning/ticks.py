"""Tick boxes: the small squares in which a form is answered by a tick or a cross, and how much ink stands in each.

They are smaller than the boxes of a number and stand alone; an engine reads them as letters or not at all.
"""

from collections.abc import Iterator

import cv2
import numpy as np

from ocr.cleaning.clean import CALM, ink_of
from ocr.files.images import Pixels
from ocr.page import Box, Tick

SIDES = (0.085, 0.3)  # inch: a box of 2.2 mm to one of 7.6 mm
SQUARE = 1.35  # longer side over shorter
RUN = 0.07  # inch: a straight piece of a side; a tick is slanted and has none
GAP = 0.012  # inch of missing ink between two pieces of one side
LONGER = 1.5  # times its length, to which a tick that runs out of the box may lengthen a side
THICKEST = 0.05  # inch: more is no stroke
OFF = 0.4  # of the side: how far the ends of top and bottom may lie apart
WALL = 0.03  # inch within which a side may waver
DRAWN = 0.72  # share of each side that must be there: the bow of a D has less
INSET = 0.2  # of the side: what lies nearer to the walls is theirs
BESIDE = 0.035  # inch to the left and right of a box: letters of a word stand closer to each other
NEIGHBOURED = 0.4  # share of a box's height beside which something stands; a tick may stick out
DISTANCE = 1.35  # sides from the middle of one box to the next: what stands closer is a row of boxes for a number


def tick_boxes(gray: Pixels, dpi: int) -> tuple[Tick, ...]:
    """The tick boxes of a level page, top to bottom, left to right, each with the share of its inside that is inked."""
    ink = ink_of(cv2.GaussianBlur(gray, (0, 0), CALM), dpi)
    across, down = _runs(ink, dpi, across=True), _runs(ink, dpi, across=False)
    boxes: list[Box] = []
    for box in _between(_pieces(across, dpi), dpi):
        new = not any(_is_same(box, other) for other in boxes)
        if new and _has_four_sides(across, down, box, dpi) and _stands_alone(ink, box, dpi):
            boxes.append(box)
    alone = [box for box in boxes if not any(_is_beside(box, other) for other in boxes)]
    order = sorted(alone, key=lambda box: (round(box.middle[1] / (SIDES[0] * dpi)), box.left))
    return tuple(Tick(box, _inked(ink, box)) for box in order)


def _runs(ink: Pixels, dpi: int, across: bool) -> Pixels:
    """Straight ink along rows or columns, as long as a piece of a box's side."""
    gap, run = max(3, round(GAP * dpi)), max(5, round(RUN * dpi))
    bridged = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap) if across else (gap, 1), np.uint8))
    return cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, run) if across else (run, 1), np.uint8))


def _pieces(across: Pixels, dpi: int) -> list[Box]:
    """Straight strokes along rows that may be the top or the bottom of a box, from the left."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(across, connectivity=8)
    least, most = (side * dpi for side in SIDES)
    fit = (stats[:, 2] >= 0.8 * least) & (stats[:, 2] <= LONGER * most) & (stats[:, 3] <= THICKEST * dpi)
    fit[0] = False
    found = (Box(int(left), int(top), int(left + wide), int(top + high)) for left, top, wide, high, _ in stats[fit])
    return sorted(found, key=lambda box: box.left)


def _between(pieces: list[Box], dpi: int) -> Iterator[Box]:
    """The squares that two strokes, one above the other, may be top and bottom of; a tick may lengthen either."""
    least, most = (side * dpi for side in SIDES)
    for at, one in enumerate(pieces):
        for other in pieces[at + 1 :]:
            if other.left - one.left > OFF * most:
                break
            upper, lower = (one, other) if one.top < other.top else (other, one)
            left, right = max(one.left, other.left), min(one.right, other.right)
            wide, high = right - left, lower.bottom - upper.top
            if not (least <= min(wide, high) and max(wide, high) <= min(most, SQUARE * min(wide, high))):
                continue
            if max(abs(one.left - other.left), abs(one.right - other.right)) <= OFF * wide:
                yield Box(left, upper.top, right, lower.bottom)


def _is_same(box: Box, other: Box) -> bool:
    across, down = abs(box.middle[0] - other.middle[0]), abs(box.middle[1] - other.middle[1])
    return max(across, down) < 0.5 * max(box.width, other.width)


def _has_four_sides(across: Pixels, down: Pixels, box: Box, dpi: int) -> bool:
    wall = max(3, round(WALL * dpi))
    start = max(0, box.left - wall)
    top = across[box.top : box.top + wall, box.left : box.right]
    bottom = across[box.bottom - wall : box.bottom, box.left : box.right]
    left = down[box.top : box.bottom, start : box.left + wall]
    right = down[box.top : box.bottom, box.right - wall : box.right + wall]
    drawn = [side.any(axis=0).mean() for side in (top, bottom)] + [side.any(axis=1).mean() for side in (left, right)]
    return min(drawn) >= DRAWN


def _stands_alone(ink: Pixels, box: Box, dpi: int) -> bool:
    """Whether nothing, or only the end of a tick, stands close to the left and the right: it is no letter of a word."""
    near, room = max(2, round(0.008 * dpi)), max(4, round(BESIDE * dpi))
    left = ink[box.top : box.bottom, max(0, box.left - room) : max(0, box.left - near)]
    right = ink[box.top : box.bottom, box.right + near : box.right + room]
    return all(side.size == 0 or (side > 0).any(axis=1).mean() <= NEIGHBOURED for side in (left, right))


def _is_beside(box: Box, other: Box) -> bool:
    """Whether two boxes touch or nearly do, as those of a number."""
    if box == other:
        return False
    across, down = abs(box.middle[0] - other.middle[0]), abs(box.middle[1] - other.middle[1])
    return across < DISTANCE * max(box.width, other.width) and down < 0.5 * box.height


def _inked(ink: Pixels, box: Box) -> float:
    across, down = round(INSET * box.width), round(INSET * box.height)
    inside = ink[box.top + down : box.bottom - down, box.left + across : box.right - across]
    return round(float((inside > 0).mean()), 3) if inside.size else 0.0
