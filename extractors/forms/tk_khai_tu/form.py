"""Tờ khai đăng ký khai tử: what a relative declares of a death."""

from extractors.form import Field, Form, Holder, Place, Section
from extractors.forms.civil_status import (
    ASKER,
    BORN,
    COPIES,
    EDITIONS,
    ETHNICITY,
    ID_PAPER,
    NAME,
    NATIONALITY,
    SEX,
    SWORN,
)
from extractors.forms.deaths import CAUSE, DIED, LAST_HOME, PLACE_OF_DEATH
from extractors.values.addresses import parse_address_text
from extractors.values.agencies import parse_agency
from extractors.values.date_words import parse_date_said
from extractors.values.dates import parse_birth_date, parse_date, parse_first_date
from extractors.values.id_papers import parse_paper_number
from extractors.values.names import parse_name
from extractors.values.texts import (
    parse_document_number,
    parse_ethnic_group,
    parse_kinship,
    parse_nationality,
    parse_sex,
    parse_text,
)

_ASKER, _DEAD = "nguoi_yeu_cau", "nguoi_chet"
_NOTICE = (
    "Số giấy báo tử/Giấy tờ thay thế giấy báo tử",
    "Số giấy báo tử/giấy tờ thay thế",
    "Số giấy báo tử",
    "Giấy báo tử số",
    "Giấy báo tử/Giấy tờ thay thế Giấy báo tử",
    "Giấy báo tử",
)

FORM = Form(
    code="tk_khai_tu",
    titles=("Tờ khai đăng ký khai tử", "Tờ khai đăng ký lại khai tử"),
    editions=EDITIONS,
    fields=(
        Field("kinh_gui", ("Kính gửi",), parse_agency, lines=2),
        *ASKER,
        Field(
            "quan_he",
            ("Quan hệ với người đã chết", "Quan hệ với người chết", "Quan hệ với người được khai tử"),
            parse_kinship,
        ),
        Field("ho_ten", (*NAME, "Họ, chữ đệm, tên người chết", "Họ và tên người chết"), parse_name, _DEAD),
        Field("ngay_sinh", BORN, parse_birth_date, _DEAD),
        Field("gioi_tinh", SEX, parse_sex, _DEAD, options=("Nam", "Nữ")),
        Field("dan_toc", ETHNICITY, parse_ethnic_group, _DEAD),
        Field("quoc_tich", NATIONALITY, parse_nationality, _DEAD),
        Field("noi_cu_tru_cuoi_cung", LAST_HOME, parse_address_text, lines=3),
        Field("so_giay_to", ID_PAPER, parse_paper_number, _DEAD, lines=3),
        Field("ngay_chet", DIED, parse_date_said, lines=2),
        Field("noi_chet", PLACE_OF_DEATH, parse_address_text, lines=2),
        Field("nguyen_nhan_chet", CAUSE, parse_text, lines=2),
        Field("so_giay_bao_tu", _NOTICE, parse_document_number, lines=2),
        Field("ngay_cap_giay_bao_tu", _NOTICE, parse_first_date, lines=2),
        Field("ngay_ky", (), parse_date, place=Place.LAST_DATE_LINE),
    ),
    sections=(
        Section(_ASKER, ()),
        Section(
            _DEAD,
            (
                "Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây",
                "Đề nghị cơ quan đăng ký khai tử cho người dưới đây",
                "khai tử cho người có tên dưới đây",
                "Phần khai về người chết",
                "Họ, chữ đệm, tên người chết",
                "Họ và tên người chết",
            ),
        ),
        Section("cam_doan", SWORN),
    ),
    stops=("Ghi bằng chữ", "Người yêu cầu", "Quê quán", "Nghề nghiệp", *COPIES),
    clues=(
        "Quan hệ với người đã chết",
        "Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây",
        "Nơi cư trú cuối cùng",
        "Đã chết vào lúc",
        "Nguyên nhân chết",
        "Số giấy báo tử",
        "Họ, chữ đệm, tên người yêu cầu",
    ),
    holders=(
        Holder("so_giay_to", "ngay_sinh", "gioi_tinh"),
        Holder("nguoi_yeu_cau_so_giay_to", "nguoi_yeu_cau_ngay_sinh"),
    ),
    dated_by="ngay_ky",
)
