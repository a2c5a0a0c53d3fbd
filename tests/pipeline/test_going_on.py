"""Answers of people, taken up by the machine: only what depends on them runs again, and nothing is asked twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from answering import OFFICER, answer, answer_all, as_read, undo
from made_dossiers import Made, PerfectReader
from whole_road import end, of, walk

import ocr.reading
import pipeline
from errors import StorageUnavailable
from extractors.reading import Problem
from matching.reasons import Reason
from matching.resolution import Outcome
from pipeline import System
from samples.truth import Trouble
from storage import tasks
from storage.dossiers import Dossier
from storage.question import Origin, Question
from storage.readings import Method
from storage.records import RecordField
from storage.review import effects
from storage.review.given import Action
from storage.states import DossierState, Owner, TaskState

pytestmark = pytest.mark.contract
NOW = timedelta(0)


def loaded(system: System, made: Made) -> Dossier:
    """A dossier that is loaded, with fields that wait for people."""
    walk(system, made)
    return of(made.truths[0], system)


def nobodys(system: System, made: Made) -> Dossier:
    """One of whom no register knows."""
    walk(system, made)
    return of(next(truth for truth in made.truths if Trouble.NOT_REGISTERED in truth.troubles), system)


def keyed(dossier: Dossier, system: System) -> dict[str, RecordField]:
    records = system.warehouse.records(dossier.id)
    return {one.field: one for each in records for one in each.fields if one.method is Method.KEYED}


def confirm(dossier: Dossier, system: System) -> set[str]:
    asked = answer_all(dossier.id, system, lambda task: as_read(task, system))
    return {task.question.field for task in asked if task.question.field}


def asked_of(dossier: Dossier, system: System) -> list[tuple[str, str | None]]:
    return [(one.question.kind, one.question.field) for one in system.warehouse.tasks(dossier.id)]


def test_what_was_confirmed_is_loaded_with_who_when_and_where(system: System, made: Made):
    one, house = loaded(system, made), system.warehouse
    machine, decisions, asked = house.documents(one.id), house.decisions(one.id), house.inquiries(one.id)
    fields = confirm(one, system)
    assert fields
    assert pipeline.go_on_all(system, NOW) == 1
    assert (house.dossier(one.id).state, house.dossier(one.id).reason) == (DossierState.LOADED, "")
    assert house.tasks(one.id) == ()
    told = keyed(one, system)
    assert set(told) >= fields
    for name in fields:
        field = told[name]
        assert (field.verified_by, field.confidence, field.revision, field.engine) == (OFFICER, None, 1, None), name
        assert field.verified_at
        assert field.evidence
        assert all(place.box.width and place.page and place.scan_digest for place in field.evidence), name
    # it says what the machine said: no register is asked, and nothing is decided anew
    assert (house.documents(one.id), house.decisions(one.id)) == (machine, decisions)
    assert house.inquiries(one.id) == asked


def test_gone_on_twice_it_leaves_what_once_leaves(system: System, made: Made):
    one = loaded(system, made)
    confirm(one, system)
    pipeline.go_on_all(system, NOW)
    once = system.warehouse.fingerprint()
    assert pipeline.go_on_all(system, NOW) == 0
    pipeline.go_on(one.id, system)
    walk(system, made)
    assert system.warehouse.fingerprint() == once


def test_a_run_of_the_batches_takes_answered_dossiers_too(
    opened: Callable[[], System], made: Made, monkeypatch: pytest.MonkeyPatch
):
    one_by_one, batches = opened(), opened()
    for system in (one_by_one, batches):
        confirm(loaded(system, made), system)
    pipeline.go_on_all(one_by_one, NOW)
    monkeypatch.setattr(effects, "GRACE", NOW)
    monkeypatch.setattr(effects.ready, "__defaults__", (NOW, 500))
    walk(batches, made)
    assert [row[:3] for row in end(batches)] == [row[:3] for row in end(one_by_one)]
    assert [row[7] for row in end(batches)] == [row[7] for row in end(one_by_one)]


def test_an_answer_may_be_taken_back_until_the_dossier_goes_on(system: System, made: Made):
    one, house = loaded(system, made), system.warehouse
    confirm(one, system)
    assert pipeline.go_on_all(system) == 0, "somebody answered just now"
    undo(system)
    assert pipeline.go_on_all(system, NOW) == 0, "a question is open"
    (open_again,) = house.tasks(one.id)
    answer(system, open_again.id, Action.UNREADABLE)
    with house.changing(OFFICER) as change:
        assert effects.finish(change, one.id)
    assert pipeline.go_on_all(system) == 1, "somebody said that it is finished"
    assert open_again.question.field not in keyed(one, system)
    assert house.tasks(one.id) == ()


def test_while_a_question_is_open_nothing_goes_on(system: System, made: Made):
    one, house = loaded(system, made), system.warehouse
    first = house.tasks(one.id)[0]
    answer(system, first.id, *as_read(first, system))
    before = house.fingerprint()
    with house.changing(OFFICER) as change:
        assert not effects.finish(change, one.id)
        assert effects.apply(change, one.id) == 0
    pipeline.go_on(one.id, system)
    assert (pipeline.go_on_all(system, NOW), house.fingerprint()) == (0, before)


@pytest.mark.parametrize(("action", "problem"), [("UNREADABLE", Problem.UNREADABLE), ("BLANK", Problem.BLANK)])
def test_what_nobody_can_read_is_not_asked_again(
    system: System, made: Made, reader: PerfectReader, monkeypatch: pytest.MonkeyPatch, action, problem
):
    one, house = loaded(system, made), system.warehouse
    fields = {task.question.field for task in answer_all(one.id, system, lambda _: (Action[action], None))}
    pipeline.go_on_all(system, NOW)
    assert (house.tasks(one.id), house.dossier(one.id).state) == ((), DossierState.LOADED)
    papers = pipeline.papers(one.id, system)
    said = {read.field: read.problem for paper in papers for read in paper.stored.document.readings}
    assert {said[name] for name in fields} == {problem}
    monkeypatch.setattr(ocr.reading, "version", lambda: "perfect 2")
    walk(system, made)
    assert house.tasks(one.id) == ()


def test_a_better_engine_neither_doubles_nor_loses_what_people_keyed(
    system: System, made: Made, reader: PerfectReader, monkeypatch: pytest.MonkeyPatch
):
    one, house = loaded(system, made), system.warehouse
    confirm(one, system)
    pipeline.go_on_all(system, NOW)
    before = {name: (field.value, field.verified_by, field.revision) for name, field in keyed(one, system).items()}
    monkeypatch.setattr(ocr.reading, "version", lambda: "perfect 2")
    walk(system, made)
    after = {name: (field.value, field.verified_by, field.revision) for name, field in keyed(one, system).items()}
    assert (after, house.tasks(one.id)) == (before, ())


def test_a_typed_value_takes_the_place_of_the_read_one(system: System, made: Made):
    one, house = loaded(system, made), system.warehouse

    def typed(task: tasks.Task) -> tuple[Action, str | None]:
        return (Action.EDIT, "hop@hop-thu.vn") if task.question.field == "email" else as_read(task, system)

    answer_all(one.id, system, typed)
    pipeline.go_on_all(system, NOW)
    field = keyed(one, system)["email"]
    assert (field.value, field.verified_by) == ("hop@hop-thu.vn", OFFICER)
    (machine,) = [each.document.reading("email") for each in house.documents(one.id) if each.document.reading("email")]
    assert machine is not None
    assert machine.value != "hop@hop-thu.vn"


def test_a_value_that_is_set_right_again_is_loaded_again(system: System, made: Made):
    """First, second, first: the third time nothing is as it was loaded last, though all of it was loaded before."""
    one, house = loaded(system, made), system.warehouse
    (paper,) = [each for each in house.documents(one.id) if each.document.reading("email")]
    for value in ("dau@hop-thu.vn", "sau@hop-thu.vn", "dau@hop-thu.vn"):
        house.correct_reading(paper.id, "email", value, person=OFFICER)
        pipeline.go_on(one.id, system)
        assert keyed(one, system)["email"].value == value


def test_a_value_that_no_parser_takes_does_nothing_and_is_asked_again(system: System, made: Made):
    one = of(next(truth for truth in made.truths if Trouble.OLD_CMND in truth.troubles), system_walked(system, made))
    answer_all(
        one.id,
        system,
        lambda task: (Action.EDIT, "09900000001") if task.question.field == "so_dinh_danh" else as_read(task, system),
    )
    pipeline.go_on_all(system, NOW)
    assert asked_of(one, system) == [("UNREADABLE", "so_dinh_danh")]
    assert "so_dinh_danh" not in keyed(one, system) or keyed(one, system)["so_dinh_danh"].value != "09900000001"


def system_walked(system: System, made: Made) -> System:
    walk(system, made)
    return system


def test_a_claim_that_changes_is_matched_again_and_the_dossier_goes_on(system: System, made: Made):
    one, house = nobodys(system, made), system.warehouse
    assert house.dossier(one.id).state is DossierState.IN_REVIEW
    someone = next(each for each in made.world.individuals if each.living and not each.year_only)
    (paper,) = [each for each in house.documents(one.id) if each.document.form == "ct01"]
    right = {"ho_ten": someone.full_name, "so_dinh_danh": someone.cccd, "ngay_sinh": someone.dob_text}
    asked = len(house.inquiries(one.id))
    questions = answer_all(one.id, system, lambda task: (Action.EDIT, right[task.question.field or ""]))
    assert {task.question.document_id for task in questions} == {paper.id}
    pipeline.go_on_all(system, NOW)
    resolution = house.resolution(one.id)
    assert resolution is not None
    assert (resolution.outcome, resolution.person_id) == (Outcome.LINKED, someone.cccd)
    assert len(house.inquiries(one.id)) > asked
    assert house.dossier(one.id).state is DossierState.LOADED
    assert house.records(one.id)


def test_a_dossier_of_nobody_waits_for_the_counter_and_is_asked_about_no_more(system: System, made: Made):
    one, house = nobodys(system, made), system.warehouse
    fields = confirm(one, system)
    assert fields == {"so_dinh_danh", "ho_ten", "ngay_sinh"}, "first what the register was asked by"
    pipeline.go_on_all(system, NOW)
    assert asked_of(one, system) == [("ASKED_BY_NUMBER_ONLY", None)]
    answer_all(one.id, system, lambda _: (Action.NONE_OF_THESE, None))
    pipeline.go_on_all(system, NOW)
    stands = house.dossier(one.id)
    assert (stands.state, stands.owner) == (DossierState.WAITING_FOR_COUNTER, Owner.COUNTER)
    assert Reason.NONE_OF_CANDIDATES.value in stands.reason
    assert stands.deadline
    assert (house.tasks(one.id), house.records(one.id)) == ((), ())
    before = house.fingerprint()
    walk(system, made)
    assert (house.dossier(one.id), house.fingerprint()) == (stands, before)


def test_whom_a_person_chose_is_the_one(system: System, made: Made):
    one, house = loaded(system, made), system.warehouse
    confirm(one, system)
    pipeline.go_on_all(system, NOW)
    for paper in house.documents(one.id):  # another name than the register's: the machine may not decide
        for field in ("ho_ten",):
            house.correct_reading(paper.id, field, "Hoàng Hoa Thám", person=OFFICER)
    pipeline.go_on(one.id, system)
    review = house.resolution(one.id)
    assert review is not None
    assert (review.outcome, house.dossier(one.id).state) == (Outcome.CLERICAL_REVIEW, DossierState.IN_REVIEW)
    confirm(one, system)
    pipeline.go_on_all(system, NOW)
    chosen = house.resolution(one.id)
    assert chosen is not None
    assert (chosen.outcome, chosen.person_id) == (Outcome.LINKED, review.candidates[0].person.person_id)
    assert chosen.reasons[0] is Reason.CHOSEN_BY_PERSON
    assert (house.dossier(one.id).state, house.tasks(one.id)) == (DossierState.LOADED, ())
    assert house.records(one.id)
    once = house.fingerprint()
    walk(system, made)
    assert house.fingerprint() == once


def test_a_paper_is_what_a_person_told(system: System, made: Made):
    one, house = loaded(system, made), system.warehouse
    confirm(one, system)
    pipeline.go_on_all(system, NOW)
    for number, form in enumerate(("unknown", "ct01", "unknown", "ct01")):
        paper = next(each for each in house.documents(one.id) if each.document.form in ("ct01", "unknown"))
        question = Question("UNKNOWN_FORM", "Giấy tờ nào?", None, paper.id, origin=Origin.SPLIT)
        with house.changing() as change:
            tasks.ask_more(change, one.id, f"told {number}", [question])
        told = Action.PAPER, form
        answer_all(one.id, system, lambda task, told=told: as_read(task, system) if task.question.field else told)
        pipeline.go_on_all(system, NOW)
        (now,) = [each.document for each in house.documents(one.id) if each.scan_id == paper.scan_id]
        assert (now.form, now.findings) == (form, ("TOLD_BY_PERSON",))
        assert ("UNKNOWN_FORM", None) not in asked_of(one, system)
    once = house.fingerprint()
    walk(system, made)
    assert house.fingerprint() == once


@pytest.mark.parametrize("step", ["extract", "match", "load"])
def test_killed_after_the_answers_count_it_is_taken_up_again(
    opened: Callable[[], System], made: Made, monkeypatch: pytest.MonkeyPatch, step
):
    whole, killed = opened(), opened()
    for system in (whole, killed):
        confirm(loaded(system, made), system)
    pipeline.go_on_all(whole, NOW)

    def away(dossier_id: str, system: System) -> None:
        raise StorageUnavailable("away")

    away.__name__ = step
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, step, away)
        with pytest.raises(StorageUnavailable):
            pipeline.go_on_all(killed, NOW)
    assert {one.state for one in killed.warehouse.dossiers(DossierState.EXTRACTED, DossierState.RESOLVED)}
    assert pipeline.go_on_all(killed, NOW) == 1
    assert killed.warehouse.dossiers(DossierState.EXTRACTED, DossierState.RESOLVED) == ()
    assert [row[:3] for row in end(killed)] == [row[:3] for row in end(whole)]
    assert killed.warehouse.tasks(state=TaskState.SETTLED)
