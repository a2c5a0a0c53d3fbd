"""What a person settled in a record, carried to the record of the same paper when its dossier is loaded again.

What they settled at the station stands beside the readings, and comes with every load by itself: it is a record's first
revision, and not carried where its paper is loaded again.

Papers are told apart by where they lie, for their order changes when one is found no more: the same kind, on the same
pages of the same scan. Where that does not name one paper on either side, or it is now another person's, nothing is
carried: it is asked about, and the audit says so. The earlier record keeps the value.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from extractors.titles import field_title, form_title
from storage.readings import Method
from storage.records import PERSON, Record, RecordField
from storage.schema import DOCUMENT
from storage.tasks import KEYED_WITHOUT_PAPER, Question

_OF_LOADING = 1  # revision that a load writes

Lies = Mapping[str, tuple[str, tuple[int, ...]]]
"""By id of a document: id of its scan, and its pages there."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Of one load."""

    fields: tuple[tuple[int, RecordField], ...] = ()  # place of the paper among those loaded now, further revision
    left: tuple[tuple[Record, RecordField], ...] = ()  # of before, for which there is no such paper

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(_question(one, each) for one, each in self.left)


def lying(connection: Connection, loads: Iterable[tuple[Sequence[Record], Sequence[Record]]]) -> Lies:
    """Where the papers lie of those loads, (before, now), in which a person settled something before."""
    wanted = [one.document_id for both in loads if _settled(both[0]) for each in both for one in each]
    ids = sorted({one for one in wanted if one})
    if not ids:
        return {}
    among = DOCUMENT.c.id == any_(literal(ids, ARRAY(DOCUMENT.c.id.type)))
    rows = connection.execute(select(DOCUMENT.c.id, DOCUMENT.c.scan_id, DOCUMENT.c.pages).where(among))
    return {row.id: (row.scan_id, tuple(row.pages)) for row in rows}


def carried(before: Sequence[Record], ours: Sequence[Record], lies: Lies) -> Carried:
    settled = _settled(before)
    if not settled:
        return Carried()
    old = Counter(_place(one, lies) for one in before)
    new = Counter(_place(one, lies) for one in ours)
    index_of = {_place(one, lies): index for index, one in enumerate(ours)}
    fields, left = [], []
    for one, each in settled:
        place = _place(one, lies)
        if old[place] == new[place] == 1 and _may_be_of_one(one, ours[index_of[place]]):
            index = index_of[place]
            if each.revision > _OF_LOADING:
                revision = max(ours[index].revision_of(each.field), _OF_LOADING) + 1
                fields.append((index, replace(each, revision=revision)))
        else:
            left.append((one, each))
    return Carried(tuple(fields), tuple(left))


def _settled(records: Sequence[Record]) -> list[tuple[Record, RecordField]]:
    """What the register's own record has of the papers is worked out at every load."""
    keyed = [(one, each) for one in records for each in one.fields if each.method is Method.KEYED]
    return [(one, each) for one, each in keyed if one.kind != PERSON or each.revision > _OF_LOADING]


def _place(one: Record, lies: Lies) -> tuple[object, ...]:
    """The record of a person lies nowhere."""
    where = lies.get(one.document_id or "")
    return (one.kind, *where) if where else (one.kind, one.person_id)


def _may_be_of_one(old: Record, new: Record) -> bool:
    """Not where both are about somebody, and not the same. A paper may turn out to be somebody else's, or the own."""
    return old.person_id == new.person_id or None in (old.person_id, new.person_id)


def _question(one: Record, each: RecordField) -> Question:
    """Without the value: it is no more known whose it is."""
    title = "dữ liệu nhân thân" if one.kind == PERSON else form_title(one.kind)
    said = f"Cán bộ đã nhập mục “{field_title(one.kind, each.field)}” của {title}; lần đọc lại này không nhận ra chắc"
    asked = f"{said} chắn giấy tờ ấy nên giá trị không được chép sang. Trên giấy ghi gì?"
    return Question(KEYED_WITHOUT_PAPER, asked, each.field, one.document_id)
