"""What changed about records, for systems that keep up with it: pointers only, written in the change's own transaction.

A number of sequence is given before its transaction commits, so that a reader by number alone skips an event whose
transaction was slow. Here each event carries its transaction, and events are told in order of transactions, and only of
those before the oldest that still runs: nothing can still come before what was told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, Text, func, select, tuple_

from storage.change import Change
from storage.plain import plain
from storage.schema_records import OUTBOX

_THIS_CHANGE = func.pg_current_xact_id().cast(Text).cast(BigInteger)
_OLDEST_RUNNING = func.pg_snapshot_xmin(func.pg_current_snapshot()).cast(Text).cast(BigInteger)


class EventKind(Enum):
    """What happened to a record. The value is its name outside."""

    LOADED = "record.loaded"
    OUTDATED = "record.outdated"  # its dossier was loaded again: the later load rules
    REVISED = "record.revised"  # a field has a further revision
    SUPERSEDED = "record.superseded"  # another paper took its place
    REVOKED = "record.revoked"  # withdrawn by who issued it, or by a court
    STATE_CHANGED = "record.state_changed"  # any other change of its state
    RECALLED = "record.recalled"  # to one reader: what it has read proved wrong


@dataclass(frozen=True, slots=True)
class Cursor:
    """Up to where events were read. The start is before all of them."""

    xid: int = 0
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """Tells where to look, never what stands there."""

    cursor: Cursor
    kind: EventKind
    person_id: str | None
    record_id: str | None
    codes: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Announcement:
    kind: EventKind
    person_id: str | None
    record_id: str | None
    codes: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None  # None: the time of the change


def announce(change: Change, kind: EventKind, person_id: str | None, record_id: str | None, /, **codes: str) -> None:
    """Tell of one change. `codes`: ids and codes. Raises ValueError for what may be a personal value."""
    announce_all(change, [Announcement(kind, person_id, record_id, codes)])


def announce_all(change: Change, announcements: Iterable[Announcement]) -> None:
    """In one statement; told in this order."""
    rows = [_row(change, one) for one in announcements]
    if rows:
        change.connection.execute(OUTBOX.insert().values(xid=_THIS_CHANGE), rows)


def oldest_waiting(connection: Connection) -> datetime | None:
    """When the first of the events was written that a running transaction still holds back; None: none is held."""
    found: datetime | None = connection.scalar(
        select(func.min(OUTBOX.c.made_at)).where(OUTBOX.c.xid >= _OLDEST_RUNNING)
    )
    return found


def _row(change: Change, one: Announcement) -> dict[str, Any]:
    for code in filter(None, one.codes.values()):
        plain(code)
    return {
        "kind": one.kind.name,
        "person_id": one.person_id,
        "record_id": one.record_id,
        "codes": dict(one.codes),
        "made_at": one.at or change.now,
    }


def events(connection: Connection, after: Cursor = Cursor(), limit: int = 100) -> tuple[Event, ...]:
    """What came after, in an order that holds for ever. An event is told once no running transaction can precede it:
    while a change of a minute runs, what was committed meanwhile waits for it."""
    place = tuple_(OUTBOX.c.xid, OUTBOX.c.seq)
    chosen = select(OUTBOX).where(place > tuple_(after.xid, after.seq), OUTBOX.c.xid < _OLDEST_RUNNING)
    rows = connection.execute(chosen.order_by(OUTBOX.c.xid, OUTBOX.c.seq).limit(limit))
    return tuple(_event(row) for row in rows)


def waiting(connection: Connection) -> int:
    """How many events a running transaction still holds back."""
    held = select(func.count()).where(OUTBOX.c.xid >= _OLDEST_RUNNING)
    return int(connection.scalar(held) or 0)


def _event(row: Row[Any]) -> Event:
    return Event(Cursor(row.xid, row.seq), EventKind[row.kind], row.person_id, row.record_id, row.codes, row.made_at)
