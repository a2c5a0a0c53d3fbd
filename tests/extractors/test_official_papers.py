"""Decisions and letters by the layout of NĐ 30/2020/NĐ-CP: what head, excerpt, first article and end say."""

import pytest
from paper_makers import page_of
from tables import rows

from extractors.findings import Finding
from extractors.papers import extract
from extractors.reading import UNKNOWN_FORM, Document, Problem
from extractors.values.document_signs import parse_number_and_sign
from extractors.values.parsed import Parsed

DECISION = """
 UBND HUYỆN THANH BA          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
   ỦY BAN NHÂN DÂN               Độc lập - Tự do - Hạnh phúc
   XÃ ĐÔNG LĨNH
   Số: 45/QĐ-UBND             Đông Lĩnh, ngày 05 tháng 3 năm 2025

                        QUYẾT ĐỊNH
        Về việc cải chính hộ tịch cho bà Lò Thị
                       Hương Mai
           CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ ĐÔNG LĨNH
     Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014;
     Theo đề nghị của ông Quách Đình Tú, công chức tư pháp - hộ tịch,
                        QUYẾT ĐỊNH:
     Điều 1. Cho phép bà Lò Thị Hương Mai, sinh ngày 07/11/1988, CCCD số
003188004512, thường trú tại xã Đông Lĩnh, được cải chính năm sinh.
     Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
     Điều 3. Ông Quách Đình Tú và bà Lò Thị Hương Mai chịu trách nhiệm thi hành
Quyết định này./.
 Nơi nhận:                              KT. CHỦ TỊCH
 - Như Điều 3;                          PHÓ CHỦ TỊCH
 - Lưu: VT.
                                      Hà Trọng Nghĩa
"""

LETTER = """
     ỦY BAN NHÂN DÂN           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
     PHƯỜNG TAM SƠN               Độc lập - Tự do - Hạnh phúc
   Số: 319/UBND-TP             Tam Sơn, ngày 12 tháng 9 năm 2025
 V/v xác minh tình trạng
 hôn nhân của công dân
                Kính gửi: Ủy ban nhân dân xã Đông Lĩnh
     Ủy ban nhân dân phường Tam Sơn đề nghị quý cơ quan xác minh.
 Nơi nhận:                              TM. ỦY BAN NHÂN DÂN
 - Như trên;                                 CHỦ TỊCH
 - Lưu: VT.
                                          Vi Thị Lệ Quyên
"""


def read(text: str) -> tuple[Document, dict[str, str]]:
    (document,) = extract([page_of(text)])
    return document, {one.field: str(one.value) for one in document.readings if one.value is not None}


def test_a_decision_says_who_decides_what_about_whom() -> None:
    document, values = read(DECISION)
    assert document.form == "quyet_dinh"
    assert values == {
        "so_ky_hieu": "45/QĐ-UBND",
        "trich_yeu": "Về việc cải chính hộ tịch cho bà Lò Thị Hương Mai",
        "ngay_ban_hanh": "2025-03-05",
        "co_quan": "ỦY BAN NHÂN DÂN XÃ ĐÔNG LĨNH",
        "nguoi_ky": "Hà Trọng Nghĩa",
        "ho_ten": "Lò Thị Hương Mai",
        "so_dinh_danh": "003188004512",
    }


def test_a_letter_has_its_excerpt_under_its_number() -> None:
    document, values = read(LETTER)
    assert document.form == "cong_van"
    assert values == {
        "so_ky_hieu": "319/UBND-TP",
        "trich_yeu": "V/v xác minh tình trạng hôn nhân của công dân",
        "ngay_ban_hanh": "2025-09-12",
        "co_quan": "ỦY BAN NHÂN DÂN PHƯỜNG TAM SƠN",
        "nguoi_ky": "Vi Thị Lệ Quyên",
    }


def test_evidence_rests_on_the_words_themselves() -> None:
    document, _ = read(DECISION)
    name, excerpt = document.reading("ho_ten"), document.reading("trich_yeu")
    assert name is not None
    assert excerpt is not None
    assert name.evidence[0].raw == "Lò Thị Hương Mai,"
    assert excerpt.evidence[0].box.height > 60  # two lines


