"""Lots: what was loaded for an office on a day, how much of it was looked at, and what that shows.

A lot holds the fields of the last load of each dossier that are in no earlier lot: a dossier that is loaded again
because a person answered adds only what is new. What was typed in by a person is part of it like what the machine
accepted. The record of a person is not: all that it says stands on a paper, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, exists, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from storage.change import Change, id_from, write_all
from storage.quality.acceptance import Decision, Looked, LotState, decided
from storage.quality.policy import Policy, policy
from storage.quality.verdicts import Verdict
from storage.question import Origin
from storage.schema import DOSSIER, RECORD, RECORD_FIELD, REVIEW_TASK
from storage.schema_quality import QUALITY_LOAD, QUALITY_LOT, QUALITY_SAMPLE, QUALITY_VERDICT
from storage.schema_records import RECORD_LOAD
from storage.sealing.owner import OwnerKind
from storage.sealing.shut import none_destroyed
from storage.states import TaskState
from storage.vietnam_time import VIETNAM, day_of

_LOT, _SAMPLE = QUALITY_LOT.c, QUALITY_SAMPLE.c


@dataclass(frozen=True, slots=True)
class Load:
    """A load that is in no lot yet."""

    dossier_id: str
    number: int
    office: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """A field as it was loaded, without its value."""

    dossier_id: str
    record_id: str
    document_id: str
    form: str
    field: str
    method: str

    @property
    def name(self) -> str:
        """Under which it is drawn."""
        return f"{self.document_id} {self.field}"


@dataclass(frozen=True, slots=True)
class Lot:
    id: str
    office: str
    day: date
    number: int
    size: int
    wanted: int
    stage: int
    looked: int
    wrong: int
    unsure: int
    bound: float | None
    running_bound: float | None
    running_looked: int
    most_wrong: float
    confidence: float
    state: LotState
    policy: str

    @property
    def in_force(self) -> Policy:
        """The policy under which it was opened: a later one does not change what was promised."""
        return policy(date.fromisoformat(self.policy))


def new_loads(connection: Connection, since: date, until: date) -> tuple[Load, ...]:
    """Of each dossier the last load, where it is in no lot and was made on one of these days."""
    last = select(RECORD_LOAD).order_by(RECORD_LOAD.c.dossier_id, RECORD_LOAD.c.number.desc())
    one = last.ext(distinct_on(RECORD_LOAD.c.dossier_id)).subquery()
    taken = exists().where(QUALITY_LOAD.c.dossier_id == one.c.dossier_id, QUALITY_LOAD.c.load_number == one.c.number)
    office = func.coalesce(DOSSIER.c.receiving_office, "").label("office")
    chosen = select(one.c.dossier_id, one.c.number, one.c.made_at, office).join(
        DOSSIER, DOSSIER.c.id == one.c.dossier_id
    )
    begun = datetime.combine(since, time(), VIETNAM)
    rows = connection.execute(chosen.where(~taken, one.c.made_at >= begun).order_by(one.c.dossier_id))
    loads = (Load(row.dossier_id, row.number, row.office, row.made_at) for row in rows)
    return tuple(load for load in loads if day_of(load.at) <= until)


def fields_of(connection: Connection, loads: Iterable[tuple[str, int]]) -> tuple[Accepted, ...]:
    """The fields of these loads (dossier, number) that are in no earlier lot."""
    wanted = dict(loads)
    found: list[Accepted] = []
    for part in _parts(sorted(wanted)):
        rows = connection.execute(_fields(part)).all()
        found += [_accepted(row) for row in rows if row.load_number == wanted[row.dossier_id]]
    return tuple(found)


def _fields(dossier_ids: Sequence[str]) -> Any:
    """The last revision of each field of a paper, but those that an earlier load in a lot had from the same paper by
    the same means."""
    earlier, told, held = aliased(RECORD), aliased(RECORD_FIELD), aliased(QUALITY_LOAD)
    before = (
        exists()
        .where(earlier.c.dossier_id == RECORD.c.dossier_id, earlier.c.document_id == RECORD.c.document_id)
        .where(earlier.c.load_number < RECORD.c.load_number, told.c.record_id == earlier.c.id)
        .where(told.c.field == RECORD_FIELD.c.field, told.c.method == RECORD_FIELD.c.method)
        .where(held.c.dossier_id == earlier.c.dossier_id, held.c.load_number == earlier.c.load_number)
    )
    columns = (RECORD.c.dossier_id, RECORD.c.load_number, RECORD.c.document_id, RECORD.c.kind)
    field = (RECORD_FIELD.c.record_id, RECORD_FIELD.c.field, RECORD_FIELD.c.method)
    chosen = select(*columns, *field).join(RECORD_FIELD, RECORD_FIELD.c.record_id == RECORD.c.id)
    chosen = chosen.where(RECORD.c.dossier_id.in_(dossier_ids), RECORD.c.document_id.is_not(None), ~before)
    ordered = chosen.order_by(RECORD_FIELD.c.record_id, RECORD_FIELD.c.field, RECORD_FIELD.c.revision.desc())
    return ordered.ext(distinct_on(RECORD_FIELD.c.record_id, RECORD_FIELD.c.field))


def _accepted(row: Row[Any]) -> Accepted:
    return Accepted(row.dossier_id, row.record_id, row.document_id, row.kind, row.field, row.method)


def _parts(ids: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    return (ids[at : at + size] for at in range(0, len(ids), size))


def open_lots(change: Change, until: date, rule: Policy) -> tuple[str, ...]:
    """A lot of all new loads of each office and day, up to this day; the ids.

    What was loaded long before samples were drawn at all is no lot any more: it would bury today's questions.
    """
    since = until - timedelta(days=rule.running_days)
    groups: dict[tuple[str, date], list[Load]] = defaultdict(list)
    for load in new_loads(change.connection, since, until):
        groups[load.office, day_of(load.at)].append(load)
    fields: dict[str, int] = defaultdict(int)
    pairs = [(load.dossier_id, load.number) for loads in groups.values() for load in loads]
    for one in fields_of(change.connection, pairs):
        fields[one.dossier_id] += 1
    found = []
    for (office, day), loads in sorted(groups.items()):
        size = sum(fields[load.dossier_id] for load in loads)
        found.append(_open(change, office, day, size, rule))
        members = [{"dossier_id": one.dossier_id, "load_number": one.number, "lot_id": found[-1]} for one in loads]
        write_all(change.connection, QUALITY_LOAD, [{**one, "made_at": change.now} for one in members])
    return tuple(found)


def _open(change: Change, office: str, day: date, size: int, rule: Policy) -> str:
    last = select(func.max(_LOT.number)).where(_LOT.office == office, _LOT.day == day)
    number = (change.connection.scalar(last) or 0) + 1
    lot_id = id_from("lot", office, day, number)
    first = decided(Looked(size, 0, 0, 0), rule)
    row = {
        "id": lot_id,
        "office": office,
        "day": day,
        "number": number,
        "size": size,
        "most_wrong": rule.most_wrong,
        "confidence": rule.confidence,
        "policy": rule.valid_from.isoformat(),
        "made_at": change.now,
        "changed_at": change.now,
        **_told(first),
    }
    change.connection.execute(QUALITY_LOT.insert().values(row))
    change.note("quality.lot_opened", lot_id, day=day.isoformat(), number=number, size=size, wanted=first.wanted)
    return lot_id


def _told(decision: Decision) -> dict[str, Any]:
    return {
        "wanted": decision.wanted,
        "stage": decision.stage,
        "bound": decision.bound,
        "running_bound": decision.running_bound,
        "state": decision.state.name,
    }


def weigh(change: Change, lot_ids: Iterable[str]) -> None:
    """Conclude anew from all verdicts that stand."""
    for lot_id in sorted(set(lot_ids)):
        before = lot(change.connection, lot_id)
        found = looked(change.connection, before)
        decision = decided(found, before.in_force, before.stage)
        counts = {"looked": found.looked, "wrong": found.wrong, "unsure": found.unsure}
        values = {**_told(decision), **counts, "running_looked": found.running_looked}
        if any(_as_told(before, name) != value for name, value in values.items()):
            changed = QUALITY_LOT.update().where(_LOT.id == lot_id).values(**values, changed_at=change.now)
            change.connection.execute(changed)
        if decision.state is not before.state:
            change.note("quality.lot_weighed", lot_id, state=decision.state.name, **counts)


def _as_told(before: Lot, name: str) -> Any:
    return before.state.name if name == "state" else getattr(before, name)


def looked(connection: Connection, of: Lot) -> Looked:
    """What is known of its sample, and of those of its office up to its day."""
    counts = _counts(connection, _SAMPLE.lot_id == of.id)
    since = of.day - timedelta(days=of.in_force.running_days)
    window = select(_LOT.id).where(_LOT.office == of.office, _LOT.day > since, _LOT.day <= of.day)
    running = _counts(connection, _SAMPLE.lot_id.in_(window))
    return replace(counts, size=of.size, running_looked=running.looked, running_wrong=running.wrong)


def _counts(connection: Connection, which: Any) -> Looked:
    verdict = QUALITY_VERDICT.c.verdict
    sure = verdict.in_([Verdict.RIGHT.name, Verdict.WRONG.name])
    erased = ~none_destroyed(OwnerKind.DOSSIER, _SAMPLE.dossier_id)
    gone = verdict.is_(None) & or_(REVIEW_TASK.c.state == TaskState.WITHDRAWN.name, erased)
    columns = (
        func.count().filter(sure),
        func.count().filter(verdict == Verdict.WRONG.name),
        func.count().filter(verdict.is_(None) & ~gone),
        func.count().filter((verdict == Verdict.UNSURE.name) | gone),  # withdrawn: another takes its place
    )
    joined = QUALITY_SAMPLE.join(REVIEW_TASK, REVIEW_TASK.c.id == _SAMPLE.task_id)
    joined = joined.outerjoin(QUALITY_VERDICT, QUALITY_VERDICT.c.task_id == _SAMPLE.task_id)
    ours = (_SAMPLE.counted.is_(True), _SAMPLE.origin == Origin.SAMPLE.name, which)
    row = connection.execute(select(*columns).select_from(joined).where(*ours)).one()
    return Looked(0, row[0], row[1], row[2], row[3])


def lot(connection: Connection, lot_id: str) -> Lot:
    return _lot(connection.execute(select(QUALITY_LOT).where(_LOT.id == lot_id)).one())


def lots(connection: Connection, offices: Sequence[str] = (), limit: int = 100) -> tuple[Lot, ...]:
    """The latest first; of all offices where none is named."""
    chosen = select(QUALITY_LOT).order_by(_LOT.day.desc(), _LOT.office, _LOT.number.desc())
    if offices:
        chosen = chosen.where(_LOT.office.in_(offices))
    return tuple(_lot(row) for row in connection.execute(chosen.limit(limit)))


def unfinished(connection: Connection) -> tuple[Lot, ...]:
    """Those of which more is to be looked at, the oldest first."""
    waiting = (LotState.OPEN.name, LotState.REJECTED.name)
    chosen = select(QUALITY_LOT).where(_LOT.state.in_(waiting)).order_by(_LOT.day, _LOT.office, _LOT.number)
    return tuple(_lot(row) for row in connection.execute(chosen))


def members(connection: Connection, lot_id: str) -> tuple[tuple[str, int], ...]:
    """Dossier and number of each load of a lot."""
    chosen = select(QUALITY_LOAD.c.dossier_id, QUALITY_LOAD.c.load_number).where(QUALITY_LOAD.c.lot_id == lot_id)
    return tuple((row.dossier_id, row.load_number) for row in connection.execute(chosen))


def _lot(row: Row[Any]) -> Lot:
    values = {name: getattr(row, name) for name in Lot.__dataclass_fields__}
    return Lot(**{**values, "state": LotState[row.state]})
