"""How far rows stand apart on a part of a page: whether one is the next line of the one above it."""

from itertools import pairwise
from statistics import median

from extractors.geometry.layout import Row

PITCH = 2.6  # heights of print from row to row; a larger step is no wrapped line, unless rows stand so far apart there
WIDEST = 3.4  # heights of print that rows of a form stand apart at most
UNEVEN = 1.15  # times the usual step, by which steps differ on one form
NEAR = 5  # rows above and below, by which the usual step is told


def next_line(rows: tuple[Row, ...], at: int) -> bool:
    """Whether the row below a row is the next line: no further away than lines are in that part of the page."""
    row, below = rows[at], rows[at + 1]
    if row.page != below.page:
        return False
    step, height = below.box.middle[1] - row.box.middle[1], max(row.height, below.height)
    return step < PITCH * height or (step < WIDEST * height and step < UNEVEN * _usual_step(rows, at))


def _usual_step(rows: tuple[Row, ...], at: int) -> float:
    """The usual distance, px, of the rows around a row and the one below it, which are on one page."""
    near = [one for one in rows[max(0, at - NEAR) : at + NEAR + 1] if one.page == rows[at].page]
    return median(after.box.middle[1] - one.box.middle[1] for one, after in pairwise(near))
