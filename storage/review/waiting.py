"""Who waits for what and since when: each dossier that is not done, in one line, and what was handed on.

Codes, states and counts only: nothing here is about anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, literal, or_, select

from storage.question import Origin
from storage.review.given import Escalation
from storage.schema import DOCUMENT, DOSSIER, REVIEW_TASK
from storage.schema_review import REVIEW_ANSWER
from storage.states import DossierState, Owner, TaskState

_TASK = REVIEW_TASK.c
_LAST = date.max  # of a dossier without a deadline
_HOLDING = [one.name for one in Origin if one.holds]


@dataclass(frozen=True, slots=True)
class Sought:
    """Which lines are wanted; nothing said: all that wait."""

    code: str = ""  # how a dossier's code begins, or its id
    office: str = ""
    state: DossierState | None = None  # also one that is done
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """A dossier in one line."""

    dossier_id: str
    code: str | None
    procedure: str | None
    office: str | None
    state: DossierState
    reason: str
    owner: Owner | None  # who has to act
    deadline: date | None
    since: datetime
    questions: int  # open, that it waits for

    @property
    def sentence(self) -> str:
        return self.reason or self.state.sentence


@dataclass(frozen=True, slots=True)
class HandedOn:
    """A question that waits for a supervisor."""

    task_id: str
    dossier_id: str
    code: str | None
    office: str | None
    form: str | None
    field: str | None
    kind: str
    reason: Escalation | None
    since: datetime
    deadline: date | None


def waiting(
    connection: Connection,
    sought: Sought,
    today: date,
    after: tuple[date, str] | None = None,
    limit: int = 50,
) -> tuple[Waiting, ...]:
    """The most urgent first. `after`: deadline (date.max where there is none) and id of the last line seen."""
    open_ones = _open_ones()
    due = func.coalesce(func.least(DOSSIER.c.deadline, open_ones.c.deadline), literal(_LAST))
    chosen = select(DOSSIER, open_ones.c.questions, open_ones.c.deadline.label("asked_until"), due.label("due"))
    chosen = chosen.outerjoin(open_ones, open_ones.c.dossier_id == DOSSIER.c.id)
    chosen = chosen.where(*_conditions(sought, today, open_ones.c.questions, due))
    if after is not None:
        chosen = chosen.where(or_(due > after[0], and_(due == after[0], DOSSIER.c.id > after[1])))
    rows = connection.execute(_without_personal(chosen).order_by(due, DOSSIER.c.id).limit(limit))
    return tuple(_waiting(row) for row in rows)


def _without_personal(chosen: Select[Any]) -> Select[Any]:
    """Names are not opened for a list of codes."""
    personal = {DOSSIER.c.label, DOSSIER.c.applicant}
    return chosen.with_only_columns(*(one for one in chosen.selected_columns if one not in personal))


def _open_ones() -> Any:
    holding = (_TASK.state == TaskState.OPEN.name, _TASK.origin.in_(_HOLDING))
    counts = (func.count().label("questions"), func.min(_TASK.deadline).label("deadline"))
    return select(_TASK.dossier_id, *counts).where(*holding).group_by(_TASK.dossier_id).subquery()


def _conditions(sought: Sought, today: date, questions: Any, due: Any) -> list[ColumnElement[bool]]:
    done = [state.name for state in DossierState if state.final]
    kept: list[ColumnElement[bool]] = []
    if sought.state is not None:
        kept.append(DOSSIER.c.state == sought.state.name)
    elif not sought.code:
        kept.append(or_(DOSSIER.c.state.not_in(done), questions > 0))
    if sought.code:
        kept.append(DOSSIER.c.code.startswith(sought.code, autoescape=True))
    if sought.office:
        kept.append(DOSSIER.c.receiving_office == sought.office)
    if sought.overdue:
        kept.append(due < today)
    return kept


def _waiting(row: Row[Any]) -> Waiting:
    state = DossierState[row.state]
    owner = Owner[row.owner] if row.owner else Owner.REVIEWER if row.questions else None
    return Waiting(
        dossier_id=row.id,
        code=row.code,
        procedure=row.procedure_code,
        office=row.receiving_office,
        state=state,
        reason=row.reason,
        owner=owner,
        deadline=None if row.due == _LAST else row.due,
        since=row.changed_at,
        questions=row.questions or 0,
    )


def offices(connection: Connection) -> tuple[str, ...]:
    """Of the dossiers that are seen, by name."""
    chosen = select(DOSSIER.c.receiving_office).where(DOSSIER.c.receiving_office.is_not(None)).distinct()
    return tuple(connection.execute(chosen.order_by(DOSSIER.c.receiving_office)).scalars())


def handed_on(connection: Connection, seen: Sequence[str] = (), limit: int = 100) -> tuple[HandedOn, ...]:
    """What waits for a supervisor, the most urgent first. `seen`: only these offices; none named: all."""
    reason = select(REVIEW_ANSWER.c.reason).where(
        REVIEW_ANSWER.c.task_id == _TASK.id, REVIEW_ANSWER.c.reason.is_not(None)
    )
    last = reason.order_by(REVIEW_ANSWER.c.number.desc()).limit(1).correlate(REVIEW_TASK).scalar_subquery()
    task = (_TASK.id, _TASK.dossier_id, _TASK.kind, _TASK.field, _TASK.changed_at, _TASK.deadline)
    dossier = (DOSSIER.c.code, DOSSIER.c.receiving_office)
    joined = REVIEW_TASK.join(DOSSIER, DOSSIER.c.id == _TASK.dossier_id)
    joined = joined.outerjoin(DOCUMENT, DOCUMENT.c.id == _TASK.document_id)
    chosen = select(*task, *dossier, DOCUMENT.c.form, last.label("why")).select_from(joined)
    chosen = chosen.where(_TASK.state == TaskState.OPEN.name, _TASK.owner == Owner.SUPERVISOR.name)
    if seen:
        chosen = chosen.where(DOSSIER.c.receiving_office.in_(seen))
    rows = connection.execute(chosen.order_by(_TASK.deadline, _TASK.changed_at, _TASK.id).limit(limit))
    return tuple(
        HandedOn(
            task_id=row.id,
            dossier_id=row.dossier_id,
            code=row.code,
            office=row.receiving_office,
            form=row.form,
            field=row.field,
            kind=row.kind,
            reason=Escalation[row.why] if row.why else None,
            since=row.changed_at,
            deadline=row.deadline,
        )
        for row in rows
    )
