"""TK1-TS, Tờ khai tham gia, điều chỉnh thông tin bảo hiểm xã hội, bảo hiểm y tế: items [01] to [16]."""

import re

from extractors.form import Edition, Field, Form, Holder, Place
from extractors.reading import Problem
from extractors.sorting.following import ends_with
from extractors.values.addresses import parse_address_text
from extractors.values.agencies import parse_agency
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.id_papers import parse_paper_number
from extractors.values.names import parse_name
from extractors.values.parsed import Answer, Parsed
from extractors.values.phones import parse_phone
from extractors.values.signs import says_nothing
from extractors.values.texts import parse_email, parse_ethnic_group, parse_nationality, parse_sex, parse_text


def parse_insurance_number(text: str) -> Answer:
    """The ten digits of a social insurance number (mã số BHXH); it has no check digit."""
    if says_nothing(text):
        return Problem.BLANK
    found = set(re.findall(r"(?<!\d)\d{10}(?!\d)", re.sub(r"(?<=\d)[\s.](?=\d)", "", text)))
    return Parsed(found.pop()) if len(found) == 1 else Problem.UNREADABLE


FORM = Form(
    code="tk1_ts",
    titles=(
        "Tờ khai tham gia, điều chỉnh thông tin bảo hiểm xã hội, bảo hiểm y tế",
        "Tham gia, điều chỉnh thông tin bảo hiểm xã hội, bảo hiểm y tế",
    ),
    editions=(
        Edition("QĐ 595/QĐ-BHXH", None, "Quyết định 595/QĐ-BHXH, mẫu TK1-TS", ("595/QĐ-BHXH",)),
        Edition("QĐ 490/QĐ-BHXH", None, "Quyết định 490/QĐ-BHXH, mẫu TK1-TS", ("490/QĐ-BHXH",)),
    ),
    fields=(
        Field("kinh_gui", ("Kính gửi",), parse_agency, lines=2),
        Field("ho_ten", ("Họ và tên", "Họ, chữ đệm và tên", "Họ và tên (viết chữ in hoa)"), parse_name),
        Field("gioi_tinh", ("Giới tính",), parse_sex, options=("Nam", "Nữ")),
        Field("ngay_sinh", ("Ngày, tháng, năm sinh", "Ngày sinh"), parse_birth_date),
        Field("quoc_tich", ("Quốc tịch",), parse_nationality),
        Field("dan_toc", ("Dân tộc",), parse_ethnic_group),
        Field(
            "so_dinh_danh",
            (
                "Số CCCD/ĐDCN/Hộ chiếu",
                "Số CMND/CCCD/Hộ chiếu",
                "Số CMND/Hộ chiếu/Thẻ căn cước",
                "Số định danh cá nhân",
                "Số ĐDCN/CCCD",
                "Số CCCD",
            ),
            parse_paper_number,
        ),
        Field("dien_thoai", ("Điện thoại", "Số điện thoại", "Điện thoại liên hệ"), parse_phone, by_date=True),
        Field("email", ("Email", "Email (nếu có)"), parse_email),
        Field("noi_dang_ky_khai_sinh", ("Nơi đăng ký khai sinh",), parse_address_text, lines=3),
        Field(
            "dia_chi",
            ("Địa chỉ nhận kết quả", "Địa chỉ nhận hồ sơ", "Địa chỉ liên hệ", "Địa chỉ nhận hồ sơ, kết quả"),
            parse_address_text,
            lines=3,
        ),
        Field("ma_so_bhxh", ("Mã số BHXH", "Mã số BHXH (đã cấp)", "Mã số BHXH (nếu đã cấp)"), parse_insurance_number),
        Field(
            "noi_kham_benh",
            ("Nơi đăng ký khám bệnh, chữa bệnh ban đầu", "Nơi đăng ký khám, chữa bệnh ban đầu"),
            parse_text,
            lines=2,
        ),
        Field("ngay_ky", (), parse_date, place=Place.LAST_DATE_LINE),
    ),
    stops=(
        "Họ tên cha/mẹ/giám hộ",
        "Mức tiền đóng",
        "Phương thức đóng",
        "Nội dung thay đổi, yêu cầu",
        "Hồ sơ kèm theo",
        "Người kê khai",
        "Tôi cam đoan",
    ),
    clues=(
        "thông tin bảo hiểm xã hội, bảo hiểm y tế",
        "Mã số BHXH",
        "Nơi đăng ký khám bệnh, chữa bệnh ban đầu",
        "Địa chỉ nhận kết quả",
        "Số CCCD/ĐDCN/Hộ chiếu",
    ),
    holders=(Holder("so_dinh_danh", "ngay_sinh", "gioi_tinh"),),
    dated_by="ngay_ky",
    goes_on=ends_with("Nơi đăng ký khám bệnh, chữa bệnh ban đầu", "Hồ sơ kèm theo"),
)
