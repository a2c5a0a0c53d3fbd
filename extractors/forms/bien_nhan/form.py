"""Giấy tiếp nhận hồ sơ và hẹn trả kết quả: the slip that the one-stop counter hands out."""

from datetime import date

from extractors.form import Edition, Field, Form, Place
from extractors.values.addresses import parse_address_text
from extractors.values.dates import parse_first_date
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_any_id
from extractors.values.phones import parse_phone
from extractors.values.texts import parse_document_number, parse_dossier_code, parse_text

FORM = Form(
    code="bien_nhan",
    titles=("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Giấy tiếp nhận và hẹn trả kết quả"),
    editions=(
        Edition("TT 01/2018/TT-VPCP", date(2018, 11, 23), "Thông tư 01/2018/TT-VPCP, Mẫu 01", ("01/2018/TT-VPCP",)),
        Edition("TT 03/2025/TT-VPCP", date(2025, 9, 15), "Thông tư 03/2025/TT-VPCP", ("03/2025/TT-VPCP",)),
    ),
    fields=(
        Field("so", ("Số",), parse_document_number),
        Field("ma_ho_so", ("Mã hồ sơ", "Mã số hồ sơ"), parse_dossier_code),
        Field(
            "ho_ten", ("Tiếp nhận hồ sơ của", "Tiếp nhận hồ sơ của Ông/Bà", "Tiếp nhận hồ sơ của ông (bà)"), parse_name
        ),
        Field(
            "so_dinh_danh", ("Số CCCD", "Số định danh cá nhân", "Số CMND/CCCD", "CCCD số", "Số căn cước"), parse_any_id
        ),
        Field("dien_thoai", ("Số điện thoại", "Điện thoại"), parse_phone, by_date=True),
        Field("dia_chi", ("Địa chỉ",), parse_address_text, lines=3),
        Field("noi_dung", ("Nội dung yêu cầu giải quyết", "Về việc"), parse_text, lines=3),
        Field("ngay_nhan", ("Thời gian nhận hồ sơ", "Ngày nhận hồ sơ"), parse_first_date, lines=2),
        Field(
            "ngay_hen_tra",
            ("Thời gian trả kết quả giải quyết hồ sơ", "Thời gian trả kết quả", "Ngày hẹn trả kết quả"),
            parse_first_date,
            lines=2,
        ),
        Field(
            "nguoi_tiep_nhan",
            ("Người tiếp nhận hồ sơ", "Cán bộ tiếp nhận", "Người tiếp nhận"),
            parse_name,
            place=Place.SIGNATURE,
        ),
    ),
    stops=(
        "Thành phần, số lượng hồ sơ gồm",
        "Thành phần hồ sơ nộp gồm",
        "Số lượng hồ sơ",
        "Thời gian giải quyết hồ sơ theo quy định là",
        "Đăng ký nhận kết quả tại",
        "Người nộp hồ sơ",
        "Vào Sổ theo dõi hồ sơ",
        "Quyển số",
        "Số thứ tự",
        "Email",
    ),
    clues=(
        "Tiếp nhận hồ sơ của",
        "Nội dung yêu cầu giải quyết",
        "Thành phần, số lượng hồ sơ gồm",
        "Thời gian giải quyết hồ sơ theo quy định",
        "Thời gian trả kết quả giải quyết hồ sơ",
        "Người nộp hồ sơ",
        "Người tiếp nhận hồ sơ",
    ),
    dated_by="ngay_nhan",
)
