"""Answers of people: given once, taken back as long as nothing rests on them, and each with its row in the audit.

An answer changes its question and nothing else; what it says of the dossier comes to be when the dossier goes on, and
that moment is noted in the question (`mark_gone_on`). Until then it may be taken back.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from errors import NotHeld
from storage import dossiers
from storage.change import Change
from storage.personal import Private
from storage.plain import is_id, plain
from storage.question import Origin, Round
from storage.review import claims
from storage.review.asked import weigh_again
from storage.review.given import Action, Answer, Escalation, Given, Outcome, Shown
from storage.review.notices import NoticeKind, tell
from storage.review.questions import Item, Wanted, item
from storage.review.refusals import (
    AnsweredByAnother,
    AnswerIdTaken,
    AnswerRefused,
    ClaimLost,
    NothingToUndo,
    NotYours,
    VersionGone,
    WentOn,
)
from storage.review.standing import Standing, opened_as, standing, taken_back, valid
from storage.schema import DOSSIER, REVIEW_TASK
from storage.schema_review import REVIEW_ANSWER
from storage.sealing.owner import of_dossier
from storage.states import Owner, TaskState

_TASK, _ANSWER = REVIEW_TASK.c, REVIEW_ANSWER.c


def give(change: Change, given: Given, person: str, tab: str, may: Wanted | None = None) -> Outcome:
    """Keep an answer, and say what became of the question. The same answer again says the same, and keeps nothing.

    `may`: rounds and owners that the person may answer. Raises NotHeld, AnswerRefused, AnswerIdTaken, VersionGone,
    AnsweredByAnother, ClaimLost and NotYours; then nothing was kept.
    """
    if not is_id(given.answer_id):
        raise AnswerRefused("the id of an answer is a UUID")
    task = _locked(change, given.task_id)
    known = _answers(change.connection, [_ANSWER.id == given.answer_id])
    if known:
        return _again(change, task, known[0], given, person)
    before = answers_of(change.connection, task.id)
    _check(change, task, before, given, person, tab, may or Wanted())
    answer = _kept(change, task, len(before) + 1, given, person)
    after = _standing(task, (*before, answer))
    version = _stand(change, task, after)
    _tell_who_lost(change, task.id, person)
    claims.end(change, task.id)
    _note(change, task, answer, after)
    return _outcome(after, version)


def undo(change: Change, person: str, tab: str = "", undo_id: str | None = None) -> Item:
    """Take back the person's latest answer that still counts; its question stands open again, held by this tab.

    `undo_id`: made by the browser, so that the same undo sent twice takes back one answer. Raises NothingToUndo, and
    WentOn where the dossier or somebody else went on from it.
    """
    done = _answers(change.connection, [_ANSWER.id == undo_id]) if undo_id else ()
    if done:
        if (done[0].person, done[0].action) != (person, Action.UNDO):
            raise AnswerIdTaken(f"answer {undo_id} is another's, or takes nothing back")
        return item(change.connection, done[0].task_id)
    answer = _latest(change.connection, person)
    if answer is None:
        raise NothingToUndo("nothing is left to take back")
    task = _locked(change, answer.task_id)
    all_of = answers_of(change.connection, task.id)
    if undo_id in [one.id for one in all_of]:
        return item(change.connection, task.id)  # it came twice at once
    counting = valid(all_of)
    if not counting or counting[-1].id != answer.id or task.went_on_at is not None or _withdrawn(task):
        raise WentOn(f"question {task.id} went on from the answer")
    row = _row(change, task, len(all_of) + 1, undo_id or str(uuid.uuid4()), person, Action.UNDO, answer.round)
    change.connection.execute(REVIEW_ANSWER.insert().values({**row, "undoes": answer.id}))
    left = answers_of(change.connection, task.id)
    _stand(change, task, taken_back(task.rounds, opened_as(Origin[task.origin], task.rounds), left, answer))
    _hold_again(change, task.id, person, tab)
    change.note("task.undone", task.dossier_id, task=task.id, answer=answer.id, said=answer.action.name)
    return item(change.connection, task.id)


def answers_of(connection: Connection, task_id: str) -> tuple[Answer, ...]:
    """All that was answered to a question, in order; also what was taken back."""
    return _answers(connection, [_ANSWER.task_id == task_id])


@dataclass(frozen=True, slots=True)
class Decided:
    """A question that people have settled, and the answer that settled it."""

    task_id: str
    dossier_id: str
    kind: str
    document_id: str | None
    field: str | None
    origin: Origin
    answer: Answer
    by: tuple[str, ...]  # staff ids of all whose answers count, in order


def decided(connection: Connection, dossier_id: str, *, gone_on: bool | None = False) -> tuple[Decided, ...]:
    """What people settled of a dossier, in order of time; `gone_on`: what is in effect already, or None for all."""
    ours = [_TASK.dossier_id == dossier_id, _TASK.state == TaskState.SETTLED.name]
    if gone_on is not None:
        ours.append(_TASK.went_on_at.is_not(None) if gone_on else _TASK.went_on_at.is_(None))
    tasks = connection.execute(select(REVIEW_TASK).where(*ours).order_by(_TASK.changed_at, _TASK.id)).all()
    all_of: dict[str, list[Answer]] = {task.id: [] for task in tasks}
    for one in _answers(connection, [_ANSWER.task_id.in_(list(all_of))]) if all_of else ():
        all_of[one.task_id].append(one)
    found = (_decided(task, all_of[task.id]) for task in tasks)
    return tuple(one for one in found if one is not None)


def _decided(task: Row[Any], all_of: Sequence[Answer]) -> Decided | None:
    """None for one that was settled without an answer of the station."""
    answer = _standing(task, all_of).decided
    if answer is None:
        return None
    by = tuple(dict.fromkeys(one.person for one in valid(all_of) if one.action.answers))
    about = (task.id, task.dossier_id, task.kind, task.document_id, task.field, Origin[task.origin])
    return Decided(*about, answer, by)


def mark_gone_on(change: Change, task_ids: Iterable[str]) -> None:
    """The answers are in effect: nobody takes them back any more."""
    among = _TASK.id == any_(literal(list(task_ids), ARRAY(_TASK.id.type)))
    change.connection.execute(REVIEW_TASK.update().where(among).values(went_on_at=change.now))


# --- giving


def _locked(change: Change, task_id: str) -> Row[Any]:
    """The question, and before it its dossier: in this order, as a load does. Raises NotHeld."""
    dossiers.lock(change, [claims.dossier_of(change, task_id)])
    row = change.connection.execute(select(REVIEW_TASK).where(_TASK.id == task_id).with_for_update()).first()
    if row is None:
        raise NotHeld(f"no question {task_id} is held")
    return row


def _again(change: Change, task: Row[Any], known: Answer, given: Given, person: str) -> Outcome:
    """What became of it when it came first."""
    said = (known.task_id, known.person, known.action, known.value, known.reason)
    if said != (given.task_id, person, given.action, given.value, given.reason):
        raise AnswerIdTaken(f"answer {given.answer_id} was given with other content")
    then = [one for one in answers_of(change.connection, task.id) if one.number <= known.number]
    return _outcome(_standing(task, then), task.version)


def _check(
    change: Change, task: Row[Any], before: Sequence[Answer], given: Given, person: str, tab: str, may: Wanted
) -> None:
    if task.state != TaskState.OPEN.name or task.version != given.version:
        last = next(reversed(valid(before)), None)
        if last is not None and last.person != person and last.action.answers:
            raise AnsweredByAnother(f"question {task.id} was answered before")
        raise VersionGone(f"question {task.id} is {task.state} in version {task.version}")
    answered = {one.person for one in valid(before) if one.action.answers}
    office = change.connection.scalar(select(DOSSIER.c.receiving_office).where(DOSSIER.c.id == task.dossier_id))
    if person in answered or not may.may_have(Round[task.round], Owner[task.owner], office):
        raise NotYours(f"question {task.id} stands in round {task.round} and waits for {task.owner}")
    held = claims.holder(change, task.id)
    if held is None or (held.person, held.tab) != (person, tab):
        raise ClaimLost(f"question {task.id} is not held by this tab")


def _kept(change: Change, task: Row[Any], number: int, given: Given, person: str) -> Answer:
    row = _row(change, task, number, given.answer_id, person, given.action, Round[task.round])
    row |= {
        "value": None if given.value is None else Private(given.value, of_dossier(task.dossier_id)),
        "reason": given.reason.name if given.reason else None,
        "shown": given.shown.name,
        "keys": given.keys,
        "milliseconds": given.milliseconds,
    }
    change.connection.execute(REVIEW_ANSWER.insert().values(row))
    return _answers(change.connection, [_ANSWER.id == given.answer_id])[0]


def _row(
    change: Change, task: Row[Any], number: int, answer_id: str, person: str, action: Action, of: Round
) -> dict[str, Any]:
    return {
        "id": answer_id,
        "task_id": task.id,
        "number": number,
        "round": of.name,
        "person": plain(person),
        "action": action.name,
        "shown": Shown.EMPTY.name,
        "keys": 0,
        "milliseconds": 0,
        "made_at": change.now,
    }


def _stand(change: Change, task: Row[Any], now: Standing) -> int:
    """Write where the question stands now, and what the other questions of its dossier are worth; its version."""
    settled = now.decided
    said = None if settled is None else settled.value or settled.action.name
    values = {
        "state": now.state.name,
        "round": now.round.name,
        "owner": now.owner.name if now.owner else None,
        "origin": now.origin.name,
        "answer": None if said is None else Private(said, of_dossier(task.dossier_id)),
        "settled_by": settled.person if settled else None,
        "version": task.version + 1,
        "changed_at": change.now,
    }
    change.connection.execute(REVIEW_TASK.update().where(_TASK.id == task.id).values(values))
    weigh_again(change, task.dossier_id)
    return int(values["version"])


def _standing(task: Row[Any], all_of: Sequence[Answer]) -> Standing:
    return standing(task.rounds, opened_as(Origin[task.origin], task.rounds), all_of)


def _outcome(after: Standing, version: int) -> Outcome:
    return Outcome(after.state, after.round, after.owner is Owner.SUPERVISOR, version)


def _tell_who_lost(change: Change, task_id: str, person: str) -> None:
    held = claims.holder(change, task_id)
    if held is not None and held.stolen_from not in (None, person):
        tell(change, str(held.stolen_from), NoticeKind.ANSWERED, task_id)


def _note(change: Change, task: Row[Any], answer: Answer, after: Standing) -> None:
    action = "task.escalated" if answer.action is Action.ESCALATE else "task.answered"
    told: dict[str, str | None] = {"task": task.id, "answer": answer.id, "kind": task.kind, "said": answer.action.name}
    told |= {"round": answer.round.name, "reason": answer.reason.name if answer.reason else None}
    change.note(action, task.dossier_id, **told)
    if after.state is TaskState.SETTLED:
        change.note("task.settled", task.dossier_id, task=task.id, kind=task.kind)


# --- taking back


def _latest(connection: Connection, person: str) -> Answer | None:
    undone = REVIEW_ANSWER.alias()
    gone = select(undone.c.id).where(undone.c.undoes == _ANSWER.id).exists()
    ours = select(REVIEW_ANSWER).where(_ANSWER.person == person, _ANSWER.action != Action.UNDO.name, ~gone)
    row = connection.execute(ours.order_by(_ANSWER.made_at.desc(), _ANSWER.number.desc()).limit(1)).first()
    return None if row is None else _answer(row)


def _withdrawn(task: Row[Any]) -> bool:
    return bool(task.state == TaskState.WITHDRAWN.name)


def _hold_again(change: Change, task_id: str, person: str, tab: str) -> None:
    """Who holds it now, for the round after, is told that it is not asked any more."""
    held = claims.holder(change, task_id)
    if held is not None and held.person != person and held.until > change.now:
        tell(change, held.person, NoticeKind.UNDONE, task_id)
    if tab:
        claims.take_back(change, task_id, person, tab)


def _answers(connection: Connection, wanted: Sequence[Any]) -> tuple[Answer, ...]:
    chosen = select(REVIEW_ANSWER).where(*wanted).order_by(_ANSWER.made_at, _ANSWER.task_id, _ANSWER.number)
    return tuple(_answer(row) for row in connection.execute(chosen))


def _answer(row: Row[Any]) -> Answer:
    return Answer(
        id=row.id,
        task_id=row.task_id,
        number=row.number,
        round=Round[row.round],
        person=row.person,
        action=Action[row.action],
        value=row.value,
        reason=None if row.reason is None else Escalation[row.reason],
        shown=Shown[row.shown],
        undoes=row.undoes,
        at=row.made_at,
    )
