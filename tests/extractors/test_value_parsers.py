"""What each parser makes of a text: the tables are the specification."""

from datetime import date

import pytest
from tables import rows

from extractors.reading import Problem
from extractors.values.agencies import parse_agency
from extractors.values.date_words import parse_date_words, words_to_date
from extractors.values.dates import parse_birth_date, parse_date, parse_expiry, parse_first_date, parse_year
from extractors.values.names import looks_like_name, name_keys, parse_name
from extractors.values.parsed import Parsed
from extractors.values.personal_id import id_structure, parse_any_id, parse_old_id, parse_personal_id
from extractors.values.phones import parse_phone, phone_of
from extractors.values.syllables import syllable_share
from extractors.values.texts import (
    parse_document_number,
    parse_email,
    parse_ethnic_group,
    parse_kinship,
    parse_money,
    parse_nationality,
    parse_sex,
    parse_text,
)


def said(parsed: Parsed | Problem) -> str:
    """A parser's answer as the tables write it: the value, or the name of the problem."""
    return parsed.name if isinstance(parsed, Problem) else str(parsed.value)


def notes(parsed: Parsed | Problem) -> str:
    return "" if isinstance(parsed, Problem) else " ".join(finding.name for finding in parsed.findings)


PERSONAL_ID = """
the paper says              ! the number   ! finding
003188004512                ! 003188004512 !
0 0 3 1 8 8 0 0 4 5 1 2     ! 003188004512 !
|0|0|3|1|8|8|0|0|4|5|1|2|   ! 003188004512 !
003 188 004 512             ! 003188004512 !
O03188004512                ! 003188004512 ! LENIENT_DIGIT
00318800451I                ! 003188004511 ! LENIENT_DIGIT
0031880045 1 Ị 2            ! 003188004512 ! EXTRA_SIGNS
00318800451                 ! UNREADABLE   !
0031880045123               ! UNREADABLE   !
003188004512 003188004513   ! UNREADABLE   !
số nhà mười hai             ! UNREADABLE   !
                            ! BLANK        !
"""


def bang(table: str) -> list[tuple[str, ...]]:
    """As `rows`, for tables whose cells hold "|"."""
    lines = [line for line in table.strip().splitlines() if line.strip()][1:]
    return [tuple(cell.strip() for cell in line.split("!")) for line in lines]


@pytest.mark.parametrize(("text", "number", "finding"), bang(PERSONAL_ID))
def test_personal_id(text: str, number: str, finding: str) -> None:
    parsed = parse_personal_id(text)
    assert said(parsed) == number
    assert finding in notes(parsed)
    assert ("LENIENT_DIGIT" in notes(parsed)) == (finding == "LENIENT_DIGIT")


def test_a_province_of_no_table_is_a_finding_and_no_problem() -> None:
    assert "ID_PROVINCE_UNKNOWN" in notes(parse_personal_id("099190012345"))
    assert notes(parse_personal_id("001190000000")) == ""


ID_STRUCTURE = """
number       | province | male | year
001085000000 | Hà Nội   | yes  | 1985
024190000000 | Bắc Giang | no  | 1990
080201000000 | Long An  | yes  | 2001
015319000000 | Yên Bái  | no   | 2019
"""


@pytest.mark.parametrize(("number", "province", "male", "year"), rows(ID_STRUCTURE))
def test_id_structure(number: str, province: str, male: str, year: str) -> None:
    structure = id_structure(number)
    assert (structure.province_name, structure.male, structure.birth_year) == (province, male == "yes", int(year))


def test_old_id() -> None:
    assert said(parse_old_id("013 456 789")) == "013456789"
    assert said(parse_old_id("01345678")) == "UNREADABLE"
    assert said(parse_any_id("CMND số 013456789 do CA Hà Nội cấp ngày 02/9/2010")) == "013456789"
    assert said(parse_any_id("CCCD số 003085007731, cấp ngày 18/05/2021")) == "003085007731"


DATES = """
the paper says                     | the date
02/9/1945                          | 1945-09-02
ngày 02 tháng 9 năm 1945           | 1945-09-02
Hà Nội, ngày 3 tháng 12 năm 2025   | 2025-12-03
02.09.1945                         | 1945-09-02
02 / 09 / 1945                     | 1945-09-02
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
11/1988        | UNREADABLE
88             | UNREADABLE
30/02/1988     | IMPOSSIBLE
"""


@pytest.mark.parametrize(("text", "value"), rows(BIRTH_DATES))
def test_birth_date_of_the_year_only_is_never_the_first_of_january(text: str, value: str) -> None:
    assert said(parse_birth_date(text)) == value


def test_other_dates() -> None:
    assert said(parse_first_date("lần đầu, ngày 12 tháng 08 năm 2023; thay đổi ngày 01/02/2024")) == "2023-08-12"
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


PHONES = """
the paper says    | on the day | digits      | today's number | finding
0352 114 908      | 2025-12-03 | 0352114908  | 0352114908     | ∅
+84 352 114 908   | 2025-12-03 | 0352114908  | 0352114908     | ∅
84352114908       | 2025-12-03 | 0352114908  | 0352114908     | ∅
0168 3342 219     | 2018-06-09 | 01683342219 | 0383342219     | PHONE_RENUMBERED
0168 3342 219     | 2024-06-09 | 01683342219 | 0383342219     | PHONE_RENUMBERED
08-38251234       | 2016-01-01 | 0838251234  | 02838251234    | PHONE_RENUMBERED
0838251234        | 2024-01-01 | 0838251234  | 0838251234     | ∅
0838251234        | ∅          | 0838251234  | ∅              | PHONE_AMBIGUOUS
0551234567        | 2024-01-01 | 0551234567  | 0551234567     | ∅
024 38251234      | 2024-01-01 | 02438251234 | 02438251234    | ∅
0951234567        | 2024-01-01 | 0951234567  | ∅              | PHONE_UNKNOWN_PREFIX
O352114908        | 2024-01-01 | 0352114908  | 0352114908     | LENIENT_DIGIT
035211490         | 2024-01-01 | UNREADABLE  | ∅              | ∅
∅                 | 2024-01-01 | BLANK       | ∅              | ∅
"""


