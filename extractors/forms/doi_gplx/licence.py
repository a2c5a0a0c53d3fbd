"""The licence that a driver holds, told in one run of text: "hạng B2 số 790... do Sở ... cấp ngày 01/02/2015"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from extractors.evidence import printed
from extractors.geometry.labels import Hit, find_labels
from extractors.geometry.layout import Row, Token
from extractors.geometry.same_line import with_paper_line
from extractors.reading import FieldReading, Problem
from extractors.values.agencies import parse_agency
from extractors.values.codes import parse_licence_class, parse_licence_number
from extractors.values.dates import date_parts, parse_date
from extractors.values.parsed import Answer, Parsed
from ocr.page import Page

_BEGINS = ("hien da co giay phep lai xe hang", "da co giay phep lai xe hang", "hien co giay phep lai xe hang")
_ENDS = ("de nghi cho toi duoc doi cap lai giay phep lai xe hang", "de nghi doi giay phep lai xe hang", "ly do")
_CLASS = re.compile(
    r"[\s:.]*(?P<it>[A-Z][0-9A-Z]{0,2}(?:\s*[,và ]+\s*[A-Z][0-9]?[A-Z]?)*)"
    r"(?=[\s,;.:]+[sS]ố\b|\s*$)"
)
_LONGEST = 5  # rows that such a run takes at most

_with_paper_line = with_paper_line("so_dinh_danh", "ngay_cap", "noi_cap", "ngay_ky")


@dataclass(frozen=True, slots=True)
class _Run:
    page: int
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]  # where each token begins in `text`
    text: str

    def under(self, begin: int, end: int) -> list[Token]:
        """The tokens of a stretch of the text."""
        pairs = zip(self.tokens, self.starts, strict=True)
        return [token for token, start in pairs if start < end and start + len(token.text) > begin]


def with_licence(
    pages: tuple[Page, ...], rows: tuple[Row, ...], readings: tuple[FieldReading, ...]
) -> tuple[FieldReading, ...]:
    """The readings with what the run tells of the licence where labels told nothing, and with the card's line."""
    run = _run(rows)
    held = {one.field: one for one in _with_paper_line(pages, rows, readings)}
    for name, find in _PARTS.items() if run else ():
        known = held.get(name)
        if run and (known is None or known.problem in (Problem.BLANK, Problem.UNREADABLE)):
            found = find(run.text)
            tokens = run.under(found[1], found[2]) if found else []
            if found and tokens:
                held[name] = printed(name, found[0], tokens, run.page)
    return tuple(held.values())


def _run(rows: tuple[Row, ...]) -> _Run | None:
    hits = find_labels(rows, (*_BEGINS, *_ENDS))
    first = next((hit for hit in hits if hit.label in _BEGINS), None)
    if first is None:
        return None
    last = next((hit for hit in hits if hit.label in _ENDS and (hit.row, hit.first) > (first.row, first.first)), None)
    tokens = _between(rows, first, last)
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token.text) + 1
    return _Run(rows[first.row].page, tuple(tokens), tuple(starts), " ".join(token.text for token in tokens))


def _between(rows: tuple[Row, ...], first: Hit, last: Hit | None) -> list[Token]:
    until = min(last.row if last else len(rows), first.row + _LONGEST)
    here = [rows[first.row].tokens[first.last :], *(row.tokens for row in rows[first.row + 1 : until])]
    if last and last.row < first.row + _LONGEST and last.row > first.row:
        here.append(rows[last.row].tokens[: last.first])
    page = rows[first.row].page
    return [token for tokens, row in zip(here, rows[first.row :], strict=False) if row.page == page for token in tokens]


_Found = tuple[Parsed, int, int] | None


def _class(text: str) -> _Found:
    match = _CLASS.match(text)
    return _read(parse_licence_class, match, text) if match else None


def _number(text: str) -> _Found:
    match = re.search(r"(?P<it>(?<!\w)[0-9]{12}(?!\w))", text)
    return _read(parse_licence_number, match, text) if match else None


def _issuer(text: str) -> _Found:
    match = re.search(r"\b[Dd]o\b[\s:.]*(?P<it>[^\W\d].*?)[\s.,…]*\bcấp\b", text)
    return _read(parse_agency, match, text) if match else None


def _issued(text: str) -> _Found:
    match = re.search(r"cấp\b\s*(?:ngày)?[\s:.]*(?P<it>.*)$", text)
    return _read(parse_date, match, text) if match and len(date_parts(match["it"])) == 1 else None


def _read(parse: Callable[[str], Answer], match: re.Match[str], text: str) -> _Found:
    answer = parse(match["it"])
    if not isinstance(answer, Parsed) or (isinstance(answer.value, date) and answer.value.year < 1950):
        return None
    return answer, match.start("it"), match.end("it")


_PARTS: dict[str, Callable[[str], _Found]] = {
    "hang": _class,
    "so_gplx": _number,
    "noi_cap_gplx": _issuer,
    "ngay_cap_gplx": _issued,
}
