"""Giấy xác nhận số CMND and the application for it: that one person held an old number and holds a personal number."""

from datetime import date

from extractors.form import Edition, Field, Form, Holder, Place
from extractors.forms.civil_status import BORN, ETHNICITY, NATIONALITY, SEX
from extractors.values.addresses import parse_address_text
from extractors.values.agencies import parse_agency
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_old_id, parse_personal_id
from extractors.values.texts import parse_document_number, parse_ethnic_group, parse_nationality, parse_sex

_OLD = (
    "Số CMND",
    "Số CMND 09 số",
    "Số CMND 9 số",
    "CMND số",
    "Số chứng minh nhân dân",
    "Số chứng minh nhân dân 9 số",
    "Số CMND đã được cấp",
    "Số chứng minh nhân dân đã được cấp",
    "Đã được cấp chứng minh nhân dân số",
    "Đã được cấp CMND số",
)
_NEW = (
    "Số định danh cá nhân",
    "Số thẻ căn cước công dân",
    "Số căn cước công dân",
    "Số thẻ căn cước",
    "Số CCCD",
    "CCCD số",
    "Căn cước công dân số",
    "Số ĐDCN",
    "Số ĐDCN/CCCD",
)

FORM = Form(
    code="xn_cmnd",
    titles=(
        "Giấy xác nhận số chứng minh nhân dân",
        "Giấy xác nhận số CMND",
        "Xác nhận số chứng minh nhân dân",
        "Đơn đề nghị xác nhận số chứng minh nhân dân",
        "Đơn đề nghị xác nhận số CMND",
        "Đơn xác nhận số chứng minh nhân dân",
        "Giấy xác nhận số chứng minh nhân dân, số định danh cá nhân",
    ),
    editions=(
        Edition("TT 07/2016/TT-BCA", None, "Thông tư 07/2016/TT-BCA", ("07/2016/TT-BCA",)),
        Edition("TT 59/2021/TT-BCA", date(2021, 7, 1), "Thông tư 59/2021/TT-BCA", ("59/2021/TT-BCA",)),
    ),
    fields=(
        Field("so", ("Số",), parse_document_number),
        Field("kinh_gui", ("Kính gửi",), parse_agency, lines=2),
        Field(
            "ho_ten", ("Họ, chữ đệm và tên", "Họ, chữ đệm, tên", "Họ và tên", "Tên tôi là", "Tôi tên là"), parse_name
        ),
        Field(
            "ten_goi_khac",
            ("Họ, chữ đệm và tên gọi khác", "Họ và tên gọi khác (nếu có)", "Họ và tên gọi khác", "Tên gọi khác"),
            parse_name,
        ),
        Field("ngay_sinh", BORN, parse_birth_date),
        Field("gioi_tinh", SEX, parse_sex, options=("Nam", "Nữ")),
        Field("dan_toc", ETHNICITY, parse_ethnic_group),
        Field("quoc_tich", NATIONALITY, parse_nationality),
        Field("noi_dang_ky_khai_sinh", ("Nơi đăng ký khai sinh",), parse_address_text, lines=2),
        Field("que_quan", ("Quê quán", "Nguyên quán"), parse_address_text, lines=2),
        Field("noi_thuong_tru", ("Nơi thường trú", "Nơi đăng ký thường trú", "Nơi ĐKTT"), parse_address_text, lines=3),
        Field("so_dinh_danh", _NEW, parse_personal_id),
        Field("so_cmnd_cu", _OLD, parse_old_id),
        Field(
            "nguoi_ky",
            (
                "Cục trưởng",
                "Giám đốc",
                "Trưởng công an",
                "Đội trưởng",
                "Thủ trưởng đơn vị",
                "Trưởng phòng",
                "Người đề nghị",
            ),
            parse_name,
            place=Place.SIGNATURE,
        ),
        Field("ngay_cap_giay", (), parse_date, place=Place.FIRST_DATE_LINE),
    ),
    stops=(
        "Tôn giáo",
        "Nơi ở hiện tại",
        "Nơi tạm trú",
        "Số điện thoại",
        "Cấp ngày",
        "Ngày cấp",
        "Nơi cấp",
        "Lý do",
        "Giấy xác nhận này",
        "Người làm đơn",
    ),
    clues=(
        "Số chứng minh nhân dân",
        "xác nhận số CMND",
        "đã được cấp chứng minh nhân dân số",
        "Họ, chữ đệm và tên gọi khác",
        "xác nhận công dân có thông tin",
        "Nơi đăng ký thường trú",
        "Nơi đăng ký khai sinh",
    ),
    holders=(Holder("so_dinh_danh", "ngay_sinh", "gioi_tinh"),),
    dated_by="ngay_cap_giay",
)
