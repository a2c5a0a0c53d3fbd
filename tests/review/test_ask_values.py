"""What the screen shows of values: set for the eye, cut where they differ, filled in only where that helps."""

import pytest

from extractors.confidence.signals import ValueKind
from review.showing.values import as_read, grouped, helps, kind_of_field, parts

READ = {"1987-03-12": "12/03/1987", "1987-03": "03/1987", "1987": "1987", "Nguyễn Văn An": "Nguyễn Văn An", "": ""}


@pytest.mark.parametrize("kept", READ)
def test_a_kept_value_is_read_as_it_is_typed(kept):
    assert as_read(kept) == READ[kept]
    assert as_read(None) == ""


GROUPED = """
003187000123 | ID    | 003 187 000 123
012345678    | ID    | 012 345 678
0912345678   | PHONE | 0912 345 678
00318700012  | ID    | 00318700012
003187000123 | TEXT  | 003187000123
"""


@pytest.mark.parametrize("line", GROUPED.strip().splitlines())
def test_digits_are_grouped_for_the_eye_only(line):
    value, kind, shown = (part.strip() for part in line.split("|"))
    assert grouped(value, ValueKind[kind]) == shown


HELPS = """
value         | probability | helps
003187000123  | 0.50        | yes
003187000123  | 0.45        | no
ẤP 9, xã Sen Hồ, tỉnh Bắc Ninh | 0.30 | no
ẤP 9, xã Sen Hồ, tỉnh Bắc Ninh | 0.55 | yes
Nam           | 0.84        | yes
Nam           | 0.82        | no
Nguyễn Văn An | 0.60        | yes
Nguyễn Văn An | 0.40        | no
              | 0.99        | no
"""


@pytest.mark.parametrize("line", HELPS.strip().splitlines()[1:])
def test_a_value_is_filled_in_where_94_in_100_characters_are_right(line):
    value, probability, told = (part.strip() for part in line.split("|"))
    assert helps(value, float(probability)) is (told == "yes")


PARTS = """
NGUYỄN THỊ THƠM | Nguyễn Thị Thắm | NGUYỄN THỊ TH[Ơ]M
003187000124    | 003187000123    | 00318700012[4]
Nguyễn Văn An   | NGUYỄN VĂN AN   | Nguyễn Văn An
"""


@pytest.mark.parametrize("line", PARTS.strip().splitlines())
def test_only_what_differs_is_marked_and_nothing_of_the_value_is_lost(line):
    value, other, marked = (part.strip() for part in line.split("|"))
    found = parts(value, other)
    assert "".join(part.text for part in found) == value
    assert "".join(f"[{part.text}]" if part.differs else part.text for part in found) == marked


def test_nothing_is_marked_where_the_other_side_is_silent():
    assert [part.differs for part in parts("Nguyễn Văn An", "")] == [False]


KINDS = {
    "ngay_sinh": ValueKind.DATE, "ngay_sinh_bang_chu": ValueKind.TEXT, "dien_thoai": ValueKind.PHONE,
    "ho_ten": ValueKind.NAME, "so_dinh_danh_cu": ValueKind.TEXT, "chu_ho": ValueKind.NAME,
    "thanh_vien_1_ho_ten": ValueKind.NAME, "nguoi_ky": ValueKind.NAME, "quan_he_chu_ho": ValueKind.WORD,
    "so_dinh_danh_chu_ho": ValueKind.TEXT, "quoc_tich": ValueKind.WORD, "dan_toc_me": ValueKind.WORD,
}  # fmt: skip


@pytest.mark.parametrize("field", KINDS)
def test_what_is_to_be_typed_is_told_by_the_name_of_the_field(field):
    assert kind_of_field(field, None) is KINDS[field]
