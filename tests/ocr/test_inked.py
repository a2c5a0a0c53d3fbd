"""The parts of a page that hold ink, and the size at which these are shown to the detector."""

import numpy as np
import pytest

from ocr.recognition import inked
from ocr.recognition.detection import TextBox
from ocr.recognition.inked import boxes_where_inked, inked_parts

DPI = 200
WIDTH, HEIGHT = 8.27, 11.69  # inches


def sheet(*bars: tuple[float, float, float, float], ink: int = 0) -> np.ndarray:
    """White A4 with bars (left, top, right, bottom) in inches."""
    page = np.full((round(HEIGHT * DPI), round(WIDTH * DPI)), 255, np.uint8)
    for left, top, right, bottom in bars:
        page[round(top * DPI) : round(bottom * DPI), round(left * DPI) : round(right * DPI)] = ink
    return page


@pytest.mark.parametrize("ink", [0, 150, 215], ids=["black", "gray", "pale"])
def test_each_part_lies_around_its_ink(ink):
    parts = inked_parts(sheet((2, 1, 5, 1.2), (2, 1.4, 4, 1.6), (3, 11, 4, 11.1), ink=ink), DPI)
    assert len(parts) == 2  # lines close to one another stay together
    upper, lower = parts
    assert 1.7 * DPI < upper.left < 2 * DPI
    assert 5 * DPI < upper.right < 5.3 * DPI
    assert 1.6 * DPI < upper.bottom < 1.9 * DPI
    assert lower.top < 11 * DPI < 11.1 * DPI < lower.bottom


@pytest.mark.parametrize(
    "bar", [(2, 3, 2.02, 3.02), (0, 0, 0.06, HEIGHT)], ids=["a speck", "the shadow of the sheet's edge"]
)
def test_what_is_no_text_makes_no_part(bar):
    assert inked_parts(sheet(bar), DPI) == ()


def test_print_on_a_small_part_of_the_sheet_is_shown_larger_and_its_boxes_lie_on_the_page(monkeypatch):
    shown = []

    def seen(piece: np.ndarray, long_side: int = inked.LONG_SIDE) -> tuple[TextBox, ...]:
        shown.append(long_side / max(piece.shape))
        rows, columns = np.nonzero(piece < 128)
        centre = (float(columns.mean()), float(rows.mean()))
        return (TextBox(centre, float(np.ptp(columns)), float(np.ptp(rows)), 0.0),)

    monkeypatch.setattr(inked, "text_boxes", seen)
    small = boxes_where_inked(sheet((2, 1, 5, 1.2), (3, 11, 4, 11.1)), DPI)
    usual = inked.LONG_SIDE / (HEIGHT * DPI)
    assert all(1.3 * usual < scale <= 1 for scale in shown)
    assert [box.centre for box in small] == [
        pytest.approx((3.5 * DPI, 1.1 * DPI), abs=1),
        pytest.approx((3.5 * DPI, 11.05 * DPI), abs=1),
    ]
    shown.clear()
    boxes_where_inked(sheet((0.3, 0.3, 8, 11.4)), DPI)
    assert shown == [pytest.approx(usual, rel=0.01)]  # a full sheet costs what it always did
