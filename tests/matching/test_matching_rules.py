"""The rules of matching, as tables of cases."""

import inspect
import sys
from dataclasses import replace

import pytest
from matching_town import claim, day, khanh, operators, rows, town

from extractors.reading import PartialDate
from matching.comparing.names import compare_names
from matching.comparing.rules import (
    RULES,
    Background,
    address,
    birth_date,
    card_issued_on,
    compare,
    full_name,
    id_number,
    parents,
    phone_owner,
    sex,
)
from matching.people import Person, Sex
from matching.reasons import Reason
from matching.resolution import Level
from matching.weighing.frequencies import general_frequencies
from matching.weighing.weights import parse_weights, standard_weights

BACKGROUND = Background(general_frequencies(), standard_weights())
PERSON = Person("P", "099087000101", ("990000101",), "Nguyễn Văn Khánh", PartialDate(1987, 3, 12), Sex.MALE)

FULL_NAME = """
the paper says      | the register holds   | formerly     | level     | reason
Nguyễn Văn Khánh    | NGUYỄN VĂN KHÁNH     |              | exact     |
Trần Thị Hòa        | Trần Thị Hoà         |              | variant   | NAME_TONE_PLACEMENT
Lý Mỹ Vy            | Lí Mỹ Vi             |              | variant   | NAME_I_Y
NGUYEN VAN KHANH    | Nguyễn Văn Khánh     |              | close     | NAME_NO_MARKS
HUYNH THI DAO       | Huỳnh Thị Đào        |              | close     | NAME_NO_MARKS
Nguyễn Văn Khạnh    | Nguyễn Văn Khánh     |              | close     | NAME_MARK_DIFFERS
Trần Thị Diệu       | Trần Thị Diệu Hiền   |              | different | NAME_CONFLICT
Trần Hiền           | Trần Thị Diệu Hiền   |              | close     | NAME_MIDDLE_DROPPED
Trần Diệu Hiền      | Trần Thị Diệu Hiền   |              | close     | NAME_MIDDLE_DROPPED
Trần T. D. Hiền     | Trần Thị Diệu Hiền   |              | close     | NAME_ABBREVIATED
Trần Thị Diệu Hlền  | Trần Thị Diệu Hiền   |              | close     | NAME_LETTER_MISREAD
Đặhg Anh Kiêh       | Đặng Anh Kiên        |              | close     | NAME_LETTERS_MISREAD
Trần ThịDiệu Hiền   | Trần Thị Diệu Hiền   |              | close     | NAME_SPACING
Võ Thị Bưởi         | Võ Thị Ngọc Lan      | Võ Thị Bưởi  | close     | FORMER_NAME
Nguyễn Văn An       | Nguyễn Thị An        |              | different | NAME_MIDDLE_DIFFERS
Hoàng Văn An        | Huỳnh Văn Ấn         |              | different | NAME_CONFLICT
Đinh Công Mạnh      | Nguyễn Văn Khánh     |              | different | NAME_CONFLICT
                    | Nguyễn Văn Khánh     |              | missing   |
"""


@pytest.mark.parametrize(("paper", "register", "formerly", "level", "reason"), rows(FULL_NAME))
def test_full_name(paper: str, register: str, formerly: str, level: str, reason: str) -> None:
    found = compare_names(paper, register, formerly)
    assert (found.level, found.reason) == (Level(level), Reason[reason] if reason else None)
    judged = full_name(claim(paper), replace(PERSON, full_name=register, other_name=formerly), BACKGROUND)
    assert judged.level is Level(level)


ID_NUMBER = """
the paper says | level     | reason
099087000101   | exact     |
990000101      | variant   | OLD_CMND
990000107      | close     | OLD_CMND_MISREAD
990777777      | missing   | OLD_CMND_NOT_ON_FILE
099087000107   | close     | ID_OCR_DIGIT
099087000102   | close     | ID_DIGIT_WRONG
099080700101   | close     | ID_DIGITS_TRANSPOSED
09908700101    | close     | ID_DIGIT_DROPPED
99087000101    | close     | ID_LEADING_ZERO_LOST
0990870001015  | close     | ID_DIGIT_INSERTED
0990870001??   | close     | ID_DIGITS_UNREADABLE
099?????????   | different | UNEXPLAINED_NUMBER
699087000107   | close     | ID_DIGITS_MISREAD
099087000222   | different | UNEXPLAINED_NUMBER
099187009999   | different | UNEXPLAINED_NUMBER
               | missing   |
"""


@pytest.mark.parametrize(("paper", "level", "reason"), rows(ID_NUMBER))
def test_id_number(paper: str, level: str, reason: str) -> None:
    found = id_number(claim(number=paper), PERSON, BACKGROUND)
    if reason == "OLD_CMND_NOT_ON_FILE":
        found = id_number(claim(number=paper), replace(PERSON, old_numbers=()), BACKGROUND)
    assert (found.level, found.reason) == (Level(level), Reason[reason] if reason else None)


