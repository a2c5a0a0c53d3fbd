"""Answers to questions of control, held against what was accepted. Run again, it finds nothing more to do.

A sample that differs is opened again for a third person, who is neither of the two and sees the paper; no dossier
waits for that. Where the third, too, finds what was accepted wrong, the answer counts like any other from then on: it
is a new revision when the dossier goes on, and whoever had read the wrong value is told by the recall that follows
every such revision. Answers to questions whose answer is known go nowhere; only who accepted a planted slip is told.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select

from errors import Erased
from storage.change import Change
from storage.quality import lots
from storage.quality.verdicts import Judged, Keyed, Verdict, of_first, of_known, of_third
from storage.question import Origin, Round
from storage.review.answers import answers_of
from storage.review.given import Answer
from storage.review.notices import NoticeKind, tell
from storage.review.standing import valid
from storage.schema import REVIEW_TASK
from storage.schema_quality import QUALITY_SAMPLE, QUALITY_VERDICT
from storage.sealing.owner import OwnerKind
from storage.sealing.shut import none_destroyed
from storage.states import Owner, TaskState, due
from storage.tasks import DAYS_TO_ANSWER

GRACE = timedelta(seconds=20)  # in which an answer may still be taken back
_TASK, _SAMPLE = REVIEW_TASK.c, QUALITY_SAMPLE.c


def judge(change: Change, grace: timedelta = GRACE) -> int:
    """All answers to questions of control that no verdict stands for yet; how many were judged."""
    judged = [row for row in _waiting(change, grace) if _judge(change, row)]
    lots.weigh(change, {row.lot_id for row in judged if row.lot_id})
    return len(judged)


def _waiting(change: Change, grace: timedelta) -> Sequence[Any]:
    """Locked: two that judge at once take different ones. Of what is erased nobody can tell whether it was right."""
    told = select(QUALITY_VERDICT.c.task_id).where(QUALITY_VERDICT.c.task_id == _TASK.id).exists()
    columns = (_TASK.id, _TASK.version, _TASK.dossier_id)
    sample = (_SAMPLE.origin, _SAMPLE.lot_id, _SAMPLE.field)
    chosen = select(*columns, *sample).join(QUALITY_SAMPLE, _SAMPLE.task_id == _TASK.id)
    held = none_destroyed(OwnerKind.DOSSIER, _TASK.dossier_id)
    settled = (_TASK.state == TaskState.SETTLED.name, _TASK.changed_at <= change.now - grace, ~told, held)
    ordered = chosen.where(*settled).order_by(_TASK.id)
    return change.connection.execute(ordered.with_for_update(of=REVIEW_TASK, skip_locked=True)).all()


def _judge(change: Change, row: Row[Any]) -> bool:
    """False where the verdict has to wait for a third person, or what was accepted is erased."""
    answers = [one for one in valid(answers_of(change.connection, row.id)) if one.action.answers]
    try:
        held = change.connection.execute(select(_SAMPLE.expected, _SAMPLE.planted).where(_SAMPLE.task_id == row.id))
        expected, planted = held.one()
    except Erased:
        return False
    if not answers:
        return False
    if row.origin == Origin.SAMPLE.name:
        return _of_sample(change, row, expected, answers)
    verdict = of_known(expected, planted, _keyed(answers[-1]))
    _write(change, row, verdict, answers[-1].person, answers[-1].person)
    _go_on(change, row.id)
    if verdict.verdict is Verdict.TOOK_THE_SLIP:
        tell(change, answers[-1].person, NoticeKind.TOOK_THE_SLIP, row.id)
    return True


def _of_sample(change: Change, row: Row[Any], expected: str, answers: Sequence[Answer]) -> bool:
    first, last = answers[0], answers[-1]
    found = of_first(expected, _keyed(first)) if first is last else of_third(expected, _keyed(first), _keyed(last))
    if found is None:
        _ask_third(change, row)
        return False
    _write(change, row, found, None, last.person)
    if found.verdict is Verdict.WRONG:
        _take_effect(change, row.id)
    else:
        _go_on(change, row.id)
    return True


def _keyed(answer: Answer) -> Keyed:
    return Keyed(answer.action, answer.value)


def _ask_third(change: Change, row: Row[Any]) -> None:
    """Only who reads last sees it; the first does not take the own answer back any more."""
    values = {
        "state": TaskState.OPEN.name,
        "owner": Owner.REVIEWER.name,
        "deadline": due(DAYS_TO_ANSWER, change.today),
        "round": Round.THIRD.name,
        "answer": None,
        "settled_by": None,
        "went_on_at": change.now,
        "version": row.version + 1,
        "changed_at": change.now,
    }
    change.connection.execute(REVIEW_TASK.update().where(_TASK.id == row.id).values(values))
    change.note("quality.differs", row.dossier_id, task=row.id, field=row.field)


def _take_effect(change: Change, task_id: str) -> None:
    """Like the answer to any question on which two differed."""
    values = {"origin": Origin.DISAGREEMENT.name, "round": Round.THIRD.name, "went_on_at": None}
    change.connection.execute(REVIEW_TASK.update().where(_TASK.id == task_id).values(values))


def _go_on(change: Change, task_id: str) -> None:
    """Nobody takes the answer back any more, and nothing else comes of it."""
    change.connection.execute(REVIEW_TASK.update().where(_TASK.id == task_id).values(went_on_at=change.now))


def _write(change: Change, row: Row[Any], judged: Judged, person: str | None, by: str) -> None:
    """`person`: whose answer was judged, where the answer was known."""
    values = {
        "task_id": row.id,
        "dossier_id": row.dossier_id,
        "verdict": judged.verdict.name,
        "slip": judged.slip.name if judged.slip else None,
        "person": person,
        "by": by,
        "made_at": change.now,
    }
    change.connection.execute(QUALITY_VERDICT.insert().values(values))
    if person is None:
        change.note("quality.judged", row.dossier_id, task=row.id, field=row.field, verdict=judged.verdict.name)
