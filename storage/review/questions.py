"""The queue of open questions, in the order in which they are asked, and one question with all that it rests on.

First by the day on which an answer is due, then by what the answer saves (`storage.review.worth`), then by age. The
queue says nothing about anybody: codes and ids only. A single question does, and whoever shows it writes that down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    and_,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import aliased

from errors import NotHeld
from extractors.reading import FieldReading
from storage import readings
from storage.question import Origin, Question, Round
from storage.readings import StoredDocument, StoredReading
from storage.review.given import Action, Escalation
from storage.review.wanted import ROUNDS_OF_ALL, ROUNDS_OF_SENIORS, Wanted
from storage.schema import DOCUMENT, DOSSIER, REVIEW_TASK, SCAN
from storage.schema_review import REVIEW_ANSWER, REVIEW_CLAIM
from storage.states import Owner, TaskState
from storage.tasks import question_in

__all__ = ["ROUNDS_OF_ALL", "ROUNDS_OF_SENIORS", "Wanted"]  # part of what is asked here
_TASK, _CLAIM = REVIEW_TASK.c, REVIEW_CLAIM.c
_IS_SAMPLE = _TASK.origin == Origin.SAMPLE.name


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where a page of the queue ends."""

    deadline: date
    worth: float
    made_at: datetime
    task_id: str


@dataclass(frozen=True, slots=True)
class QueueItem:
    """An open question, without any personal value."""

    task_id: str
    dossier_id: str
    dossier_code: str | None
    procedure: str | None
    office: str | None
    kind: str
    form: str | None  # of the paper that it is about
    field: str | None
    round: Round
    origin: str  # name of a `storage.question.Origin`
    owner: Owner
    deadline: date
    worth: float  # fields
    made_at: datetime
    held_by: str | None  # staff id, while the lease runs
    held_until: datetime | None

    @property
    def place(self) -> QueuePlace:
        return QueuePlace(self.deadline, self.worth, self.made_at, self.task_id)


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """Of the questions that are wanted."""

    open: int
    free: int  # that nobody holds
    overdue: int
    oldest: datetime | None
    by_kind: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Item:
    """One question with all that it rests on."""

    task_id: str
    dossier_id: str
    dossier_code: str | None
    dossier_label: str = attribute(repr=False)  # of the folder or file that it first came as
    procedure: str | None
    office: str | None
    dossier_deadline: date | None
    question: Question
    state: TaskState
    owner: Owner | None
    deadline: date | None
    version: int
    round: Round
    made_at: datetime
    document: StoredDocument | None = attribute(repr=False)
    scan_digest: str | None
    reading: FieldReading | None = attribute(repr=False)  # the machine's, with the places that it rests on
    latest: StoredReading | None = attribute(repr=False)
    handed_on: Escalation | None  # why, while it waits for a supervisor


def queue(
    connection: Connection,
    wanted: Wanted,
    after: QueuePlace | None = None,
    limit: int = 50,
    *,
    now: datetime | None = None,
) -> tuple[QueueItem, ...]:
    """A page of it, in its order. `after`: the place of the last item of the page before."""
    now = now or datetime.now(UTC)
    chosen = in_order(_listed(connection, wanted, now))
    if after is not None:
        chosen = chosen.where(_beyond(after))
    return tuple(_queue_item(row, now) for row in connection.execute(chosen.limit(limit)))


def _listed(connection: Connection, wanted: Wanted, now: datetime) -> Select[Any]:
    """The open questions that are wanted, with their dossier, their form and who holds them; in no order."""
    dossier = (DOSSIER.c.code, DOSSIER.c.procedure_code, DOSSIER.c.receiving_office)
    task = (_TASK.id, _TASK.dossier_id, _TASK.kind, _TASK.field, _TASK.round, _TASK.origin, _TASK.owner)
    place = (_TASK.deadline, _TASK.worth, _TASK.made_at)
    chosen = select(*task, *place, *dossier, DOCUMENT.c.form, _CLAIM.person, _CLAIM.until).select_from(_joined())
    return chosen.where(*conditions(connection, wanted, now))