AGENCIES = """
over                  | and                     | issues
UBND TỈNH NGHỆ AN     | SỞ TƯ PHÁP              | SỞ TƯ PHÁP
ỦY BAN NHÂN DÂN       | XÃ ĐÔNG LĨNH            | ỦY BAN NHÂN DÂN XÃ ĐÔNG LĨNH
CÔNG AN TỈNH NGHỆ AN  | CÔNG AN XÃ ĐÔNG LĨNH    | CÔNG AN XÃ ĐÔNG LĨNH
SỞ NÔNG NGHIỆP        | VÀ MÔI TRƯỜNG           | SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG
HUYỆN THANH BA        | ỦY BAN NHÂN DÂN XÃ A LƯỚI | ỦY BAN NHÂN DÂN XÃ A LƯỚI
"""


@pytest.mark.parametrize(("over", "then", "issues"), rows(AGENCIES))
def test_the_lower_of_two_agencies_issues(over: str, then: str, issues: str) -> None:
    text = LETTER.replace("ỦY BAN NHÂN DÂN           CỘNG", f"{over:<26}CỘNG").replace("PHƯỜNG TAM SƠN  ", f"{then}  ")
    assert read(text)[1]["co_quan"] == issues


NUMBERS = """
the line says             | value
Số: 45/QĐ-UBND            | 45/QĐ-UBND
Số: 45/2025/QĐ-UBND       | 45/2025/QĐ-UBND
Số:45/QĐ - UBND           | 45/QĐ-UBND
Sô: 45/QD-UBND            | 45/QĐ-UBND
Số: 45/QĐÐ-UBND           | 45/QĐ-UBND
Số: 77/UBND-VHXH          | 77/UBND-VHXH
Số: /QĐ-UBND              | BLANK
Số: ?9 /QĐ-UBND           | UNREADABLE
Số:                       | BLANK
"""


@pytest.mark.parametrize(("line", "value"), rows(NUMBERS))
def test_number_and_sign(line: str, value: str) -> None:
    parsed = parse_number_and_sign(line)
    assert (str(parsed.value) if isinstance(parsed, Parsed) else getattr(parsed, "name", "")) == value


def test_two_persons_in_the_first_article_are_a_finding_and_the_first_is_kept() -> None:
    document, values = read(DECISION.replace("được cải chính năm sinh", "và ông Bàn Văn Sếnh được nuôi con"))
    name = document.reading("ho_ten")
    assert name is not None
    assert values.get("ho_ten") == "Lò Thị Hương Mai"
    assert Finding.SEVERAL_VALUES.name in name.findings


def test_a_number_of_eleven_digits_is_a_problem() -> None:
    document, values = read(DECISION.replace("003188004512", "00318800451"))
    number = document.reading("so_dinh_danh")
    assert "so_dinh_danh" not in values
    assert number is not None
    assert number.problem is Problem.UNREADABLE


def test_a_number_that_tells_another_birth_year_is_doubted() -> None:
    document, _ = read(DECISION.replace("003188004512", "003185004512"))
    number = document.reading("so_dinh_danh")
    assert number is not None
    assert Finding.ID_BIRTH_YEAR_DIFFERS.name in number.findings


def test_a_day_not_filled_in_is_blank_and_no_day_of_a_law_is_taken_for_it() -> None:
    document, values = read(DECISION.replace("ngày 05 tháng 3 năm 2025", "ngày      tháng     năm 2025"))
    day = document.reading("ngay_ban_hanh")
    assert "ngay_ban_hanh" not in values
    assert day is not None
    assert day.problem is Problem.BLANK


def test_the_end_on_a_second_page_belongs_to_the_decision() -> None:
    first, second = DECISION.split(" Nơi nhận:")
    documents = extract([page_of(first), page_of("2\n Nơi nhận:" + second, number=2)])
    assert [one.pages for one in documents] == [(1, 2)]
    signer = documents[0].reading("nguoi_ky")
    assert signer is not None
    assert (signer.value, signer.evidence[0].page) == ("Hà Trọng Nghĩa", 2)


def test_a_signed_decision_takes_no_further_page() -> None:
    other = page_of("Nơi nhận:\n- Lưu: VT.", number=2)
    assert [one.form for one in extract([page_of(DECISION), other])] == ["quyet_dinh", UNKNOWN_FORM]


def test_a_form_addressed_to_an_agency_is_no_letter() -> None:
    paper = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐƠN XIN HỌC NGHỀ\nKính gửi: Ủy ban nhân dân xã Đông Lĩnh\nTôi xin"
    assert extract([page_of(paper)])[0].form == UNKNOWN_FORM
