"""Giấy chứng nhận đăng ký hộ kinh doanh: the certificate of a household business."""

from datetime import date

from extractors.form import Edition, Field, Form, Holder, Place
from extractors.values.addresses import parse_address_text
from extractors.values.dates import parse_birth_date, parse_first_date
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_any_id
from extractors.values.phones import parse_phone
from extractors.values.texts import parse_document_number, parse_email, parse_money, parse_sex, parse_text

_NAME = ("Họ và tên", "Họ, chữ đệm và tên", "Họ và tên (ghi bằng chữ in hoa)", "Họ và tên chủ hộ kinh doanh")

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
            ("Địa điểm kinh doanh", "Địa chỉ trụ sở hộ kinh doanh", "Trụ sở hộ kinh doanh", "Địa chỉ trụ sở"),
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
                "Số CCCD",
                "Căn cước công dân số",
            ),
            parse_any_id,
        ),
        Field("ngay_cap", ("Ngày cấp",), parse_first_date),
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
        "Dân tộc",
        "Quốc tịch",
        "Loại giấy tờ pháp lý của cá nhân",
        "Nơi cấp",
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
        "Chủ thể thành lập hộ kinh doanh",
        "Thông tin về chủ hộ kinh doanh",
        "Đăng ký lần đầu",
    ),
    holders=(Holder("so_dinh_danh", "ngay_sinh", "gioi_tinh"),),
    dated_by="ngay_cap_giay",
)
