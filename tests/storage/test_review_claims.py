"""Who holds a question: two at once, a lease that ends, a browser that dies, a colleague who takes over."""

from datetime import timedelta

import pytest
import review_rows as rows
from review_rows import AN, BINH, OTHER_TAB, TAB, Clock, asked, at_once, claimed, given, only, taken

from errors import NotHeld
from storage.review import claims, notices
from storage.review.claims import LEASE, Claim
from storage.review.given import Action
from storage.review.notices import NoticeKind
from storage.review.questions import Item, Wanted
from storage.review.refusals import ClaimedByAnother, ClaimLost, NotYours, VersionGone
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
LATER = LEASE + timedelta(seconds=1)


def beaten(house: Warehouse, task_id: str, person: str = AN, tab: str = TAB) -> None:
    with house.changing(person) as change:
        claims.beat(change, task_id, person, tab)


def stolen(house: Warehouse, task_id: str, person: str = BINH, tab: str = TAB) -> Claim:
    with house.changing(person) as change:
        return claims.steal(change, task_id, person, tab)


def released(house: Warehouse, task_id: str, person: str = AN, tab: str = TAB) -> bool:
    with house.changing(person) as change:
        return claims.release(change, task_id, person, tab)


def told(house: Warehouse, person: str) -> list[NoticeKind]:
    with house.looking() as connection:
        return [one.kind for one in notices.unread(connection, person)]


def test_two_claim_at_once_and_one_wins(house: Warehouse) -> None:
    asked(house)
    task_id = only(house)
    found = at_once(lambda: claimed(house, task_id, AN), lambda: claimed(house, task_id, BINH))
    (won,) = [one for one in found if isinstance(one, Claim)]
    (lost,) = [one for one in found if isinstance(one, ClaimedByAnother)]
    assert lost.until == won.until
    assert not lost.own


def test_many_who_take_the_next_at_once_have_each_another(house: Warehouse) -> None:
    asked(house, *(rows.about_field(f"muc_{number}") for number in range(6)))
    people = [f"cb-{number}" for number in range(8)]
    found = at_once(*(lambda person=person: taken(house, person) for person in people))
    held = [one.task_id for one in found if isinstance(one, Item)]
    assert len(held) == len(set(held)) == 6
    assert found.count(None) == 2


def test_a_tab_that_is_loaded_again_goes_on_with_what_it_holds(house: Warehouse) -> None:
    asked(house, rows.about_field("a"), rows.about_field("b"))
    first = taken(house, AN)
    assert first
    assert taken(house, AN) == first
    second = taken(house, AN, skip=[first.task_id])
    assert second
    assert second.task_id != first.task_id
    assert taken(house, AN, tab=OTHER_TAB) is None


def test_ones_own_other_tab_is_told_apart(house: Warehouse) -> None:
    asked(house)
    claimed(house, only(house), AN)
    with pytest.raises(ClaimedByAnother) as refused:
        claimed(house, only(house), AN, OTHER_TAB)
    assert refused.value.own
    stolen(house, only(house), AN, OTHER_TAB)
    assert told(house, AN) == []
    with pytest.raises(ClaimLost):
        beaten(house, only(house))


def test_a_lease_that_ended_is_taken_by_another(house: Warehouse, clock: Clock) -> None:
    asked(house)
    task_id = only(house)
    claimed(house, task_id, AN)
    assert taken(house, BINH) is None
    clock.pass_by(LATER)
    held = taken(house, BINH)
    assert held
    assert held.task_id == task_id
    with pytest.raises(ClaimLost):
        beaten(house, task_id)


def test_a_living_browser_keeps_its_lease(house: Warehouse, clock: Clock) -> None:
    asked(house)
    claimed(house, only(house), AN)
    for _ in range(5):
        clock.pass_by(claims.BEAT)
        beaten(house, only(house))
    assert taken(house, BINH) is None
    with house.changing(AN) as change:
        assert claims.beat_all(change, AN, TAB, [only(house), rows.NOBODY]) == (only(house),)
        assert claims.beat_all(change, AN, OTHER_TAB, [only(house)]) == ()
        assert claims.beat_all(change, AN, TAB, []) == ()


