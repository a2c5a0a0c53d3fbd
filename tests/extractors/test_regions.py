"""Where a value begins and ends: beside its label, below it, wrapped, in a cell; leaders and notes are no values."""

from dataclasses import replace

import pytest
from paper_makers import LEFT, PITCH, SIGN, TOP, page_of

from extractors.fields import print_readings
from extractors.form import Field, Form, Place
from extractors.geometry.labels import find_labels
from extractors.geometry.layout import rows_of
from extractors.geometry.mending import mended
from extractors.reading import FieldReading
from extractors.values.addresses import parse_address_text
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.names import parse_name
from extractors.values.texts import parse_nationality, parse_text
from ocr.page import Box, Page

FORM = Form(
    code="don",
    titles=("Đơn đề nghị",),
    editions=(),
    fields=(
        Field("ho_ten", ("Họ, chữ đệm và tên",), parse_name),
        Field("ngay_sinh", ("Ngày, tháng, năm sinh",), parse_birth_date),
        Field("quoc_tich", ("Quốc tịch",), parse_nationality),
        Field("noi_cu_tru", ("Nơi cư trú hiện nay",), parse_address_text, lines=3),
        Field("ngay_het_han", ("Có giá trị đến",), parse_date),
        Field("ly_do", ("Lý do đề nghị",), parse_text, place=Place.BELOW, lines=2),
    ),
    stops=("Ghi chú của cơ quan",),
)
HOME = "Thôn Đông, xã Nhơn Lý, thành phố Quy Nhơn, tỉnh Bình Định"


def read(page: Page) -> dict[str, FieldReading]:
    return {one.field: one for one in print_readings(FORM, rows_of(page), (), None)}


def said(text: str, field: str) -> str:
    """The value, the name of the problem, or "-" for a field that was not found."""
    reading = read(page_of(text)).get(field)
    return "-" if reading is None else reading.problem.name if reading.problem else str(reading.value)


PAPERS = {
    "a leader is no value": ("Họ, chữ đệm và tên: ..............", "ho_ten", "BLANK"),
    "nor are its remains": ("Họ, chữ đệm và tên: . .. ... . ,", "ho_ten", "BLANK"),
    "a note is no value": ("Họ, chữ đệm và tên (1): TÔ VĂN BÁCH", "ho_ten", "TÔ VĂN BÁCH"),
    "nor is its end": ("Họ, chữ đệm và tên: (1)- TÔ VĂN BÁCH", "ho_ten", "TÔ VĂN BÁCH"),
    "the number of the next item is not the value's": (
        "1. Họ, chữ đệm và tên: TÔ VĂN BÁCH 2. Ngày, tháng, năm sinh: 21/03/1985",
        "ho_ten",
        "TÔ VĂN BÁCH",
    ),
    "several labels on a line": ("Ngày, tháng, năm sinh: 21/03/1985     Quốc tịch: Việt Nam", "quoc_tich", "Việt Nam"),
    "the label stands on two lines": ("Họ, chữ đệm\nvà tên          TÔ VĂN BÁCH", "ho_ten", "TÔ VĂN BÁCH"),
    "the value stands behind the first of them": ("Họ, chữ đệm     TÔ VĂN BÁCH\nvà tên", "ho_ten", "TÔ VĂN BÁCH"),
    "below, when nothing stands to the right": ("Họ, chữ đệm và tên\nTÔ VĂN BÁCH", "ho_ten", "TÔ VĂN BÁCH"),
    "below, though something stands to the right": (
        "Lý do đề nghị          Ghi chú của cơ quan\nĐổi nơi cư trú         Đã kiểm tra",
        "ly_do",
        "Đổi nơi cư trú",
    ),
    "an address that breaks off goes on": (
        "Nơi cư trú hiện nay: Thôn Đông, xã Nhơn Lý, thành phố Quy Nhơn, tỉnh\nBình Định\n"
        "Tôi xin cam đoan những nội dung khai trên đây là đúng sự thật và xin chịu trách nhiệm trước pháp luật",
        "noi_cu_tru",
        HOME,
    ),
    "also behind a comma": (
        "Nơi cư trú hiện nay: Thôn Đông, xã Nhơn Lý,\nthành phố Quy Nhơn, tỉnh Bình Định\n"
        "Tôi xin cam đoan những nội dung khai trên đây là đúng sự thật và xin chịu trách nhiệm trước pháp luật",
        "noi_cu_tru",
        HOME,
    ),
    "words of an address are no misread label": (
        "Quốc tịch: Việt Nam\nNơi cư trú hiện nay: Khu phố 2, xã Đảo Xa, thành phố Phú\nQuốc, tỉnh Kiên Giang\n"
        "Tôi xin cam đoan những nội dung khai trên",
        "noi_cu_tru",
        "Khu phố 2, xã Đảo Xa, thành phố Phú Quốc, tỉnh Kiên Giang",
    ),
    "behind an item of another column it goes on": (
        "                    Nơi cư trú hiện nay: Thôn Đông, xã Nhơn Lý,\n"
        "Có giá trị đến:     thành phố Quy Nhơn, tỉnh Bình Định\n26/05/2040",
        "noi_cu_tru",
        HOME,
    ),
    "a semicolon is a colon misread": ("Họ, chữ đệm và tên; TÔ VĂN BÁCH", "ho_ten", "TÔ VĂN BÁCH"),
    "a number tells a label of which half is lost": (
        "1. Họ, chữ đệm và tên: TÔ VĂN BÁCH\n2. Ngy, th, sih: 21/03/1985\n3. Quốc tịch: Việt Nam",
        "ngay_sinh",
        "1985-03-21",
    ),
    "but not when another text stands there": (
        "1. Họ, chữ đệm và tên: TÔ VĂN BÁCH\n2. Nguyên quán của ông bà: 21/03/1985\n3. Quốc tịch: Việt Nam",
        "ngay_sinh",
        "-",
    ),
}


