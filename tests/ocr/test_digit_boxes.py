"""Boxes for a number are found among the cells of a page, and what stands in them is read as one number."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.cleaning.cells import rows_of_boxes
from ocr.cleaning.clean import clean
from ocr.page import Box, Line, Word
from ocr.recognition.boxed_numbers import with_boxed_numbers

DPI = 200
SIDE = 50  # px of a box, a quarter of an inch


class Says:
    """A recogniser that reads the same on every crop."""

    name = "none 1"

    def __init__(self, text: str) -> None:
        self.line = Line((Word(text, Box(0, 0, 1, 1), 0.95),)) if text else None

    def read_lines(self, crops):
        return (self.line,) * len(crops)

    def read_page(self, image, dpi):
        raise AssertionError("a row of boxes is no page")


def row(count: int, left: int = 100, top: int = 200, step: int = SIDE, missed: tuple[int, ...] = ()) -> list[Box]:
    lefts = (left + number * step for number in range(count) if number not in missed)
    return [Box(one, top, one + SIDE - 4, top + SIDE) for one in lefts]


TABLE = [
    Box(100 + 300 * column, 500 + 60 * line, 390 + 300 * column, 556 + 60 * line)
    for column in range(5)
    for line in range(3)
]
ROWS = {
    "twelve boxes": (row(12), [12]),
    "boxes that stand apart": (row(12, step=65), [12]),
    "two rows": ([*row(12), *row(12, top=400)], [12, 12]),
    "one number after the other": ([*row(9), *row(12, left=1000)], [9, 12]),
    "boxes hidden by broken rules": (row(12, missed=(3, 7, 8)), [12]),
    "a few boxes to tick": (row(4), []),
    "a table": (TABLE, []),
    "a page without rules": ([], []),
}


@pytest.mark.parametrize("case", ROWS)
def test_rows_of_boxes(case):
    cells, lengths = ROWS[case]
    found = rows_of_boxes(cells, DPI)
    assert [len(boxes) for boxes in found] == lengths
    assert all(boxes == tuple(sorted(boxes, key=lambda box: box.left)) for boxes in found)


def boxed(digits: str, boxes: int = 12) -> np.ndarray:
    """A page with a row of boxes, a digit in each; a blank leaves its box empty."""
    image = Image.new("L", (900, 500), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(34)
    for number in range(boxes):
        left = 100 + number * SIDE
        draw.rectangle((left, 200, left + SIDE, 200 + SIDE), outline=0, width=2)
        if number < len(digits):
            draw.text((left + SIDE / 2, 200 + SIDE / 2), digits[number], font=font, fill=0, anchor="mm")
    return np.asarray(image)


NUMBERS = """
in the boxes   | read
099190012345   | 099190012345
099111711177   | 099111711177
000000000008   | 000000000008
099190012      | 099190012
"""


@pytest.mark.parametrize(
    ("digits", "number"), [[cell.strip() for cell in line.split("|")] for line in NUMBERS.strip().splitlines()[1:]]
)
def test_number_in_boxes_is_one_word(digits, number):
    cleaned = clean(boxed(digits), DPI)
    (line,) = with_boxed_numbers((), cleaned.gray, cleaned.cells, DPI, Says(number))
    assert line.text == number
    assert line.confidence >= 0.8
    assert (line.box.left, line.box.top) == pytest.approx((100, 200), abs=6)


def test_words_beside_the_boxes_stay_and_words_in_them_go():
    cleaned = clean(boxed("099190012345"), DPI)
    label, misread = Word("Số:", Box(20, 210, 80, 240), 0.9), Word("0991", Box(105, 205, 300, 240), 0.4)
    lines = with_boxed_numbers((Line((label, misread)),), cleaned.gray, cleaned.cells, DPI, Says(""))
    assert [line.text for line in lines] == ["Số:", "099190012345"]


@pytest.mark.parametrize("written", ["", "NGUYENVANMAU"])
def test_empty_boxes_and_letters_leave_the_page_as_it_was_read(written):
    cleaned = clean(boxed(written), DPI)
    lines = (Line((Word("Họ", Box(20, 210, 80, 240), 0.9),)),)
    assert with_boxed_numbers(lines, cleaned.gray, cleaned.cells, DPI, Says("")) == lines


def test_number_that_two_readers_read_differently_is_not_sure():
    cleaned = clean(boxed("099190012345"), DPI)
    (line,) = with_boxed_numbers((), cleaned.gray, cleaned.cells, DPI, Says("099190012346"))
    assert line.text == "099190012345"
    assert line.confidence <= 0.6