def test_what_is_let_go_is_free_at_once(house: Warehouse) -> None:
    asked(house)
    claimed(house, only(house), AN)
    assert not released(house, only(house), BINH)
    assert released(house, only(house))
    assert not released(house, only(house))
    assert claimed(house, only(house), BINH).stolen_from is None


def test_whoever_loses_a_question_to_a_colleague_is_told(house: Warehouse) -> None:
    asked(house)
    claimed(house, only(house), AN)
    assert stolen(house, only(house)).stolen_from == AN
    assert told(house, AN) == [NoticeKind.STOLEN]
    assert told(house, BINH) == []
    ((actor, _, details),) = rows.audit_of(house, "task.stolen")
    assert (actor, details) == (BINH, {"task": only(house), "held_by": AN})


def test_whoever_lost_a_question_learns_that_it_was_answered(house: Warehouse, clock: Clock) -> None:
    asked(house)
    task_id = only(house)
    claimed(house, task_id, AN)
    clock.pass_by(LATER)
    claimed(house, task_id, BINH)
    claimed(house, task_id, BINH)  # the page is loaded again
    rows.gives(house, given(task_id), BINH)
    assert told(house, AN) == [NoticeKind.ANSWERED]


def test_a_notice_is_read_once_and_by_whom_it_is_for(house: Warehouse) -> None:
    asked(house)
    claimed(house, only(house), AN)
    stolen(house, only(house))
    with house.changing(AN) as change:
        (one,) = notices.unread(change.connection, AN)
        assert not notices.read(change, BINH, one.id)
        assert notices.read(change, AN, one.id)
        assert not notices.read(change, AN, one.id)
        assert notices.unread(change.connection, AN) == ()


def test_who_answered_the_first_round_is_not_given_the_second(house: Warehouse) -> None:
    asked(house, rows.about_field(rounds=2))
    task_id = only(house)
    rows.answered(house, task_id, AN)
    assert taken(house, AN) is None
    for taking in (claimed, stolen):
        with pytest.raises(NotYours):
            taking(house, task_id, AN)
    held = taken(house, BINH)
    assert held
    assert held.round.name == "SECOND"


def test_who_took_the_answer_back_is_given_the_question_again(house: Warehouse) -> None:
    asked(house, rows.about_field(rounds=2))
    rows.answered(house, only(house), AN)
    rows.undone(house, AN, tab="")
    held = taken(house, AN)
    assert held
    assert held.round.name == "FIRST"


def test_the_third_round_is_for_second_readers_who_are_neither(house: Warehouse) -> None:
    asked(house, rows.about_field(rounds=2))
    task_id = only(house)
    rows.answered(house, task_id, AN, value="An")
    rows.answered(house, task_id, BINH, value="Ân")
    assert taken(house, rows.CHI) is None
    with pytest.raises(NotYours):
        claimed(house, task_id, rows.CHI)
    for reader in (AN, BINH):
        assert taken(house, reader, rows.SENIOR) is None
    held = taken(house, rows.CHI, rows.SENIOR)
    assert held
    assert held.round.name == "THIRD"


def test_what_was_handed_on_waits_for_a_supervisor_and_stops_nobody(house: Warehouse) -> None:
    asked(house, rows.about_field("a"), rows.about_field("b"))
    first = taken(house, AN)
    assert first
    rows.gives(house, given(first.task_id, Action.ESCALATE))
    second = taken(house, AN)
    assert second
    assert second.task_id != first.task_id
    assert taken(house, BINH) is None
    held = taken(house, rows.CHI, rows.SUPERVISOR)
    assert held
    assert held.task_id == first.task_id
    assert held.handed_on
    assert held.handed_on.name == "LAW"


def test_what_is_not_open_is_not_held(house: Warehouse) -> None:
    dossier_id = asked(house)
    task_id = only(house)
    house.open_tasks(dossier_id, "k2", [])
    with pytest.raises(VersionGone):
        claimed(house, task_id, AN)
    with pytest.raises(NotHeld):
        claimed(house, rows.NOBODY, AN)
    assert taken(house, AN, Wanted()) is None
