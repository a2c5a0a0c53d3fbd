"""Giấy báo tử: what a hospital, or the commune where somebody died, tells of the death."""

from extractors.form import Edition, Field, Form, Holder, Place
from extractors.forms.civil_status import BORN, ETHNICITY, HOME, ID_PAPER, NAME, NATIONALITY, SEX
from extractors.forms.deaths import CAUSE, DIED, LAST_HOME, PLACE_OF_DEATH
from extractors.values.addresses import parse_address_text
from extractors.values.date_words import parse_date_said
from extractors.values.dates import parse_birth_date, parse_date
from extractors.values.id_papers import parse_paper_number
from extractors.values.names import parse_name
from extractors.values.texts import parse_document_number, parse_ethnic_group, parse_nationality, parse_sex, parse_text

FORM = Form(
    code="giay_bao_tu",
    titles=("Giấy báo tử", "Giấy báo tử (bản sao)", "Phiếu báo tử"),
    editions=(Edition("TT 24/2020/TT-BYT", None, "Thông tư 24/2020/TT-BYT", ("24/2020/TT-BYT",)),),
    fields=(
        Field("so", ("Số",), parse_document_number),
        Field("ho_ten", (*NAME, "Họ, chữ đệm, tên người chết", "Họ và tên người tử vong", "Ông/Bà"), parse_name),
        Field("ngay_sinh", BORN, parse_birth_date),
        Field("gioi_tinh", SEX, parse_sex, options=("Nam", "Nữ")),
        Field("dan_toc", ETHNICITY, parse_ethnic_group),
        Field("quoc_tich", NATIONALITY, parse_nationality),
        Field("so_giay_to", ID_PAPER, parse_paper_number, lines=3),
        Field("noi_cu_tru_cuoi_cung", (*LAST_HOME, *HOME), parse_address_text, lines=3),
        Field("ngay_chet", (*DIED, "Đã tử vong vào lúc", "Tử vong lúc"), parse_date_said, lines=3),
        Field("noi_chet", (*PLACE_OF_DEATH, "Nơi tử vong"), parse_text, lines=2),
        Field("nguyen_nhan_chet", CAUSE, parse_text, lines=2),
        Field(
            "nguoi_ky",
            ("Thủ trưởng cơ sở", "Giám đốc", "Phó giám đốc", "Chủ tịch", "Phó chủ tịch", "Trưởng trạm", "Người ký"),
            parse_name,
            place=Place.SIGNATURE,
            alone=True,
        ),
        Field("ngay_cap_giay", (), parse_date, place=Place.LAST_DATE_LINE),
    ),
    stops=("Ghi bằng chữ", "Bằng chữ", "Nghề nghiệp", "Người thân thích", "Người ghi giấy", "Quyển số", "Nơi nhận"),
    clues=(
        "Đã chết vào lúc",
        "Nơi cư trú cuối cùng",
        "Nguyên nhân chết",
        "Người ghi giấy",
        "Họ, chữ đệm, tên người chết",
    ),
    holders=(Holder("so_giay_to", "ngay_sinh", "gioi_tinh"),),
    dated_by="ngay_cap_giay",
)
