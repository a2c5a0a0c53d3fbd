"""How reading is measured: cases that can be checked by hand."""

import pytest

from benchmarks.measures import (
    Kind,
    Outcome,
    TextTally,
    line_errors,
    outcome,
    page_errors,
    plain,
    stands_in,
    text_tally,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Họ và  tên:\n An", "Họ và tên: An"),
        ("Nơi cư trú: ............ Huế", "Nơi cư trú: Huế"),
        ("0 9 9 | 2 0 5 ! 0 0 1 2 3 4", "099205001234"),
        ("Điều 3 4 5", "Điều 3 4 5"),  # too few to be the boxes of a number
        ("Hòa", "Hòa"),  # decomposed letters
    ],
)
def test_texts_are_compared_without_leaders_boxes_and_spacing(text, same):
    assert plain(text) == same


@pytest.mark.parametrize(
    ("line", "text", "errors"),
    [
        ("Giấy khai sinh", "cột trái Giấy khai sinh cột phải", 0),
        ("Giấy khai sinh", "Giay khai sinh", 1),
        ("Giấy khai sinh", "Giấy sinh khai", 5),  # "khai " is not there
        ("Giấy khai sinh", "", 14),
        ("Số", "0123456789" * 20, 2),  # never more than the line has letters
        ("", "abc", 0),
    ],
)
def test_a_line_is_held_against_its_best_place_in_the_text(line, text, errors):
    assert line_errors(line, text) == errors


@pytest.mark.parametrize(
    ("page", "text", "errors"),
    [
        ("một hai ba", "một hai ba", 0),
        ("một hai ba", "một hai", 3),
        ("một hai", "hai một", 6),  # the words are there, but not in their order
        ("một", "một và nhiều chữ thừa", 3),  # never more than the page has letters
        ("một", "", 3),
        ("", "thừa", 0),
    ],
)
def test_on_a_whole_page_order_counts(page, text, errors):
    assert page_errors(page, text) == errors


def test_a_page_is_compared_in_its_own_order_where_that_is_told():
    lines, read = ["trái một", "phải hai"], "phải hai\ntrái một"
    assert text_tally(lines, [], read).cer == 0
    assert text_tally(lines, [], read).cer_in_order > 0.5
    assert text_tally(lines, [], read, page="phải hai\ntrái một").cer_in_order == 0


def test_a_page_with_more_letters_than_the_aligner_knows_is_measured():
    text = "".join(chr(0x4E00 + number) for number in range(400)) + "Huế"
    assert line_errors("Huế", text) == 0


def test_words_lose_the_punctuation_around_them():
    assert words_of('Họ, chữ đệm: "An" (nếu có) -') == ["Họ", "chữ", "đệm", "An", "nếu", "có"]


def test_the_tally_of_a_page():
    tally = text_tally(["Họ tên: An An", "Huế"], [("An", Kind.TEXT), ("099205001234", Kind.NUMBER)], "Hue\nHọ tên: An")
    assert (tally.letters, tally.words, tally.values) == (16, 5, 2)
    assert (tally.letter_errors, tally.words_read, tally.values_found) == (4, 3, 1)  # one of two "An", and "Huế"
    assert (tally.cer, tally.wer, tally.found) == (4 / 16, pytest.approx(2 / 5), 1 / 2)


def test_tallies_add_up_by_letters_not_by_pages():
    both = TextTally(letters=90, letter_errors=0) + TextTally(letters=10, letter_errors=10)
    assert both.cer == 0.1


def test_nothing_to_read_is_read_without_errors():
    assert (TextTally().cer, TextTally().wer, TextTally().found) == (0, 0, 0)


@pytest.mark.parametrize(
    ("value", "kind", "text", "stands"),
    [
        ("099205001234", Kind.NUMBER, "Số: 099 205 001 234", True),
        ("0912345678", Kind.NUMBER, "ĐT: 0912.345.678", True),
        ("0912345678", Kind.NUMBER, "ĐT: 0912.345.679", False),
        ("2020-09-02", Kind.DATE, "sinh ngày 2/9/2020", True),
        ("2020-09-02", Kind.DATE, "Ngày 02 tháng 09 năm 2020", True),
        ("2020-09-02", Kind.DATE, "12/9/2020", False),
        ("2020-09-02", Kind.DATE, "02/9/20201", False),
        ("1987", Kind.DATE, "sinh năm 1987", True),
        ("an.nguyen@example.vn", Kind.EMAIL, "Email: an.nguyen @example.vn", True),
        ("Nguyễn Văn An", Kind.TEXT, "họ tên NGUYỄN VĂN AN, nam", True),
        ("Nguyễn Văn An", Kind.TEXT, "họ tên NGUYỄN VAN AN", False),
    ],
)
def test_whether_a_true_value_stands_in_the_text(value, kind, text, stands):
    assert stands_in(value, kind, plain(text)) is stands


@pytest.mark.parametrize(
    ("true", "given", "kind", "came_out"),
    [
        ("2020-09-02", "02/09/2020", Kind.DATE, "EXACT"),
        ("2020-09-02", "2020-02-09", Kind.DATE, "WRONG"),
        ("2020-09-02", None, Kind.DATE, "MISSING"),
        ("0912345678", "0912 345 678", Kind.NUMBER, "EXACT"),
        ("0912345678", "không rõ", Kind.NUMBER, "MISSING"),  # no digit was given
        ("Nguyễn Văn An", "NGUYỄN VĂN AN", Kind.TEXT, "EXACT"),
        ("Nguyễn Văn An", "Nguyễn Vân An", Kind.TEXT, "WRONG"),
        ("Tổ 3, xã A, tỉnh B", "Tổ 3 xã A - tỉnh B", Kind.TEXT, "EXACT"),
        ("", None, Kind.TEXT, "EXACT"),
        ("", "An", Kind.TEXT, "WRONG"),
    ],
)
def test_how_a_field_came_out(true, given, kind, came_out):
    assert outcome(true, given, kind) is Outcome[came_out]
