"""A value that proved wrong, who had read it, who was told, and what they answered. Every table is written once.

A recall is opened for each event that says so, in order, by whoever follows the events (`reuse.recall`). Opened twice
it is the same recall, for its id is made from the record, the field and the revision.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from errors import Erased, NotHeld
from storage.change import Change, id_from
from storage.outbox import Cursor, EventKind, announce
from storage.schema import DOSSIER, RECORD, RECORD_FIELD
from storage.schema_service import SERVICE_CLIENT
from storage.schema_subjects import EVENT_READER, RECALL, RECALL_ANSWER, RECALL_NOTICE
from storage.service.exports import of_offices
from storage.service.reads import EXPORT, OWN_VIEWS, Read, reads_of

LONGEST_CHANGE = timedelta(minutes=5)
"""A read that began while the change was still being written may have seen the old value: it counts as well."""


class Cause(Enum):
    """Why a value that was given out holds no more. The value is what a reader is told."""

    REVISED = "Giá trị đã cấp được sửa: giá trị cũ không đúng."
    REVOKED = "Bản ghi đã cấp bị thu hồi hoặc hủy."
    SUPERSEDED = "Bản ghi đã cấp được thay bằng bản ghi khác."
    ERASED = "Dữ liệu đã cấp bị hủy vĩnh viễn theo quy định: hãy hủy cả bản đã nhận."


class Answer(Enum):
    """What a reader did about it."""

    CORRECTED = "Đã sửa theo giá trị mới."
    NOT_USED = "Đã nhận; giá trị cũ chưa được dùng vào việc gì."
    UNDER_REVIEW = "Đã nhận; đang xem lại kết quả đã dùng giá trị cũ."


@dataclass(frozen=True, slots=True)
class Wrong:
    """What proved wrong."""

    person_id: str
    record_id: str
    field: str  # "" for the whole record
    revision: int  # the last one that is wrong; 0 for the whole record
    cause: Cause
    found_at: datetime

    @property
    def id(self) -> str:
        return id_from("recall", self.record_id, self.field, self.revision, self.cause.name)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who read it, and what became of the notice."""

    reader: str  # client or staff id
    number: int  # of reads
    first_at: datetime
    last_at: datetime
    answer: Answer | None = None
    answered_at: datetime | None = None
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recall:
    id: str
    wrong: Wrong
    loaded_at: datetime  # from then it could be read
    readers: tuple[Reader, ...]


def open_recall(change: Change, wrong: Wrong) -> bool:
    """Write down who read it and announce it to each; False when that was done before. Raises NotHeld."""
    loaded_at, kind, office, subjects = _held(change.connection, wrong)
    row = {
        "id": wrong.id,
        **{name: getattr(wrong, name) for name in ("person_id", "record_id", "field", "revision", "found_at")},
        "cause": wrong.cause.name,
        "loaded_at": loaded_at,
        "made_at": change.now,
    }
    made = insert(RECALL).values(row).on_conflict_do_nothing().returning(RECALL.c.id)
    if change.connection.execute(made).first() is None:
        return False
    found = reads_of(change.connection, subjects, since=loaded_at, until=wrong.found_at + LONGEST_CHANGE)
    readers = _readers(one for one in found if _saw(one, wrong, kind, office))
    names = [each.reader for each in readers]
    clients = select(SERVICE_CLIENT.c.id).where(SERVICE_CLIENT.c.id.in_(names))
    listening = set(change.connection.execute(clients).scalars())
    for each in readers:
        _tell(change, wrong, each, listening)
    change.note("recall.opened", wrong.record_id, recall=wrong.id, cause=wrong.cause.name, readers=len(readers))
    return True


def _tell(change: Change, wrong: Wrong, each: Reader, listening: Set[str]) -> None:
    """A member of staff finds it in `hoso recall`; a client gets an event of its own, too."""
    row = {name: getattr(each, name) for name in ("reader", "number", "first_at", "last_at")}
    change.connection.execute(RECALL_NOTICE.insert().values(recall_id=wrong.id, made_at=change.now, **row))
    codes = {"recall": wrong.id, "client": each.reader, "field": wrong.field, "cause": wrong.cause.name}
    if each.reader in listening:
        announce(change, EventKind.RECALLED, wrong.person_id, wrong.record_id, **codes)


