"""Answers: given once, by whom they are asked of, in the version that was seen; taken back while nothing rests on
them."""

import uuid
from datetime import timedelta

import pytest
import review_rows as rows
import storage_makers as make
from review_rows import AN, BINH, CHI, OTHER_TAB, TAB, Clock, asked, at_once, claimed, given, gives, only
from sqlalchemy import func, select

from storage import dossiers
from storage.question import Origin, Round
from storage.review import answers, claims, notices
from storage.review.claims import LEASE
from storage.review.given import Action, Outcome
from storage.review.notices import NoticeKind
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
from storage.schema import AUDIT
from storage.schema_review import REVIEW_ANSWER
from storage.states import TaskState
from storage.tasks import Task
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


def kept(house: Warehouse) -> int:
    with house.looking() as connection:
        return int(connection.scalar(select(func.count()).select_from(REVIEW_ANSWER)) or 0)


def task(house: Warehouse, dossier_id: str) -> Task:
    (one,) = house.tasks(dossier_id, None)
    return one


def gone_on(house: Warehouse, *task_ids: str) -> None:
    with house.changing() as change:
        answers.mark_gone_on(change, task_ids)


def test_one_answer_settles_a_question(house: Warehouse) -> None:
    dossier_id = asked(house)
    task_id = only(house)
    assert rows.answered(house, task_id) == Outcome(TaskState.SETTLED, Round.FIRST, False, 2)
    one = task(house, dossier_id)
    assert (one.state, one.answer, one.settled_by, one.owner) == (TaskState.SETTLED, make.NAME, AN, None)
    with house.looking() as connection:
        (found,) = answers.decided(connection, dossier_id)
        assert answers.decided(connection, dossier_id, gone_on=True) == ()
    assert (found.field, found.answer.value, found.by) == ("ho_ten", make.NAME, (AN,))


def test_the_same_answer_twice_at_once_is_one(house: Warehouse) -> None:
    asked(house)
    task_id = only(house)
    claimed(house, task_id, AN)
    one = given(task_id)
    found = at_once(lambda: gives(house, one), lambda: gives(house, one))
    assert found == [Outcome(TaskState.SETTLED, Round.FIRST, False, 2)] * 2
    assert gives(house, one) == found[0]
    assert kept(house) == len(rows.audit_of(house, "task.answered")) == 1


def test_an_id_that_was_used_for_another_answer(house: Warehouse) -> None:
    asked(house)
    task_id = only(house)
    claimed(house, task_id, AN)
    one = given(task_id)
    gives(house, one)
    for person, other in ((AN, given(task_id, value="Khác", answer_id=one.answer_id)), (BINH, one)):
        with pytest.raises(AnswerIdTaken):
            gives(house, other, person)
    with pytest.raises(AnswerRefused):
        gives(house, given(task_id, answer_id="1"))


def test_two_answers_at_once_leave_one_and_the_other_is_told(house: Warehouse) -> None:
    asked(house)
    task_id = only(house)
    claimed(house, task_id, AN)
    with house.changing(BINH) as change:
        claims.steal(change, task_id, BINH, TAB)
    found = at_once(lambda: gives(house, given(task_id), AN), lambda: gives(house, given(task_id), BINH))
    assert isinstance(found[0], ClaimLost | AnsweredByAnother)
    assert isinstance(found[1], Outcome)
    assert kept(house) == 1


def test_who_lost_the_claim_saves_nothing(house: Warehouse, clock: Clock) -> None:
    asked(house)
    task_id = only(house)
    with pytest.raises(ClaimLost):
        gives(house, given(task_id))
    claimed(house, task_id, AN)
    with pytest.raises(ClaimLost):
        gives(house, given(task_id), tab=OTHER_TAB)
    clock.pass_by(LEASE * 2)
    claimed(house, task_id, BINH)
    with pytest.raises(ClaimLost):
        gives(house, given(task_id))
    assert kept(house) == 0
    gives(house, given(task_id), BINH)
    with pytest.raises(AnsweredByAnother):
        gives(house, given(task_id))


