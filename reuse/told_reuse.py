"""What a client tells when a procedure is done: which components nobody was asked for again, and from where they came.

A dossier of another system that was never scanned here is written down, too, even where nothing was reused for it: the
indicators count dossiers, and those without reuse stand in their denominator.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reuse.ledger import Asking, component_reused
from storage.change import Change
from storage.outside_dossiers import OutsideDossier, note_outside
from storage.reuse_ledger import Reuse, Source, record, standing


@dataclass(frozen=True, slots=True)
class ReusedComponent:
    code: str
    source: Source
    source_id: str = ""  # id of the record; "" for the national store


@dataclass(frozen=True, slots=True)
class ToldReuse:
    """Where the ledger stands after it was told."""

    dossier_id: str
    outside: bool  # never scanned here
    written: int  # rows that were new
    stands: tuple[Reuse, ...]  # every component of the dossier


def tell_reuse(change: Change, told: OutsideDossier, components: Sequence[ReusedComponent], on: date) -> ToldReuse:
    """Told again it writes nothing. `on`: the day whose minutes count."""
    dossier = note_outside(change, told)
    asking = Asking(dossier.id, told.procedure_code, told.office, on, dossier.outside)
    rows = [component_reused(asking, one.code, one.source, one.source_id) for one in components]
    written = record(change, rows)
    stands = [one for one in standing(change.connection, dossier.id) if not one.field]
    return ToldReuse(dossier.id, dossier.outside, written, tuple(stands))
