"""Two persons side by side: each value goes to its own, however the form sets labels and columns."""

from dataclasses import replace
from itertools import pairwise

import pytest
from paper_makers import HEIGHT, LEFT, PITCH, SIGN, TOP, page_of

from extractors.fields import print_readings
from extractors.form import Columns, Field, Form, Place, Side
from extractors.geometry.layout import rows_of
from extractors.geometry.mending import mended
from extractors.language import phrases_in
from extractors.reading import FieldReading, Problem
from extractors.values.addresses import parse_address_text
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_any_id
from ocr.page import Box, Line, Page

SIDES = Columns(
    sides=(Side("ben_nu", ("Bên nữ",)), Side("ben_nam", ("Bên nam",))),
    each=(
        Field("ho_ten", ("Họ, chữ đệm, tên",), parse_name),
        Field("ngay_sinh", ("Ngày, tháng, năm sinh",), parse_birth_date),
        Field("noi_cu_tru", ("Nơi cư trú",), parse_address_text, lines=4),
        Field("so_giay_to", ("Giấy tờ tùy thân",), parse_any_id, lines=4),
    ),
    stops=("Quốc tịch",),
    ends=("Chúng tôi cam đoan", "Làm tại"),
)
FORM = Form(
    code="ket_hon",
    titles=("Tờ khai đăng ký kết hôn",),
    editions=(),
    fields=(*SIDES.fields, Field("ngay_ky", (), parse_date, place=Place.LAST_DATE_LINE)),
    columns=SIDES,
)
FOOT = """
Chúng tôi cam đoan những lời khai trên là đúng sự thật
                      Làm tại: xã Hồng Hà, ngày 05 tháng 10 năm 2025
    Bên nam                                   Bên nữ
    TÔ VĂN BÁCH                               LƯƠNG THỊ KHUÊ
"""
EXPECTED = {
    "ben_nu_ho_ten": "LƯƠNG THỊ KHUÊ",
    "ben_nam_ho_ten": "TÔ VĂN BÁCH",
    "ben_nu_ngay_sinh": "1988-11-07",
    "ben_nam_ngay_sinh": "1985-03-21",
    "ben_nu_noi_cu_tru": "Số 5 ngõ 12 phố Vọng Hà, phường Hồng Hà, thành phố Hà Nội",
    "ben_nam_noi_cu_tru": "Xóm 4, xã Quỳnh Lưu, tỉnh Nghệ An",
    "ben_nu_so_giay_to": "003188004512",
    "ben_nam_so_giay_to": "003085007731",
    "ngay_ky": "2025-10-05",
}

