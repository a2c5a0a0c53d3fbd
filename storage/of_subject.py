"""All that is held about one person, over every dossier: each record as its dossier was loaded last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Text, select

from errors import NotHeld
from storage import records
from storage.change import Stage
from storage.records import Record
from storage.schema import RECORD, STEP


@dataclass(frozen=True, slots=True)
class Loaded:
    record: Record
    dossier_id: str
    at: datetime


def subject_of(connection: Connection, record_id: str) -> str:
    """The register's key of the person whom a record is about. Raises NotHeld."""
    subject = connection.scalar(select(RECORD.c.subject).where(RECORD.c.id == record_id))
    if subject is None:
        raise NotHeld(f"no record {record_id} about a person is held")
    return str(subject)


def of_subject(connection: Connection, subject: str) -> tuple[Loaded, ...]:
    """In order of loading; none where nothing is held. What a later load of a dossier replaced does not count."""
    chosen = select(RECORD.c.id, RECORD.c.dossier_id, RECORD.c.made_at).where(RECORD.c.subject == subject)
    chosen = chosen.where(RECORD.c.key == _last_load()).order_by(RECORD.c.made_at, RECORD.c.position)
    rows = connection.execute(chosen).all()
    return tuple(Loaded(records.record(connection, row.id), row.dossier_id, row.made_at) for row in rows)


def _last_load() -> ScalarSelect[Any]:
    loads = STEP.c.subject == RECORD.c.dossier_id.cast(Text)
    keys = select(STEP.c.key).where(loads, STEP.c.stage == Stage.LOAD.value)
    return keys.order_by(STEP.c.seq.desc()).limit(1).correlate(RECORD).scalar_subquery()
