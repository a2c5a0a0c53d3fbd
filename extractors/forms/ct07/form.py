"""CT07, Xác nhận thông tin về cư trú: what the commune police confirm of a person's residence and household."""

from datetime import date

from extractors.form import Edition, Field, Form, Holder, Members, Place
from extractors.sorting.following import ends_with
from extractors.values.addresses import parse_address_text
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_any_id, parse_personal_id
from extractors.values.texts import (
    parse_document_number,
    parse_ethnic_group,
    parse_kinship,
    parse_nationality,
    parse_sex,
)
from extractors.values.words import parse_religion

_NUMBER = (
    "Số định danh cá nhân",
    "Số định danh cá nhân/CMND",
    "Số ĐDCN/CMND",
    "Số ĐDCN/CCCD",
    "Số ĐDCN",
    "Số CCCD",
    "Số CMND/CCCD",
    "Số căn cước",
)

FORM = Form(
    code="ct07",
    titles=("Xác nhận thông tin về cư trú", "Giấy xác nhận thông tin về cư trú"),
    editions=(
        Edition("TT 56/2021/TT-BCA", date(2021, 7, 1), "Thông tư 56/2021/TT-BCA", ("56/2021/TT-BCA",)),
        Edition("TT 66/2023/TT-BCA", None, "Thông tư 66/2023/TT-BCA, 17/11/2023", ("66/2023/TT-BCA",)),
        Edition("TT 53/2025/TT-BCA", None, "Thông tư 53/2025/TT-BCA", ("53/2025/TT-BCA",)),
    ),
    fields=(
        Field("so", ("Số",), parse_document_number),
        Field("ho_ten", ("Họ, chữ đệm và tên", "Họ và tên"), parse_name),
        Field("ngay_sinh", ("Ngày, tháng, năm sinh",), parse_birth_date),
        Field("gioi_tinh", ("Giới tính",), parse_sex),
        Field("so_dinh_danh", _NUMBER, parse_any_id),
        Field("dan_toc", ("Dân tộc",), parse_ethnic_group),
        Field("ton_giao", ("Tôn giáo",), parse_religion),
        Field("quoc_tich", ("Quốc tịch",), parse_nationality),
        Field("que_quan", ("Quê quán",), parse_address_text, lines=3),
        Field("noi_thuong_tru", ("Nơi thường trú",), parse_address_text, lines=3),
        Field("noi_tam_tru", ("Nơi tạm trú",), parse_address_text, lines=3),
        Field("noi_o_hien_tai", ("Nơi ở hiện tại",), parse_address_text, lines=3),
        Field("chu_ho", ("Họ, chữ đệm và tên chủ hộ", "Họ và tên chủ hộ"), parse_name),
        Field("quan_he_chu_ho", ("Quan hệ với chủ hộ", "Mối quan hệ với chủ hộ"), parse_kinship),
        Field(
            "so_dinh_danh_chu_ho",
            ("Số định danh cá nhân của chủ hộ", "Số định danh cá nhân/CMND của chủ hộ", "Số ĐDCN của chủ hộ"),
            parse_personal_id,
        ),
        Field(
            "nguoi_ky",
            ("Trưởng công an", "Phó trưởng công an", "Thủ trưởng đơn vị", "Thủ trưởng cơ quan đăng ký cư trú"),
            parse_name,
            place=Place.SIGNATURE,
            alone=True,
        ),
        Field("ngay_cap_giay", (), parse_date, place=Place.FIRST_DATE_LINE),
    ),
    stops=(
        "Thông tin các thành viên khác trong hộ gia đình",
        "xác nhận thông tin về cư trú của Ông/Bà có tên tại mục I",
        "Xác nhận này có giá trị",
        "Cán bộ đăng ký",
        "Theo đề nghị của Ông/Bà",
    ),
    clues=(
        "Theo đề nghị của Ông/Bà",
        "xác nhận thông tin về cư trú của Ông/Bà có tên tại mục I",
        "Họ, chữ đệm và tên chủ hộ",
        "Thông tin các thành viên khác trong hộ gia đình",
        "Xác nhận này có giá trị",
    ),
    members=Members(
        "thanh_vien",
        ("Thông tin các thành viên khác trong hộ gia đình",),
        ("Xác nhận này có giá trị", "Cán bộ đăng ký", "Trưởng công an"),
    ),
    holders=(Holder("so_dinh_danh", "ngay_sinh", "gioi_tinh"),),
    dated_by="ngay_cap_giay",
    goes_on=ends_with("Thông tin các thành viên khác trong hộ gia đình", "Xác nhận này có giá trị", "Cán bộ đăng ký"),
)