AT_THE_LEFT = """
Thông tin                   Bên nữ                         Bên nam
Họ, chữ đệm, tên          LƯƠNG THỊ KHUÊ                TÔ VĂN BÁCH
Ngày, tháng, năm sinh     07/11/1988                    21/03/1985
Quốc tịch                 Việt Nam                      Việt Nam
Nơi cư trú (2)            Số 5 ngõ 12 phố Vọng Hà,      Xóm 4, xã Quỳnh Lưu,
                          phường Hồng Hà, thành phố     tỉnh Nghệ An
                          Hà Nội
Giấy tờ tùy thân (3)      CCCD số 003188004512, do      CCCD số 003085007731, do
                          Cục CS cấp ngày 01/02/2021    Bộ Công an cấp ngày 02/03/2022
"""
OTHER_ORDER = """
                            Bên nam (1)                     Bên nữ (2)
Họ, chữ đệm, tên          TÔ VĂN BÁCH                   LƯƠNG THỊ KHUÊ
Ngày, tháng, năm sinh     21/03/1985                    07/11/1988
Nơi cư trú                Xóm 4, xã Quỳnh Lưu,          Số 5 ngõ 12 phố Vọng Hà,
                          tỉnh Nghệ An                  phường Hồng Hà, thành phố
                                                        Hà Nội
Giấy tờ tùy thân          003085007731                  003188004512
"""
HALFWAY_DOWN = """
                            Bên nữ                          Bên nam
Họ, chữ đệm, tên          LƯƠNG THỊ KHUÊ                TÔ VĂN BÁCH
Ngày, tháng, năm sinh     07/11/1988                    21/03/1985
                          Số 5 ngõ 12 phố Vọng Hà,      Xóm 4, xã Quỳnh Lưu,
Nơi cư trú                phường Hồng Hà, thành phố     tỉnh Nghệ An
                          Hà Nội
Giấy tờ tùy thân          003188004512                  003085007731
"""
RAGGED = """
                     BÊN NỮ                           BÊN NAM
Họ, chữ đệm, tên: LƯƠNG THỊ KHUÊ                 TÔ VĂN BÁCH
Ngày, tháng, năm sinh: 07/11/1988                21/03/1985
Nơi cư trú: Số 5 ngõ 12 phố Vọng Hà, phường      Xóm 4, xã Quỳnh Lưu,
Hồng Hà, thành phố Hà Nội                        tỉnh Nghệ An
Giấy tờ tùy thân: 003188004512                   003085007731
"""
IN_EACH_COLUMN = """
          Bên nữ:                                  Bên nam:
Họ, chữ đệm, tên: LƯƠNG THỊ KHUÊ          Họ, chữ đệm, tên: TÔ VĂN BÁCH
Ngày, tháng, năm sinh: 07/11/1988         Ngày, tháng, năm sinh: 21/03/1985
Quốc tịch: Việt Nam                       Quốc tịch: Việt Nam
Nơi cư trú: Số 5 ngõ 12 phố Vọng          Nơi cư trú: Xóm 4, xã Quỳnh Lưu, tỉnh
Hà, phường Hồng Hà, thành phố Hà Nội      Nghệ An
Giấy tờ tùy thân: 003188004512            Giấy tờ tùy thân: 003085007731
"""
ACROSS_BOTH = """
          Bên nữ                                  Bên nam
Họ, chữ đệm, tên:
LƯƠNG THỊ KHUÊ                            TÔ VĂN BÁCH
Ngày, tháng, năm sinh:
07/11/1988                                21/03/1985
Nơi cư trú:
Số 5 ngõ 12 phố Vọng Hà, phường           Xóm 4, xã Quỳnh Lưu,
Hồng Hà, thành phố Hà Nội                 tỉnh Nghệ An
Giấy tờ tùy thân:
003188004512                              003085007731
"""
ONE_BELOW_THE_OTHER = """
I. BÊN NỮ
Họ, chữ đệm, tên: LƯƠNG THỊ KHUÊ
Ngày, tháng, năm sinh: 07/11/1988         Quốc tịch: Việt Nam
Nơi cư trú: Số 5 ngõ 12 phố Vọng Hà, phường Hồng Hà, thành phố Hà Nội
Giấy tờ tùy thân: 003188004512
II. BÊN NAM
Họ, chữ đệm, tên: TÔ VĂN BÁCH
Ngày, tháng, năm sinh: 21/03/1985         Quốc tịch: Việt Nam
Nơi cư trú: Xóm 4, xã Quỳnh Lưu, tỉnh Nghệ An
Giấy tờ tùy thân: 003085007731
"""
HEADING_MISREAD = AT_THE_LEFT.replace("Bên nam", "8ên nạn")


def readings(text: str, cells: tuple[Box, ...] = ()) -> dict[str, FieldReading]:
    page = replace(page_of(text), cells=cells)
    return read(page)


def read(page: Page) -> dict[str, FieldReading]:
    rows = rows_of(page)
    return {one.field: one for one in print_readings(FORM, rows, phrases_in(rows), None)}


@pytest.mark.parametrize(
    "paper",
    [
        pytest.param(AT_THE_LEFT, id="labels once at the left"),
        pytest.param(OTHER_ORDER, id="the columns the other way round"),
        pytest.param(HALFWAY_DOWN, id="labels at half the height of their values"),
        pytest.param(RAGGED, id="values right behind their labels"),
        pytest.param(IN_EACH_COLUMN, id="labels in each column"),
        pytest.param(ACROSS_BOTH, id="labels above the values"),
        pytest.param(ONE_BELOW_THE_OTHER, id="one person below the other"),
        pytest.param(HEADING_MISREAD, id="one heading misread"),
    ],
)
def test_each_value_goes_to_its_own_side(paper: str) -> None:
    found = readings(paper + FOOT)
    assert {name: str(one.value) for name, one in found.items() if one.value is not None} == EXPECTED


