"""Giấy khai sinh, the original, a copy (bản sao) or an excerpt (trích lục): the result of registering a birth."""

from datetime import date

from extractors.form import Edition, Field, Form, Holder, Place, Section
from extractors.values.addresses import parse_address_text
from extractors.values.date_words import parse_date_words
from extractors.values.dates import parse_birth_date, parse_date, parse_year
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_personal_id
from extractors.values.texts import (
    parse_document_number,
    parse_ethnic_group,
    parse_nationality,
    parse_sex,
    parse_text,
)

_CHILD, _MOTHER, _FATHER, _REGISTERED = "nguoi_duoc_khai_sinh", "me", "cha", "dang_ky"
_OF_MOTHER = ("Họ, chữ đệm, tên người mẹ", "Họ, chữ đệm và tên người mẹ", "Họ và tên người mẹ", "Họ và tên mẹ")
_OF_FATHER = ("Họ, chữ đệm, tên người cha", "Họ, chữ đệm và tên người cha", "Họ và tên người cha", "Họ và tên cha")
_HOME = ("Nơi cư trú", "Nơi thường trú/tạm trú", "Nơi thường trú")

FORM = Form(
    code="giay_khai_sinh",
    titles=(
        "Giấy khai sinh",
        "Giấy khai sinh (bản sao)",
        "Bản sao giấy khai sinh",
        "Trích lục khai sinh",
        "Trích lục khai sinh (bản sao)",
    ),
    editions=(
        Edition("TT 15/2015/TT-BTP", date(2016, 1, 2), "Thông tư 15/2015/TT-BTP", ("15/2015/TT-BTP",)),
        Edition("TT 04/2020/TT-BTP", date(2020, 7, 16), "Thông tư 04/2020/TT-BTP", ("04/2020/TT-BTP",)),
        Edition("TT 04/2024/TT-BTP", date(2024, 6, 6), "Thông tư 04/2024/TT-BTP", ("04/2024/TT-BTP",)),
    ),
    fields=(
        Field("so", ("Số",), parse_document_number, _CHILD),
        Field("ho_ten", ("Họ, chữ đệm, tên", "Họ, chữ đệm và tên", "Họ và tên"), parse_name, _CHILD),
        Field("ngay_sinh", ("Ngày, tháng, năm sinh",), parse_birth_date, _CHILD),
        Field(
            "ngay_sinh_bang_chu",
            ("Ghi bằng chữ", "Bằng chữ", "Ngày, tháng, năm sinh ghi bằng chữ"),
            parse_date_words,
            _CHILD,
            lines=2,
        ),
        Field("gioi_tinh", ("Giới tính",), parse_sex, _CHILD),
        Field("dan_toc", ("Dân tộc",), parse_ethnic_group, _CHILD),
        Field("quoc_tich", ("Quốc tịch",), parse_nationality, _CHILD),
        Field("noi_sinh", ("Nơi sinh",), parse_address_text, _CHILD, lines=3),
        Field("que_quan", ("Quê quán",), parse_address_text, _CHILD, lines=3),
        Field("so_dinh_danh", ("Số định danh cá nhân",), parse_personal_id, _CHILD),
        Field("ho_ten_me", _OF_MOTHER, parse_name),
        Field("nam_sinh_me", ("Năm sinh", "Ngày, tháng, năm sinh"), parse_year, _MOTHER),
        Field("noi_cu_tru_me", _HOME, parse_address_text, _MOTHER, lines=3),
        Field("ho_ten_cha", _OF_FATHER, parse_name),
        Field("nam_sinh_cha", ("Năm sinh", "Ngày, tháng, năm sinh"), parse_year, _FATHER),
        Field("noi_cu_tru_cha", _HOME, parse_address_text, _FATHER, lines=3),
        Field(
            "noi_dang_ky",
            ("Nơi đăng ký khai sinh", "Nơi đăng ký", "Đăng ký khai sinh tại", "Đăng ký tại"),
            parse_text,
            lines=2,
        ),
        Field("ngay_dang_ky", ("Ngày, tháng, năm đăng ký", "Ngày đăng ký"), parse_date, lines=2),
        Field(
            "nguoi_ky",
            ("Người ký giấy khai sinh", "Người ký trích lục", "Chủ tịch", "Phó chủ tịch", "Trưởng phòng"),
            parse_name,
            place=Place.SIGNATURE,
            alone=True,
        ),
    ),
    sections=(
        Section(_CHILD, ()),
        Section(_MOTHER, (*_OF_MOTHER, "Phần ghi về người mẹ")),
        Section(_FATHER, (*_OF_FATHER, "Phần ghi về người cha")),
        Section(
            _REGISTERED,
            (
                "Họ, chữ đệm, tên người đi khai sinh",
                "Nơi đăng ký khai sinh",
                "Đăng ký khai sinh tại",
                "Ngày, tháng, năm đăng ký",
            ),
        ),
    ),
    stops=(
        "Dân tộc",
        "Quốc tịch",
        "Giấy tờ tùy thân",
        "Người thực hiện",
        "Sao từ Sổ đăng ký khai sinh",
        "Họ, chữ đệm, tên người đi khai sinh",
        "Quan hệ với người được khai sinh",
    ),
    clues=(
        "Ghi bằng chữ",
        "Nơi đăng ký khai sinh",
        "Ngày, tháng, năm đăng ký",
        "Họ, chữ đệm, tên người mẹ",
        "Họ, chữ đệm, tên người cha",
        "Người ký giấy khai sinh",
    ),
    holders=(Holder("so_dinh_danh", "ngay_sinh", "gioi_tinh"),),
    words_of=(("ngay_sinh", "ngay_sinh_bang_chu"),),
    dated_by="ngay_dang_ky",
)
