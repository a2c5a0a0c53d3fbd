"""What is told before a page is read: whether it is blank; and how a page is shown to the detector in bands."""

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from scan_makers import encoded

from ocr.cleaning.blank import is_blank
from ocr.reading import PageReading, read_one_page
from ocr.recognition.detection import EDGE, _bands
from ocr.recognition.tables import lines_in


def sheet(text: str = "", ink: int = 0, grain: float = 0.0) -> np.ndarray:
    image = Image.new("L", (1654, 2339), 245)
    ImageDraw.Draw(image).text((827, 2200), text, font=ImageFont.load_default(30), fill=ink)
    noise = np.random.default_rng(1).normal(0, grain, (2339, 1654)) if grain else 0
    return np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8)


SHEETS = {
    "nothing": (sheet(), True),
    "nothing, in colour": (np.dstack([sheet()] * 3), True),
    "the scanner's grain": (sheet(grain=4), True),
    "a page number": (sheet("7"), False),
    "a pale word": (sheet("xem", ink=205), False),
    "a word in the grain": (sheet("xem", ink=120, grain=4), False),
}


@pytest.mark.parametrize("case", SHEETS)
def test_blank_page_is_told_at_a_glance(case):
    pixels, blank = SHEETS[case]
    assert is_blank(pixels) is blank


def test_blank_page_is_read_as_a_page_without_lines():
    reading = read_one_page(encoded(Image.fromarray(sheet()), "PNG", dpi=(200, 200)), 1)
    assert isinstance(reading, PageReading)
    assert (reading.page.lines, reading.page.width, reading.page.height) == ((), 1654, 2339)


@pytest.mark.parametrize("size", [(1280, 896), (896, 1280), (1280, 1280), (736, 512), (512, 896), (96, 1280), (32, 32)])
def test_bands_cover_the_page_and_overlap(size):
    bands = list(_bands(*size))
    assert (bands[0][0], bands[-1][1]) == (0, size[0])
    assert all(top % 32 == 0 and bottom % 32 == 0 and bottom > top for top, bottom in bands)
    assert all(upper[1] - lower[0] == 2 * EDGE for upper, lower in pairwise(bands))


def test_table_of_words_becomes_lines():
    rows = (
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext",
        "4\t1\t1\t1\t1\t0\t10\t20\t90\t12\t-1\t",
        "5\t1\t1\t1\t1\t1\t10\t20\t30\t12\t96.5\tHo\u0323",  # a letter and its mark apart
        '5\t1\t1\t1\t1\t2\t50\t20\t50\t12\t40\t"An"',
        "5\t1\t1\t1\t2\t1\t10\t40\t30\t12\t95\t ",
        "5\t2\t1\t1\t1\t1\t10\t40\t30\t12\t95\tkhác",
    )
    pages = lines_in("\n".join(rows))
    (line,) = pages[1]
    assert [word.text for word in line.words] == ["Họ", '"An"']
    assert [word.confidence for word in line.words] == [0.965, 0.4]
    assert line.box.right == 100
    assert [line.text for line in pages[2]] == ["khác"]
