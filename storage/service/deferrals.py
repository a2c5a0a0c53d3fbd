"""Reads that a person is not told of until a day, as an investigation may need: set by an auditor, with its basis.

Nothing of it stands in the audit but that it was set: who sees the audit's row of a read cannot tell that it is
deferred. After its day a deferral hides nothing any more; to lift it earlier is a further row with an earlier day.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select

from errors import MoveRefused, NotHeld
from storage.change import Change
from storage.personal import Private
from storage.plain import plain
from storage.schema_subjects import DEFERRAL
from storage.sealing.owner import SYSTEM
from storage.service.reads import Read
from storage.service.subject_states import clocks_on


@dataclass(frozen=True, slots=True)
class Deferral:
    person_id: str
    actor: str  # client or staff id whose reads are meant; "" for all
    from_at: datetime  # reads from then
    until: datetime
    basis: str  # code of a law
    why: str = attribute(repr=False)
    id: str = ""
    by: str = ""

    def hides(self, read: Read, now: datetime) -> bool:
        return now < self.until and self.from_at <= read.at and self.actor in ("", read.reader)


def defer(change: Change, new: Deferral) -> str:
    """Set it; its id. Raises MoveRefused where it is longer than may be, is past, or has no reason."""
    longest = timedelta(days=clocks_on(change.today).longest_deferral_days)
    if not change.now < new.until <= change.now + longest:
        raise MoveRefused("the day is past or too far", f"Chỉ được hoãn đến tối đa {longest.days} ngày kể từ nay.")
    if not new.why.strip():
        raise MoveRefused("deferred without a reason", "Hãy ghi lý do hoãn.")
    deferral_id = str(uuid.uuid4())
    _write(change, deferral_id, 1, new)
    change.note("deferral.set", deferral_id, basis=plain(new.basis))
    return deferral_id


def lift(change: Change, deferral_id: str) -> None:
    """From now on it hides nothing. Raises NotHeld."""
    row = change.connection.execute(_latest().where(DEFERRAL.c.id == deferral_id)).first()
    if row is None:
        raise NotHeld(f"no deferral {deferral_id} is held")
    held = _deferral(row)
    lifted = Deferral(held.person_id, held.actor, held.from_at, change.now, held.basis, held.why)
    _write(change, deferral_id, row.number + 1, lifted)
    change.note("deferral.lifted", deferral_id)


def deferrals_of(connection: Connection, person_id: str) -> tuple[Deferral, ...]:
    """Of reads about this person, each as it stands now."""
    rows = connection.execute(_latest().where(DEFERRAL.c.person_id == person_id))
    return tuple(_deferral(row) for row in rows)


def told(reads: Iterable[Read], deferrals: Iterable[Deferral], now: datetime) -> tuple[Read, ...]:
    """Those of which the person may be told now."""
    held = tuple(deferrals)
    return tuple(read for read in reads if not any(one.hides(read, now) for one in held))


def _latest() -> Any:
    other = DEFERRAL.alias()
    last = select(func.max(other.c.number)).where(other.c.id == DEFERRAL.c.id).scalar_subquery()
    return select(DEFERRAL).where(DEFERRAL.c.number == last)


def _write(change: Change, deferral_id: str, number: int, new: Deferral) -> None:
    columns = ("person_id", "actor", "from_at", "until", "basis")
    row: dict[str, Any] = {name: getattr(new, name) for name in columns}
    row |= {"id": deferral_id, "number": number, "why": Private(new.why, SYSTEM)}
    change.connection.execute(DEFERRAL.insert().values(**row, by=change.actor, made_at=change.now))


def _deferral(row: Row[Any]) -> Deferral:
    return Deferral(row.person_id, row.actor, row.from_at, row.until, row.basis, row.why, row.id, row.by)
