"""One change of the warehouse: a transaction with its time, its actor and its audit rows. All of it, or nothing."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from storage.schema import AUDIT, STEP

_OURS = uuid.UUID("6f3b0f63-3f5c-5a3e-9f0e-7f1b6f0a7c11")


class Stage(Enum):
    """A step that a dossier passes once for each key (digest of its input, version of its code, models, settings)."""

    EXTRACT = "extract"
    RESOLVE = "resolve"
    REVIEW = "review"
    LOAD = "load"


@dataclass(frozen=True, slots=True)
class Change:
    """What is done within it becomes true at once, when it ends."""

    connection: Connection
    actor: str  # staff id or name of the machine's role; never a person's name
    now: datetime  # with its time zone

    def note(self, action: str, subject: str, **details: str | int | list[str] | None) -> None:
        """Write the audit row. Details are ids, digests, states and counts; never a personal value."""
        row = {"made_at": self.now, "actor": self.actor, "action": action, "subject": subject, "details": details}
        self.connection.execute(AUDIT.insert().values(row))

    def first(self, subject: str, stage: Stage, key: str) -> bool:
        """Set the done marker; False when it stands already: then nothing is left to do."""
        row = {"subject": subject, "stage": stage.value, "key": key, "made_at": self.now}
        marker = insert(STEP).values(row).on_conflict_do_nothing().returning(STEP.c.seq)
        return self.connection.execute(marker).first() is not None


def done(connection: Connection, subject: str, stage: Stage, key: str) -> bool:
    """Whether the done marker stands."""
    marker = select(STEP.c.seq).where(STEP.c.subject == subject, STEP.c.stage == stage.value, STEP.c.key == key)
    return connection.scalar(marker) is not None


def latest_key(connection: Connection, subject: str, stage: Stage) -> str | None:
    """The key under which a step was done last; None when it was never done."""
    chosen = select(STEP.c.key).where(STEP.c.subject == subject, STEP.c.stage == stage.value)
    key: str | None = connection.scalar(chosen.order_by(STEP.c.seq.desc()).limit(1))
    return key


def id_from(*parts: Any) -> str:
    """The same id for the same parts, on every machine: what two runs leave can then be compared."""
    return str(uuid.uuid5(_OURS, "\x1f".join(str(part) for part in parts)))
