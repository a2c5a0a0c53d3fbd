"""The identity card with a chip (CCCD, 2021) and the Căn cước of 2024: copies of front, back, or both on one page.

Both are one form with two editions: they have the same number, QR code and zone, are asked for by the same procedures,
and one holder's old and new card must be held against each other field by field. "Nơi cư trú" of 2024 is read as
noi_thuong_tru, which it shows for whoever has one (Luật 26/2023/QH15 Đ18).
"""

from datetime import date

from extractors.form import Edition, Field, Form, Holder
from extractors.forms.cccd.codes import is_card
from extractors.forms.cccd.witnesses import with_codes
from extractors.values.addresses import parse_address_text
from extractors.values.dates import parse_birth_date, parse_date, parse_expiry
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_personal_id
from extractors.values.texts import parse_nationality, parse_sex

FORM = Form(
    code="cccd",
    titles=(
        "Căn cước công dân",
        "Căn cước",
        "Citizen Identity Card",
        "Identity Card",
        "Căn cước công dân Citizen Identity Card",
        "Căn cước Identity Card",
    ),
    editions=(
        Edition("CCCD 2021", date(2021, 1, 23), "Thông tư 06/2021/TT-BCA", ("can cuoc cong dan",)),
        Edition("Căn cước 2024", date(2024, 7, 1), "Thông tư 16/2024/TT-BCA", ("noi dang ky khai sinh",)),
    ),
    fields=(
        Field(
            "so_dinh_danh",
            ("Số / No.", "Số", "Số định danh cá nhân", "Số định danh cá nhân / Personal identification number"),
            parse_personal_id,
        ),
        Field(
            "ho_ten",
            (
                "Họ và tên / Full name",
                "Họ và tên",
                "Full name",
                "Họ, chữ đệm và tên khai sinh / Full name",
                "Họ, chữ đệm và tên khai sinh",
            ),
            parse_name,
        ),
        Field(
            "ngay_sinh",
            ("Ngày sinh / Date of birth", "Ngày sinh", "Date of birth", "Ngày, tháng, năm sinh / Date of birth"),
            parse_birth_date,
        ),
        Field("gioi_tinh", ("Giới tính / Sex", "Giới tính", "Sex"), parse_sex),
        Field("que_quan", ("Quê quán / Place of origin", "Quê quán", "Place of origin"), parse_address_text, lines=2),
        Field(
            "noi_thuong_tru",
            (
                "Nơi thường trú / Place of residence",
                "Nơi thường trú",
                "Place of residence",
                "Nơi cư trú / Place of residence",
                "Nơi cư trú",
            ),
            parse_address_text,
            lines=3,
        ),
        Field(
            "gia_tri_den",
            (
                "Có giá trị đến / Date of expiry",
                "Có giá trị đến",
                "Ngày, tháng, năm hết hạn / Date of expiry",
                "Ngày, tháng, năm hết hạn",
            ),
            parse_expiry,
            ahead=True,
        ),
        Field(
            "ngay_cap",
            (
                "Ngày, tháng, năm / Date, month, year",
                "Date, month, year",
                "Ngày, tháng, năm cấp / Date of issue",
                "Ngày, tháng, năm cấp",
                "Date of issue",
                "Ngày, tháng, năm",
            ),
            parse_date,
        ),
        Field("quoc_tich", ("Quốc tịch / Nationality", "Quốc tịch", "Nationality"), parse_nationality),
        Field(
            "noi_dang_ky_khai_sinh",
            ("Nơi đăng ký khai sinh / Place of birth registration", "Nơi đăng ký khai sinh"),
            parse_address_text,
            lines=2,
        ),
    ),
    stops=(
        "Đặc điểm nhận dạng / Personal identification",
        "Đặc điểm nhận dạng",
        "Ngón trỏ trái",
        "Ngón trỏ phải",
        "Left index finger",
        "Right index finger",
        "Date of expiry",
        "Cục trưởng cục cảnh sát",
        "Bộ Công an",
    ),
    clues=(
        "Full name",
        "Date of birth",
        "Nationality",
        "Place of origin",
        "Place of residence",
        "Date of expiry",
        "Đặc điểm nhận dạng",
        "Personal identification",
        "Left index finger",
        "Right index finger",
        "Date, month, year",
    ),
    holders=(Holder("so_dinh_danh", "ngay_sinh", "gioi_tinh"),),
    further=with_codes,
    own_codes=is_card,
)
