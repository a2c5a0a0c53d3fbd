"""Giấy tiếp nhận hồ sơ và hẹn trả kết quả: the slip that the one-stop counter hands out."""

from datetime import date

from extractors.form import Edition, Field, Form, Place
from extractors.sorting.following import ends_with
from extractors.values.addresses import parse_address_text
from extractors.values.dates import parse_first_date
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_any_id
from extractors.values.phones import parse_phone
from extractors.values.texts import parse_document_number, parse_dossier_code, parse_email, parse_text

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
            "ho_ten",
            (
                "Tiếp nhận hồ sơ của",
                "Tiếp nhận hồ sơ của Ông/Bà",
                "Tiếp nhận hồ sơ của ông (bà)",
                "Họ và tên người nộp",
                "Họ tên người nộp",
                "Họ và tên người nộp hồ sơ",
                "Họ tên người nộp hồ sơ",
                "Tên người nộp hồ sơ",
                "Người nộp",
                "Họ và tên",
            ),
            parse_name,
        ),
        Field(
            "so_dinh_danh",
            (
                "Số CCCD",
                "Số định danh cá nhân",
                "Số CMND/CCCD",
                "Số CCCD/CMND",
                "CCCD số",
                "Số căn cước",
                "Số ĐDCN",
                "Số định danh cá nhân/Căn cước công dân",
                "Số định danh/CCCD",
                "Số CCCD/Định danh cá nhân",
                "Số CCCD/Số định danh",
                "Số định danh",
                "Số CMND",
                "Số CMND/CCCD/Hộ chiếu",
                "CMND/CCCD",
            ),
            parse_any_id,
        ),
        Field(
            "dien_thoai",
            ("Số điện thoại", "Số điện thoại liên hệ", "Điện thoại", "Điện thoại liên hệ"),
            parse_phone,
            by_date=True,
        ),
        Field("email", ("Email", "E-mail"), parse_email),
        Field("dia_chi", ("Địa chỉ", "Địa chỉ liên hệ", "Địa chỉ thường trú"), parse_address_text, lines=3),
        Field(
            "noi_dung",
            (
                "Nội dung yêu cầu giải quyết",
                "Nội dung yêu cầu",
                "Về việc",
                "Nội dung giải quyết",
                "Thủ tục hành chính",
                "Tên thủ tục hành chính",
                "Tên thủ tục",
            ),
            parse_text,
            lines=3,
        ),
        Field(
            "ngay_nhan",
            (
                "Thời gian nhận hồ sơ",
                "Thời gian tiếp nhận",
                "Ngày nhận hồ sơ",
                "Ngày tiếp nhận hồ sơ",
                "Ngày tiếp nhận",
            ),
            parse_first_date,
            lines=2,
        ),
        Field(
            "ngay_hen_tra",
            (
                "Thời gian trả kết quả giải quyết hồ sơ",
                "Thời gian trả kết quả",
                "Thời gian hẹn trả kết quả",
                "Ngày hẹn trả kết quả",
                "Ngày hẹn trả",
                "Ngày trả kết quả",
            ),
            parse_first_date,
            ahead=True,
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
        "Giấy tiếp nhận hồ sơ",
        "và hẹn trả kết quả",
        "Thành phần, số lượng hồ sơ gồm",
        "Thành phần hồ sơ nộp gồm",
        "Số lượng hồ sơ",
        "Thời gian giải quyết hồ sơ theo quy định là",
        "Đăng ký nhận kết quả tại",
        "Người nộp hồ sơ",
        "Vào Sổ theo dõi hồ sơ",
        "Quyển số",
        "Số thứ tự",
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
    goes_on=ends_with("Thời gian trả kết quả", "Đăng ký nhận kết quả tại", "Người tiếp nhận hồ sơ"),
)
