"""All that is held about one person, over every dossier: what was so on a day, as far as it was known at a moment.

Two times are kept apart. The valid time is the paper's own: issued, ended, revoked from a day on. The known time is
ours: a load of a dossier holds until the next one of the same dossier, a revision or a state from when it was written.
Nothing is ever changed in place, so the answer for a day and a moment stays the same for ever, once every transaction
that was running at that moment has ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, or_, select

from storage import records
from storage.descriptions import Days, Description, descriptions_of
from storage.record_states import Standing, changes_of, standing_of
from storage.records import Record
from storage.schema import RECORD
from storage.schema_records import RECORD_LOAD
from storage.vietnam_time import day_of

_NEXT = RECORD_LOAD.alias("next_load")
# each record with the moment at which the next load of its dossier ended it: one row by its key
_WITH_LOADS = select(RECORD, _NEXT.c.made_at.label("until")).outerjoin(
    _NEXT, and_(_NEXT.c.dossier_id == RECORD.c.dossier_id, _NEXT.c.number == RECORD.c.load_number + 1)
)
_ALL_OF_PERSON = _WITH_LOADS.where(RECORD.c.person_id == bindparam("person_id")).order_by(
    RECORD.c.made_at, RECORD.c.dossier_id, RECORD.c.position
)
_OF_PERSON = _ALL_OF_PERSON.where(_NEXT.c.made_at.is_(None))
# loaded by then, and its dossier not loaded again by then
_OF_PERSON_KNOWN = _ALL_OF_PERSON.where(
    RECORD.c.made_at <= bindparam("known_at"), or_(_NEXT.c.made_at.is_(None), _NEXT.c.made_at > bindparam("known_at"))
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """One record. Holds personal values: never for a log."""

    record: Record
    dossier_id: str
    at: datetime  # when it came into the warehouse
    standing: Standing  # on the day that was asked about
    description: Description | None = None  # None: it was loaded without one
    until: datetime | None = None  # when a later load of its dossier took its place; None: none did, as far as known

    @property
    def days(self) -> Days:
        return self.description.days if self.description else Days(known=False)


def of_person(
    connection: Connection,
    person_id: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
    *,
    stands_on: date | None = None,
    places: bool = True,
) -> tuple[Loaded, ...]:
    """In order of loading; none where nothing is held.

    `as_of`: a day; what was issued later is left out, and each record stands as it stood then. None: nothing is left
    out, and it stands as on the day of `known_at`. `known_at`: a moment; None: now. `stands_on`: a day on which each
    is to stand while nothing is left out. `places`: as of `storage.records.read`.
    """
    asked = {"person_id": person_id, "known_at": known_at}
    rows = connection.execute(_OF_PERSON if known_at is None else _OF_PERSON_KNOWN, asked).all()
    return _loaded(connection, rows, as_of, known_at, stands_on, places=places)


def loaded(
    connection: Connection, record_id: str, as_of: date | None = None, known_at: datetime | None = None
) -> Loaded | None:
    """One record as it stood, also one that a later load has replaced; None where it is not held, or was not yet known
    at that moment or issued on that day."""
    rows = connection.execute(_WITH_LOADS.where(RECORD.c.id == record_id)).all()
    rows = [row for row in rows if known_at is None or row.made_at <= known_at]
    return next(iter(_loaded(connection, rows, as_of, known_at)), None)


def _loaded(
    connection: Connection,
    rows: Sequence[Row[Any]],
    as_of: date | None,
    known_at: datetime | None,
    stands_on: date | None = None,
    *,
    places: bool = True,
) -> tuple[Loaded, ...]:
    if not rows:
        return ()
    ids = [row.id for row in rows]
    on = as_of or stands_on or day_of(known_at or datetime.now(UTC))
    told = descriptions_of(connection, ids, known_at)
    changes = changes_of(connection, ids, known_at)
    found = []
    for row, record in zip(rows, records.read(connection, rows, known_at, places=places), strict=True):
        description = told.get(row.id)
        days = description.days if description else None
        if as_of and days and days.valid_from and days.valid_from > as_of:
            continue
        standing = standing_of(days, changes.get(row.id, ()), on)
        until = row.until if known_at is None or (row.until and row.until <= known_at) else None
        found.append(Loaded(record, row.dossier_id, row.made_at, standing, description, until))
    return tuple(found)
