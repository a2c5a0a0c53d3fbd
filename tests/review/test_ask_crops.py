"""Which part of a page is cut out for a question."""

from itertools import pairwise

import pytest

from ocr.page import Box, Line, Word
from review.showing.crops import around

WIDTH, HEIGHT, LINE, PITCH = 1654, 2339, 40, 60


def lines(count: int) -> list[Line]:
    """Of ten words each."""
    return [
        Line(
            tuple(
                Word("chữ", Box(100 + 140 * at, 100 + row * PITCH, 220 + 140 * at, 140 + row * PITCH), 0.9)
                for at in range(10)
            )
        )
        for row in range(count)
    ]


def test_one_line_of_print_stands_above_and_below():
    mark = Box(380, 280, 780, 320)
    crop = around([mark], lines(8), WIDTH, HEIGHT)
    assert crop.mark == mark
    assert crop.region.top <= 220 < 280
    assert crop.region.bottom >= 380
    assert crop.region.bottom - crop.region.top < 5 * PITCH
    assert crop.line == LINE


def test_a_long_line_may_be_broken_between_words_only():
    crop = around([Box(100, 280, 1480, 320)], lines(8), WIDTH, HEIGHT)
    (row,) = crop.rows
    assert row.breaks == tuple(230 + 140 * at for at in range(9))
    assert all(left < right for left, right in pairwise(row.breaks))


def test_a_place_of_two_lines_is_broken_line_by_line():
    crop = around([Box(100, 280, 1480, 320), Box(100, 340, 500, 380)], lines(8), WIDTH, HEIGHT)
    first, second = (row.box for row in crop.rows)
    assert first.bottom <= second.top


def test_a_place_of_which_nothing_was_read_is_one_row():
    mark = Box(100, 280, 400, 320)
    assert [row.box for row in around([mark], (), WIDTH, HEIGHT).rows] == [mark]


@pytest.mark.parametrize(
    "told", [Box(-50, -50, 30, 20), Box(1600, 2300, 9000, 9000), Box(0, 0, WIDTH, HEIGHT), Box(5000, 5000, 5001, 5001)]
)
def test_the_crop_never_leaves_the_page(told):
    for read in (lines(8), []):
        crop = around([told], read, WIDTH, HEIGHT)
        for box in (crop.region, crop.mark):
            assert 0 <= box.left < box.right <= WIDTH
            assert 0 <= box.top < box.bottom <= HEIGHT
        assert crop.line > 0
