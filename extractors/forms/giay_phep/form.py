"""Giấy chứng nhận đăng ký hộ kinh doanh: the certificate of a household business."""

from datetime import date

from extractors.form import Edition, Field, Form, Holder, Place
from extractors.forms.giay_phep.registered import with_first_day
from extractors.sorting.following import ends_with
from extractors.values.addresses import parse_address_text
from extractors.values.dates import parse_birth_date, parse_first_date
from extractors.values.id_papers import parse_issuer
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_any_id
from extractors.values.phones import parse_phone
from extractors.values.texts import (
    parse_document_number,
    parse_email,
    parse_ethnic_group,
    parse_money,
    parse_nationality,
    parse_sex,
    parse_text,
)

_NAME = (
    "Họ và tên",
    "Họ, chữ đệm và tên",
    "Họ và tên (ghi bằng chữ in hoa)",
    "Họ và tên chủ hộ kinh doanh",
    "Họ, chữ đệm và tên chủ hộ kinh doanh",
    "Họ, chữ đệm và tên chủ hộ",
    "Họ và tên chủ hộ",
    "Họ và tên đại diện hộ kinh doanh",
    "Họ và tên người đại diện hộ kinh doanh",
    "Họ và tên người đại diện",
)

FORM = Form(
    code="giay_phep",
    titles=("Giấy chứng nhận đăng ký hộ kinh doanh",),
    editions=(
        Edition("TT 02/2019/TT-BKHĐT", date(2019, 2, 25), "Thông tư 02/2019/TT-BKHĐT", ("02/2019/TT-BKHĐT",)),
        Edition("TT 01/2021/TT-BKHĐT", date(2021, 5, 1), "Thông tư 01/2021/TT-BKHĐT", ("01/2021/TT-BKHĐT",)),
        Edition("TT 68/2025/TT-BTC", date(2025, 7, 1), "Thông tư 68/2025/TT-BTC, Phụ lục II", ("68/2025/TT-BTC",)),
    ),
    fields=(
        Field("so", ("Số", "Mã số hộ kinh doanh", "Mã số đăng ký hộ kinh doanh"), parse_document_number),
        Field(
            "ten_ho_kinh_doanh", ("Tên hộ kinh doanh (ghi bằng chữ in hoa)", "Tên hộ kinh doanh"), parse_text, lines=2
        ),
        Field(
            "dia_diem",
            ("Địa điểm kinh doanh", "Địa chỉ trụ sở hộ kinh doanh", "Trụ sở hộ kinh doanh", "Địa chỉ trụ sở", "Trụ sở"),
            parse_address_text,
            lines=3,
        ),
        Field("dien_thoai", ("Điện thoại", "Số điện thoại"), parse_phone, by_date=True),
        Field("email", ("Email", "Thư điện tử"), parse_email),
        Field("nganh_nghe", ("Ngành, nghề kinh doanh",), parse_text, lines=3),
        Field("von", ("Vốn kinh doanh",), parse_money, lines=2),
        Field("ho_ten", _NAME, parse_name),
        Field("gioi_tinh", ("Giới tính",), parse_sex),
        Field("ngay_sinh", ("Sinh ngày", "Ngày, tháng, năm sinh", "Ngày sinh"), parse_birth_date),
        Field(
            "so_dinh_danh",
            (
                "Số giấy tờ pháp lý của cá nhân",
                "Số giấy chứng thực cá nhân",
                "Số định danh cá nhân",
                "Số định danh cá nhân/Căn cước công dân",
                "Số CMND/CCCD",
                "Số ĐDCN",
                "Số CCCD",
                "Căn cước công dân số",
                "Chứng minh nhân dân/Căn cước công dân số",
                "CMND/CCCD số",
                "Số CMND/CCCD/Hộ chiếu",
                "Số căn cước",
            ),
            parse_any_id,
        ),
        Field("ngay_cap", ("Ngày cấp", "Cấp ngày"), parse_first_date),
        Field("noi_cap", ("Nơi cấp", "Cơ quan cấp"), parse_issuer, lines=2),
        Field("dan_toc", ("Dân tộc",), parse_ethnic_group),
        Field("quoc_tich", ("Quốc tịch",), parse_nationality),
        Field(
            "dia_chi_thuong_tru",
            ("Địa chỉ thường trú", "Nơi đăng ký hộ khẩu thường trú", "Nơi thường trú"),
            parse_address_text,
            lines=3,
        ),
        Field(
            "nguoi_ky",
            ("Trưởng phòng", "Phó trưởng phòng", "Chủ tịch", "Phó chủ tịch"),
            parse_name,
            place=Place.SIGNATURE,
            alone=True,
        ),
        Field(
            "ngay_cap_giay", ("Đăng ký lần đầu, ngày", "Đăng ký lần đầu"), parse_first_date, place=Place.FIRST_DATE_LINE
        ),
    ),
    stops=(
        "Đăng ký thay đổi lần thứ",
        "Chủ thể thành lập hộ kinh doanh",
        "Thông tin về chủ hộ kinh doanh",
        "Thông tin chủ hộ kinh doanh",
        "Loại giấy tờ pháp lý của cá nhân",
        "Chỗ ở hiện tại",
        "Nơi ở hiện tại",
        "Địa chỉ liên lạc",
        "Fax",
        "Website",
        "(Ký, ghi rõ họ tên và đóng dấu)",
    ),
    clues=(
        "Tên hộ kinh doanh",
        "Địa điểm kinh doanh",
        "Ngành, nghề kinh doanh",
        "Vốn kinh doanh",
        "Thông tin về chủ hộ kinh doanh",
        "Đăng ký lần đầu",
        "Giấy chứng nhận đăng ký hộ kinh doanh",
    ),
    holders=(Holder("so_dinh_danh", "ngay_sinh", "gioi_tinh"),),
    dated_by="ngay_cap_giay",
    further=with_first_day,
    goes_on=ends_with("Thông tin về chủ hộ kinh doanh", "Địa chỉ thường trú", "Vốn kinh doanh"),
)