def _joined() -> FromClause:
    found = REVIEW_TASK.join(DOSSIER, DOSSIER.c.id == _TASK.dossier_id)
    found = found.outerjoin(DOCUMENT, DOCUMENT.c.id == _TASK.document_id)
    return found.outerjoin(REVIEW_CLAIM, _CLAIM.task_id == _TASK.id)


def in_order(chosen: Select[Any]) -> Select[Any]:
    return chosen.order_by(_TASK.deadline, _TASK.worth.desc(), _TASK.made_at, _TASK.id)


def _beyond(after: QueuePlace) -> ColumnElement[bool]:
    """What comes after that place. Said as what does not come before it, so that PostgreSQL walks the index in order
    instead of gathering everything behind the place and sorting it."""
    earlier = tuple_(_TASK.made_at, _TASK.id) <= tuple_(literal(after.made_at), literal(after.task_id, _TASK.id.type))
    passed = or_(_TASK.worth > after.worth, and_(_TASK.worth == after.worth, earlier))
    return and_(_TASK.deadline >= after.deadline, not_(and_(_TASK.deadline == after.deadline, passed)))


def conditions(connection: Connection, wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    """What a question that is wanted keeps; of a statement that has REVIEW_TASK, DOSSIER and REVIEW_CLAIM."""
    kept: list[ColumnElement[bool]] = [
        _TASK.state == TaskState.OPEN.name,
        _TASK.round.in_([each.name for each in wanted.rounds]),
        _TASK.owner.in_([each.name for each in wanted.owners]),
    ]
    if wanted.senior_at:
        common = _TASK.round.in_([each.name for each in ROUNDS_OF_ALL])
        kept.append(or_(common, DOSSIER.c.receiving_office.in_(wanted.senior_at)))
    if wanted.supervises:
        handed_on = _TASK.owner == Owner.SUPERVISOR.name
        kept.append(or_(not_(handed_on), DOSSIER.c.receiving_office.in_(wanted.supervises)))
    if wanted.offices:
        kept.append(DOSSIER.c.receiving_office.in_(wanted.offices))
    if wanted.procedure is not None:
        kept.append(DOSSIER.c.procedure_code == wanted.procedure)
    if wanted.kinds:
        kept.append(_TASK.kind.in_(wanted.kinds))
    if wanted.older_than_days:
        kept.append(_TASK.made_at < now - timedelta(days=wanted.older_than_days))
    if wanted.mine:
        kept.append(and_(_CLAIM.person == wanted.person, _CLAIM.until > now))
    answered = _answered(connection, wanted.person) if wanted.person else ()
    return [*kept, _TASK.id.not_in(answered)] if answered else kept


def _answered(connection: Connection, person: str) -> Sequence[str]:
    """Open questions of which this person gave an answer that counts: few, so they are looked up beforehand, and the
    queue is read in its order without a further thought on each."""
    still_open = select(_TASK.id).where(_TASK.state == TaskState.OPEN.name)
    touched = union(still_open.where(_TASK.version > 1), still_open.where(_IS_SAMPLE))
    begun = connection.execute(touched).scalars().all()
    if not begun:
        return ()
    ours = select(_TASK.id).where(_TASK.id.in_(begun), answered_by(person))
    return connection.execute(ours.order_by(_TASK.id)).scalars().all()


def answered_by(person: str) -> ColumnElement[bool]:
    """Whether this person gave an answer to the question of the statement that still counts; of a sample, too, to the
    question by which its field was settled: nobody checks what is one's own."""
    undone, other = aliased(REVIEW_ANSWER), aliased(REVIEW_TASK)
    taken_back = select(undone.c.id).where(undone.c.undoes == REVIEW_ANSWER.c.id).exists()
    says = REVIEW_ANSWER.c.action.in_([each.name for each in Action if each.answers])
    ours = select(REVIEW_ANSWER.c.id).where(REVIEW_ANSWER.c.person == person, says, ~taken_back)
    itself = ours.where(REVIEW_ANSWER.c.task_id == _TASK.id).correlate(REVIEW_TASK).exists()
    settled = ours.join(other, other.c.id == REVIEW_ANSWER.c.task_id).where(
        other.c.dossier_id == _TASK.dossier_id, other.c.document_id == _TASK.document_id, other.c.field == _TASK.field
    )
    return or_(itself, and_(_IS_SAMPLE, settled.correlate(REVIEW_TASK).exists()))


def _queue_item(row: Row[Any], now: datetime) -> QueueItem:
    held = row.until is not None and row.until > now
    return QueueItem(
        task_id=row.id,
        dossier_id=row.dossier_id,
        dossier_code=row.code,
        procedure=row.procedure_code,
        office=row.receiving_office,
        kind=row.kind,
        form=row.form,
        field=row.field,
        round=Round[row.round],
        origin=row.origin,
        owner=Owner[row.owner],
        deadline=row.deadline,
        worth=row.worth,
        made_at=row.made_at,
        held_by=row.person if held else None,
        held_until=row.until if held else None,
    )


def counts(
    connection: Connection, wanted: Wanted, *, today: date | None = None, now: datetime | None = None
) -> QueueCounts:
    """How many there are of each kind, and in all."""
    now = now or datetime.now(UTC)
    today = today or now.date()
    free = func.count().filter(or_(_CLAIM.until.is_(None), _CLAIM.until <= now))
    late = func.count().filter(_TASK.deadline < today)
    chosen = select(_TASK.kind, func.count(), free, late, func.min(_TASK.made_at)).select_from(_joined())
    rows = connection.execute(
        chosen.where(*conditions(connection, wanted, now)).group_by(_TASK.kind).order_by(_TASK.kind)
    ).all()
    all_of, free_of, late_of = (sum(row[index] for row in rows) for index in (1, 2, 3))
    return QueueCounts(
        all_of, free_of, late_of, min((row[4] for row in rows), default=None), {r[0]: r[1] for r in rows}
    )


def item(connection: Connection, task_id: str) -> Item:
    """Raises NotHeld for an id that is none, or whose dossier this connection may not see."""
    dossier = (DOSSIER.c.code, DOSSIER.c.label, DOSSIER.c.procedure_code, DOSSIER.c.receiving_office)
    due = DOSSIER.c.deadline.label("dossier_deadline")
    chosen = select(REVIEW_TASK, *dossier, due, DOCUMENT.c.scan_id, SCAN.c.digest.label("scan_digest"))
    joined = REVIEW_TASK.join(DOSSIER, DOSSIER.c.id == _TASK.dossier_id)
    joined = joined.outerjoin(DOCUMENT, DOCUMENT.c.id == _TASK.document_id)
    joined = joined.outerjoin(SCAN, SCAN.c.id == DOCUMENT.c.scan_id)
    row = connection.execute(chosen.select_from(joined).where(_TASK.id == task_id)).first()
    if row is None:
        raise NotHeld(f"no question {task_id} is held")
    document = None if row.document_id is None else readings.document(connection, row.document_id)
    latest = readings.reading(connection, row.document_id, row.field) if document and row.field else None
    return Item(
        task_id=row.id,
        dossier_id=row.dossier_id,
        dossier_code=row.code,
        dossier_label=row.label,
        procedure=row.procedure_code,
        office=row.receiving_office,
        dossier_deadline=row.dossier_deadline,
        question=question_in(row),
        state=TaskState[row.state],
        owner=None if row.owner is None else Owner[row.owner],
        deadline=row.deadline,
        version=row.version,
        round=Round[row.round],
        made_at=row.made_at,
        document=document,
        scan_digest=row.scan_digest,
        reading=document.document.reading(row.field) if document and row.field else None,
        latest=latest,
        handed_on=_handed_on(connection, task_id) if row.owner == Owner.SUPERVISOR.name else None,
    )


def _handed_on(connection: Connection, task_id: str) -> Escalation | None:
    ours = select(REVIEW_ANSWER.c.reason).where(REVIEW_ANSWER.c.task_id == task_id)
    last = ours.where(REVIEW_ANSWER.c.reason.is_not(None)).order_by(REVIEW_ANSWER.c.number.desc()).limit(1)
    reason = connection.scalar(last)
    return None if reason is None else Escalation[reason]
