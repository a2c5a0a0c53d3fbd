"""What keeps a dossier now, and which dossiers nothing keeps any more.

The papers that a dossier is known to hold choose its term (`storage.retention_terms`); years count from when it was
settled, which is when it came to a final state. A dossier that is not settled is kept. Nothing here is ever erased by
itself: that a term is over is told, and a person decides (`storage.erasure`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, union

from storage.retention_terms import Binding, binding
from storage.schema import DOCUMENT, DOSSIER, RECORD
from storage.sealing.owner import OwnerKind
from storage.sealing.shut import none_destroyed
from storage.states import DossierState
from storage.vietnam_time import VIETNAM, day_of

_AT_ONCE = 1000
_FINAL = tuple(state.name for state in DossierState if state.final)


@dataclass(frozen=True, slots=True)
class Kept:
    """One dossier, and what keeps it the longest."""

    dossier_id: str
    binding: Binding

    def runs(self, on: date) -> bool:
        return self.binding.runs(on)

    @property
    def said(self) -> str:
        until = self.binding.until
        end = f"hết hạn ngày {until:%d/%m/%Y}" if until else "chưa có ngày hết hạn"
        return f"hồ sơ {self.dossier_id}: {self.binding.term.said}; {end}"


def due(connection: Connection, on: date) -> tuple[Kept, ...]:
    """Dossiers whose longest term is over on a day, the longest over first; those erased already are left out.

    A legal hold is not asked for here: it stands beside the term.
    """
    # no term is shorter than a year, so what came in within one is not looked at
    chosen = _dossiers().where(DOSSIER.c.state.in_(_FINAL), none_destroyed(OwnerKind.DOSSIER, DOSSIER.c.id))
    chosen = chosen.where(DOSSIER.c.made_at < datetime(on.year - 1, on.month, 1, tzinfo=VIETNAM) + timedelta(days=32))
    rows = connection.execute(chosen.execution_options(yield_per=_AT_ONCE))
    found = [one for one in (_kept(row, on) for row in rows) if not one.runs(on)]
    return tuple(sorted(found, key=lambda one: (one.binding.until or date.max, one.dossier_id)))


def kept(connection: Connection, dossier_ids: Iterable[str], on: date) -> tuple[Kept, ...]:
    """What keeps each of these, whether or not it still runs; in order of the ids."""
    wanted = sorted(set(dossier_ids))
    found: list[Kept] = []
    for start in range(0, len(wanted), _AT_ONCE):
        chosen = _dossiers().where(DOSSIER.c.id.in_(wanted[start : start + _AT_ONCE])).order_by(DOSSIER.c.id)
        found += [_kept(row, on) for row in connection.execute(chosen)]
    return tuple(found)


def _dossiers() -> Select[Any]:
    """Each with the papers that it was ever known to hold: a later reading that finds fewer shortens nothing."""
    read = select(DOCUMENT.c.form.label("kind")).where(DOCUMENT.c.dossier_id == DOSSIER.c.id).correlate(DOSSIER)
    loaded = select(RECORD.c.kind.label("kind")).where(RECORD.c.dossier_id == DOSSIER.c.id).correlate(DOSSIER)
    kinds = union(read, loaded).subquery()
    papers = select(func.array_agg(kinds.c.kind)).scalar_subquery().label("kinds")
    return select(DOSSIER.c.id, DOSSIER.c.state, DOSSIER.c.made_at, DOSSIER.c.changed_at, papers)


def _kept(row: Row[Any], on: date) -> Kept:
    settled = day_of(row.changed_at) if row.state in _FINAL else None
    papers: Sequence[str] = row.kinds or ()
    return Kept(row.id, binding(papers, day_of(row.made_at), settled, on))
