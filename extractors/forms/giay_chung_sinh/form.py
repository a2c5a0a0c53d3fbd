"""Giấy chứng sinh: what the place of a birth tells of it, for the birth to be registered."""

from extractors.form import Edition, Field, Form, Holder, Place
from extractors.forms.civil_status import BORN, ETHNICITY, HOME, ID_PAPER
from extractors.values.addresses import parse_address_text
from extractors.values.date_words import parse_date_said
from extractors.values.dates import parse_date, parse_year
from extractors.values.id_papers import parse_paper_number
from extractors.values.names import parse_name
from extractors.values.texts import parse_document_number, parse_ethnic_group, parse_sex, parse_text

FORM = Form(
    code="giay_chung_sinh",
    titles=("Giấy chứng sinh", "Giấy chứng sinh (bản sao)"),
    editions=(
        Edition("TT 17/2012/TT-BYT", None, "Thông tư 17/2012/TT-BYT", ("17/2012/TT-BYT",)),
        Edition("TT 56/2017/TT-BYT", None, "Thông tư 56/2017/TT-BYT", ("56/2017/TT-BYT",)),
        Edition("TT 27/2019/TT-BYT", None, "Thông tư 27/2019/TT-BYT", ("27/2019/TT-BYT",)),
    ),
    fields=(
        Field("so", ("Số",), parse_document_number),
        Field(
            "ho_ten_me",
            ("Họ và tên mẹ/Người nuôi dưỡng", "Họ và tên mẹ", "Họ, chữ đệm, tên mẹ", "Họ và tên người mẹ"),
            parse_name,
        ),
        Field("nam_sinh_me", BORN, parse_year),
        Field("noi_cu_tru_me", (*HOME, "Nơi đăng ký tạm trú"), parse_address_text, lines=3),
        Field("so_giay_to_me", (*ID_PAPER, "Số CMND/Hộ chiếu", "Số CMND/CCCD/Hộ chiếu"), parse_paper_number, lines=2),
        Field("dan_toc_me", ETHNICITY, parse_ethnic_group),
        Field("ho_ten_cha", ("Họ và tên cha", "Họ, chữ đệm, tên cha", "Họ và tên người cha"), parse_name),
        Field("ngay_sinh", ("Đã sinh con vào lúc", "Đã sinh con lúc", "Đã sinh vào lúc"), parse_date_said, lines=2),
        Field("noi_sinh", ("Tại", "Nơi sinh"), parse_text, lines=2),
        Field("gioi_tinh", ("Giới tính của con", "Giới tính con", "Giới tính"), parse_sex, options=("Nam", "Nữ")),
        Field("ho_ten", ("Dự định đặt tên con là", "Dự định đặt tên con", "Tên dự định đặt của con"), parse_name),
        Field(
            "nguoi_ky",
            ("Thủ trưởng cơ sở y tế", "Thủ trưởng cơ sở", "Giám đốc", "Phó giám đốc", "Trưởng trạm"),
            parse_name,
            place=Place.SIGNATURE,
        ),
        Field("ngay_cap_giay", (), parse_date, place=Place.LAST_DATE_LINE),
    ),
    stops=(
        "Mã số BHXH/Thẻ BHYT số",
        "Mã số BHXH",
        "Số thẻ BHYT",
        "Ngày cấp",
        "Nơi cấp",
        "Số lần sinh",
        "Lần sinh",
        "Số con hiện sống",
        "Số con trong lần sinh này",
        "Cân nặng",
        "Tình trạng con",
        "Ghi chú",
        "Người đỡ đẻ",
        "Người ghi phiếu",
        "Xác nhận của cha, mẹ",
        "Quyển số",
    ),
    clues=(
        "Đã sinh con vào lúc",
        "Số con trong lần sinh này",
        "Số con hiện sống",
        "Dự định đặt tên con là",
        "Người đỡ đẻ",
    ),
    holders=(Holder("so_giay_to_me", "nam_sinh_me"),),
    dated_by="ngay_cap_giay",
)
