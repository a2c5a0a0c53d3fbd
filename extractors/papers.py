"""Pages -> documents: which papers a scan holds, where each begins, and what its fields say."""

from collections.abc import Sequence
from datetime import date

from extractors.agreement.checks import checked
from extractors.confidence.probability import assessed
from extractors.fields import print_readings
from extractors.folded import fold
from extractors.form import Form
from extractors.geometry.layout import Row
from extractors.language import Kind, Phrase, phrases_in
from extractors.payloads import with_form_code
from extractors.reading import UNKNOWN_FORM, Document, FieldReading
from extractors.sorting.grouping import Group, grouped
from extractors.sorting.told import ToldPaper
from ocr.page import Page

VERSION = "extractors 3"
"""Part of the key of every stored document; raised whenever a form, a parser or a rule reads something differently."""


SURE_ENOUGH = 0.5
"""Confidence below which a value is shown to people but not handed on as read. Not calibrated yet."""


def extract(pages: Sequence[Page], dated: date | None = None, told: Sequence[ToldPaper] = ()) -> tuple[Document, ...]:
    """The documents of one scan, in the order of their first pages; every page is in at least one of them.

    Two papers on one page are two documents of that page, each with its `region`.
    `dated`: the day of the dossier, used for the numbering plan of phones where a paper does not tell its own day.
    `told`: which papers some of the pages are, as people told; they are read as those, with TOLD_BY_PERSON.
    A page that no form fits is a document of form UNKNOWN_FORM without readings. Pure; raises nothing for any page.
    """
    return tuple(_document(group, dated) for group in grouped(pages, told))


def _document(group: Group, dated: date | None) -> Document:
    form, findings = group.form, tuple(finding.name for finding in group.findings)
    if form is None:
        return Document(UNKNOWN_FORM, "", group.pages, 0.0, (), group.region, findings)
    rows, pages = group.rows, tuple(sheet.page for sheet in group.sheets)
    phrases = phrases_in(rows)
    readings = print_readings(form, rows, phrases, dated)
    if form.free_form:
        readings = (*readings, *form.free_form(rows, phrases))
    if form.further:
        readings = form.further(pages, rows, readings)
    readings = checked(form, with_form_code(form, pages, readings))
    edition, sure = _edition(form, rows, phrases), _sureness(group)
    return assessed(Document(form.code, edition, group.pages, sure, readings, group.region, findings), pages)


def _sureness(group: Group) -> float:
    return round(max(sheet.guess.confidence for sheet in group.sheets), 4)


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
