"""The order in which questions are asked, page by page; by whom each is seen; the plan that PostgreSQL makes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import review_rows as rows
import storage_makers as make
from review_rows import AN, BINH, TAB, Clock, about_field, asked, given, taken
from sqlalchemy import event

from errors import NotHeld
from storage.change import write_all
from storage.grants import Role
from storage.personal import Private
from storage.question import Question
from storage.review import claims, notices, questions
from storage.review.given import Action
from storage.review.questions import QueueItem, Wanted
from storage.schema import REVIEW_TASK
from storage.sealing.owner import of_dossier
from storage.sealing.vault import Vault
from storage.states import Owner, TaskState
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
PERSON = Question("NAMESAKES", f"Hồ sơ này là của ai? {make.NAME}")
OFFICE = "H56.12"  # of the dossiers that are made


def seen(house: Warehouse, wanted: Wanted = rows.ANYTHING, clock: Clock | None = None) -> list[QueueItem]:
    with house.looking() as connection:
        return list(questions.queue(connection, wanted, now=clock() if clock else None))


def test_first_by_day_then_by_what_an_answer_saves_then_by_age(house: Warehouse, clock: Clock) -> None:
    of_two = asked(house, about_field("a"), about_field("b"), seed="two")
    alone = asked(house, about_field("c"), seed="alone")
    whole = asked(house, PERSON, seed="whole")
    clock.pass_by(timedelta(days=3))
    later = asked(house, PERSON, seed="later")
    assert [one.dossier_id for one in seen(house)] == [whole, alone, of_two, of_two, later]


def test_what_is_left_of_a_dossier_is_worth_more_with_each_answer(house: Warehouse) -> None:
    of_three = asked(house, *map(about_field, "abc"), seed="three")
    asked(house, *map(about_field, "de"), seed="two")
    last = seen(house)[-1]
    assert last.dossier_id == of_three
    for _ in range(2):
        rows.answered(house, house.tasks(of_three)[0].id)
    assert seen(house)[0].dossier_id == of_three
    before = seen(house)[0]
    assert rows.undone(house).dossier_id == of_three
    assert seen(house)[-1].worth < before.worth
    assert rows.version(house, before.task_id) == 1  # what is worth more is no other question


def test_pages_of_the_queue_hold_each_question_once(house: Warehouse) -> None:
    for number in range(3):
        asked(house, *(about_field(f"muc_{each}") for each in range(5)), seed=f"d{number}")
    whole, place = seen(house), None
    paged: list[QueueItem] = []
    with house.looking() as connection:
        while page := questions.queue(connection, Wanted(), place, 4):
            paged += page
            place = page[-1].place
    assert paged == whole
    assert len({one.task_id for one in whole}) == 15


def test_the_queue_says_nothing_about_anybody(house: Warehouse) -> None:
    asked(house, PERSON, about_field())
    assert make.NAME not in str(seen(house))


FILTERS = {
    "another procedure": (Wanted(procedure="2.000815"), 0),
    "the procedure": (Wanted(procedure="1.004194"), 2),
    "another office": (Wanted(offices=("H01",)), 0),
    "one of two offices": (Wanted(offices=("H01", OFFICE)), 2),
    "a kind": (Wanted(kinds=("NAMESAKES",)), 1),
    "older than it is": (Wanted(older_than_days=1), 0),
    "what is handed on": (Wanted(owners=(Owner.SUPERVISOR,)), 0),
    "held by oneself": (Wanted(mine=True, person=AN), 1),
    "held by oneself, and nothing is": (Wanted(mine=True, person=BINH), 0),
}


@pytest.mark.parametrize(("wanted", "count"), FILTERS.values(), ids=FILTERS.keys())
def test_what_is_wanted(wanted: Wanted, count: int, house: Warehouse, clock: Clock) -> None:
    asked(house, PERSON, about_field())
    taken(house, AN)
    assert len(seen(house, wanted, clock)) == count
    with house.looking() as connection:
        counted = questions.counts(connection, wanted, today=clock.now.date(), now=clock.now)
    assert (counted.open, sum(counted.by_kind.values())) == (count, count)


def test_counts_tell_what_is_free_and_what_is_late(house: Warehouse, clock: Clock) -> None:
    asked(house, PERSON, about_field())
    taken(house, AN)
    clock.pass_by(timedelta(seconds=60))
    with house.looking() as connection:
        now = questions.counts(connection, Wanted(), today=clock.now.date(), now=clock.now)
        later = clock.now + timedelta(days=5)
        then = questions.counts(connection, Wanted(), today=later.date(), now=later)
    assert (now.open, now.free, now.overdue) == (2, 1, 0)
    assert (then.open, then.free, then.overdue) == (2, 2, 2)
    assert now.oldest is not None


def test_whoever_holds_a_question_is_named(house: Warehouse, clock: Clock) -> None:
    asked(house)
    taken(house, AN)
    assert seen(house, clock=clock)[0].held_by == AN
    clock.pass_by(timedelta(minutes=5))
    assert seen(house, clock=clock)[0].held_by is None


def test_a_question_with_all_that_it_rests_on(house: Warehouse) -> None:
    dossier_id = house.take_in(make.new_dossier())
    scan = house.scans(dossier_id)[0]
    house.save_documents(dossier_id, "x1", {scan.id: [make.document()]})
    document = house.documents(dossier_id)[0]
    told = {"scan": scan.id, "pages": [1]}
    house.open_tasks(dossier_id, "k1", [replace(about_field(document_id=document.id), told=told)])
    found = taken(house, AN)
    assert found
    assert found.document == document
    assert found.scan_digest == scan.digest
    assert found.reading
    assert found.reading.evidence[0].box == make.BOX
    assert found.latest
    assert (found.latest.value, found.latest.revision) == (make.NAME, 1)
    assert found.question.told == told
    assert (found.dossier_code, found.office) == ("H56.12-261115-0007", OFFICE)
    assert make.NAME not in repr(found)
    with house.looking() as connection, pytest.raises(NotHeld):
        questions.item(connection, rows.NOBODY)


# --- the offices of staff


@contextmanager
def at(url: str, vault: Vault, clock: Clock, *offices: str) -> Iterator[Warehouse]:
    with Warehouse(url, vault, role=Role.REVIEW, clock=clock) as station:
        yield station.of_offices(offices)


def test_staff_of_other_offices_see_and_hold_nothing(
    house: Warehouse, warehouse_url: str, vault: Vault, clock: Clock
) -> None:
    asked(house)
    task_id = rows.only(house)
    for offices in ((), ("H01",)):
        with at(warehouse_url, vault, clock, *offices) as station:
            assert seen(station) == []
            assert taken(station, AN) is None
            with pytest.raises(NotHeld):
                rows.claimed(station, task_id, AN)
            with pytest.raises(NotHeld):
                rows.gives(station, given(task_id))


def test_staff_do_their_whole_work_under_their_role(
    house: Warehouse, warehouse_url: str, vault: Vault, clock: Clock
) -> None:
    asked(house, about_field("a", rounds=2), about_field("b"))
    with at(warehouse_url, vault, clock, OFFICE) as station:
        first = taken(station, AN)
        assert first
        with station.changing(BINH) as change:
            claims.steal(change, first.task_id, BINH, TAB)
        with station.changing(AN) as change:
            (notice,) = notices.unread(change.connection, AN)
            assert notices.read(change, AN, notice.id)
        rows.gives(station, given(first.task_id), BINH)
        rows.undone(station, BINH)
        rows.gives(station, given(first.task_id, Action.ESCALATE, version=3), BINH)
        with station.changing(BINH) as change:
            second = claims.claim_next(change, BINH, TAB, Wanted())
            assert second
            assert claims.beat_all(change, BINH, TAB, [second.task_id]) == (second.task_id,)
            assert claims.release(change, second.task_id, BINH, TAB)


# --- what it takes


def many(house: Warehouse, count: int) -> None:
    """So many open questions of one dossier, over three days, and as many settled ones."""
    dossier_id = asked(house)
    with house.changing() as change:
        told = Private("?", of_dossier(dossier_id))
        more = [
            {
                "id": f"00000000-0000-4000-8000-{number:012}",
                "dossier_id": dossier_id,
                "key": "k",
                "kind": "LOW_CONFIDENCE",
                "question": told,
                "state": (TaskState.OPEN if number % 2 else TaskState.SETTLED).name,
                "owner": Owner.REVIEWER.name if number % 2 else None,
                "deadline": change.today + timedelta(days=number % 3) if number % 2 else None,
                "worth": float(number % 7),
                "made_at": change.now,
                "changed_at": change.now,
            }
            for number in range(2 * count)
        ]
        write_all(change.connection, REVIEW_TASK, more)
    with house.looking() as connection:
        connection.exec_driver_sql("ANALYZE")


def test_with_two_thousand_open_every_page_walks_the_index_in_order(house: Warehouse) -> None:
    many(house, 2000)
    plans: list[str] = []
    with house.looking() as connection:

        def explain(_connection: object, cursor: object, statement: str, said: Any, *_: object) -> None:
            if "ORDER BY review_task.deadline" in statement:
                other = connection.connection.cursor()
                other.execute(f"EXPLAIN {statement}", said)
                plans.append("\n".join(row[0] for row in other.fetchall()))

        event.listen(connection, "before_cursor_execute", explain)
        place = None
        for _ in range(20):
            place = questions.queue(connection, Wanted(person=AN), place)[-1].place
    assert len(plans) == 20
    for plan in plans:
        assert "ix_review_task_queue" in plan
        assert "Sort" not in plan
