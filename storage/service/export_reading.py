"""Records by the thousand, as known at a moment, opened only as far as a policy lets their values out.

One cursor on the server gives the records in the order of their ids; what belongs to them is fetched for one page at a
time. So memory stays the same however many there are. A transaction that ran at the moment itself and ended later may
be missing: the next differential export begins a little earlier than it is asked to, and has it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, Text, and_, func, or_, select, type_coerce
from sqlalchemy.dialects.postgresql import distinct_on

from errors import Erased
from storage.descriptions import Days, days_in
from storage.personal import PersonalJson, PersonalText
from storage.schema import DOSSIER, RECORD, RECORD_FIELD
from storage.schema_records import OUTBOX, RECORD_DESCRIPTION, RECORD_LOAD, RECORD_STATE
from storage.sealing.sealer import Sealer, vault_of
from storage.sealing.token import key_id_in
from storage.service.exports import ExportOrder

OVERLAP = timedelta(minutes=15)  # by which a differential export begins earlier: longer than any transaction runs
_PAGE = 1_000  # records
_ONE_AT_A_TIME = 7203018  # advisory lock, with the export's own number
MayRead = Callable[[str, str], bool]  # kind of record, field


@dataclass(frozen=True, slots=True)
class ExportedRecord:
    """Ids, codes and days. The days of a paper are personal: None too where their key was destroyed."""

    id: str
    person_id: str | None
    kind: str
    dossier_id: str
    loaded_at: datetime
    replaced_at: datetime | None  # by a later load of its dossier: what it said no longer counts
    valid_from: date | None
    valid_to: date | None
    void_from: date | None  # since when the law no longer knows such a paper
    state: str | None  # name of a `storage.record_states.RecordState`, as written last; None: it follows from the days
    state_from: date | None
    successor_id: str | None


@dataclass(frozen=True, slots=True)
class ExportedField:
    """One value with all that it rests on. Never for a log."""

    record_id: str
    field: str
    revision: int
    value: str = attribute(repr=False)
    written: str | None = attribute(repr=False)  # what the paper says, where the value was corrected
    method: str
    engine: str | None
    confidence: float | None  # 0..1
    verified_against: str | None
    verified_by: str | None
    verified_at: datetime | None
    reason: str | None
    places: tuple[tuple[str, int, int, int, int, int], ...]  # scan, page, left, top, right, bottom (px)
    known_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedPage:
    records: tuple[ExportedRecord, ...]
    fields: tuple[ExportedField, ...]
    withheld: tuple[tuple[str, str], ...]  # (kind, field) of each value that the policy keeps
    erased: int  # values whose key was destroyed


def alone(connection: Connection, export_id: str) -> bool:
    """Whether nobody else carries out this export; so it stays until the transaction ends, however it ends."""
    number = func.hashtext(export_id)
    return bool(connection.scalar(select(func.pg_try_advisory_xact_lock(_ONE_AT_A_TIME, number))))


def pages(connection: Connection, order: ExportOrder, may_read: MayRead) -> Iterator[ExportedPage]:
    """In the order of the records' ids. What was erased before is erased here, whatever keys are remembered."""
    vault_of(connection.dialect).forget()
    streamed = connection.execute(_records(order).execution_options(yield_per=_PAGE))
    for rows in streamed.partitions(_PAGE):
        yield _page(connection, order, rows, may_read)


def _records(order: ExportOrder) -> Select[Any]:
    following = RECORD_LOAD.alias("next_load")
    ends = and_(
        following.c.dossier_id == RECORD.c.dossier_id,
        following.c.number == RECORD.c.load_number + 1,
        following.c.made_at <= order.until,
    )
    columns = (RECORD.c.id, RECORD.c.person_id, RECORD.c.kind, RECORD.c.dossier_id, RECORD.c.made_at)
    chosen = select(*columns, following.c.made_at.label("replaced_at")).outerjoin(following, ends)
    chosen = chosen.where(RECORD.c.made_at <= order.until).order_by(RECORD.c.id)
    if order.kinds:
        chosen = chosen.where(RECORD.c.kind.in_(order.kinds))
    if order.offices:
        office = DOSSIER.c.receiving_office
        of_theirs = or_(*(or_(office == one, office.startswith(f"{one}.", autoescape=True)) for one in order.offices))
        chosen = chosen.join(DOSSIER, DOSSIER.c.id == RECORD.c.dossier_id).where(of_theirs)
    if order.since is None:
        return chosen.where(following.c.made_at.is_(None))
    told = select(OUTBOX.c.record_id).where(
        OUTBOX.c.made_at >= order.since - OVERLAP, OUTBOX.c.made_at <= order.until, OUTBOX.c.record_id.is_not(None)
    )
    return chosen.where(RECORD.c.id.in_(told))


