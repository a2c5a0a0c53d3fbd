"""Dossiers of the systems that ask us, which were never scanned here: known by their code, so that what was reused for
them is counted, and so that those for which nothing was reused count in the denominator.

Where a dossier of the same code is scanned one day, the two are one: `storage.reuse_counted` counts them once.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from storage.change import Change, id_from
from storage.schema import DOSSIER
from storage.schema_reuse import OUTSIDE_DOSSIER


@dataclass(frozen=True, slots=True)
class OutsideDossier:
    """Holds no personal value."""

    code: str  # as its one-stop system gave it
    procedure_code: str
    office: str  # that received it
    channel: str = ""  # "counter", "online", "post"; "" where nobody said

    @property
    def id(self) -> str:
        return id_from("outside", self.code)


@dataclass(frozen=True, slots=True)
class Named:
    """The dossier that a code names."""

    id: str
    outside: bool


def note_outside(change: Change, told: OutsideDossier) -> Named:
    """The dossier of this code: one that was scanned here, the latest of several, else the outside one, which is
    written down when it is told of first. What was told first stays."""
    held = _scanned(change.connection, told.code)
    if held:
        return Named(held, outside=False)
    row = {
        "id": told.id,
        "code": told.code,
        "procedure_code": told.procedure_code,
        "office": told.office,
        "channel": told.channel or None,
        "by": change.actor,
        "made_at": change.now,
    }
    made = insert(OUTSIDE_DOSSIER).values(row).on_conflict_do_nothing().returning(OUTSIDE_DOSSIER.c.id)
    if change.connection.execute(made).first() is not None:
        change.note("outside_dossier.told", told.id, procedure=told.procedure_code, office=told.office)
    return Named(told.id, outside=True)


def _scanned(connection: Connection, code: str) -> str | None:
    chosen = select(DOSSIER.c.id).where(DOSSIER.c.code == code)
    return connection.scalar(chosen.order_by(DOSSIER.c.made_at.desc(), DOSSIER.c.id).limit(1))