BIRTH_DATE = """
the paper says | the register holds | level     | reason
12/03/1987     | 12/03/1987         | exact     |
1987           | 1987               | exact     |
1987           | 12/03/1987         | close     | DATE_YEAR_ONLY
12/03/1987     | 1987               | close     | REGISTER_YEAR_ONLY
01/01/1987     | 12/03/1987         | close     | DATE_PLACEHOLDER
03/12/1987     | 12/03/1987         | close     | DATE_SWAPPED
17/03/1987     | 12/03/1987         | close     | DATE_DIGIT_WRONG
12/03/1981     | 12/03/1987         | close     | DATE_DIGIT_WRONG
25/11/1987     | 12/03/1987         | different | DATE_CONFLICT
1988           | 12/03/1987         | different | DATE_CONFLICT
               | 12/03/1987         | missing   |
"""


@pytest.mark.parametrize(("paper", "register", "level", "reason"), rows(BIRTH_DATE))
def test_birth_date(paper: str, register: str, level: str, reason: str) -> None:
    found = birth_date(claim(born=paper), replace(PERSON, birth_date=day(register)), BACKGROUND)
    assert (found.level, found.reason) == (Level(level), Reason[reason] if reason else None)


@pytest.mark.parametrize(("paper", "level"), [("Nam", Level.EXACT), ("Nữ", Level.DIFFERENT), ("", Level.MISSING)])
def test_sex(paper: str, level: Level) -> None:
    assert sex(claim(sex=paper), PERSON, BACKGROUND).level is level


PARENTS = """
father on paper  | mother on paper | level
Nguyễn Văn Tổ    | Lê Thị Nội      | exact
Nguyen Van To    |                 | close
                 | Lê Thị Nội      | exact
Nguyễn Văn Tổ    | Trần Thị Khác   | different
                 |                 | missing
"""


@pytest.mark.parametrize(("father", "mother", "level"), rows(PARENTS))
def test_parents(father: str, mother: str, level: str) -> None:
    child = replace(PERSON, father_name="Nguyễn Văn Tổ", mother_name="Lê Thị Nội")
    assert parents(claim(father_name=father, mother_name=mother), child, BACKGROUND).level is Level(level)


ADDRESS = """
the paper says                                       | level
Thôn 9, xã Phước Lộc, tỉnh Thử Nghiệm                | exact
X. Phước Lộc, T. Thử Nghiệm                          | exact
Lộc Hạ, Phước An, Thử Nghiệm Cũ                      | exact
xã Mỹ Sơn, tỉnh Thử Nghiệm                           | close
xã Mỹ Sơn, tỉnh Giả Định                             | different
                                                     | missing
"""


@pytest.mark.parametrize(("paper", "level"), rows(ADDRESS))
def test_address(paper: str, level: str) -> None:
    home = replace(
        PERSON,
        address="Thôn 1, xã Phước Lộc, tỉnh Thử Nghiệm",
        address_old="Thôn 1, xã Lộc Hạ, huyện Phước An, tỉnh Thử Nghiệm Cũ",
    )
    assert address(claim(address=paper), home, BACKGROUND).level is Level(level)


@pytest.mark.parametrize(("paper", "level"), [(4, Level.EXACT), (5, Level.DIFFERENT), (None, Level.MISSING)])
def test_card_issued_on(paper: int | None, level: Level) -> None:
    from datetime import date

    issued = replace(PERSON, id_issued_on=date(2021, 5, 4))
    said = date(2021, 5, paper) if paper else None
    assert card_issued_on(claim(id_issued_on=said), issued, BACKGROUND).level is level


PHONE_OWNER = """
phone      | level
0391000001 | exact
0391000003 | exact
0391000002 | close
0391000006 | different
0391999999 | missing
"""


@pytest.mark.parametrize(("phone", "level"), rows(PHONE_OWNER))
def test_phone_owner(phone: str, level: str) -> None:
    person = town().person("099087000101")
    assert person is not None
    background = replace(BACKGROUND, subscriber=operators().subscriber(phone))
    assert phone_owner(khanh(), person, background).level is Level(level)


def test_every_rule_has_cases_and_rates() -> None:
    tests = {name for name, _ in inspect.getmembers(sys.modules[__name__], inspect.isfunction)}
    for rule in RULES:
        assert f"test_{rule.__name__}" in tests
        assert rule.__name__ in standard_weights().rules
        assert rule.__doc__


def test_silence_weighs_nothing_and_a_rare_name_more_than_a_common_one() -> None:
    rare = replace(PERSON, full_name="Giàng Seo Phử")
    said = {row.rule: row for row in compare(claim("Giàng Seo Phử"), rare, BACKGROUND)}
    common = {row.rule: row for row in compare(khanh(id_number=""), PERSON, BACKGROUND)}
    assert {row.weight for row in said.values() if row.level is Level.MISSING} == {0.0}
    assert said["full_name"].weight > common["full_name"].weight > 0


def test_every_reason_is_a_sentence_without_a_value() -> None:
    for reason in Reason:
        assert reason.value.endswith(".")
        assert reason.value[0].isupper()


def test_rates_of_an_unknown_form_are_refused() -> None:
    with pytest.raises((TypeError, KeyError)):
        parse_weights('{"version": "x", "provenance": "", "surprise": 1}')
