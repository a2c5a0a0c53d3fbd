"""Codes of printed forms and of health insurance cards. All invented."""

from dataclasses import replace
from datetime import date

import pytest
from paper_makers import page_of
from tables import rows

from extractors.papers import SURE_ENOUGH, extract
from extractors.payloads import FormCode, InsuranceCode, form_code, insurance_code
from extractors.reading import Source
from ocr.page import Box, Code, CodeKind

FORMS = """
payload ("!" for "|")                                                       | dossier                   | procedure               | person       | document
H56.12-241015-0007!1.004194!099190012345!Tờ khai thay đổi thông tin cư trú   | H56.12-241015-0007        | 1.004194                | 099190012345 | Tờ khai thay đổi thông tin cư trú
000.00.12.H56-241015-0007!1.001193.000.00.00.H56!099190012345!CT01           | 000.00.12.H56-241015-0007 | 1.001193.000.00.00.H56  | 099190012345 | ∅
1.004194!H56.12-241015-0007!990000202!Giấy tiếp nhận hồ sơ                   | H56.12-241015-0007        | 1.004194                | 990000202    | Giấy tiếp nhận hồ sơ
!1.004194!099190012345!Tờ khai                                              | ∅                         | 1.004194                | 099190012345 | Tờ khai
H56.12-241015-0007;1.004194;0109998887-001;Đơn đề nghị                       | H56.12-241015-0007        | 1.004194                | 0109998887-001 | Đơn đề nghị
"""  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(("payload", "dossier", "procedure", "person", "document"), rows(FORMS))
def test_the_code_of_a_form(payload, dossier, procedure, person, document):
    assert form_code(payload.replace("!", "|")) == FormCode(dossier, procedure, person, document)


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "1.004194",
        "099190012345||Nguyễn Thị Mẫu|15011990|Nữ|Thôn 2|19052021",
        "https://example.vn/tra-cuu?ma=1.004194",
        "Tờ khai|Đơn đề nghị|Giấy hẹn",
        "GD4990012345678|4E6775|15/01/1990|2|4E6775",
    ],
)
def test_other_codes_are_no_forms(payload):
    assert form_code(payload) is None


def hexed(text: str) -> str:
    return text.encode().hex().upper()


@pytest.mark.parametrize("number", ["GD4990012345678", "7999012345", "099190012345"])
def test_the_code_of_an_insurance_card(number):
    payload = f"{number}|{hexed('Nguyễn Thị Mẫu')}|15/01/1990|2|{hexed('Thôn 2, xã Mẫu')}|79-012|01/01/2026|-|x|y|$"
    said = InsuranceCode(number, "Nguyễn Thị Mẫu", date(1990, 1, 15), "Nữ", "Thôn 2, xã Mẫu")
    assert insurance_code(payload) == said
    (document,) = extract([replace(page_of("Bản chụp"), codes=(Code(CodeKind.QR, payload, Box(0, 0, 9, 9)),))])
    assert document.form != "cccd"


@pytest.mark.parametrize(
    "payload",
    [
        "GD4990012345678|Nguyễn Thị Mẫu|15/01/1990|2|x",
        "GD4990012345678|C3C3|15/01/1990|2|x",
        "099190012345||Nguyễn Thị Mẫu|15011990|Nữ|Thôn 2|19052021",
        "4E6775|4E6775|15/01/1990|2|4E6775",
    ],
)
def test_other_codes_are_no_insurance_cards(payload):
    assert insurance_code(payload) is None


DECLARED = """
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ
1. Họ, chữ đệm và tên: NGUYỄN THỊ MẪU
2. Ngày, tháng, năm sinh: 15/01/1990     3. Giới tính: Nữ
4. Số định danh cá nhân: {number}
"""

NUMBERS = """
printed      | in the form's code | value        | from  | handed on | finding
099190012345 | 099190012345       | 099190012345 | QR    | yes       | WITNESSES_AGREE
099190012346 | 099190012345       | 099190012346 | PRINT | yes       | QR_DIFFERS_FROM_PRINT
"""


@pytest.mark.parametrize(("printed", "coded", "value", "source", "sure", "finding"), rows(NUMBERS))
def test_the_number_in_a_forms_code_is_held_against_print(printed, coded, value, source, sure, finding):
    code = Code(CodeKind.QR, f"H56.12-241015-0007|1.004194|{coded}|Tờ khai", Box(10, 10, 90, 90))
    (document,) = extract([replace(page_of(DECLARED.format(number=printed)), codes=(code,))])
    number = document.reading("so_dinh_danh")
    assert number is not None
    assert (number.value, number.source) == (value, Source[source])
    assert (number.confidence >= SURE_ENOUGH) is (sure == "yes")
    assert finding in number.findings
    assert {piece.raw for piece in number.evidence} >= {coded}
    procedure = document.reading("ma_thu_tuc")
    assert procedure is not None
    assert (procedure.value, procedure.source) == ("1.004194", Source.QR)
