"""A step that asks anew: what people have in hand stays, what only measures stays, and nothing is asked twice."""

import pytest
import review_rows as rows
import storage_makers as make
from review_rows import AN, Clock, about_field, answered, asked, only, taken

from storage.question import Origin, Question, Round
from storage.review import answers, claims
from storage.review.given import Action
from storage.review.questions import QueueItem, Wanted, queue
from storage.states import Owner, TaskState
from storage.tasks import ask_more, settle
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


def again(house: Warehouse, dossier_id: str, *questions: Question, key: str = "k2") -> list[str]:
    """Ids of what is open after the next step asked these."""
    house.open_tasks(dossier_id, key, questions)
    return [one.id for one in house.tasks(dossier_id)]


def worths(house: Warehouse) -> dict[str | None, QueueItem]:
    with house.looking() as connection:
        return {one.field or one.kind: one for one in queue(connection, Wanted())}


def test_a_question_that_nobody_has_in_hand_gives_way_to_the_new_one(house: Warehouse) -> None:
    dossier_id = asked(house)
    before = only(house)
    (after,) = again(house, dossier_id, about_field())
    assert after != before
    assert rows.version(house, before) == 2


def test_a_question_that_somebody_holds_stays(house: Warehouse, clock: Clock) -> None:
    dossier_id = asked(house)
    before = only(house)
    taken(house, AN)
    assert again(house, dossier_id, about_field()) == [before]
    assert rows.version(house, before) == 1
    clock.pass_by(claims.LEASE * 2)
    assert again(house, dossier_id, about_field(), key="k3") != [before]


def test_what_was_handed_on_or_answered_by_the_first_of_two_stays(house: Warehouse) -> None:
    questions = (about_field("a"), about_field("b", rounds=2), about_field("c"))
    dossier_id = asked(house, *questions)
    a, b, c = sorted(house.tasks(), key=lambda one: one.question.field or "")
    answered(house, a.id, action=Action.ESCALATE)
    answered(house, b.id)
    left = again(house, dossier_id, *questions)
    assert {a.id, b.id} < set(left)
    assert c.id not in left
    assert len(left) == 3


def test_what_is_asked_no_more_goes_although_somebody_holds_it(house: Warehouse) -> None:
    dossier_id = asked(house)
    taken(house, AN)
    assert again(house, dossier_id) == []


def test_the_same_asked_of_two_files_is_two_questions(house: Warehouse) -> None:
    files = [Question("TEXT_HIDDEN", "Dùng được không?", told={"scan": name, "pages": [1]}) for name in "ab"]
    dossier_id = asked(house, *files)
    first, second = house.tasks()
    answered(house, first.id, action=Action.USABLE)
    left = again(house, dossier_id, *files)
    assert len(left) == 1
    assert left != [second.id]
    assert [one.question.told for one in house.tasks()] == [second.question.told]


def test_an_answer_that_is_not_in_effect_yet_is_not_asked_for_again(house: Warehouse) -> None:
    dossier_id = asked(house)
    task_id = only(house)
    answered(house, task_id)
    assert again(house, dossier_id, about_field()) == []
    with house.changing() as change:
        answers.mark_gone_on(change, [task_id])
    assert len(again(house, dossier_id, about_field(), key="k3")) == 1


def test_the_old_way_to_settle_is_in_effect_at_once(house: Warehouse) -> None:
    dossier_id = asked(house)
    with house.changing(AN) as change:
        settle(change, only(house), make.NAME)
    assert len(again(house, dossier_id, about_field())) == 1


def test_what_only_measures_stays_and_is_asked_once(house: Warehouse) -> None:
    dossier_id = asked(house)
    sample = Question("SAMPLE", "Trên giấy ghi gì?", "ho_ten", origin=Origin.SAMPLE)
    for _ in range(2):
        with house.changing() as change:
            (task_id,) = ask_more(change, dossier_id, "lot-1", [sample])
    assert task_id in again(house, dossier_id)
    (one,) = house.tasks(dossier_id)
    assert (one.id, one.question.origin, one.owner) == (task_id, Origin.SAMPLE, Owner.REVIEWER)
    found = taken(house, AN)
    assert found
    assert found.round is Round.CHECK
    assert answered(house, task_id).state is TaskState.SETTLED


def test_what_each_answer_is_worth(house: Warehouse) -> None:
    """A question that holds up a dossier is worth its fields; one of a dossier is worth less the more there are."""
    dossier_id = house.take_in(make.new_dossier("whole"))
    scan = house.scans(dossier_id)[0]
    house.save_documents(dossier_id, "x1", {scan.id: [make.document(), make.document("cccd")]})
    house.open_tasks(dossier_id, "k1", [Question("NAMESAKES", "Của ai?")])
    other = house.take_in(make.new_dossier("other"))
    scan = house.scans(other)[0]
    house.save_documents(other, "x1", {scan.id: [make.document()]})
    paper = house.documents(other)[0].id
    sample = Question("SAMPLE", "?", "so", origin=Origin.SAMPLE)
    house.open_tasks(other, "k1", [Question("UNKNOWN_FORM", "?", None, paper), about_field("ten"), sample])
    asked(house, about_field("mot"), seed="one")
    found = {name: one.worth for name, one in worths(house).items()}
    assert found == {"NAMESAKES": 18.0, "UNKNOWN_FORM": 13.0, "mot": 11.0, "ten": 6.0, "so": 0.5}
