"""Where the applicant lived since the age of 14: the rows of the table, one stay a row; and the card's line."""

import re

from extractors.evidence import printed
from extractors.folded import fold
from extractors.geometry.labels import find_labels
from extractors.geometry.layout import Row, Token, segments, text_of
from extractors.geometry.same_line import with_paper_line
from extractors.reading import FieldReading
from extractors.values.parsed import Answer, Parsed
from extractors.values.texts import parse_text
from ocr.page import Page

_BEGINS = tuple(map(fold, ("Quá trình cư trú của bản thân", "Quá trình cư trú", "Từ tháng, năm đến tháng, năm")))
_ENDS = tuple(map(fold, ("Phần khai về án tích", "Yêu cầu cấp Phiếu lý lịch tư pháp", "Tôi xin cam đoan")))
_MONTH = r"(?:tháng\s*)?(?:\d{1,2}\s*[/.\-]\s*)?(?:19|20)\d{2}"
_UNTIL = rf"{_MONTH}|nay|hiện nay|hiện tại"
_SPAN = re.compile(rf"^\W*(?:từ\s*)?({_MONTH})\s*(?:-|–|—|đến|tới)+\s*({_UNTIL})\b", re.IGNORECASE)
_COLUMNS = ("noi_o", "nghe_nghiep")
_MOST = 12

_with_paper_line = with_paper_line("so_giay_to", "ngay_cap", "noi_cap", "ngay_ky")


def with_stays(
    pages: tuple[Page, ...], rows: tuple[Row, ...], readings: tuple[FieldReading, ...]
) -> tuple[FieldReading, ...]:
    """The readings, and cu_tru_1_thoi_gian, cu_tru_1_noi_o, cu_tru_1_nghe_nghiep, ... of the stays."""
    return (*_with_paper_line(pages, rows, readings), *_stays(rows))


def _stays(rows: tuple[Row, ...]) -> list[FieldReading]:
    found: list[FieldReading] = []
    number = 0
    for row in _inside(rows):
        span, rest = _span(row)
        if not span or number >= _MOST:
            continue
        number += 1
        found.append(printed(f"cu_tru_{number}_thoi_gian", _parse_span(text_of(span)), span, row.page))
        for name, tokens in zip(_COLUMNS, _cells(row, rest), strict=False):
            found.append(printed(f"cu_tru_{number}_{name}", parse_text(text_of(tokens)), tokens, row.page))
    return found


def _inside(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    hits = find_labels(rows, (*_BEGINS, *_ENDS))
    first = next((hit.row for hit in hits if hit.label in _BEGINS), None)
    if first is None:
        return ()
    last = next((hit.row for hit in hits if hit.label in _ENDS and hit.row > first), len(rows))
    return rows[first + 1 : last]


def _span(row: Row) -> tuple[list[Token], list[Token]]:
    """The tokens of "09/2005 - 06/2010" at the head of a row, and the others; none where a row begins otherwise."""
    tokens = list(row.tokens)
    for count in range(min(len(tokens), 9), 0, -1):
        match = _SPAN.search(text_of(tokens[:count]))
        if match and match.end() >= len(text_of(tokens[:count]).rstrip(" .,:|")):
            return tokens[:count], tokens[count:]
    return [], []


def _cells(row: Row, tokens: list[Token]) -> list[list[Token]]:
    """The other columns: by the ruled cells, else by wide spaces."""
    if tokens and all(token.cell for token in tokens):
        cells = dict.fromkeys(token.cell for token in tokens)
        return [[token for token in tokens if token.cell == cell] for cell in cells]
    known = set(map(id, tokens))
    return [part for part in ([one for one in piece if id(one) in known] for piece in segments(row)) if part]


def _parse_span(text: str) -> Answer:
    """ "09/2005 - 06/2010" as the paper says it, with one dash."""
    match = _SPAN.search(text)
    answer = parse_text(text)
    return Parsed(f"{match[1]} - {match[2]}", answer.strictness) if match and isinstance(answer, Parsed) else answer