def _held(connection: Connection, wrong: Wrong) -> tuple[datetime, str, str | None, tuple[str, ...]]:
    """Since when it could be read, kind and office of its record, and under which ids reads of it stand."""
    columns = (RECORD.c.made_at, RECORD.c.kind, RECORD.c.document_id, RECORD.c.dossier_id, DOSSIER.c.receiving_office)
    chosen = select(*columns).join(DOSSIER, DOSSIER.c.id == RECORD.c.dossier_id)
    row = connection.execute(chosen.where(RECORD.c.id == wrong.record_id)).first()
    if row is None:
        raise NotHeld(f"no record {wrong.record_id} is held")
    ids = (wrong.record_id, wrong.person_id, row.document_id, row.dossier_id)
    return _since(connection, wrong) or row.made_at, row.kind, row.receiving_office, tuple(one for one in ids if one)


def _since(connection: Connection, wrong: Wrong) -> datetime | None:
    """When the first of the revisions that say the same as the wrong one was written; None where that is not known."""
    if not wrong.field:
        return None
    ours = (RECORD_FIELD.c.record_id == wrong.record_id) & (RECORD_FIELD.c.field == wrong.field)
    chosen = select(RECORD_FIELD.c.value, RECORD_FIELD.c.made_at).where(ours, RECORD_FIELD.c.revision <= wrong.revision)
    try:
        rows = connection.execute(chosen.order_by(RECORD_FIELD.c.revision.desc())).all()
    except Erased:
        return None
    since: datetime | None = None
    for row in rows:
        if row.value != rows[0].value:
            break
        since = row.made_at
    return since


def _saw(read: Read, wrong: Wrong, kind: str, office: str | None) -> bool:
    """Whether the value was, or may have been, among what was read: in doubt its reader is told."""
    if read.action in OWN_VIEWS:
        return False
    if read.action == EXPORT and ((read.kinds and kind not in read.kinds) or not of_offices(office, read.offices)):
        return False
    by_name = read.action == EXPORT or read.subject == wrong.record_id or kind == "person"
    if not (by_name and read.fields and wrong.field):
        return True
    return wrong.field in {name.rpartition(".")[2] for name in read.fields}


def _readers(reads: Iterable[Read]) -> tuple[Reader, ...]:
    by_reader: dict[str, list[datetime]] = defaultdict(list)
    for one in reads:
        by_reader[one.reader].append(one.at)
    return tuple(Reader(name, len(at), min(at), max(at)) for name, at in sorted(by_reader.items()))


def acknowledge(change: Change, recall_id: str, reader: str, answer: Answer) -> bool:
    """What a reader did about it; False when the same was said before. Raises NotHeld for who was not told."""
    ours = (RECALL_NOTICE.c.recall_id == recall_id) & (RECALL_NOTICE.c.reader == reader)
    if change.connection.execute(select(RECALL_NOTICE.c.reader).where(ours)).first() is None:
        raise NotHeld(f"no recall {recall_id} was told to this reader")
    mine = (RECALL_ANSWER.c.recall_id == recall_id) & (RECALL_ANSWER.c.reader == reader)
    said = select(RECALL_ANSWER.c.number, RECALL_ANSWER.c.state).where(mine).order_by(RECALL_ANSWER.c.number.desc())
    last = change.connection.execute(said).first()
    if last is not None and last.state == answer.name:
        return False
    number = last.number + 1 if last else 1
    row = {"recall_id": recall_id, "reader": reader, "number": number, "state": answer.name}
    new = insert(RECALL_ANSWER).values(**row, by=change.actor, made_at=change.now).on_conflict_do_nothing()
    if change.connection.execute(new.returning(RECALL_ANSWER.c.number)).first() is None:
        return False  # the same reader answered a moment ago
    change.note("recall.answered", recall_id, state=answer.name, number=number)
    return True


# --- looking


def recall(connection: Connection, recall_id: str, reader: str | None = None) -> Recall:
    """With all its readers, or with one alone. Raises NotHeld."""
    found = _recalls(connection, connection.execute(select(RECALL).where(RECALL.c.id == recall_id)).all(), reader)
    if not found:
        raise NotHeld(f"no recall {recall_id} is held")
    return found[0]