@pytest.mark.parametrize(("text", "day", "digits", "number", "finding"), rows(PHONES))
def test_phone(text: str, day: str, digits: str, number: str, finding: str) -> None:
    dated = date.fromisoformat(day) if day else None
    parsed = parse_phone(text, dated)
    assert said(parsed) == digits
    assert notes(parsed) == finding
    if isinstance(parsed, Parsed):
        phone = phone_of(digits, dated)
        assert phone is not None
        assert phone.number == number


NAME_KEYS = """
one            | other          | first key that agrees
Nguyễn Văn An  | NGUYỄN  VĂN AN | k0
Lê Thị Hòa     | Lê Thị Hoà     | k1
Lý Mỹ Kỳ       | Lí Mĩ Kì       | k2
Trần Thúy Quý  | Trần Thuý Quý  | k1
Trần Thị Hoà   | Trần Thi Hoa   | k3
Đỗ Thị Hòa     | Do Thi Hoa     | k4
H'Mai Niê      | HMai Niê       | k5
Y Moan         | I Moan         | ∅
Nguyễn Văn An  | Nguyễn Thị An  | ∅
Ðỗ An          | Đỗ An          | k0
"""


@pytest.mark.parametrize(("one", "other", "key"), rows(NAME_KEYS))
def test_name_keys(one: str, other: str, key: str) -> None:
    ours, theirs = name_keys(one), name_keys(other)
    agreeing = [name for name in ("k0", "k1", "k2", "k3", "k4", "k5") if getattr(ours, name) == getattr(theirs, name)]
    assert (agreeing or [""])[0] == key


NAMES = """
the paper says               | the name
LƯƠNG THỊ MINH KHUÊ          | LƯƠNG THỊ MINH KHUÊ
Lương Thị Minh Khuê.         | Lương Thị Minh Khuê
N guyễn Thị Hoa              | Nguyễn Thị Hoa
LƯƠNG THỊ KHUÊ sssse cc      | LƯƠNG THỊ KHUÊ
NGUYÊN VĂN TÂM               | NGUYỄN VĂN TÂM
Y Moan                       | Y Moan
H'Hen Niê                    | H'Hen Niê
A@# L«n                      | UNREADABLE
(Ký, ghi rõ họ tên)          | UNREADABLE
∅                            | BLANK
"""


@pytest.mark.parametrize(("text", "name"), rows(NAMES))
def test_name(text: str, name: str) -> None:
    assert said(parse_name(text)) == name


def test_a_surname_spelled_by_the_list_says_so() -> None:
    assert "SPELLING_FROM_LIST" in notes(parse_name("NGUYÊN VĂN TÂM"))
    assert notes(parse_name("NGUYỄN VĂN TÂM")) == ""


def test_a_line_under_a_signature() -> None:
    assert looks_like_name("Đặng Quốc Toản")
    assert not looks_like_name("(Ký, ghi rõ họ tên)")
    assert not looks_like_name("PHÓ CHỦ TỊCH ngày 3")


WORDS = """
parser      | the paper says     | the word
sex         | Nam                | Nam
sex         | NỮ                 | Nữ
sex         | Nam / Nữ           | UNREADABLE
sex         | Ngm                | UNREADABLE
ethnic      | Kinh               | Kinh
ethnic      | Kỉnh               | Kinh
ethnic      | kinh               | Kinh
ethnic      | Khmer              | Khmer
ethnic      | Ké                 | UNREADABLE
agency      | Công an xã A       | Công an xã A
agency      | Ủu ban nhân dân xã | Ủy ban nhân dân xã
agency      | Đông an xã Bình    | Công an xã Bình
nationality | Việt Nam           | Việt Nam
nationality | Viet Nam           | Việt Nam
nationality | ⁄iệ£.N«ew#         | UNREADABLE
kinship     | Con đẻ             | Con đẻ
kinship     | Chù hộ             | Chủ hộ
money       | 50.000.000 đồng    | 50000000
money       | 120 000 000 đ      | 120000000
money       | năm mươi triệu     | UNREADABLE
number      | 361/2023           | 361/2023
number      | 1498 / XN          | 1498/XN
number      | 32A8096022         | 32A8096022
number      | không              | UNREADABLE
email       | a.b@example.vn     | a.b@example.vn
email       | a.b @example. vn   | a.b@example.vn
email       | a.b example.vn     | UNREADABLE
text        | -- Công an xã A .. | Công an xã A
text        | «£¿ }{ ⁄ab         | UNREADABLE
text        | ....               | BLANK
"""
PARSERS = {
    "sex": parse_sex,
    "ethnic": parse_ethnic_group,
    "nationality": parse_nationality,
    "kinship": parse_kinship,
    "agency": parse_agency,
    "money": parse_money,
    "number": parse_document_number,
    "email": parse_email,
    "text": parse_text,
}


@pytest.mark.parametrize(("parser", "text", "word"), rows(WORDS))
def test_words(parser: str, text: str, word: str) -> None:
    assert said(PARSERS[parser](text)) == word


def test_noise_is_not_taken_for_syllables() -> None:
    assert syllable_share("Đăng ký thường trú vào hộ của chồng, UBND phường Nghĩa Đô") == 1.0
    assert syllable_share("fÖzaÁ lụếất rrtrrtr ccctnth") < 0.2
