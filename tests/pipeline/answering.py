"""People who answer at the station, without a browser."""

import uuid
from collections.abc import Callable

from pipeline import System
from storage.review import answers, claims
from storage.review.given import Action, Given, Outcome
from storage.states import TaskState
from storage.tasks import Task

TAB = "tab-1"
OFFICER = "can-bo-7"
Say = Callable[[Task], tuple[Action, str | None]]


def answer(system: System, task_id: str, action: Action, value: str | None = None, person: str = OFFICER) -> Outcome:
    with system.warehouse.changing(person) as change:
        claims.claim(change, task_id, person, TAB)
        version = answers.item(change.connection, task_id).version
        given = Given(str(uuid.uuid4()), task_id, version, action, value, keys=1, milliseconds=900)
        return answers.give(change, given, person, TAB)


def undo(system: System, person: str = OFFICER) -> None:
    with system.warehouse.changing(person) as change:
        answers.undo(change, person, TAB)


def answer_all(dossier_id: str, system: System, say: Say) -> list[Task]:
    """Every open question of a dossier; those that were open."""
    tasks = list(system.warehouse.tasks(dossier_id, TaskState.OPEN))
    for task in tasks:
        action, value = say(task)
        answer(system, task.id, action, value)
    return tasks


def as_read(task: Task, system: System) -> tuple[Action, str | None]:
    """What the machine read is right; what it could not read nobody can; the first candidate is meant."""
    asked = task.question
    if asked.field is None and asked.document_id is None:
        resolution = system.warehouse.resolution(task.dossier_id)
        first = resolution.candidates[0].person.person_id if resolution and resolution.candidates else None
        return (Action.CHOOSE, first) if first else (Action.NONE_OF_THESE, None)
    if asked.field is None:
        return Action.USABLE, None
    held = [one for one in system.warehouse.readings(task.dossier_id) if one.document_id == asked.document_id]
    value = next((one.value for one in held if one.field == asked.field), None)
    return (Action.ACCEPT, value) if value else (Action.UNREADABLE, None)
