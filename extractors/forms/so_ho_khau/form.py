"""Sổ hộ khẩu (HK08, void since 2023-01-01): its cover tells number, head and home; each page after it one member."""

from extractors.form import Edition, Field, Form, Holder
from extractors.forms.civil_status import BORN, ETHNICITY, NATIONALITY, SEX
from extractors.values.addresses import parse_address_text
from extractors.values.dates import parse_birth_date, parse_first_date
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_any_id
from extractors.values.texts import (
    parse_document_number,
    parse_ethnic_group,
    parse_kinship,
    parse_nationality,
    parse_sex,
    parse_text,
)

FORM = Form(
    code="so_ho_khau",
    titles=("Sổ hộ khẩu", "Sổ đăng ký hộ khẩu", "Chủ hộ hoặc người có quan hệ với chủ hộ"),
    editions=(Edition("TT 36/2014/TT-BCA", None, "Thông tư 36/2014/TT-BCA, mẫu HK08", ("36/2014/TT-BCA", "HK08")),),
    fields=(
        Field("so", ("Số", "Sổ hộ khẩu số"), parse_document_number),
        Field("chu_ho", ("Họ và tên chủ hộ", "Họ, chữ đệm và tên chủ hộ"), parse_name),
        Field("quan_he_chu_ho", ("Quan hệ với chủ hộ",), parse_kinship),
        Field("ho_ten", ("Họ và tên", "Họ, chữ đệm và tên"), parse_name),
        Field(
            "ten_goi_khac",
            ("Họ và tên gọi khác (nếu có)", "Họ và tên gọi khác", "Tên gọi khác (nếu có)", "Tên gọi khác"),
            parse_name,
        ),
        Field("ngay_sinh", BORN, parse_birth_date),
        Field("gioi_tinh", SEX, parse_sex),
        Field("que_quan", ("Quê quán", "Nguyên quán"), parse_address_text, lines=2),
        Field("dan_toc", ETHNICITY, parse_ethnic_group),
        Field("quoc_tich", NATIONALITY, parse_nationality),
        Field("so_giay_to", ("CMND số", "Số CMND", "CMND/CCCD số", "Số định danh cá nhân"), parse_any_id),
        Field("nghe_nghiep", ("Nghề nghiệp, nơi làm việc", "Nghề nghiệp"), parse_text, lines=2),
        Field("ngay_chuyen_den", ("Chuyển đến ngày",), parse_first_date),
        Field(
            "noi_thuong_tru_truoc",
            ("Nơi thường trú trước khi chuyển đến", "Nơi ĐKTT trước khi chuyển đến", "Nơi thường trú trước đây"),
            parse_address_text,
            lines=2,
        ),
        Field("noi_thuong_tru", ("Nơi thường trú", "Nơi đăng ký thường trú"), parse_address_text, lines=3),
    ),
    stops=(
        "Tôn giáo",
        "Hộ chiếu số",
        "Cán bộ đăng ký",
        "Trưởng công an",
        "Lý do xóa đăng ký thường trú",
        "Hồ sơ hộ khẩu số",
        "Sổ đăng ký thường trú số",
        "Tờ số",
        "Ngày cấp",
    ),
    clues=(
        "Họ và tên chủ hộ",
        "Quan hệ với chủ hộ",
        "Họ và tên gọi khác",
        "Nghề nghiệp, nơi làm việc",
        "Nơi thường trú trước khi chuyển đến",
        "Lý do xóa đăng ký thường trú",
        "Hồ sơ hộ khẩu số",
    ),
    holders=(Holder("so_giay_to", "ngay_sinh", "gioi_tinh"),),
)
