"""Quyết định: a decision about one person, set out as NĐ 30/2020/NĐ-CP, Phụ lục I, Mẫu 1.2 and 1.3, say."""

from datetime import date

from extractors.administrative.pages import goes_on
from extractors.administrative.readings import titled_readings
from extractors.form import Edition, Field, Form
from extractors.geometry.layout import Row
from extractors.language import Phrase
from extractors.reading import FieldReading
from extractors.values.dates import parse_date
from extractors.values.document_signs import parse_number_and_sign
from extractors.values.names import parse_name
from extractors.values.personal_id import parse_any_id
from extractors.values.texts import parse_text


def _readings(rows: tuple[Row, ...], phrases: tuple[Phrase, ...]) -> tuple[FieldReading, ...]:
    return titled_readings("quyet dinh", rows, phrases)


FORM = Form(
    code="quyet_dinh",
    titles=("Quyết định",),
    editions=(
        Edition("TT 01/2011/TT-BNV", date(2011, 4, 6), "Thông tư 01/2011/TT-BNV, Phụ lục V"),
        Edition("NĐ 30/2020/NĐ-CP", date(2020, 3, 5), "Nghị định 30/2020/NĐ-CP, Phụ lục I và III"),
    ),
    fields=(
        Field("so_ky_hieu", (), parse_number_and_sign),
        Field("trich_yeu", (), parse_text),
        Field("nguoi_ky", (), parse_name),
        Field("ngay_ban_hanh", (), parse_date),
        Field("co_quan", (), parse_text),
        Field("ho_ten", (), parse_name),
        Field("so_dinh_danh", (), parse_any_id),
    ),
    clues=(
        "Quyết định này có hiệu lực kể từ ngày ký",
        "chịu trách nhiệm thi hành Quyết định này",
        "Căn cứ Luật",
        "Theo đề nghị của",
        "Nơi nhận",
    ),
    goes_on=goes_on,
    free_form=_readings,
)
