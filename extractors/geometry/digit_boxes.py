"""Numbers in digit boxes of two columns, which an engine reads as one: parted where a row of boxes ends."""

from itertools import pairwise
from statistics import median

from ocr.page import Box, Word

LONGEST = 13  # digits of a number that no paper of ours exceeds in boxes
SPACE = 0.3  # of a box's width: what is wider parts two rows of boxes


def numbers_apart(word: Word, cells: tuple[Box, ...]) -> tuple[Word, ...]:
    """The word, or one word for each row of boxes that it stands in, when its digits are as many as the boxes."""
    if len(word.text) <= LONGEST or not word.text.isdigit():
        return (word,)
    rows = _rows([cell for cell in cells if _holds(cell, word.box)])
    if len(rows) < 2 or sum(map(len, rows)) != len(word.text):
        return (word,)
    words, at = [], 0
    for row in rows:
        box = Box(row[0].left, word.box.top, row[-1].right, word.box.bottom)
        words.append(Word(word.text[at : at + len(row)], box, word.confidence))
        at += len(row)
    return tuple(words)


def _holds(cell: Box, box: Box) -> bool:
    """Whether a cell is one of the boxes that a number stands in."""
    inside = box.left <= cell.middle[0] < box.right
    return cell.width < 2 * cell.height and inside and cell.top <= box.middle[1] < cell.bottom


def _rows(boxes: list[Box]) -> list[list[Box]]:
    """Boxes from the left, parted at wide spaces."""
    boxes = sorted(boxes)
    if not boxes:
        return []
    wide = SPACE * median(box.width for box in boxes)
    rows = [[boxes[0]]]
    for before, box in pairwise(boxes):
        if box.left - before.right > wide:
            rows.append([])
        rows[-1].append(box)
    return rows
