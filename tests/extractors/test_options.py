"""Tick boxes: the ticked option is the value; two ticked, a doubtful box or none are problems."""

from dataclasses import replace

import pytest
from paper_makers import page_of
from tables import rows as cases

from extractors.fields import print_readings
from extractors.form import Field, Form
from extractors.geometry.layout import rows_of
from extractors.reading import FieldReading
from extractors.values.texts import parse_sex, parse_text
from ocr.codec import page_from_json, page_to_json
from ocr.page import Box, Line, Page, Tick, Word

FORM = Form(
    code="phieu",
    titles=("Phiếu đề nghị",),
    editions=(),
    fields=(
        Field("gioi_tinh", ("Giới tính",), parse_sex, options=("Nam", "Nữ")),
        Field("ban_sao", ("Đề nghị cấp bản sao",), parse_text, options=("Có", "Không")),
        Field("de_nghi", (), parse_text, options=("Cấp thẻ căn cước", "Cấp đổi thẻ căn cước")),
    ),
    stops=("Số lượng",),
)
INK = {"o": 0.0, "#": 0.4, "?": 0.06}  # an empty box, a ticked one, a doubtful one

CASES = """
the paper                                             | field     | says
Giới tính: Nam # Nữ o                                 | gioi_tinh | Nam
Giới tính: Nam o Nữ #                                 | gioi_tinh | Nữ
Giới tính: # Nam o Nữ                                 | gioi_tinh | Nam
Giới tính: o Nam # Nữ                                 | gioi_tinh | Nữ
Giới tính: Nam # Nữ #                                 | gioi_tinh | UNREADABLE
Giới tính: Nam o Nữ o                                 | gioi_tinh | BLANK
Giới tính: Nam ? Nữ o                                 | gioi_tinh | UNREADABLE
Giới tính: Nam o Nữ                                   | gioi_tinh | UNREADABLE
Giới tính: Nam                                        | gioi_tinh | Nam
Giới tính: Nam Nữ                                     | gioi_tinh | UNREADABLE
Giới tính: Nam ☐ Nữ ☑                                 | gioi_tinh | Nữ
Giới tính: Nam [x] Nữ [_]                             | gioi_tinh | Nam
Đề nghị cấp bản sao: Có o Không #    Số lượng: 2      | ban_sao   | Không
Đề nghị cấp bản sao: Có #       Không o  Số lượng: 2  | ban_sao   | Có
1. # Cấp thẻ căn cước         2. o Cấp đổi thẻ căn cước | de_nghi   | Cấp thẻ căn cước
o Cấp thẻ căn cước            # Cấp đổi thẻ căn cước  | de_nghi   | Cấp đổi thẻ căn cước
# Cấp thẻ căn cước            # Cấp đổi thẻ căn cước  | de_nghi   | UNREADABLE
"""


def ticked(text: str) -> Page:
    """A page of typed lines whose signs of INK are tick boxes, which no engine reads."""
    page = page_of(text)
    ticks = [(word.box, INK[word.text]) for word in page.words if word.text in INK]
    lines = (Line(tuple(word for word in line.words if word.text not in INK)) for line in page.lines)
    return replace(page, lines=tuple(lines), ticks=tuple(Tick(box, ink) for box, ink in ticks))


def read(page: Page) -> dict[str, FieldReading]:
    return {one.field: one for one in print_readings(FORM, rows_of(page), (), None)}


@pytest.mark.parametrize(("paper", "field", "says"), cases(CASES))
def test_the_ticked_option_is_the_value(paper: str, field: str, says: str) -> None:
    reading = read(ticked("PHIẾU ĐỀ NGHỊ\n" + paper))[field]
    assert (reading.problem.name if reading.problem else reading.value) == says


def test_what_an_engine_saw_in_a_tick_box_is_not_read_as_a_word() -> None:
    page = ticked("Giới tính: Nam o Nữ #")
    seen = tuple(Line((Word("D", tick.box, 0.6),)) for tick in page.ticks)
    assert read(replace(page, lines=(*page.lines, *seen)))["gioi_tinh"].value == "Nữ"


def test_a_letter_that_looks_like_a_box_stays_a_letter() -> None:
    page = page_of("Giới tính: Nam")
    word = page.words[0].box
    letter = Tick(Box(word.left, word.top, word.left + 15, word.bottom), 0.3)
    assert read(replace(page, ticks=(letter,)))["gioi_tinh"].value == "Nam"


def test_tick_boxes_survive_the_codec_and_a_page_without_any_is_written_as_ever() -> None:
    page = ticked("Giới tính: Nam o Nữ #")
    assert page_from_json(page_to_json(page)) == page
    assert '"ticks"' not in page_to_json(page_of("Giới tính: Nam"))
