"""A line cut out for reading: its own marks are on it, other lines' ink is not."""

import numpy as np
import pytest

from ocr.engine import Recogniser
from ocr.page import Box, Line, Word
from ocr.recognition import lines
from ocr.recognition.detection import TextBox
from ocr.recognition.lines import BORDER, cut_out, read_by_lines

TOP, BOTTOM = 100, 140  # px: where the line stands on the page
LINE = TextBox((200.0, 120.0), 300.0, 40.0, 0.0)


def page_with(top: int, bottom: int) -> np.ndarray:
    """White, with a letter on the line and a stroke between two rows of pixels."""
    page = np.full((300, 400), 255, np.uint8)
    page[TOP + 5 : BOTTOM - 5, 80:90] = 0
    page[top:bottom, 200:210] = 0
    return page


@pytest.mark.parametrize(
    ("top", "bottom", "stays"),
    [
        (60, TOP + 4, False),  # the foot of a letter of the line above
        (BOTTOM - 4, 180, False),  # a mark of the line below
        (TOP - 2, TOP + 6, True),  # the line's own mark, a little higher than the detector thought
        (60, BOTTOM - 10, True),  # a stroke that runs into the line
    ],
)
def test_ink_of_other_lines_is_painted_over(top, bottom, stays):
    strip = cut_out(page_with(top, bottom), LINE).pixels
    zoom = (strip.shape[1] - 2 * BORDER) / (LINE.width + 2 * lines.ENDS * LINE.height)
    middle = round(BORDER + (205 - 200 + LINE.width / 2 + lines.ENDS * LINE.height) * zoom)
    assert (strip[:, middle - 3 : middle + 3].min() < 128) == stays


class SeesTheWholeStrip:
    """Like an engine that thinks a word as high as the strip."""

    def read_lines(self, crops):
        return tuple(
            Line((Word("word", Box(BORDER, 0, crop.shape[1] - BORDER, crop.shape[0]), 0.9),)) for crop in crops
        )


def test_words_are_no_higher_than_the_line_as_it_was_found(monkeypatch):
    engine: Recogniser = SeesTheWholeStrip()  # type: ignore[assignment]
    monkeypatch.setattr(lines, "boxes_where_inked", lambda gray, dpi: (LINE,))
    page = page_with(TOP, BOTTOM)
    (line,) = read_by_lines(page, page, 200, engine)
    assert abs(line.box.top - TOP) <= 2
    assert abs(line.box.bottom - BOTTOM) <= 2
