"""What the language part finds in free lines, and that each phrase lies on the tokens that say it."""

import pytest
from paper_makers import page_of
from tables import rows

from extractors.language import phrases_in, pipeline
from extractors.layout import rows_of, text_of

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
Theo đề nghị của ông Tô Văn Bách                                          | PERSON | ông Tô Văn Bách
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


def test_the_pipeline_is_built_once_and_loads_no_model() -> None:
    assert pipeline() is pipeline()
    assert pipeline().pipe_names == ["hoso_folded_norm", "entity_ruler"]
