"""Leaders, rules, boxes and stamps go; words, their marks and red print stay."""

import numpy as np
import pytest
from scan_makers import form_at

from ocr.cleaning.clean import clean
from ocr.cleaning.stamps import covered, doubted, without_stamps
from ocr.page import Box, Line, Word

RESOLUTIONS = (150, 200, 300)


def ink_in(picture: np.ndarray, dpi: int, left: float, top: float, right: float, bottom: float) -> float:
    """Share of dark pixels in a part of the page given in inches."""
    part = picture[int(top * dpi) : int(bottom * dpi), int(left * dpi) : int(right * dpi)]
    return float(np.mean(part < 128))


@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_leader_goes_and_the_word_before_it_stays(dpi):
    before = form_at(dpi)
    after = clean(before, dpi).gray
    word, leader = (0.2, 0.2, 1.2, 0.45), (1.31, 0.3, 4.5, 0.45)
    assert ink_in(before, dpi, *leader) > 0.01
    assert ink_in(after, dpi, *leader) == 0
    assert ink_in(after, dpi, *word) == pytest.approx(ink_in(before, dpi, *word), rel=0.1)


@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_rule_goes(dpi):
    assert ink_in(clean(form_at(dpi), dpi).gray, dpi, 0.2, 0.9, 5.2, 1.1) < 0.0005


@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_boxes_go_and_their_insides_are_kept_in_order(dpi):
    cleaned = clean(form_at(dpi), dpi)
    assert ink_in(cleaned.gray, dpi, 0.4, 1.25, 3.7, 1.6) < 0.005
    assert len(cleaned.cells) == 12
    lefts = [cell.left for cell in cleaned.cells]
    assert lefts == sorted(lefts)
    assert cleaned.cells[0].middle == pytest.approx((0.625 * dpi, 1.425 * dpi), abs=0.02 * dpi)


def test_digit_within_a_box_stays():
    dpi = 200
    page = form_at(dpi).copy()
    page[int(1.36 * dpi) : int(1.5 * dpi), int(0.61 * dpi) : int(0.64 * dpi)] = 0  # a "1" in the first box
    after = clean(page, dpi).gray
    assert ink_in(after, dpi, 0.6, 1.34, 0.65, 1.52) > 0.3


def test_red_stamp_goes_and_black_print_beneath_it_stays():
    dpi = 100
    page = np.full((400, 400, 3), 255, np.uint8)
    rows, columns = np.ogrid[:400, :400]
    page[(rows - 200) ** 2 + (columns - 200) ** 2 < 70**2] = (215, 40, 50)
    page[195:205, 120:280] = (20, 20, 20)
    gray = without_stamps(page, dpi).gray
    assert gray[160, 200] > 200
    assert gray[200, 200] < 60


def test_word_beneath_a_stamp_is_less_sure_and_one_beside_it_is_not():
    page = np.full((400, 400, 3), 255, np.uint8)
    rows, columns = np.ogrid[:400, :400]
    page[(rows - 200) ** 2 + (columns - 200) ** 2 < 70**2] = (215, 40, 50)
    under, beside = Word("An", Box(170, 190, 230, 210), 0.9), Word("Bé", Box(20, 190, 80, 210), 0.9)
    red = without_stamps(page, 100).red
    assert covered(under.box, red) > 0.9
    (line,) = doubted([Line((beside, under))], red)
    assert [word.confidence < 0.9 for word in line.words] == [False, True]
    assert doubted([line], without_stamps(page[:, :, 0], 100).red) == (line,)


def test_red_title_is_no_stamp():
    page = np.full((400, 400, 3), 255, np.uint8)
    page[190:205, 60:340] = (200, 30, 40)
    assert without_stamps(page, 100).gray[197, 200] < 120


def test_clean_page_of_good_contrast_keeps_its_words():
    page = np.full((600, 600), 250, np.uint8)
    page[300:320, 100:104] = 20
    page[300:320, 130:134] = 20
    assert np.array_equal(clean(page, 200).gray < 128, page < 128)


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("lifted", [0.0, 0.03], ids=["the mark on the leader", "the mark just above it"])
def test_mark_below_a_letter_stays_when_a_leader_runs_through_it(dpi, lifted):
    page = np.full((dpi, 5 * dpi), 255, np.uint8)
    dot, mark = max(2, round(0.012 * dpi)), round(0.025 * dpi)
    level = round(0.6 * dpi)
    for left in range(round(0.3 * dpi), round(4.5 * dpi), round(0.06 * dpi)):
        page[level : level + dot, left : left + dot] = 0
    letter = slice(round(1.5 * dpi), round(1.6 * dpi))
    lowest = level - round((0.03 + lifted) * dpi)
    page[lowest - round(0.1 * dpi) : lowest, letter] = 0
    top, middle = level + dot // 2 - mark // 2 - round(lifted * dpi), (letter.start + letter.stop) // 2
    page[top : top + mark, middle - mark // 2 : middle - mark // 2 + mark] = 0
    after = clean(page, dpi).gray
    assert after[top + mark // 2, middle] < 128
    assert ink_in(after, dpi, 1.8, 0.5, 4.6, 0.75) == 0


def test_picture_that_is_cleaned_is_left_as_it_was():
    page = form_at(200)
    before = page.copy()
    clean(page, 200)
    assert np.array_equal(page, before)
