"""A line cut out for reading: its own marks are on it, other lines' ink is not."""

import numpy as np
import pytest

from ocr.engine import Recogniser
from ocr.page import Box, Line, Word
from ocr.recognition import lines
from ocr.recognition.detection import TextBox
from ocr.recognition.lines import BORDER, cut_out, read_by_lines
from ocr.recognition.looks import AGAIN, DOUBT, FIRST, Look, surer

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
    zoom = (strip.shape[1] - 2 * BORDER) / (LINE.width + 2 * FIRST.ends * LINE.height)
    middle = round(BORDER + (205 - 200 + LINE.width / 2 + FIRST.ends * LINE.height) * zoom)
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


CLEANED, SCANNED = 255, 250  # of 255: white paper of the page cleaned and of the page as scanned
DOUBTED, SURE, SUREST = DOUBT - 0.2, DOUBT + 0.02, DOUBT + 0.1


def line_of(text, confidence):
    return Line((Word(text, Box(BORDER, BORDER, 200, 60), confidence),))


class ReadsByLook:
    """An engine that is as sure of each look, one after the other, as told; it keeps what it was shown."""

    def __init__(self, *beliefs):
        self.beliefs, self.shown = list(beliefs), []

    def read_lines(self, crops):
        self.shown += crops
        found = [self.beliefs[len(self.shown) - len(crops) + place] for place in range(len(crops))]
        return tuple(belief and line_of(str(belief), belief) for belief in found)


@pytest.mark.parametrize(
    ("beliefs", "kept", "looks"),
    [
        ((SURE,), SURE, 1),
        ((DOUBTED, SURE), SURE, 2),
        ((DOUBTED, DOUBTED - 0.1, DOUBTED + 0.1, DOUBTED), DOUBTED + 0.1, 4),
        ((DOUBTED, DOUBTED - 0.1, DOUBTED - 0.2, DOUBTED - 0.3), DOUBTED, 4),
        ((None, SUREST), SUREST, 2),
        ((DOUBTED, None, None, None), DOUBTED, 4),
        ((None, None, None, None), None, 4),
    ],
)
def test_line_is_looked_at_until_it_is_sure_and_its_surest_reading_kept(monkeypatch, beliefs, kept, looks):
    engine = ReadsByLook(*beliefs)
    monkeypatch.setattr(lines, "boxes_where_inked", lambda gray, dpi: (LINE,))
    page = page_with(TOP, BOTTOM)
    found = read_by_lines(page, page, 200, engine)  # type: ignore[arg-type]
    assert [line.confidence for line in found] == ([kept] if kept else [])
    assert len(engine.shown) == looks


def test_only_the_doubtful_line_is_looked_at_again_and_stays_in_its_place(monkeypatch):
    below = TextBox((200.0, 220.0), 300.0, 40.0, 0.0)
    engine = ReadsByLook(DOUBTED, SURE, SUREST)
    monkeypatch.setattr(lines, "boxes_where_inked", lambda gray, dpi: (LINE, below))
    page = page_with(TOP, BOTTOM)
    found = read_by_lines(page, page, 200, engine)  # type: ignore[arg-type]
    assert [line.confidence for line in found] == [SUREST, SURE]
    assert found[0].box.bottom <= BOTTOM + 2 < found[1].box.top


def test_a_doubtful_line_is_looked_at_on_the_scan_too(monkeypatch):
    engine = ReadsByLook(*[DOUBTED] * (1 + len(AGAIN)))
    monkeypatch.setattr(lines, "boxes_where_inked", lambda gray, dpi: (LINE,))
    pages = [np.full((300, 400), paper, np.uint8) for paper in (CLEANED, SCANNED)]
    read_by_lines(*pages, 200, engine)  # type: ignore[arg-type]
    assert {int(crop.max()) for crop in engine.shown} == {CLEANED, SCANNED}


def test_every_look_knows_its_way_back():
    page = np.full((300, 400), 255, np.uint8)
    page[115:125, 195:205] = 0
    for look in (FIRST, *AGAIN, Look(80, margin=0.3)):
        strip = cut_out(page, LINE, look)
        rows, columns = np.nonzero(strip.pixels < 100)
        assert strip.back @ (columns.mean() + 0.5, rows.mean() + 0.5, 1) == pytest.approx((200, 120), abs=1)


def test_of_two_readings_alike_the_first_is_kept():
    first = line_of("first", SURE)
    assert surer(first, line_of("second", SURE)) is first
