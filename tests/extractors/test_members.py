"""The table of household members: one person a row, by rules and headings or by what the rows hold."""

from dataclasses import replace
from itertools import pairwise

import pytest
from paper_makers import LEFT, PITCH, SIGN, TOP, page_of

from extractors.fields import print_readings
from extractors.form import Field, Form, Members
from extractors.geometry.layout import rows_of
from extractors.papers import extract
from extractors.reading import FieldReading, Problem
from extractors.values.dates import parse_birth_date
from extractors.values.names import parse_name
from ocr.page import Box

HEAD = """TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ
11. Những thành viên trong hộ gia đình cùng thay đổi:
"""
TABLE = """TT  Họ, chữ đệm         Ngày, tháng,  Giới   Số định danh   Mối quan hệ
    và tên              năm sinh      tính   cá nhân        với chủ hộ
1   NGUYỄN THỊ          05/11/2011    Nữ     099311095466   Con
    MỸ TUYỀN
2   TÔ VĂN AN           21/03/1985    Nam    099085007731   Chủ hộ
3
"""
FOOT = """
                         ngày 15 tháng 06 năm 2024
Ý KIẾN CỦA CHỦ HỘ                    NGƯỜI KÊ KHAI
"""
COLUMNS = (0, 4, 24, 38, 45, 60, 74)
EXPECTED = {
    "thanh_vien_1_ho_ten": "NGUYỄN THỊ MỸ TUYỀN",
    "thanh_vien_1_ngay_sinh": "2011-11-05",
    "thanh_vien_1_gioi_tinh": "Nữ",
    "thanh_vien_1_so_dinh_danh": "099311095466",
    "thanh_vien_1_quan_he": "Con",
    "thanh_vien_2_ho_ten": "TÔ VĂN AN",
    "thanh_vien_2_ngay_sinh": "1985-03-21",
    "thanh_vien_2_gioi_tinh": "Nam",
    "thanh_vien_2_so_dinh_danh": "099085007731",
    "thanh_vien_2_quan_he": "Chủ hộ",
}


def cells(lines: tuple[int, ...]) -> tuple[Box, ...]:
    """The cells of the table: its rows begin on these lines of the typewriter, its columns where COLUMNS says."""
    xs = [LEFT + sign * SIGN - 6 for sign in COLUMNS]
    ys = [TOP + line * PITCH - 12 for line in lines]
    return tuple(
        Box(left + 2, top + 2, right - 2, bottom - 2) for top, bottom in pairwise(ys) for left, right in pairwise(xs)
    )


def members(table: str, ruled: tuple[int, ...] = ()) -> dict[str, FieldReading]:
    page = page_of(HEAD + table + FOOT)
    (document,) = extract([replace(page, cells=cells(ruled) if ruled else ())])
    return {one.field: one for one in document.readings if one.field.startswith("thanh_vien")}


def values(found: dict[str, FieldReading]) -> dict[str, str]:
    return {name: str(one.value) for name, one in found.items() if one.value is not None}


@pytest.mark.parametrize("ruled", [(2, 4, 6, 7, 8), ()], ids=["ruled", "without rules"])
def test_each_row_is_one_person_and_an_empty_row_nobody(ruled: tuple[int, ...]) -> None:
    assert values(members(TABLE, ruled)) == EXPECTED


def test_an_empty_cell_of_a_filled_row_is_blank() -> None:
    found = members(TABLE.replace("099085007731", "            "), (2, 4, 6, 7, 8))
    assert found["thanh_vien_2_so_dinh_danh"].problem is Problem.BLANK
    assert found["thanh_vien_2_ho_ten"].value == "TÔ VĂN AN"


def test_columns_may_stand_in_another_order() -> None:
    table = """TT  Họ và tên           Số định danh  Giới   Ngày, tháng,   Quan hệ với
                        cá nhân       tính   năm sinh       chủ hộ
1   TÔ VĂN AN           099085007731  Nam    21/03/1985     Chủ hộ
"""
    found = values(members(table, (2, 4, 5)))
    assert found == {
        name.replace("_2_", "_1_"): value for name, value in EXPECTED.items() if name.startswith("thanh_vien_2")
    }


def test_the_day_of_signing_below_the_table_is_no_person() -> None:
    assert not members(TABLE.split("1   NG")[0])


BOOK = Form(
    code="so",
    titles=("Sổ hộ khẩu",),
    editions=(),
    fields=(Field("chu_ho", ("Họ và tên chủ hộ",), parse_name),),
    stops=("Quan hệ với chủ hộ",),
    members=Members(
        "thanh_vien",
        (),
        ("Điều chỉnh thay đổi",),
        each=(
            Field("ho_ten", ("Họ và tên",), parse_name),
            Field("ngay_sinh", ("Ngày, tháng, năm sinh",), parse_birth_date),
        ),
        opens=("Họ và tên",),
    ),
)
PAGES = """
SỔ HỘ KHẨU
Họ và tên chủ hộ: TÔ VĂN AN
1. Họ và tên: TÔ VĂN AN
Ngày, tháng, năm sinh: 21/03/1985     Quan hệ với chủ hộ: Chủ hộ
2. Họ và tên: NGUYỄN THỊ MỸ TUYỀN
Ngày, tháng, năm sinh: .............   Quan hệ với chủ hộ: Vợ
ĐIỀU CHỈNH THAY ĐỔI
Họ và tên chủ hộ: .............
"""


def test_persons_one_after_the_other_each_have_their_block() -> None:
    readings = {one.field: one for one in print_readings(BOOK, rows_of(page_of(PAGES)), (), None)}
    assert values(readings) == {
        "chu_ho": "TÔ VĂN AN",
        "thanh_vien_1_ho_ten": "TÔ VĂN AN",
        "thanh_vien_1_ngay_sinh": "1985-03-21",
        "thanh_vien_2_ho_ten": "NGUYỄN THỊ MỸ TUYỀN",
    }
    assert readings["thanh_vien_2_ngay_sinh"].problem is Problem.BLANK
