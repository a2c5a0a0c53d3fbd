"""Dates in digits and in words: the tables are the specification."""

from datetime import date

import pytest
from tables import notes, rows, said, ways

from extractors.values.date_words import parse_date_said, parse_date_words, words_to_date
from extractors.values.dates import parse_birth_date, parse_date, parse_expiry, parse_first_date, parse_year

DATES = """
the paper says                     | the date
02/9/1945                          | 1945-09-02
ngày 02 tháng 9 năm 1945           | 1945-09-02
Hà Nội, ngày 3 tháng 12 năm 2025   | 2025-12-03
02.09.1945                         | 1945-09-02
02 / 09 / 1945                     | 1945-09-02
02-09-1945                         | 1945-09-02
0 2 / 0 9 / 1 9 4 5                | 1945-09-02
02 09 1945                         | 1945-09-02
2 9 1945                           | 1945-09-02
„Igày 02 tháng 9 năm 1945          | 1945-09-02
Ngàu 02 thang 9 nam 1945           | UNREADABLE
07 giờ 30 phút, ngày 02/9/1945     | 1945-09-02
l2/o5/1987                         | 1987-05-12
9/2o/2023                          | UNREADABLE
01/01/0001                         | UNREADABLE
0 2 0 9 1 9 4 5                    | 1945-09-02
o2/09/1945                         | 1945-09-02
31/02/1990                         | IMPOSSIBLE
12/13/1990                         | IMPOSSIBLE
02/9/45                            | UNREADABLE
ngày 02 tháng 9 năm 45             | UNREADABLE
01/01/1990 và 02/02/1991           | UNREADABLE
năm 1945                           | UNREADABLE
mồng hai                           | UNREADABLE
ngày .... tháng .... năm 20...     | BLANK
∅                                  | BLANK
"""


@pytest.mark.parametrize(("text", "value"), rows(DATES))
def test_date(text: str, value: str) -> None:
    assert said(parse_date(text)) == value


BIRTH_DATES = """
the paper says | the birth
07/11/1988     | 1988-11-07
1988           | 1988
năm 1988       | 1988
--/--/1988     | 1988
11/1988        | 1988-11
tháng 11 năm 1988 | 1988-11
/11/1988       | UNREADABLE
13/1988        | UNREADABLE
88             | UNREADABLE
30/02/1988     | IMPOSSIBLE
"""


@pytest.mark.parametrize(("text", "value"), rows(BIRTH_DATES))
def test_birth_date_of_the_year_only_is_never_the_first_of_january(text: str, value: str) -> None:
    assert said(parse_birth_date(text)) == value


def test_other_dates() -> None:
    assert said(parse_first_date("lần đầu, ngày 12 tháng 08 năm 2023; thay đổi ngày 01/02/2024")) == "2023-08-12"
    assert said(parse_first_date("16:30.12/07/2022")) == "2022-07-12"
    assert said(parse_expiry("Không thời hạn")) == "Không thời hạn"
    assert said(parse_year("1988")) == "1988"
    assert said(parse_year("07/11/1988")) == "1988"
    assert said(parse_year("88")) == "UNREADABLE"


DATE_WORDS = """
the paper says                                                             | the date
Ngày mồng chín, tháng mười hai, năm hai nghìn không trăm hai mươi ba       | 2023-12-09
ngày hai mươi mốt tháng tư năm một nghìn chín trăm tám mươi lăm            | 1985-04-21
Ngày ba mươi mốt tháng giêng năm hai ngàn linh năm                         | 2005-01-31
ngày rằm tháng chạp năm hai nghìn không trăm mười                          | 2010-12-15
ngày năm tháng năm năm một nghìn chín trăm chín mươi lăm                   | 1995-05-05
Ngày muời lam, thang mười, nam hai nghìn không tram hai mươi               | 2020-10-15
ngày mồng chín tháng mười hai năm hai nghìn không trăm linh ba             | 2003-12-09
ngày mùng một tháng mười một năm hai ngàn lẻ hai                           | 2002-11-01
ngày hăm ba tháng một năm một ngàn chín trăm chín mươi nhăm                | 1995-01-23
ngày ba mốt tháng ba năm một chín tám bảy                                  | 1987-03-31
NGÀY BẢY THÁNG TÁM NĂM HAI NGHÌN                                           | 2000-08-07
Ngày hai mươi bảy, tháng bq, năm hai nghìn không †răm hai mươi †ư          | 2024-03-27
ngày ba mươi tháng hai năm hai nghìn                                       | None
tháng mười hai năm hai nghìn                                               | None
"""


@pytest.mark.parametrize(("text", "value"), rows(DATE_WORDS))
def test_words_to_date(text: str, value: str) -> None:
    assert str(words_to_date(text)) == value


def test_date_words_are_spelled_by_the_list_and_say_so() -> None:
    parsed = parse_date_words("ngày mưòi lăm, tháng mười, năm hai nghin không trăm hai mươi")
    assert said(parsed) == "Ngày mười lăm, tháng mười, năm hai nghìn không trăm hai mươi"
    assert notes(parsed) == "SPELLING_FROM_LIST"
    assert said(parse_date_words("xyzzy quux")) == "UNREADABLE"


def test_why_a_date_was_not_taken_is_told() -> None:
    assert notes(parse_date("31/02/1990")) == "DAY_IMPOSSIBLE"
    assert (notes(parse_date("12/13/1990")), ways(parse_date("12/13/1990"))) == ("DAY_IMPOSSIBLE", "1990-12-13")
    assert (notes(parse_date("02/9/45")), ways(parse_date("02/9/45"))) == ("CENTURY_UNKNOWN", "1945-09-02 2045-09-02")
    assert ways(parse_date("01/01/1990 và 02/02/1991")) == "1990-01-01 1991-02-02"


def test_the_day_of_the_paper_leaves_out_what_lies_behind_it() -> None:
    written = date(2020, 5, 4)
    assert ways(parse_date("02/9/45", written)) == "1945-09-02"
    assert ways(parse_year("45", written)) == "1945"
    assert notes(parse_birth_date("02/9/2021", written)) == "YEAR_OUT_OF_RANGE"
    assert notes(parse_year("2021", written)) == "YEAR_OUT_OF_RANGE"
    assert notes(parse_birth_date("02/9/1945", written)) == ""


DATES_SAID = """
the paper says                                                           | the date   | finding
02/9/1945                                                                | 1945-09-02 | ∅
ngày mồng hai tháng chín năm một nghìn chín trăm bốn mươi lăm            | 1945-09-02 | DATE_FROM_WORDS
02/9/1945 (ngày hai tháng chín năm một nghìn chín trăm bốn mươi lăm)     | 1945-09-02 | WORDS_AGREE
03/9/1945 (ngày hai tháng chín năm một nghìn chín trăm bốn mươi lăm)     | UNREADABLE | ∅
"""


@pytest.mark.parametrize(("text", "value", "finding"), rows(DATES_SAID))
def test_a_date_in_digits_or_in_words(text: str, value: str, finding: str) -> None:
    parsed = parse_date_said(text)
    assert (said(parsed), notes(parsed)) == (value, finding)