def _page(connection: Connection, order: ExportOrder, rows: Sequence[Row[Any]], may_read: MayRead) -> ExportedPage:
    ids = [row.id for row in rows]
    days, states = _days(connection, ids, order.until), _states(connection, ids, order.until)
    records = tuple(_record(row, days.get(row.id), states.get(row.id)) for row in rows)
    kinds = {row.id: row.kind for row in rows if row.replaced_at is None}
    found = connection.execute(_fields(order, list(kinds))).all()
    allowed = [row for row in found if may_read(kinds[row.record_id], row.field)]
    withheld = tuple(
        (kinds[row.record_id], row.field) for row in found if not may_read(kinds[row.record_id], row.field)
    )
    sealer = vault_of(connection.dialect)
    sealer.fetch_ids([key_id_in(row.value) for row in allowed])  # many in few statements, not one for each value
    opened = [_opened(sealer, row) for row in allowed]
    fields = tuple(one for one in opened if one is not None)
    return ExportedPage(records, fields, withheld, len(opened) - len(fields))


def _fields(order: ExportOrder, ids: Sequence[str]) -> Select[Any]:
    """The latest revision of each as known then; personal columns still sealed."""
    sealed = {"value", "evidence", "written"}
    columns = [type_coerce(one, Text).label(one.name) if one.name in sealed else one for one in RECORD_FIELD.c]
    chosen: Select[Any] = select(*columns).where(
        RECORD_FIELD.c.record_id.in_(ids), RECORD_FIELD.c.made_at <= order.until
    )
    if order.fields:
        chosen = chosen.where(RECORD_FIELD.c.field.in_(order.fields))
    place = (RECORD_FIELD.c.record_id, RECORD_FIELD.c.field)
    return chosen.order_by(*place, RECORD_FIELD.c.revision.desc()).ext(distinct_on(*place))


def _opened(sealer: Sealer, row: Row[Any]) -> ExportedField | None:
    """None where its key was destroyed."""
    try:
        value, evidence, written = (
            _value(sealer, RECORD_FIELD.c[name], getattr(row, name)) for name in ("value", "evidence", "written")
        )
    except Erased:
        return None
    return ExportedField(
        row.record_id,
        row.field,
        row.revision,
        value,
        written,
        row.method,
        row.engine,
        row.confidence,
        row.verified_against,
        row.verified_by,
        row.verified_at,
        row.reason,
        tuple((one["scan"], one["page"], *one["box"]) for one in evidence),
        row.made_at,
    )


def _value(sealer: Sealer, column: Column[Any], token: str | None) -> Any:
    kind: PersonalText | PersonalJson = column.type  # type: ignore[assignment]
    return None if token is None else kind.read(sealer.unseal(kind.place, token).decode())


def _days(connection: Connection, ids: Sequence[str], until: datetime) -> dict[str, Days]:
    table = RECORD_DESCRIPTION.c
    chosen = select(table.record_id, type_coerce(table.content, Text).label("content"), table.void_from)
    chosen = chosen.where(table.record_id.in_(ids), table.made_at <= until)
    latest = chosen.order_by(table.record_id, table.number.desc()).ext(distinct_on(table.record_id))
    rows = connection.execute(latest).all()
    sealer = vault_of(connection.dialect)
    sealer.fetch_ids({key_id_in(row.content) for row in rows})
    return {row.record_id: _days_of(sealer, row) for row in rows}


def _days_of(sealer: Sealer, row: Row[Any]) -> Days:
    try:
        return days_in(_value(sealer, RECORD_DESCRIPTION.c.content, row.content), row.void_from)
    except Erased:
        return Days(void_from=row.void_from, known=False)


def _states(connection: Connection, ids: Sequence[str], until: datetime) -> dict[str, Any]:
    table = RECORD_STATE.c
    chosen = select(RECORD_STATE).where(table.record_id.in_(ids), table.made_at <= until)
    latest = chosen.order_by(table.record_id, table.number.desc()).ext(distinct_on(table.record_id))
    return {row.record_id: row for row in connection.execute(latest).all()}


def _record(row: Row[Any], days: Days | None, state: Any) -> ExportedRecord:
    return ExportedRecord(
        row.id,
        row.person_id,
        row.kind,
        row.dossier_id,
        row.made_at,
        row.replaced_at,
        days.valid_from if days else None,
        days.valid_to if days else None,
        days.void_from if days else None,
        state.state if state else None,
        state.effective if state else None,
        state.successor_id if state else None,
    )
