"""A better engine reads the papers anew while people answer: nothing is lost, and nothing is asked of them twice."""

import pytest
import storage_makers as make
from review_rows import AN, BINH, Clock, answered, claimed, only, taken

from storage.question import Origin, Question
from storage.readings import Method
from storage.review import effects
from storage.review.answers import mark_gone_on
from storage.review.given import Action
from storage.review.refusals import NotYours
from storage.states import DossierState, Owner, TaskState
from storage.tasks import ask_more
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


def read(house: Warehouse, key: str = "x1") -> str:
    """The id of the only paper, as it is found under this key; of a dossier that is made where there is none."""
    dossiers = house.dossiers()
    dossier_id = dossiers[0].id if dossiers else house.take_in(make.new_dossier())
    if not dossiers:
        house.move(dossier_id, DossierState.READ)
    (scan,) = house.scans(dossier_id)
    house.save_documents(dossier_id, key, {scan.id: [make.document()]})
    return house.documents(dossier_id)[0].id


def ask(house: Warehouse, key: str, *questions: Question) -> list[str]:
    """Ids of what is open then."""
    (dossier,) = house.dossiers()
    house.open_tasks(dossier.id, key, questions)
    return [one.id for one in house.tasks(dossier.id)]


def about(paper: str, field: str, kind: str = "LOW_CONFIDENCE", rounds: int = 1) -> Question:
    return Question(kind, f"Mục {field}?", field, paper, rounds=rounds)


def test_what_somebody_answered_or_holds_is_not_asked_again_of_the_paper_read_anew(
    house: Warehouse, clock: Clock
) -> None:
    old = read(house)
    ids = ask(house, "k1", *(about(old, name) for name in "abc"), about(old, "d", rounds=2))
    by_field = {one.question.field: one.id for one in house.tasks()}
    answered(house, by_field["a"], AN)
    answered(house, by_field["b"], AN, Action.ESCALATE)
    answered(house, by_field["d"], AN)
    held = taken(house, BINH)
    assert held
    assert held.task_id in ids
    new = read(house, "x2")
    assert new != old
    again = [about(new, name, "IMPOSSIBLE") for name in "abc"]
    left = ask(house, "k2", *again, about(new, "d", rounds=2))
    fields = sorted((one.question.field or "", one.owner) for one in house.tasks())
    assert [name for name, _ in fields] == ["b", "c", "d"]
    assert dict(fields)["b"] is Owner.SUPERVISOR
    assert {by_field["b"], by_field["d"], held.task_id} <= set(left)


def test_an_answer_about_the_paper_as_it_was_found_before_counts_for_the_paper_read_anew(house: Warehouse) -> None:
    old = read(house)
    ask(house, "k1", about(old, "ho_ten"))
    answered(house, only(house), AN)
    new = read(house, "x2")
    assert ask(house, "k2", about(new, "ho_ten")) == []
    (dossier,) = house.dossiers()
    with house.changing() as change:
        assert effects.apply(change, dossier.id) == 1
    (told,) = [one for one in house.readings(dossier.id) if one.field == "ho_ten"]
    assert (told.document_id, told.method, told.by) == (new, Method.KEYED, AN)


@pytest.mark.parametrize("origin", [Origin.GOLD, Origin.SAMPLE, Origin.PREFILL_TEST])
def test_what_only_measures_does_not_stand_for_a_question_that_the_dossier_waits_for(
    house: Warehouse, origin: Origin
) -> None:
    paper = read(house)
    ask(house, "k1")
    (dossier,) = house.dossiers()
    measuring = Question("LOW_CONFIDENCE", "Họ tên?", "ho_ten", paper, origin=origin)
    with house.changing() as change:
        (task_id,) = ask_more(change, dossier.id, "known", [measuring])
    answered(house, task_id, AN)
    assert len(ask(house, "k2", about(paper, "ho_ten"))) == 1


def test_an_answer_that_leads_nowhere_is_asked_for_again(house: Warehouse) -> None:
    """The machine has nothing new to think about then, and would ask nobody: the dossier would wait in silence."""
    paper = read(house)
    ask(house, "k1", about(paper, "so_dinh_danh"))
    (before,) = house.tasks()
    answered(house, before.id, AN, value="09900000001")
    with house.changing() as change:
        assert effects.apply(change, before.dossier_id) == 1
    assert ask(house, "k1", about(paper, "so_dinh_danh")) == [one.id for one in house.tasks()]
    (after,) = house.tasks()
    assert after.id != before.id
    assert (after.question, after.state, after.owner) == (before.question, TaskState.OPEN, Owner.REVIEWER)
    with house.changing() as change:
        assert effects.apply(change, before.dossier_id) == 0
    answered(house, after.id, AN, Action.UNREADABLE)
    with house.changing() as change:
        assert effects.apply(change, before.dossier_id) == 1
    assert house.tasks() == ()


def test_nobody_checks_the_own_answer(house: Warehouse) -> None:
    """A sample of what a person settled is keyed again by somebody else."""
    paper = read(house)
    ask(house, "k1", about(paper, "ho_ten"), about(paper, "ngay_sinh"))
    for one in house.tasks():
        answered(house, one.id, AN if one.question.field == "ho_ten" else BINH)
        with house.changing() as change:
            mark_gone_on(change, [one.id])
    (dossier,) = house.dossiers()
    sample = Question("QUALITY_SAMPLE", "Họ tên?", "ho_ten", paper, origin=Origin.SAMPLE)
    with house.changing() as change:
        (task_id,) = ask_more(change, dossier.id, "lot-1", [sample])
    assert taken(house, AN) is None
    with pytest.raises(NotYours):
        claimed(house, task_id, AN)
    found = taken(house, BINH)
    assert found
    assert found.task_id == task_id
