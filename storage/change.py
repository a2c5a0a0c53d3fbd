"""One change of the warehouse: a transaction with its time, its actor and its audit rows. All of it, or nothing."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Table, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on, insert
from sqlalchemy.types import Text

from storage.schema import AUDIT, STEP
from storage.vietnam_time import day_of

_OURS = uuid.UUID("6f3b0f63-3f5c-5a3e-9f0e-7f1b6f0a7c11")


class Stage(Enum):
    """A step that a dossier passes once for each key (digest of its input, version of its code, models, settings)."""

    EXTRACT = "extract"
    RESOLVE = "resolve"
    REVIEW = "review"
    LOAD = "load"
    FINISHED = "finished"  # not passed but said: all questions are answered


@dataclass(frozen=True, slots=True)
class Change:
    """What is done within it becomes true at once, when it ends."""

    connection: Connection
    actor: str  # staff id or name of the machine's role; never a person's name
    now: datetime  # with its time zone

    @property
    def today(self) -> date:
        """In Vietnam."""
        return day_of(self.now)

    def note(self, action: str, subject: str, **details: str | int | list[str] | None) -> None:
        """Write the audit row. Details are ids, digests, states and counts; never a personal value."""
        self.note_all([self.noted(action, subject, **details)])

    def noted(self, action: str, subject: str, **details: str | int | list[str] | None) -> dict[str, Any]:
        """An audit row that `note_all` is to write."""
        return {"made_at": self.now, "actor": self.actor, "action": action, "subject": subject, "details": details}

    def note_all(self, rows: Sequence[dict[str, Any]]) -> None:
        """In few statements, in this order."""
        write_all(self.connection, AUDIT, rows)

    def first(self, subject: str, stage: Stage, key: str) -> bool:
        """Set the done marker; False when it stands already: then nothing is left to do."""
        return subject in self.first_of(stage, {subject: key})

    def first_of(self, stage: Stage, keys: Mapping[str, str]) -> frozenset[str]:
        """Set the done marker of each subject under its key; those for which it did not stand yet."""
        rows = [
            {"subject": subject, "stage": stage.value, "key": key, "made_at": self.now} for subject, key in keys.items()
        ]
        if not rows:
            return frozenset()
        marker = insert(STEP).on_conflict_do_nothing().returning(STEP.c.subject)
        return frozenset(self.connection.execute(marker, rows).scalars())


def done(connection: Connection, subject: str, stage: Stage, key: str) -> bool:
    """Whether the done marker stands."""
    marker = select(STEP.c.seq).where(STEP.c.subject == subject, STEP.c.stage == stage.value, STEP.c.key == key)
    return connection.scalar(marker) is not None


def latest_key(connection: Connection, subject: str, stage: Stage) -> str | None:
    """The key under which a step was done last; None when it was never done."""
    return latest_keys(connection, [subject], stage).get(subject)


def latest_keys(connection: Connection, subjects: Iterable[str], stage: Stage) -> dict[str, str]:
    """The same for many; those for which it was never done are left out."""
    wanted = STEP.c.subject == any_(literal(list(subjects), ARRAY(Text)))
    chosen = select(STEP.c.subject, STEP.c.key).where(wanted, STEP.c.stage == stage.value)
    last = chosen.order_by(STEP.c.subject, STEP.c.seq.desc()).ext(distinct_on(STEP.c.subject))
    return {row.subject: row.key for row in connection.execute(last)}


def write_all(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, unless_there: bool = False
) -> None:
    """New rows, in this order and in few statements. `unless_there`: one that stands already is left as it is."""
    if not rows:
        return
    new = insert(table)
    # with RETURNING many rows go in one statement
    how = new.on_conflict_do_nothing().returning(literal(1)) if unless_there else new
    connection.execute(how, [dict(row) for row in rows])


def id_from(*parts: Any) -> str:
    """The same id for the same parts, on every machine: what two runs leave can then be compared."""
    return str(uuid.uuid5(_OURS, "\x1f".join(str(part) for part in parts)))
