"""Many people and the machine at one dossier: every question is answered once, and nobody waits for another in a
circle."""

import pytest
import review_rows as rows
import storage_makers as make
from review_rows import about_field, asked, at_once, given
from sqlalchemy import func, select

from storage.review.questions import Wanted
from storage.schema_review import REVIEW_ANSWER
from storage.states import TaskState
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
FIELDS = [f"muc_{number}" for number in range(24)]
PEOPLE = [f"cb-{number}" for number in range(6)]


def works_through(house: Warehouse, person: str, wanted: Wanted = rows.ANYTHING) -> int:
    """Takes and answers as long as there is something; how many."""
    count = 0
    while found := rows.taken(house, person, wanted):
        rows.gives(house, given(found.task_id, version=found.version), person, may=wanted)
        count += 1
    return count


def test_many_answer_the_questions_of_one_dossier_at_once(house: Warehouse) -> None:
    dossier_id = asked(house, *map(about_field, FIELDS))
    counts = at_once(*(lambda person=person: works_through(house, person) for person in PEOPLE))
    assert all(isinstance(one, int) for one in counts), counts
    assert sum(one for one in counts if isinstance(one, int)) == len(FIELDS)
    assert {one.state for one in house.tasks(dossier_id, None)} == {TaskState.SETTLED}


def test_two_rounds_of_many_people_never_meet_in_one_question(house: Warehouse) -> None:
    asked(house, *(about_field(name, rounds=2) for name in FIELDS[:8]))
    found = at_once(*(lambda person=person: works_through(house, person) for person in PEOPLE))
    assert all(isinstance(one, int) for one in found), found
    for person in PEOPLE[:2]:  # a question that its first reader held last had found all others gone
        works_through(house, person)
    with house.looking() as connection:
        chosen = select(REVIEW_ANSWER.c.task_id, func.count(), func.count(REVIEW_ANSWER.c.person.distinct()))
        counted = connection.execute(chosen.group_by(REVIEW_ANSWER.c.task_id)).all()
    assert [(answers, people) for _, answers, people in counted] == [(2, 2)] * 8


def test_the_machine_asks_anew_while_people_answer(house: Warehouse) -> None:
    questions = list(map(about_field, FIELDS))
    dossier_id = asked(house, *questions)

    def asks_anew() -> int:
        for number in range(12):
            house.open_tasks(dossier_id, f"again-{number}", questions)
        return 0

    def answers_what_is_there(person: str) -> int:
        count = 0
        for _ in range(8):
            found = rows.taken(house, person)
            if found:
                rows.gives(house, given(found.task_id, version=found.version), person)
                count += 1
        return count

    found = at_once(asks_anew, *(lambda person=person: answers_what_is_there(person) for person in PEOPLE[:3]))
    assert all(isinstance(one, int) for one in found), found
    settled = house.tasks(dossier_id, TaskState.SETTLED)
    assert (
        len({one.question.field for one in settled})
        == len(settled)
        == sum(one for one in found if isinstance(one, int))
    )
    still = house.tasks(dossier_id)
    assert {one.question.field for one in (*settled, *still)} == set(FIELDS)
    assert len(settled) + len(still) == len(FIELDS)
    assert make.NAME in {one.answer for one in settled}
