"""Bulk exports as they were asked for, and how far each has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from errors import NotHeld
from storage.audit.reading import ReadPurpose
from storage.change import Change
from storage.offices import among
from storage.schema_signing import EXPORT


class FileForm(Enum):
    """As what the parts are written. The value is the ending of their names."""

    PARQUET = "parquet"
    CSV = "csv"


class ExportState(Enum):
    """The value is what the officer reads."""

    ASKED = "đã nhận yêu cầu"
    DONE = "đã xuất xong, bản kê đã ký"
    FAILED = "không xuất được"
    EXPIRED = "đã hết hạn lấy, tệp đã gỡ; cần thì yêu cầu lại"
    WITHDRAWN = "đã thu hồi vì có dữ liệu bị hủy vĩnh viễn; hãy hủy bản đã lấy và yêu cầu lại"


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What somebody wants to have, and why. Holds codes and ids only."""

    id: str
    by: str  # client id, or staff id
    purpose: ReadPurpose  # its dossier is a code
    scopes: frozenset[str]  # as the caller had them when asking
    until: datetime  # as known then
    since: datetime | None = None  # what changed from then on; None: everything
    kinds: tuple[str, ...] = ()  # of records; none: all
    fields: tuple[str, ...] = ()  # none: all
    offices: tuple[str, ...] = ()  # of whose dossiers, each with those below it; none: all
    form: FileForm = FileForm.PARQUET


@dataclass(frozen=True, slots=True)
class Export:
    order: ExportOrder
    state: ExportState
    made_at: datetime
    records: int | None = None  # given out
    rows: int | None = None  # fields given out
    manifest: str | None = None  # digest in the object store
    signature: str | None = None  # of the manifest, detached
    failure: str | None = None  # name of the error


def of_offices(office: str | None, offices: Sequence[str]) -> bool:
    """Whether a dossier of this office is among those of the offices, each with those below it; none: of all."""
    return not offices or (office is not None and among(office, offices))


def ask(change: Change, order: ExportOrder) -> Export:
    """Keep an order, to be carried out by `reuse.export_job`; one that stands already under this id stays as it is."""
    row = {
        "id": order.id,
        "by": order.by,
        "procedure_code": order.purpose.procedure,
        "dossier_code": order.purpose.dossier_id,
        "basis": order.purpose.basis,
        "kinds": list(order.kinds),
        "fields": list(order.fields),
        "scopes": sorted(order.scopes),
        "offices": list(order.offices),
        "since": order.since,
        "until": order.until,
        "form": order.form.name,
        "state": ExportState.ASKED.name,
        "made_at": change.now,
        "changed_at": change.now,
    }
    made = insert(EXPORT).values(row).on_conflict_do_nothing().returning(EXPORT.c.id)
    if change.connection.execute(made).first() is not None:
        change.note("export.asked", order.id, procedure=order.purpose.procedure, kinds=list(order.kinds))
    return export(change.connection, order.id, order.by)


def done(change: Change, export_id: str, *, records: int, rows: int, manifest: str, signature: str) -> bool:
    """Everything is there and signed. False: it was ended meanwhile."""
    told = {"records": records, "rows": rows, "manifest": manifest, "signature": signature, "failure": None}
    return _set(change, export_id, state=ExportState.DONE.name, **told)


def failed(change: Change, export_id: str, error: str) -> None:
    """`error`: name of its class, and nothing of what it said."""
    if _set(change, export_id, state=ExportState.FAILED.name, failure=error):
        change.note("export.failed", export_id, error=error)


def export(connection: Connection, export_id: str, by: str | None = None) -> Export:
    """`by`: only one of theirs. Raises NotHeld."""
    chosen = select(EXPORT).where(EXPORT.c.id == export_id)
    row = connection.execute(chosen.where(EXPORT.c.by == by) if by is not None else chosen).first()
    if row is None:
        raise NotHeld(f"no export {export_id} is held")
    return export_of(row)


def exports(
    connection: Connection, by: str, after: tuple[datetime, str] | None = None, limit: int = 50
) -> Sequence[Export]:
    """Somebody's own, the newest first; `after`: (made at, id) of the last one seen."""
    place = tuple_(EXPORT.c.made_at, EXPORT.c.id)
    chosen = select(EXPORT).where(EXPORT.c.by == by).order_by(EXPORT.c.made_at.desc(), EXPORT.c.id.desc()).limit(limit)
    if after is not None:
        chosen = chosen.where(place < tuple_(*after))
    return [export_of(row) for row in connection.execute(chosen)]


def waiting(connection: Connection, by: str) -> int:
    """How many of somebody's are not done yet."""
    chosen = select(func.count()).where(EXPORT.c.by == by, EXPORT.c.state == ExportState.ASKED.name)
    return int(connection.scalar(chosen) or 0)


def _set(change: Change, export_id: str, **values: Any) -> bool:
    ours = (EXPORT.c.id == export_id) & (EXPORT.c.state == ExportState.ASKED.name)
    changed = update(EXPORT).where(ours).values(**values, changed_at=change.now)
    return change.connection.execute(changed).rowcount == 1


def export_of(row: Row[Any]) -> Export:
    """From all columns of its table."""
    order = ExportOrder(
        row.id,
        row.by,
        ReadPurpose(row.procedure_code, row.dossier_code, row.basis),
        frozenset(row.scopes),
        row.until,
        row.since,
        tuple(row.kinds),
        tuple(row.fields),
        tuple(row.offices),
        FileForm[row.form],
    )
    state = ExportState[row.state]
    return Export(order, state, row.made_at, row.records, row.rows, row.manifest, row.signature, row.failure)
