"""All that was ever written of one record: every revision of its fields, every description, every state."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime

from sqlalchemy import Connection, select

from errors import NotHeld
from storage.descriptions import Described, all_descriptions
from storage.of_person import Loaded, loaded
from storage.record_states import StateChange, changes_of
from storage.records import RecordField, field_of
from storage.schema import RECORD_FIELD


@dataclass(frozen=True, slots=True)
class Revision:
    """One field as it stood from a moment on, until the next revision."""

    held: RecordField
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """Holds personal values: never for a log."""

    loaded: Loaded  # as it stands
    fields: Mapping[str, tuple[Revision, ...]] = attribute(repr=False)  # in order of revision
    descriptions: tuple[Described, ...]  # in order
    states: tuple[StateChange, ...]  # in order


def history(
    connection: Connection, record_id: str, as_of: date | None = None, known_at: datetime | None = None
) -> History:
    """Up to a moment; None: now. A record that a later load has replaced has its history, too. Raises NotHeld."""
    held = loaded(connection, record_id, as_of, known_at)
    if held is None:
        raise NotHeld(f"no record {record_id} is held")
    chosen = select(RECORD_FIELD).where(RECORD_FIELD.c.record_id == record_id)
    if known_at:
        chosen = chosen.where(RECORD_FIELD.c.made_at <= known_at)
    fields: dict[str, tuple[Revision, ...]] = {}
    for row in connection.execute(chosen.order_by(RECORD_FIELD.c.field, RECORD_FIELD.c.revision)):
        fields[row.field] = (*fields.get(row.field, ()), Revision(field_of(row), row.made_at))
    states = changes_of(connection, [record_id], known_at).get(record_id, ())
    return History(held, fields, all_descriptions(connection, record_id, known_at), states)


def field_history(connection: Connection, record_id: str, name: str) -> tuple[Revision, ...]:
    """Every revision of one field, in order; none where the record never had it. Raises NotHeld."""
    return history(connection, record_id).fields.get(name, ())
