"""Questions for people: what the machine may not settle, each with its owner and its deadline."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, all_, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from errors import DossierError, NotHeld
from storage import dossiers
from storage.change import Change, Stage, id_from, write_all
from storage.personal import Private
from storage.quality.double_entry import doubled
from storage.question import KEYED_WITHOUT_PAPER, Origin, Question, Round
from storage.review.asked import in_hand, worths
from storage.schema import REVIEW_TASK
from storage.sealing.owner import of_dossier
from storage.sealing.sealer import vault_of
from storage.states import Owner, TaskState, due

__all__ = ["KEYED_WITHOUT_PAPER", "Question"]  # part of what is asked here

DAYS_TO_ANSWER = 2  # working days


@dataclass(frozen=True, slots=True)
class Task:
    id: str
    dossier_id: str
    question: Question
    state: TaskState
    owner: Owner | None
    deadline: date | None
    answer: str | None = attribute(repr=False)
    settled_by: str | None


def ask(change: Change, dossier_id: str, key: str, questions: Sequence[Question]) -> bool:
    """Open these and withdraw what an earlier step still asked. False when this step was done before."""
    dossiers.lock(change, [dossier_id])  # before its questions, as whoever answers one does
    return dossier_id in ask_all(change, {dossier_id: (key, questions)})


def ask_all(change: Change, asked: Mapping[str, tuple[str, Sequence[Question]]]) -> frozenset[str]:
    """The same for many dossiers that are locked; those for which this step was not done before.

    A question that somebody has answered, escalated or holds just now, and that is asked again, stays as it stands.
    """
    new = change.first_of(Stage.REVIEW, {dossier_id: key for dossier_id, (key, _) in asked.items()})
    of_two = doubled(change, {one: questions for one, (_, questions) in asked.items() if one in new})
    asked = {one: (asked[one][0], questions) for one, questions in of_two.items()}
    kept = in_hand(change, {one: asked[one][1] for one in new})
    withdrawn = _withdraw(change, new, kept.ids)
    worth = worths(change, {one: asked[one][1] for one in new})
    rows, notes = [], []
    for dossier_id, (key, questions) in asked.items():
        if dossier_id in new:
            opened = [
                (number, each) for number, each in enumerate(questions, start=1) if not kept.has(dossier_id, each)
            ]
            rows += [_row(change, dossier_id, key, *one, worth[dossier_id][one[0] - 1]) for one in opened]
            counts = {"opened": len(opened), "withdrawn": withdrawn[dossier_id]}
            notes.append(change.noted("dossier.asked", dossier_id, key=key, **counts))
    _write(change, rows)
    change.note_all(notes)
    return new


def ask_more(change: Change, dossier_id: str, key: str, questions: Sequence[Question]) -> tuple[str, ...]:
    """Open these beside whatever is asked; their ids. Under the same key again nothing is opened twice.

    For what does not come from a step: samples, seeded questions. Erases nothing and withdraws nothing.
    """
    worth = worths(change, {dossier_id: questions})[dossier_id]
    rows = [_row(change, dossier_id, key, *one, worth[one[0] - 1]) for one in enumerate(questions, start=1)]
    ids = [row["id"] for row in rows]
    among = REVIEW_TASK.c.id == any_(literal(ids, ARRAY(REVIEW_TASK.c.id.type)))
    known = set(change.connection.execute(select(REVIEW_TASK.c.id).where(among)).scalars())
    opened = [row for row in rows if row["id"] not in known]
    _write(change, opened)
    if opened:
        change.note("dossier.asked_more", dossier_id, key=key, opened=len(opened))
    return tuple(ids)


def _write(change: Change, rows: Sequence[dict[str, Any]]) -> None:
    vault_of(change.connection.dialect).prepare({row["question"].owner for row in rows})
    write_all(change.connection, REVIEW_TASK, rows)


def _row(change: Change, dossier_id: str, key: str, number: int, each: Question, worth: float) -> dict[str, Any]:
    owner = of_dossier(dossier_id)
    return {
        "id": id_from("task", dossier_id, key, number),
        "dossier_id": dossier_id,
        "key": key,
        "kind": each.kind,
        "document_id": each.document_id,
        "field": each.field,
        "question": Private(each.question, owner),
        "told": None if each.told is None else Private(dict(each.told), owner),
        "state": TaskState.OPEN.name,
        "owner": Owner.REVIEWER.name,
        "deadline": due(DAYS_TO_ANSWER, change.today),
        "worth": worth,
        "round": (Round.CHECK if each.origin is Origin.SAMPLE else Round.FIRST).name,
        "rounds": each.rounds,
        "origin": each.origin.name,
        "made_at": change.now,
        "changed_at": change.now,
    }


def _withdraw(change: Change, dossier_ids: Iterable[str], kept: Iterable[str]) -> Counter[str]:
    """How many there were of each dossier. What was settled and not carried is asked once only: that question stays,
    and so does what only measures."""
    ours = REVIEW_TASK.c.dossier_id == any_(literal(list(dossier_ids), ARRAY(REVIEW_TASK.c.dossier_id.type)))
    outdated = (
        REVIEW_TASK.c.state == TaskState.OPEN.name,
        REVIEW_TASK.c.kind != KEYED_WITHOUT_PAPER,
        REVIEW_TASK.c.origin.not_in([one.name for one in Origin if not one.holds]),
        REVIEW_TASK.c.id != all_(literal(list(kept), ARRAY(REVIEW_TASK.c.id.type))),
    )
    values = {
        "state": TaskState.WITHDRAWN.name,
        "owner": None,
        "deadline": None,
        "version": REVIEW_TASK.c.version + 1,
        "changed_at": change.now,
    }
    still_open = REVIEW_TASK.update().where(ours, *outdated).values(values)
    return Counter(change.connection.execute(still_open.returning(REVIEW_TASK.c.dossier_id)).scalars())


def ask_no_more(change: Change, dossier_ids: Sequence[str]) -> None:
    """Of dossiers that are erased nothing is asked, and no answer waits to be taken up: nobody can read either."""
    ours = REVIEW_TASK.c.dossier_id == any_(literal(list(dossier_ids), ARRAY(REVIEW_TASK.c.dossier_id.type)))
    ended = {"owner": None, "deadline": None, "changed_at": change.now, "version": REVIEW_TASK.c.version + 1}
    still_open = REVIEW_TASK.update().where(ours, REVIEW_TASK.c.state == TaskState.OPEN.name)
    change.connection.execute(still_open.values({**ended, "state": TaskState.WITHDRAWN.name}))
    unheeded = REVIEW_TASK.update().where(ours, REVIEW_TASK.c.state == TaskState.SETTLED.name)
    change.connection.execute(unheeded.where(REVIEW_TASK.c.went_on_at.is_(None)).values(went_on_at=change.now))


def settle(change: Change, task_id: str, answer: str) -> None:
    """Write a person's answer, in effect at once. Raises DossierError when somebody answered before: theirs stands."""
    row = change.connection.execute(select(REVIEW_TASK).where(REVIEW_TASK.c.id == task_id).with_for_update()).first()
    if row is None:
        raise NotHeld(f"no question {task_id} is held")
    if row.state != TaskState.OPEN.name:
        raise DossierError(f"question {task_id} is {row.state}: load it again and look")
    values = {
        "state": TaskState.SETTLED.name,
        "answer": Private(answer, of_dossier(row.dossier_id)),
        "settled_by": change.actor,
        "owner": None,
        "deadline": None,
        "version": row.version + 1,
        "went_on_at": change.now,
        "changed_at": change.now,
    }
    change.connection.execute(REVIEW_TASK.update().where(REVIEW_TASK.c.id == task_id).values(values))
    change.note("task.settled", row.dossier_id, task=task_id, kind=row.kind)


def tasks(connection: Connection, dossier_id: str | None, state: TaskState | None) -> tuple[Task, ...]:
    """The most urgent first; of all dossiers and in all states where none is named."""
    chosen = select(REVIEW_TASK).order_by(REVIEW_TASK.c.deadline, REVIEW_TASK.c.made_at, REVIEW_TASK.c.id)
    if dossier_id is not None:
        chosen = chosen.where(REVIEW_TASK.c.dossier_id == dossier_id)
    if state is not None:
        chosen = chosen.where(REVIEW_TASK.c.state == state.name)
    return tuple(_task(row) for row in connection.execute(chosen))


def question_in(row: Row[Any]) -> Question:
    """As it stands in a row of `review_task`."""
    origin = Origin[row.origin]
    return Question(row.kind, row.question, row.field, row.document_id, row.told, row.rounds, origin)


def _task(row: Row[Any]) -> Task:
    return Task(
        id=row.id,
        dossier_id=row.dossier_id,
        question=question_in(row),
        state=TaskState[row.state],
        owner=None if row.owner is None else Owner[row.owner],
        deadline=row.deadline,
        answer=row.answer,
        settled_by=row.settled_by,
    )
