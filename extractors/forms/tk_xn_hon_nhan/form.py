"""Tờ khai cấp giấy xác nhận tình trạng hôn nhân: who asks for it, for whom and what for."""

from extractors.form import Field, Form, Holder, Place, Section
from extractors.forms.civil_status import (
    ASKER,
    BORN,
    COPIES,
    EDITIONS,
    ETHNICITY,
    HOME,
    ID_PAPER,
    NAME,
    NATIONALITY,
    SEX,
    SWORN,
)
from extractors.values.addresses import parse_address_text
from extractors.values.agencies import parse_agency
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.id_papers import parse_paper_number
from extractors.values.names import parse_name
from extractors.values.texts import parse_ethnic_group, parse_kinship, parse_nationality, parse_sex, parse_text
from extractors.values.words import parse_marital_status

_ASKER, _HOLDER = "nguoi_yeu_cau", "nguoi_duoc_xac_nhan"
_BELOW = (
    "Đề nghị cấp giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây",
    "Đề nghị cấp giấy xác nhận tình trạng hôn nhân cho người dưới đây",
    "cho người có tên dưới đây",
    "cho người dưới đây",
)

FORM = Form(
    code="tk_xn_hon_nhan",
    titles=("Tờ khai cấp giấy xác nhận tình trạng hôn nhân", "Tờ khai xác nhận tình trạng hôn nhân"),
    editions=EDITIONS,
    fields=(
        Field("kinh_gui", ("Kính gửi",), parse_agency, lines=2),
        *ASKER,
        Field(
            "quan_he",
            (
                "Quan hệ với người được cấp giấy xác nhận tình trạng hôn nhân",
                "Quan hệ với người được cấp giấy xác nhận",
                "Quan hệ với người được cấp",
            ),
            parse_kinship,
        ),
        Field("ho_ten", NAME, parse_name, _HOLDER),
        Field("ngay_sinh", BORN, parse_birth_date, _HOLDER),
        Field("gioi_tinh", SEX, parse_sex, _HOLDER, options=("Nam", "Nữ")),
        Field("dan_toc", ETHNICITY, parse_ethnic_group, _HOLDER),
        Field("quoc_tich", NATIONALITY, parse_nationality, _HOLDER),
        Field("noi_cu_tru", HOME, parse_address_text, _HOLDER, lines=3),
        Field("so_giay_to", ID_PAPER, parse_paper_number, _HOLDER, lines=3),
        Field("tinh_trang", ("Tình trạng hôn nhân",), parse_marital_status, lines=3),
        Field(
            "muc_dich",
            (
                "Mục đích sử dụng giấy xác nhận tình trạng hôn nhân",
                "Mục đích sử dụng giấy xác nhận",
                "Mục đích sử dụng",
                "Mục đích yêu cầu",
            ),
            parse_text,
            lines=3,
        ),
        Field("ngay_ky", (), parse_date, place=Place.LAST_DATE_LINE),
    ),
    sections=(Section(_ASKER, ()), Section(_HOLDER, _BELOW), Section("cam_doan", SWORN)),
    stops=("Trong thời gian cư trú tại", "Người yêu cầu", "Nghề nghiệp", "Quê quán", *COPIES),
    clues=(  # the first parts it from the paper that it asks for
        "Tờ khai cấp giấy xác nhận tình trạng hôn nhân",
        "Họ, chữ đệm, tên người yêu cầu",
        "Quan hệ với người được cấp Giấy xác nhận tình trạng hôn nhân",
        "Đề nghị cấp Giấy xác nhận tình trạng hôn nhân cho người có tên dưới đây",
        "Mục đích sử dụng Giấy xác nhận tình trạng hôn nhân",
        "Tôi cam đoan những nội dung khai trên đây là đúng sự thật",
    ),
    holders=(
        Holder("so_giay_to", "ngay_sinh", "gioi_tinh"),
        Holder("nguoi_yeu_cau_so_giay_to", "nguoi_yeu_cau_ngay_sinh"),
    ),
    dated_by="ngay_ky",
)
