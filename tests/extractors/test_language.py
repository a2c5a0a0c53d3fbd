"""What the language part finds in free lines, and that each phrase lies on the tokens that say it."""

import pytest
from paper_makers import page_of
from tables import rows

from extractors.geometry.layout import rows_of, text_of
from extractors.language import Kind, phrases_in, pipeline

PHRASES = """
the line says                                                             | kind   | phrase
Làm tại: phường Hồng Hà, ngày 14 tháng 10 năm 2019                        | DATE   | ngày 14 tháng 10 năm 2019
Làm tại Hà Nội, ngay 14 thang 10 nam 2019                                 | DATE   | ngay 14 thang 10 nam 2019
do Cục Cảnh sát cấp ngày 18/05/2021                                       | DATE   | 18/05/2021
CCCD số 003085007731, do Bộ Công an cấp                                   | ID     | 003085007731
CMND số 013456789 do Công an thành phố Hà Nội cấp                         | ID     | 013456789
Kính gửi: Ủy ban nhân dân phường Hồng Hà                                  | AGENCY | Ủy ban nhân dân phường Hồng Hà
Kính gửi: Công an xã Quỳnh Lưu                                            | AGENCY | Công an xã Quỳnh Lưu
Kính gửi: UBND xã Quỳnh Lưu                                               | AGENCY | UBND xã Quỳnh Lưu
ban hành kèm theo Thông tư số 66/2023/TT-BCA                              | LAW    | Thông tư số 66/2023/TT-BCA
Căn cứ Nghị định số 118/2025/NĐ-CP của Chính phủ                          | LAW    | Nghị định số 118/2025/NĐ-CP
Theo đề nghị của ông Tô Văn Bách                                          | PERSON | Tô Văn Bách
Trợ cấp đối với ông (bà): LÒ THỊ MAI, sinh năm 1950                       | PERSON | LÒ THỊ MAI
Họ, chữ đệm, tên: Lò Thị Mai Giới tính: Nữ                                | PERSON | Lò Thị Mai
Công nhận Nguyễn Thị Mai Hoa đạt danh hiệu                                | PERSON | Nguyễn Thị Mai Hoa
số định danh cá nhân 0031 8800 4512 cấp ngày                              | ID     | 0031 8800 4512
Hộ chiếu số: B1234567                                                     | ID     | B1234567
bà Lò Thị Mai, sinh ngày 07 tháng 11 năm 1988                             | BIRTH  | 07 tháng 11 năm 1988
bà Lò Thị Mai, sinh năm 1988                                              | BIRTH  | 1988
trú tại địa chỉ xã Yên Lãng, tỉnh Bắc Ninh                                | PLACE  | xã Yên Lãng, tỉnh Bắc Ninh
Biên bản số 233/BB-VPHC lập ngày                                          | NUMBER | 233/BB-VPHC
Căn cứ Luật Thuế ngày 20 tháng 11 năm 2014;                               | LAW    | Luật Thuế ngày 20 tháng 11 năm 2014
"""


@pytest.mark.parametrize(("line", "kind", "phrase"), rows(PHRASES))
def test_phrases_of_free_lines(line: str, kind: str, phrase: str) -> None:
    found = [one for one in phrases_in(rows_of(page_of(line))) if one.kind.name == kind]
    assert phrase in [one.text for one in found]
    covered = next(one for one in found if one.text == phrase)
    assert phrase in text_of(covered.tokens)


def test_a_date_that_goes_on_in_the_next_line_is_one_phrase() -> None:
    (phrase,) = phrases_in(rows_of(page_of("Làm tại: Hà Nội, ngày 14 tháng 10\nnăm 2019")))
    assert phrase.text == "ngày 14 tháng 10 năm 2019"
    assert phrase.tokens[0].box.top < phrase.tokens[-1].box.top


NOBODY = """
the line names no person
Ông Chủ tịch Ủy ban nhân dân xã
các ông (bà) Chánh Văn phòng, Trưởng phòng Tư pháp
địa chỉ: Thôn Hòa Bình, xã Long Hưng
đường Nguyễn Trãi, phường Trần Phú
"""


@pytest.mark.parametrize("line", [line for (line,) in rows(NOBODY)])
def test_offices_and_streets_are_no_persons(line: str) -> None:
    assert not [one for one in phrases_in(rows_of(page_of(line))) if one.kind is Kind.PERSON]


@pytest.mark.parametrize("text", ["đối với bà Lò Thị\nHương Mai trong lĩnh vực", "cho ông Bàn Văn\n2\nSếnh được"])
def test_a_name_may_go_on_in_the_next_line_or_page(text: str) -> None:
    parts = text.split("\n2\n")
    pages = [row for number, part in enumerate(parts, 1) for row in rows_of(page_of(part, number))]
    (person,) = [one for one in phrases_in(tuple(pages)) if one.kind is Kind.PERSON]
    assert person.text in ("Lò Thị Hương Mai", "Bàn Văn Sếnh")
    assert len(person.tokens) == len(person.text.split())


def test_a_name_ends_with_its_paragraph() -> None:
    (person,) = [
        one for one in phrases_in(rows_of(page_of("của bà Lò Thị Mai\nKính gửi: Ban"))) if one.kind is Kind.PERSON
    ]
    assert person.text == "Lò Thị Mai"


def test_the_pipeline_is_built_once_and_loads_no_model() -> None:
    assert pipeline() is pipeline()
    assert pipeline().pipe_names == [
        "hoso_folded_norm",
        "entity_ruler",
        "hoso_cut_at_breaks",
        "hoso_births",
        "hoso_numbers",
        "hoso_persons",
        "hoso_places",
    ]
