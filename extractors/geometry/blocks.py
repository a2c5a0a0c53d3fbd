"""Persons of whom a paper tells one after the other, each in a block of the same labels, as a household book does."""

from dataclasses import dataclass, replace

from extractors.folded import fold
from extractors.form import Form
from extractors.geometry.labels import find_labels, label_texts
from extractors.geometry.layout import Row


@dataclass(frozen=True, slots=True)
class Block:
    """The rows that tell of one person, and the form that they fill in."""

    form: Form
    rows: tuple[Row, ...]


def blocks_of(form: Form, rows: tuple[Row, ...]) -> list[Block]:
    """The blocks of the form's members in order, each with a form of its own: thanh_vien_1_ho_ten, ..."""
    members = form.members
    if members is None:
        return []
    opens, ends = set(map(fold, members.opens)), set(map(fold, (*members.ends, *members.headings)))
    hits = find_labels(rows, label_texts(form), form.titles)
    starts = sorted({hit.row for hit in hits if hit.label in opens})
    stops = sorted({hit.row for hit in hits if hit.label in ends} | {len(rows)})
    found = []
    for number, start in enumerate(starts, start=1):
        stop = min(row for row in (*starts, *stops) if row > start)
        found.append(Block(_form_of(form, number), rows[start:stop]))
    return found


def _form_of(form: Form, number: int) -> Form:
    assert form.members is not None
    fields = tuple(replace(one, name=f"{form.members.prefix}_{number}_{one.name}") for one in form.members.each)
    return replace(form, fields=fields, sections=(), members=None, columns=None, dated_by="")
