"""Giấy xác nhận tình trạng hôn nhân: what a people's committee certifies of one person, to marry or to sell a house."""

from extractors.form import Field, Form, Holder, Place
from extractors.forms.civil_status import BORN, EDITIONS, ETHNICITY, HOME, ID_PAPER, NAME, NATIONALITY, SEX, SIGNER
from extractors.values.addresses import parse_address_text
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.id_papers import parse_paper_number
from extractors.values.names import parse_name
from extractors.values.texts import parse_document_number, parse_ethnic_group, parse_nationality, parse_sex, parse_text
from extractors.values.words import parse_marital_status

FORM = Form(
    code="xn_hon_nhan",
    titles=("Giấy xác nhận tình trạng hôn nhân", "Xác nhận tình trạng hôn nhân"),
    editions=EDITIONS,
    fields=(
        Field("so", ("Số",), parse_document_number),
        Field("ho_ten", (*NAME, "Ông/Bà", "Ông (bà)"), parse_name),
        Field("ngay_sinh", BORN, parse_birth_date),
        Field("gioi_tinh", SEX, parse_sex, options=("Nam", "Nữ")),
        Field("dan_toc", ETHNICITY, parse_ethnic_group),
        Field("quoc_tich", NATIONALITY, parse_nationality),
        Field("noi_cu_tru", HOME, parse_address_text, lines=3),
        Field(
            "tinh_trang",
            ("Tình trạng hôn nhân", "Có tình trạng hôn nhân", "Về tình trạng hôn nhân"),
            parse_marital_status,
            lines=3,
        ),
        Field(
            "muc_dich",
            (
                "Giấy này được cấp để",
                "Giấy này được sử dụng để",
                "Giấy xác nhận này được cấp để",
                "Giấy xác nhận này được sử dụng để",
                "kể từ ngày cấp, được sử dụng để",
                "ngày cấp, được sử dụng để",
                "cấp, được sử dụng để",
                "được sử dụng để",
                "sử dụng để",
                "Mục đích sử dụng",
                "Mục đích sử dụng giấy xác nhận",
                "Mục đích",
            ),
            parse_text,
            lines=3,
        ),
        Field(
            "nguoi_ky",
            ("Người ký giấy xác nhận tình trạng hôn nhân", "Người ký giấy xác nhận", "Người ký", *SIGNER),
            parse_name,
            place=Place.SIGNATURE,
            alone=True,
        ),
        Field("so_giay_to", ID_PAPER, parse_paper_number, lines=3),
        Field("ngay_cap_giay", (), parse_date, place=Place.FIRST_DATE_LINE),
    ),
    stops=(
        "Xét đề nghị của ông/bà",
        "Xét đề nghị của ông (bà)",
        "Theo đề nghị của ông/bà",
        "Xét đơn đề nghị của",
        "về việc cấp giấy xác nhận tình trạng hôn nhân cho",
        "Trong thời gian cư trú tại",
        "Thời gian cư trú tại",
        "Giấy này có giá trị",
        "Giấy xác nhận này có giá trị",
        "Có giá trị",
        "TM. Ủy ban nhân dân",
        "TM. UBND",
        "Nghề nghiệp",
        "Quê quán",
        "Nơi sinh",
        "Nơi nhận",
        "Nơi cấp",
        "Ngày cấp",
        "Công chức tư pháp - hộ tịch",
        "Cán bộ tư pháp - hộ tịch",
        "Người thực hiện",
    ),
    clues=(
        "Xét đề nghị của ông/bà",
        "Giấy này có giá trị",
        "Tình trạng hôn nhân",
        "có giá trị đến thời điểm thay đổi",
        "6 tháng kể từ ngày cấp",
        "được sử dụng để",
        "Giấy này được cấp để",
    ),
    holders=(Holder("so_giay_to", "ngay_sinh", "gioi_tinh"),),
    dated_by="ngay_cap_giay",
)
