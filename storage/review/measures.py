"""How the work goes, by kind of field and by office: never by person.

No figure is told of fewer than three people, so that nobody is read out of it; what is told of oneself is told to
oneself alone (`storage.review.own_figures`). Questions of control are not counted: they are asked otherwise.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, case, func, select
from sqlalchemy.orm import aliased

from storage.question import Origin, Round
from storage.readings import Method
from storage.review.forecast import Day
from storage.review.given import Action, Shown
from storage.schema import DOCUMENT, DOSSIER, RECORD, RECORD_FIELD, REVIEW_TASK
from storage.schema_records import RECORD_LOAD
from storage.schema_review import REVIEW_ANSWER
from storage.states import TaskState
from storage.vietnam_time import VIETNAM

LEAST_PEOPLE = 3
DAYS = 30
_TASK, _ANSWER = REVIEW_TASK.c, REVIEW_ANSWER.c
_HOLDING = [one.name for one in Origin if one.holds]
_ANSWERS = [one.name for one in Action if one.answers]


@dataclass(frozen=True, slots=True)
class Work:
    """What people did with one kind of field. Rates are 0..1; None: nothing to count."""

    answers: int
    people: int
    median_seconds: float
    slow_seconds: float  # 95 of 100 were quicker
    keys: float  # a question
    accepted: float | None  # of prefilled values, as they were
    reversed: float | None  # taken back, or overruled by a third person
    agreed: float | None  # of those that two people keyed


@dataclass(frozen=True, slots=True)
class FieldMeasure:
    """One kind of field. `work`: None where fewer than three people worked at it."""

    form: str
    field: str
    work: Work | None
    straight: float | None  # 0..1, loaded without anybody being asked
    fields: int  # loaded or asked about


def by_field(connection: Connection, now: datetime, office: str = "", days: int = DAYS) -> tuple[FieldMeasure, ...]:
    """Of the last days; what was asked the most comes first."""
    since = now - timedelta(days=days)
    work, straight = _work(connection, since, office), _straight(connection, since, office)
    found = [FieldMeasure(*what, work.get(what), *_share(*straight.get(what, (0, 0)))) for what in {*work, *straight}]
    return tuple(sorted(found, key=lambda one: (-(one.work.answers if one.work else 0), one.form, one.field)))


def _share(accepted: int, asked: int) -> tuple[float | None, int]:
    whole = accepted + asked
    return (accepted / whole if whole else None, whole)


def _work(connection: Connection, since: datetime, office: str) -> dict[tuple[str, str], Work]:
    undone = aliased(REVIEW_ANSWER)
    taken_back = select(undone.c.id).where(undone.c.undoes == _ANSWER.id).correlate(REVIEW_ANSWER).exists()
    prefilled = _ANSWER.shown == Shown.PREFILLED.name
    settled = _TASK.state == TaskState.SETTLED.name
    columns = (
        func.count().label("answers"),
        func.count(_ANSWER.person.distinct()).label("people"),
        func.percentile_cont(0.5).within_group(_ANSWER.milliseconds).label("median"),
        func.percentile_cont(0.95).within_group(_ANSWER.milliseconds).label("slow"),
        func.avg(_ANSWER["keys"]).label("keys"),
        func.count().filter(prefilled).label("prefilled"),
        func.count().filter(prefilled, _ANSWER.action == Action.ACCEPT.name).label("accepted"),
        func.count().filter(taken_back).label("undone"),
        func.count(case((settled & (_TASK.round == Round.THIRD.name), _TASK.id)).distinct()).label("overruled"),
        func.count(case((settled & (_TASK.round == Round.SECOND.name), _TASK.id)).distinct()).label("agreed"),
    )
    chosen = select(DOCUMENT.c.form, _TASK.field, *columns).select_from(_answered())
    says = (_ANSWER.made_at >= since, _ANSWER.action.in_(_ANSWERS))
    wanted = (*says, _TASK.origin.in_(_HOLDING), _TASK.field.is_not(None))
    rows = connection.execute(_of(chosen.where(*wanted), office).group_by(DOCUMENT.c.form, _TASK.field))
    return {(row.form, row.field): _work_in(row) for row in rows if row.people >= LEAST_PEOPLE}


def _answered() -> Any:
    joined = REVIEW_ANSWER.join(REVIEW_TASK, _TASK.id == _ANSWER.task_id)
    joined = joined.join(DOCUMENT, DOCUMENT.c.id == _TASK.document_id)
    return joined.join(DOSSIER, DOSSIER.c.id == _TASK.dossier_id)


def _of(chosen: Select[Any], office: str) -> Select[Any]:
    return chosen.where(DOSSIER.c.receiving_office == office) if office else chosen


def _work_in(row: Any) -> Work:
    doubled = row.agreed + row.overruled
    return Work(
        row.answers,
        row.people,
        float(row.median) / 1000,
        float(row.slow) / 1000,
        float(row.keys),
        row.accepted / row.prefilled if row.prefilled else None,
        (row.undone + row.overruled) / row.answers,
        row.agreed / doubled if doubled else None,
    )


def _straight(connection: Connection, since: datetime, office: str) -> dict[tuple[str, str], tuple[int, int]]:
    """(loaded without a question, asked about) of each kind of field, in the last load of each dossier."""
    last = select(RECORD_LOAD.c.dossier_id, func.max(RECORD_LOAD.c.number).label("number"))
    last_of = last.where(RECORD_LOAD.c.made_at >= since).group_by(RECORD_LOAD.c.dossier_id).subquery()
    joined = RECORD.join(
        last_of, (last_of.c.dossier_id == RECORD.c.dossier_id) & (last_of.c.number == RECORD.c.load_number)
    )
    joined = joined.join(RECORD_FIELD, RECORD_FIELD.c.record_id == RECORD.c.id)
    joined = joined.join(DOSSIER, DOSSIER.c.id == RECORD.c.dossier_id)
    machine = RECORD_FIELD.c.method != Method.KEYED.name
    loaded = select(RECORD.c.kind, RECORD_FIELD.c.field, func.count()).select_from(joined)
    loaded = loaded.where(RECORD.c.document_id.is_not(None), machine, RECORD_FIELD.c.revision == 1)
    loaded = _of(loaded, office).group_by(RECORD.c.kind, RECORD_FIELD.c.field)
    held = REVIEW_TASK.join(DOCUMENT, DOCUMENT.c.id == _TASK.document_id)
    held = held.join(DOSSIER, DOSSIER.c.id == _TASK.dossier_id)
    asked = select(DOCUMENT.c.form, _TASK.field, func.count()).select_from(held)
    step = (_TASK.origin.in_(_HOLDING), _TASK.state != TaskState.WITHDRAWN.name, _TASK.field.is_not(None))
    asked = _of(asked.where(*step, _TASK.made_at >= since), office).group_by(DOCUMENT.c.form, _TASK.field)
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for place, chosen in enumerate((loaded, asked)):
        for form, field, count in connection.execute(chosen):
            found[form, field][place] += count
    return {what: (counts[0], counts[1]) for what, counts in found.items()}


# --- what comes and what goes


def open_by_office(connection: Connection) -> dict[str, int]:
    """Questions that dossiers wait for."""
    office = func.coalesce(DOSSIER.c.receiving_office, "")
    chosen = select(office, func.count()).select_from(REVIEW_TASK.join(DOSSIER, DOSSIER.c.id == _TASK.dossier_id))
    ours = (_TASK.state == TaskState.OPEN.name, _TASK.origin.in_(_HOLDING))
    return {str(name): count for name, count in connection.execute(chosen.where(*ours).group_by(office))}


def days_by_office(connection: Connection, now: datetime, days: int = DAYS) -> dict[str, tuple[Day, ...]]:
    """The working days before today, in order. What comes on another day is counted with the next working day."""
    until = datetime(*now.astimezone(VIETNAM).timetuple()[:3], tzinfo=VIETNAM)
    since = until - timedelta(days=days)
    came = _per_day(connection, _TASK.made_at, REVIEW_TASK, since, until)
    done = _per_day(connection, _TASK.changed_at, REVIEW_TASK, since, until, _TASK.state == TaskState.SETTLED.name)
    hours = _hours(connection, since, until)
    offices = {name for name, _ in {*came, *done}}
    return {name: tuple(_working(name, came, done, hours)) for name in offices}


def _working(
    office: str,
    came: dict[tuple[str, date], int],
    done: dict[tuple[str, date], int],
    hours: dict[tuple[str, date], int],
) -> Iterable[Day]:
    arrived = 0
    for day in sorted({day for name, day in {*came, *done} if name == office}):
        arrived += came.get((office, day), 0)
        if done.get((office, day)):
            yield Day(arrived, done[office, day], hours.get((office, day), 0))
            arrived = 0


def _per_day(
    connection: Connection, at: Any, table: Any, since: datetime, until: datetime, *wanted: Any
) -> dict[tuple[str, date], int]:
    day = func.date(func.timezone("Asia/Ho_Chi_Minh", at))
    office = func.coalesce(DOSSIER.c.receiving_office, "")
    chosen = select(office, day, func.count()).select_from(table.join(DOSSIER, DOSSIER.c.id == _TASK.dossier_id))
    ours = (at >= since, at < until, _TASK.origin.in_(_HOLDING), _TASK.state != TaskState.WITHDRAWN.name, *wanted)
    return {(row[0], row[1]): row[2] for row in connection.execute(chosen.where(*ours).group_by(office, day))}


def _hours(connection: Connection, since: datetime, until: datetime) -> dict[tuple[str, date], int]:
    """Hours in which somebody answered, each person's for themselves."""
    at = func.timezone("Asia/Ho_Chi_Minh", _ANSWER.made_at)
    office = func.coalesce(DOSSIER.c.receiving_office, "").label("office")
    columns = (office, _ANSWER.person, func.date(at).label("day"), func.date_trunc("hour", at).label("hour"))
    joined = REVIEW_ANSWER.join(REVIEW_TASK, _TASK.id == _ANSWER.task_id).join(
        DOSSIER, DOSSIER.c.id == _TASK.dossier_id
    )
    ours = (_ANSWER.made_at >= since, _ANSWER.made_at < until, _TASK.origin.in_(_HOLDING))
    each = select(*columns).select_from(joined).where(*ours).distinct().subquery()
    chosen = select(each.c.office, each.c.day, func.count()).group_by(each.c.office, each.c.day)
    return {(row[0], row[1]): row[2] for row in connection.execute(chosen)}


def offices_seen(open_ones: dict[str, int], days: dict[str, Sequence[Day]]) -> tuple[str, ...]:
    """All of which something is known, by name."""
    return tuple(sorted({*open_ones, *days}))
