"""The readings of one document: labels found, values taken from beside them, each read by its parser."""

from dataclasses import replace
from datetime import date

from extractors.evidence import blank, printed
from extractors.findings import Finding
from extractors.folded import fold
from extractors.form import Field, Form, Place
from extractors.labels import Hit, Placed, find_labels, label_texts, place_fields
from extractors.language import Kind, Phrase
from extractors.layout import Row, Token, around, text_of
from extractors.members import members_of
from extractors.reading import FieldReading
from extractors.regions import value_tokens
from extractors.signatures import lone_name, signed_name
from extractors.values.dates import parse_birth_date
from extractors.values.names import parse_name
from extractors.values.parsed import Parse
from extractors.values.personal_id import parse_personal_id


def print_readings(
    form: Form, rows: tuple[Row, ...], phrases: tuple[Phrase, ...], dated: date | None
) -> tuple[FieldReading, ...]:
    """All that print says on the rows of one document, in the order of the form's fields, members last.

    `phrases`: what the language part found on these rows. `dated`: the day of the paper, when it does not say so
    itself; phones are read by the plan of that day.
    """
    hits = find_labels(rows, label_texts(form), form.titles)
    placed = {one.field.name: one for one in place_fields(form, hits)}
    lines = [phrase for phrase in phrases if phrase.kind is Kind.DATE and phrase.rule == "date_line"]
    found: dict[str, FieldReading] = {}
    for field in sorted(form.fields, key=lambda one: one.by_date):
        reading = _read(field, rows, hits, placed.get(field.name), lines, dated)
        if reading:
            found[field.name] = reading
        if field.name == form.dated_by and reading and isinstance(reading.value, date):
            dated = reading.value
    in_order = [found[field.name] for field in form.fields if field.name in found]
    return (*in_order, *_member_readings(form, rows))


def _read(
    field: Field,
    rows: tuple[Row, ...],
    hits: tuple[Hit, ...],
    placed: Placed | None,
    lines: list[Phrase],
    dated: date | None,
) -> FieldReading | None:
    if field.place is Place.SIGNATURE:
        return _signature(field, rows, hits)
    if placed:
        return _beside_label(placed, rows, hits, dated)
    if field.place in (Place.FIRST_DATE_LINE, Place.LAST_DATE_LINE):
        return _date_line(field, rows, lines)
    return None


def _beside_label(placed: Placed, rows: tuple[Row, ...], hits: tuple[Hit, ...], dated: date | None) -> FieldReading:
    field, hit = placed.field, placed.hit
    page = rows[hit.row].page
    lines = value_tokens(rows, hits, hit, field)
    tokens = [token for line in lines for token in line]
    text = text_of(tokens)
    if not fold(text):
        return blank(field.name, page, around(rows[hit.row].tokens[hit.first : hit.last]))
    parsed = field.parse(text, dated) if field.by_date else field.parse(text)
    return printed(field.name, parsed, tokens, page, hit.likeness)


def _signature(field: Field, rows: tuple[Row, ...], hits: tuple[Hit, ...]) -> FieldReading | None:
    """The first of the field's headings, in the order in which the form names them, under which a name stands."""
    for label in map(fold, field.labels):
        for hit in hits:
            tokens = signed_name(rows, hit) if hit.label == label else []
            if tokens:
                return printed(field.name, field.parse(text_of(tokens)), tokens, rows[hit.row].page, hit.likeness)
    tokens = lone_name(rows) if field.alone else []
    return printed(field.name, field.parse(text_of(tokens)), tokens, _page_of(rows, tokens), 0.0) if tokens else None


def _date_line(field: Field, rows: tuple[Row, ...], lines: list[Phrase]) -> FieldReading | None:
    if not lines:
        return None
    first = field.place is Place.FIRST_DATE_LINE
    line = lines[0] if first else lines[-1]
    reading = printed(field.name, field.parse(line.text), list(line.tokens), rows[line.row].page)
    if not first and len({phrase.text for phrase in lines[-2:]}) > 1 and lines[-2].row == line.row:
        reading = replace(reading, findings=(*reading.findings, Finding.SEVERAL_VALUES.name))
    return reading


_MEMBER_CELLS: tuple[tuple[str, Parse], ...] = (
    ("ho_ten", parse_name),
    ("ngay_sinh", parse_birth_date),
    ("so_dinh_danh", parse_personal_id),
)


def _member_readings(form: Form, rows: tuple[Row, ...]) -> list[FieldReading]:
    if form.members is None:
        return []
    readings = []
    for number, member in enumerate(members_of(rows, form.members), start=1):
        cells: tuple[list[Token], ...] = (member.name, member.birth, member.number)
        for (suffix, parse), tokens in zip(_MEMBER_CELLS, cells, strict=True):
            if tokens:
                name = f"{form.members.prefix}_{number}_{suffix}"
                readings.append(printed(name, parse(text_of(tokens)), tokens, _page_of(rows, tokens)))
    return readings


def _page_of(rows: tuple[Row, ...], tokens: list[Token]) -> int:
    return next(row.page for row in rows if tokens[0] in row.tokens)
