"""Trích lục khai tử, the original or a copy: the result of registering a death.

A copy has a number and a day of its own at the head; the registration's stand below, beside the office.
"""

from extractors.form import Field, Form, Holder, Place
from extractors.forms.civil_status import BORN, EDITIONS, ETHNICITY, ID_PAPER, NAME, NATIONALITY, SEX, SIGNER
from extractors.forms.deaths import CAUSE, DIED, LAST_HOME, PLACE_OF_DEATH
from extractors.values.addresses import parse_address_text
from extractors.values.date_words import parse_date_said
from extractors.values.dates import parse_birth_date, parse_first_date
from extractors.values.id_papers import parse_paper_number
from extractors.values.names import parse_name
from extractors.values.texts import parse_document_number, parse_ethnic_group, parse_nationality, parse_sex, parse_text

FORM = Form(
    code="trich_luc_khai_tu",
    titles=("Trích lục khai tử", "Trích lục khai tử (bản sao)", "Giấy chứng tử", "Giấy chứng tử (bản sao)"),
    editions=EDITIONS,
    fields=(
        Field("so", ("Số",), parse_document_number),
        Field("ho_ten", (*NAME, "Họ, chữ đệm, tên người chết"), parse_name),
        Field("ngay_sinh", BORN, parse_birth_date),
        Field("gioi_tinh", SEX, parse_sex),
        Field("dan_toc", ETHNICITY, parse_ethnic_group),
        Field("quoc_tich", NATIONALITY, parse_nationality),
        Field("so_giay_to", ID_PAPER, parse_paper_number, lines=3),
        Field("noi_cu_tru_cuoi_cung", LAST_HOME, parse_address_text, lines=3),
        Field("ngay_chet", DIED, parse_date_said, lines=3),
        Field("noi_chet", PLACE_OF_DEATH, parse_address_text, lines=2),
        Field("nguyen_nhan_chet", CAUSE, parse_text, lines=2),
        Field(
            "noi_dang_ky", ("Nơi đăng ký khai tử", "Đăng ký khai tử tại", "Đã đăng ký khai tử tại"), parse_text, lines=2
        ),
        Field(
            "ngay_dang_ky",
            ("Ngày, tháng, năm đăng ký", "Ngày, tháng, năm đăng ký khai tử", "Ngày đăng ký khai tử", "Ngày đăng ký"),
            parse_first_date,
            lines=2,
        ),
        Field(
            "nguoi_ky",
            ("Người ký trích lục khai tử", "Người ký trích lục", "Người ký giấy chứng tử", "Người ký", *SIGNER),
            parse_name,
            place=Place.SIGNATURE,
            alone=True,
        ),
    ),
    stops=(
        "Ghi bằng chữ",
        "Bằng chữ",
        "Thực hiện trích lục từ",
        "Sao từ Sổ đăng ký khai tử",
        "Người đi khai tử",
        "Họ, chữ đệm, tên người đi khai tử",
        "Giấy báo tử",
        "Người thực hiện",
    ),
    clues=(
        "Nơi cư trú cuối cùng",
        "Đã chết vào lúc",
        "Nguyên nhân chết",
        "Đăng ký khai tử tại",
        "Người ký trích lục",
        "Sổ đăng ký khai tử",
    ),
    holders=(Holder("so_giay_to", "ngay_sinh", "gioi_tinh"),),
    dated_by="ngay_dang_ky",
)
