"""The ledger of reuse: each thing that somebody would have been asked for, and was not, is a row.

Rows are never changed. The same reuse told again leaves nothing new; one that no longer holds (the paper was read
better, or the dossier went back to review) gets a further row that says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from storage.change import Change, id_from
from storage.schema import DOSSIER
from storage.schema_reuse import REUSE


class What(Enum):
    """What was not asked for. The value is what the clerk reads."""

    FIELD = "thông tin"
    COMPONENT = "thành phần hồ sơ"


class Source(Enum):
    """Where it was taken from instead. The value is what the clerk reads."""

    POPULATION = "Cơ sở dữ liệu quốc gia về dân cư"
    TELCO = "dữ liệu thuê bao di động"
    PAPER = "giấy tờ khác của cùng hồ sơ"
    RECORD = "bản ghi đã lưu của hồ sơ trước"
    NATIONAL_STORE = "kho dữ liệu điện tử tại Cổng Dịch vụ công quốc gia"


class Origin(Enum):
    """Who saw it. What a load wrote, the next load of the same dossier may say to hold no longer."""

    LOAD = "khi lưu hồ sơ vào kho"
    SERVICE = "khi dịch vụ tái sử dụng trả lời"


@dataclass(frozen=True, slots=True)
class Reuse:
    """One thing not asked again. Holds no personal value: what the field says stands in its record."""

    dossier_id: str  # of ours, or of an outside one
    what: What
    component: str  # code of the paper, or of the component of the procedure
    field: str  # "" for a component as a whole
    procedure_code: str  # for which it would have been asked; "" where the dossier names none
    office: str  # for whom; "" where the dossier names none
    source: Source
    source_id: str  # id of the record or document; "" for a register
    minutes: float  # saved
    basis: str  # row of the data that says how many minutes
    assumed: bool  # those minutes rest on no published source
    document_id: str | None = None  # the paper that would have had to say it
    origin: Origin = Origin.LOAD
    outside: bool = False  # the dossier was never scanned here

    @property
    def id(self) -> str:
        """The same for the same reuse, whenever it is told; minutes and office do not tell two apart."""
        held = (self.what.name, self.component, self.field, self.document_id, self.source.name, self.source_id)
        return id_from("reuse", self.dossier_id, self.origin.name, *held)


def record(change: Change, rows: Iterable[Reuse]) -> int:
    """Write those that do not stand yet; how many were new."""
    by_dossier: dict[str, dict[str, Reuse]] = {}
    for one in rows:
        by_dossier.setdefault(one.dossier_id, {})[one.id] = one
    return sum(_write(change, dossier_id, wanted) for dossier_id, wanted in sorted(by_dossier.items()))


def replace_load(change: Change, dossier_id: str, rows: Iterable[Reuse]) -> int:
    """What the load of a dossier rests on now: what an earlier load told and this one does not, no longer stands.

    How many rows were written.
    """
    wanted = {one.id: one for one in rows}
    numbered = _write(change, dossier_id, wanted)
    gone = [one for one in _latest(change.connection, dossier_id) if one.standing and one.id not in wanted]
    gone = [one for one in gone if one.origin == Origin.LOAD.name]
    for one in gone:
        held = {name: value for name, value in one._mapping.items() if name != "seq"}
        _insert(change, held | {"number": one.number + 1, "standing": False})
    if gone:
        change.note("reuse.withdrawn", dossier_id, rows=len(gone))
    return numbered + len(gone)


def standing(connection: Connection, dossier_id: str) -> tuple[Reuse, ...]:
    """What was not asked again for a dossier, in the order in which it was written."""
    rows = sorted((one for one in _latest(connection, dossier_id) if one.standing), key=lambda one: one.seq)
    return tuple(_reuse(one) for one in rows)


def standing_rows() -> Select[Any]:
    """For counting: every row of the ledger that stands, of all dossiers."""
    latest = select(REUSE).order_by(REUSE.c.id, REUSE.c.number.desc()).ext(distinct_on(REUSE.c.id)).subquery()
    return select(latest).where(latest.c.standing)


def _write(change: Change, dossier_id: str, wanted: dict[str, Reuse]) -> int:
    # one writer at a time for one dossier: the numbers of its rows have no gap and no double
    change.connection.execute(select(DOSSIER.c.id).where(DOSSIER.c.id == dossier_id).with_for_update())
    change.connection.execute(select(func.pg_advisory_xact_lock(UUID(dossier_id).int >> 65)))  # of an outside one
    known = {one.id: one for one in _latest(change.connection, dossier_id)}
    new = [one for one in wanted.values() if one.id not in known or not known[one.id].standing]
    for one in new:
        number = known[one.id].number + 1 if one.id in known else 1
        _insert(change, _row(one) | {"number": number, "standing": True})
    if new:
        change.note("reuse.recorded", dossier_id, rows=len(new))
    return len(new)


def _latest(connection: Connection, dossier_id: str) -> Sequence[Any]:
    ours = or_(REUSE.c.dossier_id == dossier_id, REUSE.c.outside_id == dossier_id)
    ordered = select(REUSE).where(ours).order_by(REUSE.c.id, REUSE.c.number.desc())
    return connection.execute(ordered.ext(distinct_on(REUSE.c.id))).all()


def _insert(change: Change, row: dict[str, Any]) -> None:
    change.connection.execute(REUSE.insert().values(row | {"by": change.actor, "made_at": change.now}))


def _row(one: Reuse) -> dict[str, Any]:
    return {
        "id": one.id,
        "dossier_id": None if one.outside else one.dossier_id,
        "outside_id": one.dossier_id if one.outside else None,
        "origin": one.origin.name,
        "what": one.what.name,
        "component": one.component,
        "field": one.field,
        "document_id": one.document_id,
        "procedure_code": one.procedure_code,
        "office": one.office,
        "source": one.source.name,
        "source_id": one.source_id,
        "minutes": one.minutes,
        "basis": one.basis,
        "assumed": one.assumed,
    }


def _reuse(row: Any) -> Reuse:
    return Reuse(
        row.dossier_id or row.outside_id,
        What[row.what],
        row.component,
        row.field,
        row.procedure_code,
        row.office,
        Source[row.source],
        row.source_id,
        row.minutes,
        row.basis,
        row.assumed,
        row.document_id,
        Origin[row.origin],
        row.outside_id is not None,
    )
