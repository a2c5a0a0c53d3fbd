"""Giấy chứng minh nhân dân, nine digits: void since 2025-01-01, copied into dossiers as a link to old papers."""

from extractors.form import Edition, Field, Form, Place
from extractors.forms.cmnd.number import with_number
from extractors.values.addresses import parse_address_text
from extractors.values.dates import parse_birth_date, parse_date, parse_expiry
from extractors.values.id_papers import parse_issuer
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_any_id
from extractors.values.texts import parse_ethnic_group
from extractors.values.words import parse_religion

FORM = Form(
    code="cmnd",
    titles=("Giấy chứng minh nhân dân", "Chứng minh nhân dân"),
    editions=(
        Edition("NĐ 05/1999/NĐ-CP", None, "Nghị định 05/1999/NĐ-CP; void since 2025-01-01 (Luật 26/2023/QH15 Đ46)"),
    ),
    fields=(
        Field("so_cmnd", ("Số", "Số CMND", "Số chứng minh nhân dân"), parse_any_id),
        Field("ho_ten", ("Họ tên", "Họ và tên", "Họ và tên khai sinh"), parse_name, lines=2),
        Field("ten_goi_khac", ("Họ và tên gọi khác", "Tên gọi khác"), parse_name),
        Field("ngay_sinh", ("Sinh ngày", "Ngày sinh", "Ngày, tháng, năm sinh"), parse_birth_date),
        Field("que_quan", ("Nguyên quán", "Quê quán"), parse_address_text, lines=2),
        Field(
            "noi_thuong_tru",
            ("Nơi ĐKHK thường trú", "Nơi ĐKHK thường", "Nơi đăng ký hộ khẩu thường trú", "Nơi thường trú"),
            parse_address_text,
            lines=3,
        ),
        Field("dan_toc", ("Dân tộc",), parse_ethnic_group),
        Field("ton_giao", ("Tôn giáo",), parse_religion),
        Field("gia_tri_den", ("Có giá trị đến", "Giá trị đến"), parse_expiry, ahead=True),
        Field("ngay_cap", ("Ngày cấp", "Cấp ngày"), parse_date, place=Place.LAST_DATE_LINE),
        Field("noi_cap", ("Nơi cấp", "Giám đốc"), parse_issuer),
    ),
    stops=(
        "Dấu vết riêng và dị hình",
        "Dấu vết riêng hoặc dị hình",
        "Dấu vết riêng hay dị hình",
        "Đặc điểm nhận dạng",
        "Ngón trỏ trái",
        "Ngón trỏ phải",
        "Trưởng ty công an",
        "Giám đốc CA",
        "Giám đốc công an",
        "Phó giám đốc",
    ),
    clues=(
        "chứng minh nhân dân",
        "Nguyên quán",
        "Nơi ĐKHK thường trú",
        "Dấu vết riêng và dị hình",
        "Ngón trỏ trái",
        "Ngón trỏ phải",
        "Giám đốc CA",
    ),
    dated_by="ngay_cap",
    further=with_number,
)
