"""Rows of boxes in which a form asks for a number, one digit a box, among the cells that the rules of a page leave."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ocr.page import Box

FEWEST = 8  # boxes of a row that asks for a number: a full date has eight, a personal number twelve
HIGHEST = 0.6  # inch
SLIM, WIDE = 0.4, 1.8  # width over height of a box
ALIKE = 0.3  # share by which widths and heights of a row's boxes may differ from one another
LEVEL = 0.25  # of a box's height: how far the middles of neighbours may be apart
APART = 0.5  # of a box's width: the most between boxes that stand each for itself
MISSED = 2  # boxes in a row that the eye adds where a broken rule left a gap


def rows_of_boxes(cells: Sequence[Box], dpi: int) -> tuple[tuple[Box, ...], ...]:
    """Every row of boxes for a number, its boxes from the left; boxes that a broken rule hid are added between."""
    boxes = [cell for cell in cells if cell.height <= HIGHEST * dpi and SLIM < cell.width / cell.height < WIDE]
    left = sorted(boxes, key=lambda box: box.left)
    rows = []
    while left:
        row = [left.pop(0)]
        for box in list(left):
            if _goes_on(row[-1], box):
                row.append(box)
                left.remove(box)
        row = list(_filled(row))
        if len(row) >= FEWEST:
            rows.append(tuple(row))
    return tuple(sorted(rows, key=lambda row: row[0].top))


def _goes_on(last: Box, box: Box) -> bool:
    """Whether a box is the next of a row, or the next but those that were missed."""
    alike = abs(last.width - box.width) <= ALIKE * last.width and abs(last.height - box.height) <= ALIKE * last.height
    level = abs(last.middle[1] - box.middle[1]) <= LEVEL * last.height
    gap = box.left - last.right
    return alike and level and -0.1 * last.width <= gap <= (MISSED * (1 + APART) + APART) * last.width


def _filled(row: Sequence[Box]) -> Iterator[Box]:
    """The row with boxes put into gaps that are a whole number of boxes wide."""
    steps = [after.middle[0] - box.middle[0] for box, after in pairwise(row)]
    yield row[0]
    if not steps:
        return
    pitch = median(step for step in steps if step < 1.5 * min(steps))
    for (box, after), step in zip(pairwise(row), steps, strict=True):
        missed = round(step / pitch) - 1
        for number in range(1, missed + 1):
            move = round(number * step / (missed + 1))
            yield Box(box.left + move, box.top, box.right + move, box.bottom)
        yield after
