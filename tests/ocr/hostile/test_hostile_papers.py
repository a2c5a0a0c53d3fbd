"""Stamps, signatures and look-alike letters: what is read through them, and how sure the reading says it is.

The recogniser is the real one, so these count as contract tests.
"""

import io

import doubtful_papers as make
import pytest
from PIL import Image

from ocr.files.scan_finding import ScanFinding
from ocr.files.text_findings import folded
from ocr.files.text_layer import beside_its_layer, text_layer
from ocr.page import Line, Page
from ocr.reading import PageReading, read_one_page

pytestmark = pytest.mark.contract

UNSURE = 0.7  # confidence below which no word is used as it is


def reading_of(picture: Image.Image) -> PageReading:
    reading = read_one_page(make.scanned(picture), 1)
    assert isinstance(reading, PageReading)
    return reading


def line_at(page: Page, row: int) -> Line:
    """What was read where `LINES[row]` begins; the text of a stamp may be a line of its own behind it."""
    top = 100 + 70 * row
    lines = (line for line in page.lines if top < (line.box.top + line.box.bottom) / 2 < top + 60)
    return min(lines, key=lambda line: line.box.left)


def test_row_25_name_under_a_red_stamp_is_right_or_said_to_be_unsure():
    name = line_at(reading_of(make.stamped()).page, 3)
    assert name.text == make.NAME or min(word.confidence for word in name.words) < UNSURE
    assert folded(name.text).replace(" ", "") == folded(make.NAME).replace(" ", "")  # at most a mark is lost


def test_row_25_name_under_a_signature_is_right_or_said_to_be_unsure():
    page = reading_of(make.signed()).page
    name = line_at(page, 3)
    assert name.text == make.NAME or min(word.confidence for word in name.words) < UNSURE
    assert line_at(page, 5).text == make.LINES[5]  # what lies beside it is as sure as ever


def test_row_25_the_ink_over_a_name_stays_in_the_picture_that_is_shown():
    reading = reading_of(make.signed())
    shown = Image.open(io.BytesIO(reading.picture)).convert("RGB")
    strong = [pixel for _, pixel in shown.getcolors(1 << 24) if max(pixel) - min(pixel) > 80]
    assert {pixel.index(max(pixel)) for pixel in strong} == {0, 2}  # red of the stamp, blue of the signature


def test_row_26_specimen_is_flagged_and_read_all_the_same():
    reading = reading_of(make.specimen())
    assert reading.findings == (ScanFinding.SPECIMEN,)
    assert make.NAME in reading.page.text
    assert reading_of(make.printed()).findings == ()


SAID = {
    "Cyrillic letters": ("Nguyen Van An", "Nguyen Van \u0410n", ScanFinding.CONFUSABLE_LETTERS),
    "Greek letters": ("Nguyen Van An", "Nguyen V\u03b1n An", ScanFinding.CONFUSABLE_LETTERS),
    "an Icelandic eth": ("Dang", "\u00d0ang", ScanFinding.CONFUSABLE_LETTERS),
    "loose marks": ("Tiwng Viqt", "Tie\u0302\u0301ng Vie\u0323\u0302t", None),
}


@pytest.mark.parametrize("name", SAID)
def test_row_28_letters_that_only_look_vietnamese_are_flagged_and_loose_marks_are_joined(name):
    shown, means, finding = SAID[name]
    content = make.pdf_that_says(shown, means)
    layer = text_layer(content, 1)
    assert layer is not None
    page = Page(1, 620, 877, 75, 0, 0.0, (1, 0, 0, 0, 1, 0, 0, 0, 1), (), (), (), "by hand")
    found = beside_its_layer(content, page)[1]
    assert (ScanFinding.CONFUSABLE_LETTERS in found) == (finding is not None)
    if finding is None:
        assert layer.text == "Tiếng Việt"
