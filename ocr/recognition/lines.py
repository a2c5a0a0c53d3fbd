"""A page read line by line: text is found by a network, each line cut out and read by itself.

Twice the work of reading the page whole, and half the errors on photographs, tables and damaged copies, where layout
analysis goes astray.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engine import Recogniser
from ocr.files.images import Pixels
from ocr.page import Box, Line, Word
from ocr.recognition.detection import TextBox
from ocr.recognition.inked import boxes_where_inked
from ocr.recognition.looks import AGAIN, FIRST, Look, doubtful, surer

REACHING_IN = 0.3  # of the strip's height: ink that comes in from above or below and ends so soon is another line's
INK_EDGE = 0.2  # of the way from ink to paper, beyond the middle: the soft edge of ink goes with it
PAPER = 80  # per cent of a strip's pixels that are darker than its paper
BORDER = 10  # px of paper around the crop
LEVEL = 0.8  # degrees: a line that slopes less is cut out straight
SLIMMEST = 0.045  # inch: what is lower is no line of letters
SAME_ROW = 0.5  # share of the lower box's height that both must have in common to stand on one row


@dataclass(frozen=True, slots=True)
class Strip:
    """One piece of a line, cut out."""

    pixels: Pixels
    back: NDArray[Any]  # 2 x 3: px of the strip -> px of the page
    edge: int  # px above the line and below it: border and margin


def read_by_lines(cleaned: Pixels, gray: Pixels, dpi: int, recogniser: Recogniser) -> tuple[Line, ...]:
    """Every line of an upright page, top to bottom, left to right within a row.

    `gray` is the page before cleaning: doubtful lines are looked at once more, there too, and the surest reading kept.
    """
    boxes = [box for box in boxes_where_inked(cleaned, dpi) if box.height >= SLIMMEST * dpi and abs(box.angle) < 45]
    lines = _read(cleaned, boxes, FIRST, recogniser)
    lines = _looked_at_again(lines, boxes, cleaned, gray, recogniser)
    return in_reading_order([line for line in lines if line])


def _looked_at_again(
    lines: list[Line | None], boxes: Sequence[TextBox], cleaned: Pixels, gray: Pixels, recogniser: Recogniser
) -> list[Line | None]:
    """Each line as its surest look shows it; a look is taken at what is doubtful after those before it."""
    surest = list(lines)
    for look in AGAIN:
        places = list(doubtful(surest))
        read = _read(cleaned if look.cleaned else gray, [boxes[place] for place in places], look, recogniser)
        for place, line in zip(places, read, strict=True):
            surest[place] = surer(surest[place], line)
    return surest


def _read(page: Pixels, boxes: Sequence[TextBox], look: Look, recogniser: Recogniser) -> list[Line | None]:
    strips = [cut_out(page, box, look) for box in boxes]
    read = recogniser.read_lines([strip.pixels for strip in strips])
    return [line and _placed(line, strip, page.shape) for line, strip in zip(read, strips, strict=True)]


def cut_out(gray: Pixels, box: TextBox, look: Look = FIRST) -> Strip:
    """The box with its margins, level, at the look's height."""
    zoom = look.height / box.height
    angle = np.radians(box.angle if abs(box.angle) >= LEVEL else 0.0)
    across = np.array((np.cos(angle), np.sin(angle))) / zoom
    down = np.array((-np.sin(angle), np.cos(angle))) / zoom
    size = round((box.width + 2 * look.ends * box.height) * zoom), round(look.height * (1 + 2 * look.margin))
    corner = np.array(box.centre) - across * size[0] / 2 - down * size[1] / 2
    how = (cv2.INTER_AREA if zoom < 0.7 else cv2.INTER_CUBIC) | cv2.WARP_INVERSE_MAP
    inside = np.column_stack((across, down, corner))
    pixels = cv2.warpAffine(gray, inside, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    # what stands above and below the line is other lines' ink: plain paper is put there instead
    paper = float(np.percentile(pixels, PAPER))
    if look.alone:
        _drop_other_lines(pixels, paper)
    pixels = cv2.copyMakeBorder(pixels, *(BORDER,) * 4, borderType=cv2.BORDER_CONSTANT, value=(paper,))
    back = np.column_stack((across, down, corner - (across + down) * BORDER))
    return Strip(pixels, back, BORDER + round(look.height * look.margin))


def _drop_other_lines(pixels: Pixels, paper: float) -> None:
    """Paint over what reaches into the strip: feet of the line above, marks of the line below."""
    ink = (pixels < (paper + float(pixels.min())) / 2 + INK_EDGE * (paper - float(pixels.min()))).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height = pixels.shape[0]
    top, bottom = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_TOP] + stats[:, cv2.CC_STAT_HEIGHT]
    others = (top == 0) & (bottom <= REACHING_IN * height) | (bottom == height) & (top >= (1 - REACHING_IN) * height)
    others[0] = False
    if others.any():
        gone = cv2.dilate(others.astype(np.uint8)[labels], np.ones((3, 3), np.uint8))
        pixels[gone > 0] = round(paper)


def _placed(line: Line, strip: Strip, shape: tuple[int, ...]) -> Line:
    """The margins are cut off again: by them, lines that stand close would seem to share rows."""
    height, edge = strip.pixels.shape[0], strip.edge
    words = []
    for word in line.words:
        top, bottom = max(word.box.top, edge), min(word.box.bottom, height - edge)
        box = Box(word.box.left, top, word.box.right, bottom) if top < bottom else word.box
        words.append(Word(word.text, _on_page(box, strip, shape), word.confidence))
    return Line(tuple(words))


def _on_page(box: Box, strip: Strip, shape: tuple[int, ...]) -> Box:
    corners = np.array([[x, y, 1] for x in (box.left, box.right) for y in (box.top, box.bottom)])
    x, y = strip.back @ corners.T
    left, top = max(0, int(x.min())), max(0, int(y.min()))
    return Box(left, top, max(left + 1, min(shape[1], round(x.max()))), max(top + 1, min(shape[0], round(y.max()))))


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Row by row from the top; within a row from the left."""
    return tuple(line for row in in_rows(lines) for line in row)


def in_rows(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Lines that stand beside one another, from the left; rows from the top."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.middle[1]):
        last = [other.box for other in rows[-1]] if rows else []
        if any(_same_row(line.box, box) for box in last) and not any(_above(line.box, box) for box in last):
            rows[-1].append(line)
        else:
            rows.append([line])
    return tuple(tuple(sorted(row, key=lambda line: line.box.left)) for row in rows)


def _same_row(box: Box, other: Box) -> bool:
    common = min(box.bottom, other.bottom) - max(box.top, other.top)
    return common >= SAME_ROW * min(box.height, other.height)


def _above(box: Box, other: Box) -> bool:
    """Whether they share columns, so that one must stand above the other."""
    return min(box.right, other.right) - max(box.left, other.left) > 0.3 * min(box.width, other.width)
