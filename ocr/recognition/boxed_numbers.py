"""Numbers written one digit a box: each box cut out, the digits set side by side and read as one number.

Over boxes a reader of lines sees twelve words, loses ones and thinks a rule a digit. Here the boxes say how many digits
there are and which sign stands where, and two readers say which.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.cleaning.cells import rows_of_boxes
from ocr.engine import Recogniser
from ocr.files.images import Pixels
from ocr.page import Box, Line, Word
from ocr.recognition.lines import in_reading_order
from ocr.recognition.plain import read_plain

INSET = 0.06  # of a box's side: what remains of its rules lies there
INK = 70  # of 255: darker than the box's paper by this much is ink
FEWEST_INKED = 0.012  # share of a box that must be inked for something to stand in it
TALLEST = 0.35  # of a box's height: what is lower is a speck, not a digit
HEIGHT = 40  # px of a digit's box in the strip
BETWEEN = 0.16  # of the strip's height, from digit to digit
FEWEST = 6  # digits of a number that is worth being read anew
UNSURE = 0.5  # least belief in any sign with which the boxes' word counts more than that of the whole line
DISPUTED = 0.6  # confidence of a number of which two readers read a digit differently
LETTERS = str.maketrans({"O": "0", "o": "0", "D": "0", "I": "1", "l": "1", "|": "1", "S": "5", "B": "8", "Z": "2"})


@dataclass(frozen=True, slots=True)
class _Strip:
    """Digits of a row of boxes side by side."""

    pixels: Pixels
    middles: tuple[float, ...]  # of each digit, as a share of the strip's width


def with_boxed_numbers(
    lines: Sequence[Line], gray: Pixels, cells: Sequence[Box], dpi: int, recogniser: Recogniser
) -> tuple[Line, ...]:
    """The lines of a page in reading order, each number in boxes one word. `gray`: the page, its rules taken off."""
    for row in rows_of_boxes(cells, dpi):
        word = _number(row, gray, recogniser)
        if word:
            lines = _put(lines, word, row)
    return tuple(lines)


def _number(row: Sequence[Box], gray: Pixels, recogniser: Recogniser) -> Word | None:
    digits = [(box, piece) for box in row if (piece := _digit(gray, box)) is not None]
    if len(digits) < FEWEST:
        return None
    strip = _side_by_side([piece for _, piece in digits])
    signs = _signs(strip, [piece for _, piece in digits])
    if signs is None:
        return None
    text, beliefs = "".join(sign for sign, _ in signs), [belief for _, belief in signs]
    if min(beliefs) < UNSURE:
        return None
    (line,) = recogniser.read_lines([strip.pixels])
    other = "".join(line.text.split()).translate(LETTERS) if line else ""
    confidence = min(beliefs)
    if len(other) == len(text) and other.isdigit():
        confidence = max(confidence, line.confidence if line else 0.0) if other == text else min(confidence, DISPUTED)
    box = digits[0][0].with_(digits[-1][0])
    return Word(text, box, confidence)


def _digit(gray: Pixels, box: Box) -> Pixels | None:
    """What stands in a box, cut out close; None for an empty box."""
    across, down = max(1, round(INSET * box.width)), max(1, round(INSET * box.height))
    inside = gray[box.top + down : box.bottom - down, box.left + across : box.right - across]
    if min(inside.shape) < 6:
        return None
    paper = float(np.percentile(inside, 80))
    ink = (inside < paper - INK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    tall = stats[:, cv2.CC_STAT_HEIGHT] >= 0.12 * box.height
    tall[0] = False
    ink = tall[labels].astype(np.uint8)
    if count < 2 or ink.mean() < FEWEST_INKED:
        return None
    left, top, width, height = cv2.boundingRect(ink)
    if height < TALLEST * box.height:
        return None
    margin = max(1, box.height // 24)
    top, bottom = max(0, top - margin), top + height + margin
    left, right = max(0, left - margin), left + width + margin
    return inside[top:bottom, left:right]


def _side_by_side(pieces: Sequence[Pixels]) -> _Strip:
    """The digits on one row of white paper, as if they had been printed as a number."""
    tallest = float(np.median([piece.shape[0] for piece in pieces]))
    gap = np.full((2 * HEIGHT, round(BETWEEN * HEIGHT)), 255, np.uint8)
    parts, middles, width = [gap, gap], [], 2 * gap.shape[1]
    for piece in pieces:
        zoom = HEIGHT / max(tallest, piece.shape[0] / 1.5)
        size = max(2, round(piece.shape[1] * zoom)), max(2, round(piece.shape[0] * zoom))
        how = cv2.INTER_AREA if zoom < 1 else cv2.INTER_CUBIC
        small = cv2.resize(np.ascontiguousarray(piece), size, interpolation=how)
        small = cv2.normalize(small, None, 0, 255, cv2.NORM_MINMAX)  # type: ignore[call-overload]
        room = np.full((2 * HEIGHT, size[0]), 255, np.uint8)
        top = max(0, (2 * HEIGHT - size[1]) // 2)
        room[top : top + size[1]] = small[: 2 * HEIGHT - top]
        parts += [room, gap]
        middles.append(width + size[0] / 2)
        width += size[0] + gap.shape[1]
    parts.append(gap)
    pixels = np.hstack(parts)[HEIGHT // 4 : -HEIGHT // 4]
    return _Strip(np.ascontiguousarray(pixels), tuple(middle / pixels.shape[1] for middle in middles))


def _signs(strip: _Strip, pieces: Sequence[Pixels]) -> list[tuple[str, float]] | None:
    """(digit, belief) of each box; None where no digit can be told for one of them."""
    read = read_plain(strip.pixels)
    middles = np.array(strip.middles)
    found: list[list[tuple[str, float]]] = [[] for _ in pieces]
    for sign, place, belief in zip(read.text, read.places, read.beliefs, strict=True):
        sign = sign.translate(LETTERS)
        if sign != " ":
            found[int(np.abs(middles - place).argmin())].append((sign, belief))
    signs = []
    for number, one in enumerate(found):
        if len(one) != 1 or not one[0][0].isdigit():
            one = _alone(pieces[number])
        if len(one) != 1 or not one[0][0].isdigit():
            return None
        signs.append(one[0])
    return signs


def _alone(piece: Pixels) -> list[tuple[str, float]]:
    """A digit between two others that are known: alone it would be too short to be read."""
    strip = _side_by_side([piece, piece, piece])
    read = read_plain(strip.pixels)
    signs = read.text.translate(LETTERS).replace(" ", "")
    if len(signs) == 3 and len(set(signs)) == 1:
        return [(signs[0], min(read.beliefs))]
    return []


def _put(lines: Sequence[Line], word: Word, row: Sequence[Box]) -> tuple[Line, ...]:
    """The lines with the word in the place of all words that stand in the boxes of the row."""
    area = row[0].with_(row[-1])
    kept = [Line(words) for line in lines if (words := tuple(one for one in line.words if not _within(one.box, area)))]
    return in_reading_order([*kept, Line((word,))])


def _within(box: Box, area: Box) -> bool:
    """Whether the most of a box lies in the area."""
    across = min(box.right, area.right) - max(box.left, area.left)
    down = min(box.bottom, area.bottom) - max(box.top, area.top)
    return across > 0 and down > 0 and across * down > 0.5 * max(1, box.width * box.height)
