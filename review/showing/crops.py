"""Which part of a page a question is about: the marked place with one line of print around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ocr.page import Box, Line, Word

MOST_BYTES = 40_000  # of a crop: a quarter of a second at 1 Mbit/s and what it takes to ask
_BESIDE = 10  # heights of a line that are shown left and right of the place: its label, mostly
_LINE = 48  # px: the height of a line where the page tells none, as 12 points have it at 300 dpi
_LEADING = 1.5  # from one line to the next, in heights of a line


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line of a place."""

    box: Box
    breaks: tuple[int, ...]  # x between words, where a line too long for the screen may be broken


@dataclass(frozen=True, slots=True)
class Crop:
    """All in px of the upright page."""

    region: Box  # what is cut out
    mark: Box  # what the question is about, within the region
    line: int  # height of a line of its print
    rows: tuple["Row", ...]  # its printed lines from above; the whole place where the page tells none


def around(places: Sequence[Box], lines: Sequence[Line], width: int, height: int) -> Crop:
    """The crop of one place, which may be told as several boxes of the same page.

    `lines`: those of the page, empty where nobody read it. `width`, `height`: of the upright page.
    """
    mark = _within(_together(places), width, height)
    words = [word for line in lines for word in line.words if _overlap(word.box, mark)]
    line = round(median(word.box.height for word in words)) if words else min(_LINE, max(8, mark.height))
    above = max((_top(one) for one in lines if _is_above(one.box, mark)), default=None)
    below = min((_bottom(one) for one in lines if _is_above(mark, one.box)), default=None)
    least = round(line * _LEADING)
    top = min(mark.top - least // 2, max(mark.top - 3 * line, above - line // 4) if above else mark.top - least)
    bottom = max(
        mark.bottom + least // 2, min(mark.bottom + 3 * line, below + line // 4) if below else mark.bottom + least
    )
    region = _within(Box(mark.left - _BESIDE * line, top, mark.right + _BESIDE * line, bottom), width, height)
    return Crop(region, mark, line, _rows(lines, mark))


def _rows(lines: Sequence[Line], mark: Box) -> tuple[Row, ...]:
    """Each line by itself: a place of two lines that is cut across both is read in the wrong order."""
    found = [[word for word in line.words if _overlap(word.box, mark)] for line in lines]
    rows = [_row(words, mark) for words in found if words]
    return tuple(sorted(rows, key=lambda row: row.box.top)) or (Row(mark, ()),)


def _row(words: Sequence[Word], mark: Box) -> Row:
    box = _together([word.box for word in words])
    return Row(Box(max(box.left, mark.left), box.top, min(box.right, mark.right), box.bottom), _breaks(words, mark))


def _top(line: Line) -> int:
    return line.box.top


def _bottom(line: Line) -> int:
    return line.box.bottom


def _together(boxes: Sequence[Box]) -> Box:
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.with_(box)
    return whole


def _within(box: Box, width: int, height: int) -> Box:
    """At least one pixel of the page, whatever was told."""
    left, top = min(max(0, box.left), width - 1), min(max(0, box.top), height - 1)
    return Box(left, top, max(left + 1, min(width, box.right)), max(top + 1, min(height, box.bottom)))


def _overlap(one: Box, other: Box) -> bool:
    middle = (one.top + one.bottom) / 2
    return one.left < other.right and other.left < one.right and other.top <= middle <= other.bottom


def _is_above(one: Box, other: Box) -> bool:
    """Whether it stands above, somewhere over the other."""
    return (one.top + one.bottom) / 2 < other.top and one.left < other.right and other.left < one.right


def _breaks(words: Sequence[Word], mark: Box) -> tuple[int, ...]:
    """The middles of the gaps between words, left to right, where every line of the place has one."""
    edges = sorted((word.box.left, word.box.right) for word in words)
    found, reach = [], mark.left
    for left, right in edges:
        if left > reach > mark.left:
            found.append((left + reach) // 2)
        reach = max(reach, right)
    return tuple(found)
