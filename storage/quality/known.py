"""Questions whose answer is known: seeded gold, and values prefilled with a planted slip.

The truth is what two people keyed alike, each without the other's answer, in a dossier of the same office. It is never
what a register says: a register may be wrong, and it is not what the paper says. Such questions look like any other.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil
from typing import Any

from sqlalchemy import Connection, func, select

from errors import Erased
from storage.change import Change
from storage.quality.choosing import drawn
from storage.quality.lots import Accepted
from storage.quality.policy import Policy
from storage.quality.samples import Control, ask
from storage.quality.slips import planted
from storage.question import Origin, Round
from storage.readings import Method
from storage.review.given import Action
from storage.schema import DOCUMENT, DOSSIER, REVIEW_TASK
from storage.schema_quality import QUALITY_SAMPLE
from storage.schema_review import REVIEW_ANSWER
from storage.states import TaskState
from storage.vietnam_time import VIETNAM

_TASK = REVIEW_TASK.c
_LONGEST_LOOK = 400  # questions of known answer from which is drawn: the latest


@dataclass(frozen=True, slots=True)
class Known:
    """A question whose answer is known: the question that two people settled alike."""

    task_id: str
    of: Accepted
    kind: str


def seed(change: Change, key: bytes, rule: Policy) -> int:
    """As many of each sort for each office as its answers of the last day call for; how many were asked.

    Again on the same day it asks nothing more.
    """
    asked = 0
    for office, answered in _answered(change).items():
        if answered < rule.least_answers:
            continue
        pool = {known.of.name: known for known in _pool(change.connection, office)}
        order = drawn(key, f"known {office} {change.today}", pool)
        controls = _controls(change, [pool[name] for name in order], office, key)
        shares = {Origin.PREFILL_TEST: rule.test_share, Origin.GOLD: rule.gold_share}
        before = _asked_today(change, office)
        wanted = {origin: ceil(answered * share) - before[origin.name] for origin, share in shares.items()}
        for control in controls:
            if wanted[control.origin] > 0:
                wanted[control.origin] -= 1
                asked += ask(change, control)
            if max(wanted.values()) <= 0:
                break
    return asked


def _controls(change: Change, order: list[Known], office: str, key: bytes) -> Iterator[Control]:
    """In turns with a slip and without; where no slip is plausible, without."""
    for place, known in enumerate(order):
        truth = _truth(change.connection, known.task_id)
        if truth is None:
            continue
        slip = planted(truth, key, known.of.name) if place % 2 == 0 else None
        origin = Origin.GOLD if slip is None else Origin.PREFILL_TEST
        yield Control(known.of, origin, f"known {office} {change.today}", truth, known.kind, slip)


def _truth(connection: Connection, task_id: str) -> str | None:
    """None where it was erased since."""
    try:
        found: str | None = connection.scalar(select(_TASK.answer).where(_TASK.id == task_id))
    except Erased:
        return None
    return found


def _answered(change: Change) -> dict[str, int]:
    """By office: how many questions people answered on the day before."""
    end = datetime.combine(change.today, time(), VIETNAM)
    office = func.coalesce(DOSSIER.c.receiving_office, "")
    joined = REVIEW_ANSWER.join(REVIEW_TASK, _TASK.id == REVIEW_ANSWER.c.task_id)
    joined = joined.join(DOSSIER, DOSSIER.c.id == _TASK.dossier_id)
    says = REVIEW_ANSWER.c.action.in_([one.name for one in Action if one.answers])
    of_day = REVIEW_ANSWER.c.made_at.between(end - timedelta(days=1), end)
    chosen = select(office, func.count()).select_from(joined).where(says, of_day).group_by(office).order_by(office)
    return {str(name): int(count) for name, count in change.connection.execute(chosen)}


def _asked_today(change: Change, office: str) -> Counter[str]:
    """Of each origin."""
    start = datetime.combine(change.today, time(), VIETNAM)
    joined = QUALITY_SAMPLE.join(DOSSIER, DOSSIER.c.id == QUALITY_SAMPLE.c.dossier_id)
    ours = (QUALITY_SAMPLE.c.made_at >= start, func.coalesce(DOSSIER.c.receiving_office, "") == office)
    return Counter(
        change.connection.execute(select(QUALITY_SAMPLE.c.origin).select_from(joined).where(*ours)).scalars()
    )


def _pool(connection: Connection, office: str) -> Iterator[Known]:
    """The latest that two people settled alike, and that were never asked so before."""
    before = select(QUALITY_SAMPLE.c.task_id).where(
        QUALITY_SAMPLE.c.document_id == _TASK.document_id, QUALITY_SAMPLE.c.field == _TASK.field
    )
    columns = (_TASK.id, _TASK.dossier_id, _TASK.document_id, _TASK.field, _TASK.kind, DOCUMENT.c.form)
    agreed = (
        _TASK.state == TaskState.SETTLED.name,
        _TASK.origin == Origin.DOUBLE.name,
        _TASK.rounds == 2,
        _TASK.round == Round.SECOND.name,
        _TASK.field.is_not(None),
        _TASK.answer.is_not(None),
        func.coalesce(DOSSIER.c.receiving_office, "") == office,
        _keyed(),
        ~before.exists(),
    )
    chosen = select(*columns).join(DOSSIER, DOSSIER.c.id == _TASK.dossier_id)
    chosen = chosen.join(DOCUMENT, DOCUMENT.c.id == _TASK.document_id).where(*agreed)
    rows = connection.execute(chosen.order_by(_TASK.changed_at.desc(), _TASK.id).limit(_LONGEST_LOOK))
    return (_known(row) for row in rows)


def _keyed() -> Any:
    """Both said a value."""
    silent = select(REVIEW_ANSWER.c.id).where(
        REVIEW_ANSWER.c.task_id == _TASK.id,
        REVIEW_ANSWER.c.action.in_([Action.UNREADABLE.name, Action.BLANK.name]),
    )
    return ~silent.exists()


def _known(row: Any) -> Known:
    of = Accepted(row.dossier_id, "", row.document_id, row.form, row.field, Method.KEYED.name)
    return Known(row.id, of, row.kind)


def withdraw_stale(change: Change, rule: Policy) -> int:
    """Take back what nobody answered in time, so that it does not pile up; how many."""
    stale = select(QUALITY_SAMPLE.c.task_id).where(
        QUALITY_SAMPLE.c.lot_id.is_(None), QUALITY_SAMPLE.c.made_at < change.now - timedelta(days=rule.open_days)
    )
    values = {"state": TaskState.WITHDRAWN.name, "owner": None, "deadline": None, "version": _TASK.version + 1}
    ours = (_TASK.state == TaskState.OPEN.name, _TASK.id.in_(stale))
    gone = REVIEW_TASK.update().where(*ours).values(**values, changed_at=change.now)
    return change.connection.execute(gone).rowcount
