"""Words of closed lists, codes and amounts: the tables are the specification."""

import pytest
from tables import notes, rows, said, ways

from extractors.reading import AlternativeKind
from extractors.values.agencies import parse_agency
from extractors.values.codes import (
    parse_agency_code,
    parse_business_code,
    parse_count,
    parse_document_number,
    parse_dossier_code,
    parse_licence_class,
    parse_licence_number,
    parse_procedure_code,
)
from extractors.values.money import money_said, parse_money, parse_money_words
from extractors.values.syllables import is_misread, syllable_share
from extractors.values.texts import parse_email, parse_text
from extractors.values.words import (
    entries,
    parse_ethnic_group,
    parse_kinship,
    parse_marital_status,
    parse_nationality,
    parse_religion,
    parse_sex,
)

WORDS = """
parser      | the paper says     | the word
sex         | Nam                | Nam
sex         | NỮ                 | Nữ
sex         | Nam / Nữ           | UNREADABLE
sex         | Ngm                | UNREADABLE
ethnic      | Kinh               | Kinh
ethnic      | Kỉnh               | Kinh
ethnic      | kinh               | Kinh
ethnic      | Khmer              | Khmer
ethnic      | Ké                 | UNREADABLE
ethnic      | H'Mông             | H'Mông
ethnic      | Dân tộc Tày        | Tày
ethnic      | Mưòng              | Mường
ethnic      | Kin                | UNREADABLE
ethnic      | ∅                  | BLANK
sex         | ☒ Nam ☐ Nữ         | Nam
sex         | Nam ☐ Nữ ☑         | Nữ
sex         | Nam/Nữ: Nữ         | Nữ
sex         | N ữ                | Nữ
sex         | Nữ Quốc tịch: Việt Nam | Nữ
religion    | Không              | Không
religion    | Tin lanh           | Tin lành
marital     | Chưa kêt hôn       | Chưa kết hôn
marital     | Đã ly hôn theo Bản án số 2 | Đã ly hôn theo Bản án số 2
agency      | Công an xã A       | Công an xã A
agency      | Ủu ban nhân dân xã | Ủy ban nhân dân xã
agency      | Đông an xã Bình    | Công an xã Bình
nationality | Việt Nam           | Việt Nam
nationality | Viet Nam           | Việt Nam
nationality | ⁄iệ£.N«ew#         | UNREADABLE
kinship     | Con đẻ             | Con đẻ
kinship     | Chù hộ             | Chủ hộ
money       | 50.000.000 đồng    | 50000000
money       | 120 000 000 đ      | 120000000
money       | năm mươi triệu     | 50000000
money       | 50 triệu đồng      | 50000000
money       | 1,5 tỷ đồng        | 1500000000
money       | 50.000.00          | UNREADABLE
money       | 50.000 (năm mươi nghìn đồng) | 50000
money       | 50.000 (sáu mươi nghìn đồng) | UNREADABLE
number      | 361/2023           | 361/2023
number      | 1498 / XN          | 1498/XN
number      | 32A8096022         | 32A8096022
number      | không              | UNREADABLE
number      | Số: 123/QĐ-UBND    | 123/QĐ-UBND
number      | S6: 45/2024/GKS-BS | 45/2024/GKS-BS
number      | 123/QD-UBND        | 123/QĐ-UBND
number      | 15/HD-UBND         | 15/HD-UBND
number      | Số:    /QĐ-UBND    | BLANK
dossier     | H01.23.45-241122-0001     | H01.23.45-241122-0001
dossier     | 000.00.12.H26-251203-0042 | 000.00.12.H26-251203-0042
dossier     | 391.22.80,H22-240320-4004 | 391.22.80.H22-240320-4004
dossier     | OOO.00.12.H26-251203-0042 | UNREADABLE
agency_code | H56.12             | H56.12
agency_code | H5G.12             | UNREADABLE
procedure   | 1.001193           | 1.001193
licence     | 79 0123 456789     | 790123456789
class       | Hạng B2            | B2
class       | A1, C              | A1, C
class       | Al                 | UNREADABLE
business    | 0100109106-001     | 0100109106-001
business    | 32A8096022         | 32A8096022
count       | 02 bản             | 2
email       | a.b@example.vn     | a.b@example.vn
email       | a.b @example. vn   | a.b@example.vn
email       | a.b example.vn     | UNREADABLE
text        | -- Công an xã A .. | Công an xã A
text        | «£¿ }{ ⁄ab         | UNREADABLE
text        | ....               | BLANK
"""
PARSERS = {
    "sex": parse_sex,
    "ethnic": parse_ethnic_group,
    "nationality": parse_nationality,
    "kinship": parse_kinship,
    "agency": parse_agency,
    "religion": parse_religion,
    "marital": parse_marital_status,
    "money": parse_money,
    "dossier": parse_dossier_code,
    "agency_code": parse_agency_code,
    "procedure": parse_procedure_code,
    "licence": parse_licence_number,
    "class": parse_licence_class,
    "business": parse_business_code,
    "count": parse_count,
    "number": parse_document_number,
    "email": parse_email,
    "text": parse_text,
}