def test_a_network_that_was_away_loses_no_answer_that_nobody_else_gave(house: Warehouse, clock: Clock) -> None:
    asked(house)
    claimed(house, only(house), AN)
    clock.pass_by(timedelta(hours=1))
    assert gives(house, given(only(house))).state is TaskState.SETTLED


def test_a_version_that_is_gone(house: Warehouse) -> None:
    dossier_id = asked(house)
    task_id = only(house)
    claimed(house, task_id, AN)
    with pytest.raises(VersionGone):
        gives(house, given(task_id, version=2))
    with house.changing(AN) as change:
        claims.release(change, task_id, AN, TAB)
    house.open_tasks(dossier_id, "k2", [])
    with pytest.raises(VersionGone):
        gives(house, given(task_id))
    assert kept(house) == 0


def test_two_rounds_that_say_the_same(house: Warehouse) -> None:
    dossier_id = asked(house, rows.about_field(rounds=2))
    task_id = only(house)
    first = rows.answered(house, task_id, AN)
    assert (first.state, first.round) == (TaskState.OPEN, Round.SECOND)
    assert task(house, dossier_id).answer is None  # the second must not see it
    claimed(house, task_id, BINH)
    with pytest.raises(NotYours):
        gives(house, given(task_id, version=2), AN)
    assert gives(house, given(task_id, value=make.NAME.upper(), version=2), BINH).state is TaskState.SETTLED
    assert task(house, dossier_id).answer == make.NAME
    with house.looking() as connection:
        assert answers.decided(connection, dossier_id)[0].by == (AN, BINH)


def test_two_rounds_that_differ_are_settled_by_a_third_person(house: Warehouse) -> None:
    dossier_id = asked(house, rows.about_field(rounds=2))
    task_id = only(house)
    rows.answered(house, task_id, AN, value="An")
    second = rows.answered(house, task_id, BINH, value="Ân")
    assert (second.state, second.round) == (TaskState.OPEN, Round.THIRD)
    assert task(house, dossier_id).question.origin is Origin.DISAGREEMENT
    third = rows.answered(house, task_id, CHI, value="Ăn", may=rows.SENIOR)
    assert (third.state, third.round) == (TaskState.SETTLED, Round.THIRD)
    assert (task(house, dossier_id).answer, task(house, dossier_id).settled_by) == ("Ăn", CHI)


def test_the_outcome_of_an_answer_sent_again_is_that_of_its_time(house: Warehouse) -> None:
    asked(house, rows.about_field(rounds=2))
    task_id = only(house)
    claimed(house, task_id, AN)
    first = given(task_id)
    told = gives(house, first)
    rows.answered(house, task_id, BINH)
    again = gives(house, first)
    assert (again.state, again.round) == (told.state, told.round) == (TaskState.OPEN, Round.SECOND)
    assert kept(house) == 2


def test_handing_on_keeps_the_question_open(house: Warehouse) -> None:
    dossier_id = asked(house)
    outcome = rows.answered(house, only(house), AN, Action.ESCALATE)
    assert (outcome.state, outcome.escalated, outcome.version) == (TaskState.OPEN, True, 2)
    ((actor, _, details),) = rows.audit_of(house, "task.escalated")
    assert (actor, details["reason"]) == (AN, "LAW")
    with pytest.raises(NotYours):
        rows.answered(house, only(house), BINH)
    assert rows.answered(house, only(house), CHI, may=rows.SUPERVISOR).state is TaskState.SETTLED
    assert task(house, dossier_id).settled_by == CHI


def test_taking_back_opens_the_question_again_for_who_gave_the_answer(house: Warehouse) -> None:
    dossier_id = asked(house)
    task_id = only(house)
    rows.answered(house, task_id)
    found = rows.undone(house)
    assert (found.task_id, found.version, found.state) == (task_id, 3, TaskState.OPEN)
    assert task(house, dossier_id).answer is None
    assert gives(house, given(task_id, value="Khác", version=3)).state is TaskState.SETTLED
    assert task(house, dossier_id).answer == "Khác"
    assert [kind for _, kind, _ in rows.audit_of(house, "task.undone")] == ["task.undone"]


