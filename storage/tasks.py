"""Questions for people: what the machine may not settle, each with its owner and its deadline."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from errors import DossierError, NotHeld
from storage.change import Change, Stage, id_from, write_all
from storage.personal import Private
from storage.schema import REVIEW_TASK
from storage.sealing.owner import of_dossier
from storage.sealing.sealer import vault_of
from storage.states import Owner, TaskState, due

DAYS_TO_ANSWER = 2  # working days
KEYED_WITHOUT_PAPER = "KEYED_WITHOUT_PAPER"  # somebody settled a field, and its paper is found no more


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked about a dossier, a document of it, or one field."""

    kind: str  # why it is asked: name of a `matching.reasons.Reason`, of a `Problem`, or the like
    question: str = attribute(repr=False)  # Vietnamese; may quote a value
    field: str | None = None
    document_id: str | None = None


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
    return dossier_id in ask_all(change, {dossier_id: (key, questions)})


def ask_all(change: Change, asked: Mapping[str, tuple[str, Sequence[Question]]]) -> frozenset[str]:
    """The same for many dossiers, each with the key of its step; those for which this step was not done before."""
    new = change.first_of(Stage.REVIEW, {dossier_id: key for dossier_id, (key, _) in asked.items()})
    withdrawn = _withdraw(change, new)
    rows, notes = [], []
    for dossier_id, (key, questions) in asked.items():
        if dossier_id in new:
            rows += [_row(change, dossier_id, key, number, each) for number, each in enumerate(questions, start=1)]
            counts = {"opened": len(questions), "withdrawn": withdrawn[dossier_id]}
            notes.append(change.noted("dossier.asked", dossier_id, key=key, **counts))
    vault_of(change.connection.dialect).prepare({row["question"].owner for row in rows})
    write_all(change.connection, REVIEW_TASK, rows)
    change.note_all(notes)
    return new


def _row(change: Change, dossier_id: str, key: str, number: int, each: Question) -> dict[str, Any]:
    return {
        "id": id_from("task", dossier_id, key, number),
        "dossier_id": dossier_id,
        "key": key,
        "kind": each.kind,
        "document_id": each.document_id,
        "field": each.field,
        "question": Private(each.question, of_dossier(dossier_id)),
        "state": TaskState.OPEN.name,
        "owner": Owner.REVIEWER.name,
        "deadline": due(DAYS_TO_ANSWER, change.today),
        "made_at": change.now,
        "changed_at": change.now,
    }


def _withdraw(change: Change, dossier_ids: Iterable[str]) -> Counter[str]:
    """How many there were of each dossier. What was settled and not carried is asked once only: that question stays."""
    ours = REVIEW_TASK.c.dossier_id == any_(literal(list(dossier_ids), ARRAY(REVIEW_TASK.c.dossier_id.type)))
    values = {"state": TaskState.WITHDRAWN.name, "owner": None, "deadline": None, "changed_at": change.now}
    outdated = (REVIEW_TASK.c.state == TaskState.OPEN.name, REVIEW_TASK.c.kind != KEYED_WITHOUT_PAPER)
    still_open = REVIEW_TASK.update().where(ours, *outdated).values(values)
    return Counter(change.connection.execute(still_open.returning(REVIEW_TASK.c.dossier_id)).scalars())


def settle(change: Change, task_id: str, answer: str) -> None:
    """Write a person's answer. Raises DossierError when somebody answered before: theirs stands."""
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


def _task(row: Row[Any]) -> Task:
    return Task(
        id=row.id,
        dossier_id=row.dossier_id,
        question=Question(row.kind, row.question, row.field, row.document_id),
        state=TaskState[row.state],
        owner=None if row.owner is None else Owner[row.owner],
        deadline=row.deadline,
        answer=row.answer,
        settled_by=row.settled_by,
    )
