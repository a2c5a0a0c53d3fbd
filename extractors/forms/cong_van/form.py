"""Công văn: a letter of an agency, set out as NĐ 30/2020/NĐ-CP, Phụ lục I, Mẫu 1.5, says. It bears no name of kind."""

from datetime import date

from extractors.administrative.letters import letter_likeness
from extractors.administrative.pages import goes_on
from extractors.administrative.readings import letter_readings
from extractors.form import Edition, Field, Form
from extractors.values.dates import parse_date
from extractors.values.document_signs import parse_number_and_sign
from extractors.values.names import parse_name
from extractors.values.texts import parse_text

FORM = Form(
    code="cong_van",
    titles=("Công văn",),
    editions=(
        Edition("TT 01/2011/TT-BNV", date(2011, 4, 6), "Thông tư 01/2011/TT-BNV, Phụ lục V"),
        Edition("NĐ 30/2020/NĐ-CP", date(2020, 3, 5), "Nghị định 30/2020/NĐ-CP, Phụ lục I, Mẫu 1.5"),
    ),
    fields=(
        Field("so_ky_hieu", (), parse_number_and_sign),
        Field("trich_yeu", (), parse_text),
        Field("nguoi_ky", (), parse_name),
        Field("ngay_ban_hanh", (), parse_date),
        Field("co_quan", (), parse_text),
    ),
    clues=("Kính gửi", "Nơi nhận", "Như trên"),
    known_by=letter_likeness,
    goes_on=goes_on,
    free_form=letter_readings,
)
