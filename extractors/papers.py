"""Pages -> documents: which papers a scan holds, where each begins, and what its fields say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractors.checks import checked
from extractors.classify import FITTING, Guess, clues_on, label_share, which_form
from extractors.fields import print_readings
from extractors.folded import fold
from extractors.form import Form
from extractors.language import Kind, Phrase, phrases_in
from extractors.layout import Row, rows_of
from extractors.payloads import with_form_code
from extractors.reading import UNKNOWN_FORM, Document, FieldReading
from ocr.page import Page

VERSION = "extractors 2"
"""Part of the key of every stored document; raised whenever a form, a parser or a rule reads something differently."""


SURE_ENOUGH = 0.5
"""Confidence below which a value is shown to people but not handed on as read. Not calibrated yet."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    page: Page
    rows: tuple[Row, ...]
    guess: Guess


def extract(pages: Sequence[Page], dated: date | None = None) -> tuple[Document, ...]:
    """The documents of one scan, in the order of their first pages; every page is in exactly one of them.

    `dated`: the day of the dossier, used for the numbering plan of phones where a paper does not tell its own day.
    A page that no form fits is a document of form UNKNOWN_FORM without readings. Pure; raises nothing for any page.
    """
    sheets = [_sheet(page) for page in pages]
    return tuple(_document(group, dated) for group in _grouped(sheets))


def _sheet(page: Page) -> _Sheet:
    rows = rows_of(page)
    return _Sheet(page, rows, which_form(page, rows))


def _grouped(sheets: list[_Sheet]) -> list[list[_Sheet]]:
    """Pages of one paper together: a page without a title goes on with the paper before it, if it fits."""
    groups: list[list[_Sheet]] = []
    for sheet in sheets:
        if groups and _continues(groups[-1], sheet):
            groups[-1].append(sheet)
        else:
            groups.append([sheet])
    return groups


def _continues(group: list[_Sheet], sheet: _Sheet) -> bool:
    form = group[0].guess.form
    if form is None or not form.joins_pages or sheet.guess.titled:
        return False
    text = _text(sheet)
    seen = clues_on(form, " ".join(map(_text, group)))
    again = clues_on(form, text) & seen
    if len(again) > 1 and 2 * len(again) >= len(clues_on(form, text)):
        return False  # the same labels once more: another paper of the same kind
    if sheet.guess.form is form:
        return True
    return sheet.guess.form is None and label_share(form, text) >= FITTING / 2


def _text(sheet: _Sheet) -> str:
    return " ".join(row.folded for row in sheet.rows)


def _document(group: list[_Sheet], dated: date | None) -> Document:
    form, pages = group[0].guess.form, tuple(sheet.page for sheet in group)
    numbers = tuple(page.number for page in pages)
    if form is None:
        return Document(UNKNOWN_FORM, "", numbers, 0.0, ())
    rows = tuple(row for sheet in group for row in sheet.rows)
    phrases = phrases_in(rows)
    readings = print_readings(form, rows, phrases, dated)
    if form.further:
        readings = form.further(pages, rows, readings)
    readings = with_form_code(form, pages, readings)
    return Document(form.code, _edition(form, rows, phrases), numbers, _sureness(group), checked(form, readings))


def _sureness(group: list[_Sheet]) -> float:
    return round(max(sheet.guess.confidence for sheet in group), 4)


def _edition(form: Form, rows: tuple[Row, ...], phrases: tuple[Phrase, ...]) -> str:
    """The code of the only edition that the paper names ("ban hành kèm theo Thông tư số ...") or that has its marks."""
    text = " ".join(row.folded for row in rows)
    laws = [fold(phrase.text) for phrase in phrases if phrase.kind is Kind.LAW]
    named = {one.code for one in form.editions for mark in one.marks if any(fold(mark) in law for law in laws)}
    found = named or {one.code for one in form.editions for mark in one.marks if fold(mark) in text}
    return found.pop() if len(found) == 1 else ""


def page_readings(document: Document, page: int) -> tuple[FieldReading, ...]:
    """The readings of a document that rest, at least in part, on a page."""
    return tuple(one for one in document.readings if any(piece.page == page for piece in one.evidence))