def recalls_of(connection: Connection, record_id: str, field: str = "") -> tuple[Recall, ...]:
    """Of a record, in order of finding; of one field, and of the whole, where a field is named."""
    chosen = select(RECALL).where(RECALL.c.record_id == record_id).order_by(RECALL.c.found_at, RECALL.c.id)
    if field:
        chosen = chosen.where(RECALL.c.field.in_((field, "")))
    return _recalls(connection, connection.execute(chosen).all())


def recalls_for(
    connection: Connection, reader: str, after: tuple[datetime, str] | None = None, limit: int = 100
) -> tuple[Recall, ...]:
    """What a reader read that proved wrong, in the order in which it was told; each with that reader alone.

    `after`: time and id of the last one seen.
    """
    chosen = select(RECALL).join(RECALL_NOTICE, RECALL_NOTICE.c.recall_id == RECALL.c.id)
    chosen = chosen.where(RECALL_NOTICE.c.reader == reader)
    told = RECALL_NOTICE.c.made_at, RECALL_NOTICE.c.recall_id
    if after is not None:
        chosen = chosen.where(tuple_(*told) > after)
    rows = connection.execute(chosen.order_by(*told).limit(limit)).all()
    return _recalls(connection, rows, reader)


def would_be_told(connection: Connection, wrong: Wrong) -> tuple[Reader, ...]:
    """Who read it, without telling anybody: what a recall would find now. Raises NotHeld."""
    loaded_at, kind, office, subjects = _held(connection, wrong)
    found = reads_of(connection, subjects, since=loaded_at, until=wrong.found_at + LONGEST_CHANGE)
    return _readers(one for one in found if _saw(one, wrong, kind, office))


def _recalls(connection: Connection, rows: Sequence[Row[Any]], reader: str | None = None) -> tuple[Recall, ...]:
    told = select(RECALL_NOTICE).where(RECALL_NOTICE.c.recall_id.in_([row.id for row in rows]))
    last = select(func.max(RECALL_ANSWER.c.number)).where(
        RECALL_ANSWER.c.recall_id == RECALL_NOTICE.c.recall_id, RECALL_ANSWER.c.reader == RECALL_NOTICE.c.reader
    )
    answered = (
        (RECALL_ANSWER.c.recall_id == RECALL_NOTICE.c.recall_id)
        & (RECALL_ANSWER.c.reader == RECALL_NOTICE.c.reader)
        & (RECALL_ANSWER.c.number == last.correlate(RECALL_NOTICE).scalar_subquery())
    )
    said = (RECALL_ANSWER.c.state, RECALL_ANSWER.c.made_at.label("answered_at"))
    told = told.add_columns(*said).join(RECALL_ANSWER, answered, isouter=True).order_by(RECALL_NOTICE.c.reader)
    if reader is not None:
        told = told.where(RECALL_NOTICE.c.reader == reader)
    readers: dict[str, list[Reader]] = defaultdict(list)
    for row in connection.execute(told) if rows else ():
        counts = row.reader, row.number, row.first_at, row.last_at
        answer = Answer[row.state] if row.state else None
        readers[row.recall_id].append(Reader(*counts, answer, row.answered_at, row.made_at))
    return tuple(Recall(row.id, _wrong(row), row.loaded_at, tuple(readers[row.id])) for row in rows)


def _wrong(row: Row[Any]) -> Wrong:
    return Wrong(row.person_id, row.record_id, row.field, row.revision, Cause[row.cause], row.found_at)


# --- how far the events have been followed


def followed(connection: Connection, name: str) -> Cursor | None:
    """The last event that this part of ours has dealt with; None: none yet. Held until the transaction ends."""
    chosen = select(EVENT_READER).where(EVENT_READER.c.name == name).with_for_update()
    row = connection.execute(chosen).first()
    return None if row is None else Cursor(row.after_xid, row.after_seq)


def follow(change: Change, name: str, upto: Cursor) -> None:
    """These events are dealt with."""
    place = {"after_xid": upto.xid, "after_seq": upto.seq, "changed_at": change.now}
    row = insert(EVENT_READER).values(name=name, **place)
    change.connection.execute(row.on_conflict_do_update(index_elements=["name"], set_=place))