def test_a_label_on_two_lines_is_one_label() -> None:
    paper = OTHER_ORDER.replace(
        "Ngày, tháng, năm sinh     21/03/1985                    07/11/1988",
        "Ngày, tháng,              21/03/1985                    07/11/1988\nnăm sinh",
    )
    found = readings(paper + FOOT)
    assert {name: str(one.value) for name, one in found.items() if one.value is not None} == EXPECTED


def test_what_a_column_leaves_empty_is_blank_and_not_the_neighbour_s() -> None:
    for paper in (AT_THE_LEFT, IN_EACH_COLUMN):
        found = readings(paper.replace("TÔ VĂN BÁCH", "...........") + FOOT)
        assert found["ben_nam_ho_ten"].problem is Problem.BLANK
        assert found["ben_nu_ho_ten"].value == "LƯƠNG THỊ KHUÊ"


def test_without_any_heading_nothing_is_given_to_either_side() -> None:
    paper = "\n".join(AT_THE_LEFT.strip().splitlines()[1:])
    assert not {name for name, one in readings(paper).items() if name.startswith("ben_") and one.value}


def table_cells(lefts: tuple[int, ...], tops: tuple[int, ...]) -> tuple[Box, ...]:
    """Cells between columns of the typewriter and its lines."""
    xs = [LEFT + sign * SIGN - 6 for sign in lefts]
    ys = [TOP + line * PITCH - 12 for line in tops]
    rows = list(pairwise(ys))
    return tuple(Box(left + 2, top + 2, right - 2, bottom - 2) for top, bottom in rows for left, right in pairwise(xs))


RULED = """
                       Bên nữ               Bên nam
Họ, chữ đệm, tên       LƯƠNG THỊ            TÔ VĂN BÁCH
                       KHUÊ
Ngày, tháng, năm sinh  07/11/1988           21/03/1985
                       Số 5 ngõ 12 phố      Xóm 4, xã Quỳnh
Nơi cư trú             Vọng Hà, phường      Lưu, tỉnh Nghệ An
                       Hồng Hà, thành
                       phố Hà Nội
Giấy tờ tùy thân       003188004512         003085007731
"""


def test_rules_tell_rows_and_columns() -> None:
    cells = table_cells((0, 23, 44, 66), (0, 1, 3, 4, 8, 9))
    found = readings(RULED + FOOT, cells)
    assert {name: str(one.value) for name, one in found.items() if one.value is not None} == EXPECTED


def test_values_rest_on_their_own_column() -> None:
    found = readings(AT_THE_LEFT + FOOT)
    for name, one in found.items():
        box = one.evidence[0].box
        assert box.height >= HEIGHT
        if name.startswith("ben_nu"):
            assert box.right < LEFT + 56 * SIGN
        if name.startswith("ben_nam"):
            assert box.left >= LEFT + 54 * SIGN


def test_the_lines_of_a_label_may_have_a_value_s_line_between_them() -> None:
    page = page_of("Giấy tờ tùy\n                 003188004512\nthân (3)")
    lines = (  # half a line apart
        Line(tuple(replace(word, box=_lifted(word.box, at * PITCH // 2)) for word in line.words))
        for at, line in enumerate(page.lines)
    )
    first, second, third = rows_of(replace(page, lines=tuple(lines)))
    label, value = mended((first, second, third), ["giay to tuy than"])
    assert label.folded == "giay to tuy than 3"
    assert value == second


def _lifted(box: Box, by: int) -> Box:
    return Box(box.left, box.top - by, box.right, box.bottom - by)


def test_numbers_in_the_boxes_of_two_columns_are_two_numbers() -> None:
    page = page_of(OTHER_ORDER + FOOT)
    row = next(line for line in page.lines if line.text.startswith("Giấy tờ"))
    *label, one, other = row.words
    boxes = tuple(
        Box(left, word.box.top, left + SIGN - 1, word.box.bottom)
        for word in (one, other)
        for left in range(word.box.left, word.box.right, SIGN)
    )
    run_together = replace(one, text=one.text + other.text, box=one.box.with_(other.box))
    lines = tuple(replace(line, words=(*label, run_together)) if line is row else line for line in page.lines)
    found = read(replace(page, lines=lines, cells=boxes))
    assert found["ben_nam_so_giay_to"].value == EXPECTED["ben_nam_so_giay_to"]
    assert found["ben_nu_so_giay_to"].value == EXPECTED["ben_nu_so_giay_to"]
