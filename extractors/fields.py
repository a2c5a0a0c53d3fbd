"""The readings of one document: labels found, values taken from beside them, each read by its parser."""

from dataclasses import replace
from datetime import date

from extractors.evidence import blank, printed
from extractors.findings import Finding
from extractors.folded import fold
from extractors.form import Field, Form, Place
from extractors.geometry.blocks import blocks_of
from extractors.geometry.column_values import Taken
from extractors.geometry.columns import columns_of, in_sections
from extractors.geometry.labels import Hit, Placed, find_labels, label_texts, place_fields
from extractors.geometry.layout import Row, Token, around, text_of
from extractors.geometry.members import members_of
from extractors.geometry.mending import mended
from extractors.geometry.numbered import with_numbered
from extractors.geometry.options import Choice, choice_beside, choice_of, sign_of
from extractors.geometry.regions import value_tokens
from extractors.geometry.signatures import lone_name, signed_name
from extractors.language import Kind, Phrase
from extractors.reading import FieldReading, Problem
from extractors.values.dates import parse_birth_date
from extractors.values.names import parse_name
from extractors.values.parsed import Parse, Parsed
from extractors.values.personal_id import parse_personal_id
from extractors.values.texts import parse_kinship, parse_sex


def print_readings(
    form: Form, rows: tuple[Row, ...], phrases: tuple[Phrase, ...], dated: date | None
) -> tuple[FieldReading, ...]:
    """All that print says on the rows of one document, in the order of the form's fields, members last.

    `phrases`: what the language part found on these rows. `dated`: the day of the paper, when it does not say so
    itself; phones are read by the plan of that day.
    """
    rows = mended(rows, label_texts(form))
    columns = columns_of(form, rows)
    beside = {one.field.name: one for one in columns.values} if columns else {}
    rest = (*rows[: columns.first], *rows[columns.last :]) if columns else rows
    dates = [phrase for phrase in phrases if phrase.kind is Kind.DATE and phrase.rule == "date_line"]
    inside = {id(token) for row in (rows[columns.first : columns.last] if columns else ()) for token in row.tokens}
    lines = [one for one in dates if not any(id(token) in inside for token in one.tokens)]
    as_set = form if columns else in_sections(form)
    hits = with_numbered(form, rest, find_labels(rest, label_texts(as_set), form.titles))
    placed = {one.field.name: one for one in place_fields(as_set, hits)}
    found: dict[str, FieldReading] = {}
    for field in sorted(form.fields, key=lambda one: one.by_date):
        taken = beside.get(field.name)
        if columns and field.side:
            reading = _of_value(taken, dated) if taken else None
        else:
            reading = _read(field, rest, hits, placed.get(field.name), lines, dated)
        if reading:
            found[field.name] = reading
        if field.name == form.dated_by and reading and isinstance(reading.value, date):
            dated = reading.value
    in_order = [found[field.name] for field in form.fields if field.name in found]
    return (*in_order, *_member_readings(form, rest, dated))


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
    choice = choice_of(field, rows) if field.options and not field.labels else None
    if choice:
        return _of_choice(field, choice, rows, 1.0)
    if field.place in (Place.FIRST_DATE_LINE, Place.LAST_DATE_LINE):
        return _date_line(field, rows, lines)
    return None


def _beside_label(placed: Placed, rows: tuple[Row, ...], hits: tuple[Hit, ...], dated: date | None) -> FieldReading:
    field, hit = placed.field, placed.hit
    label = around(rows[hit.row].tokens[hit.first : hit.last])
    choice = choice_beside(field, rows, hits, hit) if field.options else None
    if choice:
        return _of_choice(field, choice, rows, hit.likeness)
    lines = value_tokens(rows, hits, hit, field)
    return _of_value(Taken(field, lines, label, rows[hit.row].page, hit.likeness), dated)


def _of_choice(field: Field, choice: Choice, rows: tuple[Row, ...], likeness: float) -> FieldReading:
    """What is ticked of the options of a field: exactly one, or a problem."""
    answer = field.parse(choice.option) if choice.option else choice.problem or Problem.UNREADABLE
    if isinstance(answer, Parsed):
        answer = replace(answer, strictness=1.0)  # a word of the form itself
    return printed(field.name, answer, choice.tokens, _page_of(rows, choice.tokens), likeness)


def _of_value(taken: Taken, dated: date | None) -> FieldReading:
    """What a field says, its words being known; a field beside whose label nothing stands is blank."""
    field = taken.field
    tokens = [token for line in taken.lines for token in line if not sign_of(token)]
    text = text_of(tokens)
    if not fold(text):
        return blank(field.name, taken.page, taken.label)
    parsed = field.parse(text, dated) if field.by_date else field.parse(text)
    return printed(field.name, parsed, tokens, taken.page, taken.likeness)


def _signature(field: Field, rows: tuple[Row, ...], hits: tuple[Hit, ...]) -> FieldReading | None:
    """The first of the field's headings, in the order in which the form names them, under which a name stands."""
    for label in map(fold, field.labels):
        for hit in hits:
            tokens = signed_name(rows, hit) if hit.label == label else []
            if tokens:
                return printed(field.name, field.parse(text_of(tokens)), tokens, rows[hit.row].page, hit.likeness)
    tokens = lone_name(rows, _labelled(hits)) if field.alone else []
    return printed(field.name, field.parse(text_of(tokens)), tokens, _page_of(rows, tokens), 0.0) if tokens else None


def _labelled(hits: tuple[Hit, ...]) -> frozenset[int]:
    """The rows with labels, but those of signatures."""
    return frozenset(hit.row for hit in hits if hit.colon)


def _date_line(field: Field, rows: tuple[Row, ...], lines: list[Phrase]) -> FieldReading | None:
    if not lines:
        return None
    first = field.place is Place.FIRST_DATE_LINE
    line = lines[0] if first else lines[-1]
    tokens = list(line.tokens)
    reading = printed(field.name, field.parse(line.text), tokens, _page_of(rows, tokens))
    if not first and len({phrase.text for phrase in lines[-2:]}) > 1 and lines[-2].row == line.row:
        reading = replace(reading, findings=(*reading.findings, Finding.SEVERAL_VALUES.name))
    return reading


MEMBER_CELLS: dict[str, Parse] = {
    "ho_ten": parse_name,
    "ngay_sinh": parse_birth_date,
    "gioi_tinh": parse_sex,
    "so_dinh_danh": parse_personal_id,
    "quan_he": parse_kinship,
}


def _member_readings(form: Form, rows: tuple[Row, ...], dated: date | None) -> list[FieldReading]:
    """The cells of the members' table, or their blocks; a cell that a filled row leaves empty is blank."""
    if form.members is None:
        return []
    if form.members.each:
        return [
            reading for block in blocks_of(form, rows) for reading in print_readings(block.form, block.rows, (), dated)
        ]
    readings = []
    for number, member in enumerate(members_of(rows, form.members), start=1):
        page = _page_of(rows, member.tokens)
        for suffix, parse in MEMBER_CELLS.items():
            tokens = member.cells.get(suffix)
            name = f"{form.members.prefix}_{number}_{suffix}"
            if tokens:
                readings.append(printed(name, parse(text_of(tokens)), tokens, page))
            elif tokens is not None:
                readings.append(blank(name, page, around(member.tokens)))
    return readings


def _page_of(rows: tuple[Row, ...], tokens: list[Token]) -> int:
    return next(row.page for row in rows if tokens[0] in row.tokens)
