"""Names of persons: the tables are the specification."""

import pytest
from tables import notes, rows, said, ways

from extractors.values.name_keys import name_keys
from extractors.values.names import looks_like_name, parse_name

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
NGUYỄN VĂN THỤy              | NGUYỄN VĂN THỤY
NGUYỄN VĂN Thủ ssee          | NGUYỄN VĂN
PHAN THỊ ÑGỌC DIỆP           | PHAN THỊ NGỌC DIỆP
NGUYÊN VĂN TÂM               | NGUYỄN VĂN TÂM
Y Moan                       | Y Moan
H'Hen Niê                    | H'Hen Niê
Y Blut Niê                   | Y Blut Niê
Ksor Phước                   | Ksor Phước
Lê Xrtz Qwp                  | UNREADABLE
Ðỗ An                        | Đỗ An
1. Nguyễn Văn An             | Nguyễn Văn An
Ông/Bà: Nguyễn Văn An        | Nguyễn Văn An
Ông Ích Khiêm                | Ông Ích Khiêm
Nguyễn Văn An, sinh năm 1980 | Nguyễn Văn An
Nguyễn.Văn.An                | Nguyễn Văn An
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


MOJIBAKE = """
the file says    | it may mean
NguyÔn V¨n An    | Nguyễn Văn An
TrÇn ThÞ Hoµ     | Trần Thị Hoà
Nguyeãn Vaên AÙn | Nguyễn Văn Án
"""


@pytest.mark.parametrize(("text", "name"), rows(MOJIBAKE))
def test_a_name_in_an_old_encoding_is_decoded_as_a_alternative(text: str, name: str) -> None:
    parsed = parse_name(text)
    assert (said(parsed), notes(parsed), ways(parsed)) == ("UNREADABLE", "LEGACY_ENCODING", name)