def test_taking_back_sent_twice_takes_back_one_answer(house: Warehouse) -> None:
    asked(house, rows.about_field("a"), rows.about_field("b"))
    for one in house.tasks():
        rows.answered(house, one.id)
    undo_id = str(uuid.uuid4())
    found = at_once(lambda: rows.undone(house, undo_id=undo_id), lambda: rows.undone(house, undo_id=undo_id))
    found.append(rows.undone(house, undo_id=undo_id))
    assert len({getattr(one, "task_id", one) for one in found}) == 1
    assert len(house.tasks()) == 1


def test_taking_back_goes_back_answer_by_answer(house: Warehouse) -> None:
    asked(house, rows.about_field("a"), rows.about_field("b"))
    order = [one.id for one in house.tasks()]
    for task_id in order:
        rows.answered(house, task_id)
    assert [rows.undone(house).task_id for _ in order] == order[::-1]
    with pytest.raises(NothingToUndo):
        rows.undone(house)
    with pytest.raises(NothingToUndo):
        rows.undone(house, BINH)


def test_what_the_dossier_went_on_from_is_not_taken_back(house: Warehouse) -> None:
    dossier_id = asked(house)
    task_id = only(house)
    rows.answered(house, task_id)
    gone_on(house, task_id)
    with pytest.raises(WentOn):
        rows.undone(house)
    with house.looking() as connection:
        assert answers.decided(connection, dossier_id) == ()
        assert len(answers.decided(connection, dossier_id, gone_on=True)) == 1


def test_taking_back_and_going_on_at_once_do_not_both_happen(house: Warehouse) -> None:
    dossier_id = asked(house)
    task_id = only(house)
    rows.answered(house, task_id)

    def going_on() -> int:
        with house.changing() as change:
            dossiers.lock(change, [dossier_id])
            found = answers.decided(change.connection, dossier_id)
            answers.mark_gone_on(change, [one.task_id for one in found])
            return len(found)

    back, went = at_once(lambda: rows.undone(house), going_on)
    assert isinstance(back, WentOn) == (went == 1)


def test_what_another_person_answered_after_is_not_taken_back(house: Warehouse) -> None:
    asked(house, rows.about_field(rounds=2))
    task_id = only(house)
    rows.answered(house, task_id, AN, value="An")
    rows.answered(house, task_id, BINH, value="Ân")
    with pytest.raises(WentOn):
        rows.undone(house, AN)
    assert rows.undone(house, BINH).round is Round.SECOND
    assert rows.undone(house, AN).round is Round.FIRST


def test_who_holds_the_next_round_is_told_that_the_answer_before_was_taken_back(house: Warehouse) -> None:
    asked(house, rows.about_field(rounds=2))
    task_id = only(house)
    rows.answered(house, task_id, AN)
    claimed(house, task_id, BINH)
    rows.undone(house, AN)
    with house.looking() as connection:
        assert [one.kind for one in notices.unread(connection, BINH)] == [NoticeKind.UNDONE]
    with pytest.raises(VersionGone):
        gives(house, given(task_id, version=2), BINH)


def test_the_audit_tells_every_answer_and_no_value(house: Warehouse) -> None:
    asked(house, rows.about_field(rounds=2))
    task_id = only(house)
    rows.answered(house, task_id, AN)
    rows.undone(house, AN)
    gives(house, given(task_id, version=3), AN)
    rows.answered(house, task_id, BINH)
    told = rows.audit_of(house, "task.answered", "task.undone", "task.settled")
    assert [(actor, action) for actor, action, _ in told] == [
        (AN, "task.answered"), (AN, "task.undone"), (AN, "task.answered"), (BINH, "task.answered"),
        (BINH, "task.settled"),
    ]  # fmt: skip
    with house.looking() as connection:
        assert make.NAME not in str(connection.execute(select(AUDIT)).all())
