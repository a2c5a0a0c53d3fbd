"""Phrases of free lines: what the pipeline finds in the running text of rows, each laid on the tokens that say it."""

import re
from dataclasses import dataclass
from enum import Enum

from extractors.geometry.layout import Row, Token
from extractors.language.finds import BREAKS
from extractors.language.pipeline import pipeline

_WIDE = 1.8  # heights of print: such a space parts columns
_APART = 2.5  # heights of print from baseline to baseline: the next line is another paragraph
_FULL = 0.8  # of the width of the text: a line that ends further left and with a full stop does not run on
_OPENS = re.compile(
    r"(?:điều|dieu|đ[iỉ][êề]u) \d|[-+•–]|căn cứ|kính gửi|xét|theo đề nghị|nơi nhận|\d{1,2}[.)]", re.IGNORECASE
)


class Kind(Enum):
    """What a phrase of a free line is."""

    DATE = "ngày, tháng, năm"
    BIRTH = "ngày sinh hoặc năm sinh"
    ID = "số giấy tờ tùy thân"
    AGENCY = "cơ quan"
    LAW = "văn bản quy phạm"
    NUMBER = "số, ký hiệu văn bản"
    PERSON = "họ tên người"
    PLACE = "địa danh"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase and the tokens of the page that it stands on."""

    kind: Kind
    rule: str  # id of the pattern
    text: str
    tokens: tuple[Token, ...]
    row: int  # index of the row that it begins on


def phrases_in(rows: tuple[Row, ...]) -> tuple[Phrase, ...]:
    """The phrases of the rows, read on from row to row and page to page, each with the tokens that it stands on."""
    places = _running_text(rows)
    if not places:
        return ()
    nlp = pipeline()
    doc = nlp.make_doc(" ".join(place.token.text for place in places))
    doc.user_data[BREAKS] = frozenset(place.start for place in places if place.new)
    phrases, begin = [], 0
    for span in nlp(doc).ents:
        while places[begin].end <= span.start_char:
            begin += 1
        covered = []
        for place in places[begin:]:
            if place.start >= span.end_char:
                break
            covered.append(place)
        tokens = tuple(place.token for place in covered)
        phrases.append(Phrase(Kind[span.label_], span.ent_id_, span.text, tokens, covered[0].row))
    return tuple(phrases)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a token stands in the running text."""

    start: int
    end: int
    row: int
    token: Token
    new: bool  # whether something new begins with it: a paragraph, a column


def _running_text(rows: tuple[Row, ...]) -> list[_Place]:
    """All tokens, and where each begins and ends in the text of all; the number of a page is no part of the text."""
    places: list[_Place] = []
    at, before = 0, -1
    right = max((row.box.right for row in rows), default=0)
    for index, row in enumerate(rows):
        if _page_number(rows, index):
            continue
        new = before >= 0 and not _runs_on(rows[before], row, right)
        for number, token in enumerate(row.tokens):
            if number:
                new = token.box.left - row.tokens[number - 1].box.right > _WIDE * row.height
            places.append(_Place(at, at + len(token.text), index, token, new))
            at += len(token.text) + 1
        before = index
    return places


def _runs_on(row: Row, following: Row, right: int) -> bool:
    """Whether the text of a row goes on in the next: it lies close below, opens nothing, and the row is not closed."""
    if _OPENS.match(" ".join(token.text for token in following.tokens[:3])):
        return False
    full = row.box.right > _FULL * right
    if row.page != following.page:
        return full
    if following.box.bottom - row.box.bottom > _APART * max(row.height, following.height):
        return False
    return full or row.tokens[-1].text[-1] not in ".;:"


def _page_number(rows: tuple[Row, ...], index: int) -> bool:
    """Whether a row is a lone number of one or two digits at the head of a following page, or at the foot of a page."""
    row = rows[index]
    if len(row.folded) > 2 or not row.folded.isdigit():
        return False
    opens = index > 0 and rows[index - 1].page != row.page
    closes = index + 1 < len(rows) and rows[index + 1].page != row.page
    return opens or closes
