"""Dossiers with open questions, staff that answer, and a clock that tests turn."""

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any, TypeVar

import storage_makers as make
from sqlalchemy import select

from storage.question import Question
from storage.review import answers, claims
from storage.review.given import Action, Escalation, Given, Outcome, Shown
from storage.review.questions import ROUNDS_OF_SENIORS, Item, Wanted, item
from storage.schema import AUDIT
from storage.states import Owner
from storage.warehouse import Warehouse

AN, BINH, CHI = "can-bo-an", "can-bo-binh", "can-bo-chi"
TAB, OTHER_TAB = "tab-1", "tab-2"
SENIOR = Wanted(rounds=ROUNDS_OF_SENIORS)
SUPERVISOR = Wanted(rounds=ROUNDS_OF_SENIORS, owners=(Owner.REVIEWER, Owner.SUPERVISOR))
ANYTHING = Wanted()
NOBODY = "00000000-0000-0000-0000-000000000000"
T = TypeVar("T")


@dataclass
class Clock:
    now: datetime = field(default=make.NOON)

    def __call__(self) -> datetime:
        self.now += timedelta(microseconds=1)  # nothing happens at the same moment
        return self.now

    def pass_by(self, time: timedelta) -> None:
        self.now += time


def about_field(name: str = "ho_ten", rounds: int = 1, document_id: str | None = None) -> Question:
    return Question("LOW_CONFIDENCE", f"Mục {name} của {make.NAME}?", name, document_id, rounds=rounds)


def asked(house: Warehouse, *questions: Question, seed: str = "a", key: str = "k1") -> str:
    """The id of a dossier that these are asked about."""
    dossier_id = house.take_in(make.new_dossier(seed))
    house.open_tasks(dossier_id, key, questions or [about_field()])
    return dossier_id


def only(house: Warehouse, dossier_id: str | None = None) -> str:
    """The id of the only open question."""
    (task,) = house.tasks(dossier_id)
    return task.id


def given(
    task_id: str, action: Action = Action.EDIT, value: str | None = make.NAME, version: int = 1, **more: Any
) -> Given:
    value = value if action.says_value else None
    reason = Escalation.LAW if action is Action.ESCALATE else None
    answer_id = more.pop("answer_id", None) or str(uuid.uuid4())
    return Given(answer_id, task_id, version, action, value, reason, Shown.EMPTY, 3, 1200, **more)


def taken(
    house: Warehouse, person: str, wanted: Wanted = ANYTHING, tab: str = TAB, skip: Sequence[str] = ()
) -> Item | None:
    with house.changing(person) as change:
        return claims.claim_next(change, person, tab, wanted, skip)


def claimed(house: Warehouse, task_id: str, person: str, tab: str = TAB, may: Wanted | None = None) -> claims.Claim:
    with house.changing(person) as change:
        return claims.claim(change, task_id, person, tab, may)


def gives(house: Warehouse, one: Given, person: str = AN, tab: str = TAB, may: Wanted | None = None) -> Outcome:
    with house.changing(person) as change:
        return answers.give(change, one, person, tab, may)


def answered(
    house: Warehouse,
    task_id: str,
    person: str = AN,
    action: Action = Action.EDIT,
    value: str = make.NAME,
    may: Wanted | None = None,
) -> Outcome:
    """Taken, and answered in the version that stands."""
    claimed(house, task_id, person, may=may)
    return gives(house, given(task_id, action, value, version(house, task_id)), person, may=may)


def undone(house: Warehouse, person: str = AN, tab: str = TAB, undo_id: str | None = None) -> Item:
    with house.changing(person) as change:
        return answers.undo(change, person, tab, undo_id)


def version(house: Warehouse, task_id: str) -> int:
    with house.looking() as connection:
        return item(connection, task_id).version


def at_once(*works: Callable[[], T]) -> list[T | Exception]:
    """What each gives or raises, all of them begun at one moment, in threads of their own."""
    ready = Barrier(len(works))

    def begun(work: Callable[[], T]) -> T | Exception:
        ready.wait()
        try:
            return work()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(works)) as threads:
        return [one.result() for one in [threads.submit(begun, work) for work in works]]


def audit_of(house: Warehouse, *actions: str) -> list[tuple[str, str, dict[str, Any]]]:
    """(actor, action, details) of every row of these kinds, in order."""
    wanted = select(AUDIT.c.actor, AUDIT.c.action, AUDIT.c.details).where(AUDIT.c.action.in_(actions))
    with house.looking() as connection:
        return [(row.actor, row.action, row.details) for row in connection.execute(wanted.order_by(AUDIT.c.seq))]