@pytest.mark.parametrize(("parser", "text", "word"), rows(WORDS))
def test_words(parser: str, text: str, word: str) -> None:
    assert said(PARSERS[parser](text)) == word


def test_noise_is_not_taken_for_syllables() -> None:
    assert syllable_share("Đăng ký thường trú vào hộ của chồng, UBND phường Nghĩa Đô") == 1.0
    assert syllable_share("fÖzaÁ lụếất rrtrrtr ccctnth") < 0.2


CODES = """
parser    | the paper says                     | the code
ethnic    | Kinh                               | 01
ethnic    | Khơ-me                             | 05
ethnic    | H'Mông                             | 08
ethnic    | Việt                               | 01
religion  | Thiên Chúa giáo                    | 02
marital   | Hiện tại chưa đăng ký kết hôn với ai | 1
marital   | Đã ly hôn, chưa kết hôn với ai     | 3
procedure | 1.001193.000.00.00.H56             | 1.001193
"""


@pytest.mark.parametrize(("parser", "text", "code"), rows(CODES))
def test_codes_are_alternatives(parser: str, text: str, code: str) -> None:
    assert ways(PARSERS[parser](text), AlternativeKind.CODE) == code


def test_the_54_groups_have_their_codes_in_order_and_no_name_twice() -> None:
    groups = entries("ethnic_groups")
    assert [group.code for group in groups] == [f"{number:02d}" for number in range(1, 56)]
    names = [name.casefold() for group in groups for name in (group.name, *group.others)]
    assert len(names) == len(set(names))


def test_a_slip_in_a_code_is_told_and_proposed() -> None:
    assert ways(parse_dossier_code("OOO.00.12.H26-251203-0042")) == "000.00.12.H26-251203-0042"
    assert ways(parse_licence_class("Al")) == "A1"
    assert notes(parse_dossier_code("H56.12-241315-0007")) == "CODE_MISREAD"
    assert notes(parse_business_code("0100109107")) == "CHECK_DIGIT_WRONG"


def test_amounts_in_words() -> None:
    assert money_said("Hai trăm linh năm triệu đồng chẵn") == 205_000_000
    assert money_said("một tỷ hai trăm triệu đồng") == 1_200_000_000
    assert money_said("ghi chú gì đó") is None
    assert said(parse_money_words("năm mưoi triệu đồng")) == "Năm mươi triệu đồng"
    assert ways(parse_money("50.000 (sáu mươi nghìn đồng)")) == "50000 60000"


def test_a_word_with_marks_that_can_be_no_syllable_was_misread() -> None:
    words = ["Huuền", "huuện", "thườg", "Đắk", "Krông", "Xtiêng", "Nguyễn", "QUYẾT", "UBND", "Karaoke"]
    assert list(filter(is_misread, words)) == ["Huuền", "huuện", "thườg"]