@pytest.mark.parametrize(("text", "field", "expected"), PAPERS.values(), ids=PAPERS)
def test_a_value_begins_and_ends_with_its_field(text: str, field: str, expected: str) -> None:
    assert said("ĐƠN ĐỀ NGHỊ\n" + text, field) == expected


def test_a_label_told_by_its_number_is_worth_less() -> None:
    whole, half = (
        read(page_of(f"1. Họ, chữ đệm và tên: TÔ VĂN BÁCH\n2. {label}: 21/03/1985\n3. Quốc tịch: Việt Nam"))
        for label in ("Ngày, tháng, năm sinh", "Ngy, th, sih")
    )
    assert half["ngay_sinh"].confidence < 0.8 * whole["ngay_sinh"].confidence


def cell(left: int, top: int, right: int, bottom: int) -> Box:
    """The cell between two columns of the typewriter and two of its lines."""
    return Box(LEFT + left * SIGN - 6, TOP + top * PITCH - 12, LEFT + right * SIGN - 10, TOP + bottom * PITCH - 16)


def test_a_cell_holds_the_whole_value_of_the_label_in_the_cell_before_it() -> None:
    page = page_of(
        "ĐƠN ĐỀ NGHỊ\n"
        "                       Thôn Đông, xã Nhơn Lý,      Dấu của Ủy ban\n"
        "Nơi cư trú hiện nay    thành phố Quy Nhơn,\n"
        "                       tỉnh Bình Định              xã Nhơn Lý"
    )
    cells = (cell(0, 1, 23, 4), cell(23, 1, 51, 4), cell(51, 1, 70, 4))
    assert read(replace(page, cells=cells))["noi_cu_tru"].value == HOME


def test_a_value_ends_at_the_rule_of_its_cell() -> None:
    page = page_of("ĐƠN ĐỀ NGHỊ\nHọ, chữ đệm và tên: TÔ VĂN BÁCH  Phạm Ba")
    cells = (cell(0, 1, 32, 2), cell(32, 1, 60, 2))
    assert read(replace(page, cells=cells))["ho_ten"].value == "TÔ VĂN BÁCH"


def test_the_second_line_of_a_title_is_no_label() -> None:
    titles = ("Giấy xác nhận tình trạng hôn nhân",)
    rows = rows_of(page_of("GIẤY XÁC NHẬN\nTÌNH TRẠNG HÔN NHÂN\n8. Tình trạng hôn nhân   Chưa kết hôn"))
    assert [hit.row for hit in find_labels(rows, ("tinh trang hon nhan",), titles)] == [2]


def test_a_heading_takes_no_word_of_the_row_below_it() -> None:
    rows = rows_of(page_of("5. Thông tin chủ hộ kinh doanh\nHọ, chữ đệm và tên"))
    assert mended(rows, ("thong tin ve chu ho kinh doanh", "ho chu dem va ten")) == rows
