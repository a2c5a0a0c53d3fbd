"""Tờ khai đăng ký khai sinh: what a parent declares so that a birth is registered."""

from datetime import date

from extractors.form import Edition, Field, Form, Holder, Place, Section
from extractors.values.addresses import parse_address_text
from extractors.values.agencies import parse_agency
from extractors.values.date_words import parse_date_words
from extractors.values.dates import parse_birth_date, parse_date, parse_first_date, parse_year
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_any_id, parse_personal_id
from extractors.values.texts import parse_ethnic_group, parse_kinship, parse_nationality, parse_sex

_ASKER, _CHILD, _MOTHER, _FATHER = "nguoi_yeu_cau", "nguoi_duoc_khai_sinh", "me", "cha"
_NAME = ("Họ, chữ đệm, tên", "Họ và tên", "Họ, chữ đệm và tên")
_HOME = ("Nơi cư trú", "Nơi thường trú/tạm trú", "Nơi thường trú")
_PAPER = (
    "Giấy tờ tùy thân",
    "Giấy tờ tùy thân/Số định danh cá nhân",
    "Số giấy tờ tùy thân",
    "Số CMND/CCCD/Hộ chiếu",
    "Số CMND/CCCD",
)
_OF_ASKER = ("Họ, chữ đệm, tên người yêu cầu", "Họ, chữ đệm và tên người yêu cầu", "Họ và tên người yêu cầu")
_OF_MOTHER = ("Họ, chữ đệm, tên người mẹ", "Họ, chữ đệm và tên người mẹ", "Họ và tên người mẹ", "Họ và tên mẹ")
_OF_FATHER = ("Họ, chữ đệm, tên người cha", "Họ, chữ đệm và tên người cha", "Họ và tên người cha", "Họ và tên cha")

FORM = Form(
    code="tk_khai_sinh",
    titles=("Tờ khai đăng ký khai sinh",),
    editions=(
        Edition("TT 15/2015/TT-BTP", date(2016, 1, 2), "Thông tư 15/2015/TT-BTP", ("15/2015/TT-BTP",)),
        Edition("TT 04/2020/TT-BTP", date(2020, 7, 16), "Thông tư 04/2020/TT-BTP", ("04/2020/TT-BTP",)),
        Edition("TT 04/2024/TT-BTP", date(2024, 6, 6), "Thông tư 04/2024/TT-BTP", ("04/2024/TT-BTP",)),
    ),
    fields=(
        Field("kinh_gui", ("Kính gửi",), parse_agency, lines=2),
        Field("nguoi_yeu_cau", (*_OF_ASKER, *_NAME), parse_name, _ASKER),
        Field("nguoi_yeu_cau_noi_cu_tru", _HOME, parse_address_text, _ASKER, lines=3),
        Field("nguoi_yeu_cau_ngay_sinh", ("Ngày, tháng, năm sinh",), parse_birth_date, _ASKER),
        Field("nguoi_yeu_cau_so_dinh_danh", ("Số định danh cá nhân",), parse_personal_id, _ASKER),
        Field("quan_he", ("Quan hệ với người được khai sinh",), parse_kinship),
        Field("ho_ten", _NAME, parse_name, _CHILD),
        Field("ngay_sinh", ("Ngày, tháng, năm sinh",), parse_birth_date, _CHILD),
        Field(
            "ngay_sinh_bang_chu",
            ("(ghi bằng chữ)", "Ghi bằng chữ", "Bằng chữ", "Ngày, tháng, năm sinh ghi bằng chữ"),
            parse_date_words,
            _CHILD,
            lines=2,
        ),
        Field("gioi_tinh", ("Giới tính",), parse_sex, _CHILD),
        Field("dan_toc", ("Dân tộc",), parse_ethnic_group, _CHILD),
        Field("quoc_tich", ("Quốc tịch",), parse_nationality, _CHILD),
        Field("noi_sinh", ("Nơi sinh",), parse_address_text, _CHILD, lines=3),
        Field("que_quan", ("Quê quán",), parse_address_text, _CHILD, lines=3),
        Field("ho_ten_me", (*_OF_MOTHER, *_NAME), parse_name, _MOTHER),
        Field("nam_sinh_me", ("Năm sinh", "Ngày, tháng, năm sinh"), parse_year, _MOTHER),
        Field("noi_cu_tru_me", _HOME, parse_address_text, _MOTHER, lines=3),
        Field("ho_ten_cha", (*_OF_FATHER, *_NAME), parse_name, _FATHER),
        Field("nam_sinh_cha", ("Năm sinh", "Ngày, tháng, năm sinh"), parse_year, _FATHER),
        Field("noi_cu_tru_cha", _HOME, parse_address_text, _FATHER, lines=3),
        Field("so_giay_to", _PAPER, parse_any_id, _ASKER, lines=3),
        Field("ngay_cap", _PAPER, parse_first_date, _ASKER, lines=3),
        Field("ngay_ky", (), parse_date, place=Place.LAST_DATE_LINE),
    ),
    sections=(
        Section(_ASKER, ()),
        Section(
            _CHILD,
            (
                "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây",
                "Phần khai về người được khai sinh",
                "Thông tin về người được khai sinh",
                "Người được khai sinh",
            ),
        ),
        Section(_MOTHER, (*_OF_MOTHER, "Phần khai về người mẹ", "Thông tin về người mẹ", "Thông tin người mẹ")),
        Section(_FATHER, (*_OF_FATHER, "Phần khai về người cha", "Thông tin về người cha", "Thông tin người cha")),
        Section("cam_doan", ("Tôi cam đoan nội dung đề nghị", "Làm tại")),
    ),
    stops=(
        "Người yêu cầu đăng ký khai sinh",
        "Dân tộc",
        "Quốc tịch",
        "Người yêu cầu",
        "Đề nghị cấp bản sao",
        "Số lượng",
        "Ngày, tháng, năm sinh",
    ),
    clues=(
        "Quan hệ với người được khai sinh",
        "Họ, chữ đệm, tên người yêu cầu",
        "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây",
        "Họ, chữ đệm, tên người mẹ",
        "Họ, chữ đệm, tên người cha",
        "Tôi cam đoan nội dung đề nghị đăng ký khai sinh",
    ),
    holders=(Holder("nguoi_yeu_cau_so_dinh_danh", "nguoi_yeu_cau_ngay_sinh"),),
    words_of=(("ngay_sinh", "ngay_sinh_bang_chu"),),
    dated_by="ngay_ky",
)
