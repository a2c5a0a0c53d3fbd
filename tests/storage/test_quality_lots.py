"""Lots of one day: sampled, keyed again by people who do not see what was accepted, and concluded from."""

from collections import Counter
from collections.abc import Iterator

import made_lots as made
import pytest
import storage_makers as make

from errors import NotHeld
from reuse.recall import open_new
from storage.quality import lots, stating
from storage.quality.acceptance import LotState
from storage.quality.judging import judge
from storage.quality.planning import Planned, plan_samples
from storage.question import Origin, Round
from storage.review import effects
from storage.review.given import Action
from storage.review.refusals import NotYours
from storage.schema import AUDIT, READING, REVIEW_TASK
from storage.schema_quality import QUALITY_SAMPLE, QUALITY_VERDICT
from storage.sealing.vault import Vault
from storage.states import DossierState, TaskState
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


@pytest.fixture
def clock() -> made.Clock:
    return made.Clock()


@pytest.fixture
def warehouse(warehouse_url: str, vault: Vault, clock: made.Clock) -> Iterator[Warehouse]:
    with Warehouse(warehouse_url, vault, actor="machine", clock=clock) as opened:
        yield opened


def day_of_loads(warehouse: Warehouse, clock: made.Clock, dossiers: int = 12, fields: int = 10) -> list[str]:
    """A day's loads; then it is the next morning."""
    ids = [made.loaded(warehouse, f"hồ sơ {number}", fields) for number in range(dossiers)]
    clock.later(days=1)
    return ids


def the_lot(warehouse: Warehouse) -> lots.Lot:
    with warehouse.looking() as connection:
        (lot,) = lots.lots(connection)
    return lot


def judged(warehouse: Warehouse, clock: made.Clock) -> int:
    clock.later(minutes=1)
    with warehouse.changing() as change:
        return judge(change)


def verdicts(warehouse: Warehouse) -> Counter[str]:
    with warehouse.looking() as connection:
        return Counter(row.verdict for row in connection.execute(QUALITY_VERDICT.select()))


def test_a_lot_that_is_right_is_accepted_and_says_so_with_its_records(warehouse: Warehouse, clock: made.Clock) -> None:
    ids = day_of_loads(warehouse, clock)
    planned = plan_samples(warehouse, made.KEY)
    lot = the_lot(warehouse)
    assert (lot.office, lot.day, lot.size) == (made.OFFICE, made.DAY, 120)
    assert planned == Planned(lots=1, asked=lot.wanted)
    assert lot.wanted == 30  # a quarter: more is not asked of one lot
    for item in made.open_questions(warehouse):
        made.answer(warehouse, item.task_id, "cb-1", made.truth(item).upper())
    assert judged(warehouse, clock) == 30
    lot = the_lot(warehouse)
    assert (lot.looked, lot.wrong, lot.state) == (30, 0, LotState.UNDECIDED)
    assert lot.bound is not None
    assert lot.running_bound is not None
    assert 0.05 < lot.running_bound < lot.bound < 0.12
    with warehouse.looking() as connection:
        (told,) = stating.quality_of(connection, warehouse.records(ids[0])[0].id)
    assert (told.lot_id, told.bound, told.state) == (lot.id, lot.bound, LotState.UNDECIDED)
    assert "kiểm 30/120 mục, sai 0" in told.said


def test_it_is_planned_once_however_often_it_is_asked(warehouse: Warehouse, clock: made.Clock) -> None:
    day_of_loads(warehouse, clock, 4)
    assert plan_samples(warehouse, made.KEY).asked == 10
    assert plan_samples(warehouse, made.KEY) == Planned()
    first = {(one.question.document_id, one.question.field) for one in made.open_questions(warehouse)}
    assert len(first) == 10


def test_another_run_over_the_same_loads_chooses_the_same(
    warehouse: Warehouse, clock: made.Clock, emptied: object
) -> None:
    chosen = []
    for _ in range(2):
        emptied()  # type: ignore[operator]
        clock.now = made.LOADED_AT
        day_of_loads(warehouse, clock, 4)
        plan_samples(warehouse, made.KEY)
        chosen.append({(one.question.document_id, one.question.field) for one in made.open_questions(warehouse)})
    assert chosen[0] == chosen[1]


def test_what_is_not_over_yet_is_no_lot(warehouse: Warehouse, clock: made.Clock) -> None:
    made.loaded(warehouse, "a")
    assert plan_samples(warehouse, made.KEY) == Planned()
    assert plan_samples(warehouse, made.KEY, until=made.DAY).lots == 1


def test_what_was_loaded_long_ago_is_no_lot_any_more(warehouse: Warehouse, clock: made.Clock) -> None:
    made.loaded(warehouse, "a")
    clock.later(days=40)
    assert plan_samples(warehouse, made.KEY) == Planned()


def test_no_question_of_control_shows_what_was_accepted(warehouse: Warehouse, clock: made.Clock) -> None:
    day_of_loads(warehouse, clock, 2)
    plan_samples(warehouse, made.KEY)
    for item in made.open_questions(warehouse):
        assert item.question.origin is Origin.SAMPLE
        assert item.round is Round.CHECK
        assert "Giá trị" not in item.question.question
        assert item.question.told is None


def test_a_sample_keeps_no_dossier_waiting(warehouse: Warehouse, clock: made.Clock) -> None:
    (one, *_) = day_of_loads(warehouse, clock, 2)
    plan_samples(warehouse, made.KEY)
    clock.later(minutes=10)
    with warehouse.changing() as change:
        assert effects.ready(change.connection, clock.now) == ()
        assert effects.apply(change, one) == 0
    made.load(warehouse, one, {"truong_0": "Giá trị mới"}, "load 2")
    assert all(item.state is TaskState.OPEN for item in made.open_questions(warehouse, Origin.SAMPLE))
    assert made.open_questions(warehouse, Origin.SAMPLE)


def test_a_difference_goes_to_a_third_person_and_a_wrong_value_is_corrected(
    warehouse: Warehouse, clock: made.Clock
) -> None:
    day_of_loads(warehouse, clock)
    plan_samples(warehouse, made.KEY)
    (item, *rest) = made.open_questions(warehouse)
    made.answer(warehouse, item.task_id, "cb-1", "Giá trị khác")
    for one in rest:
        made.answer(warehouse, one.task_id, "cb-1", made.truth(one))
    assert judged(warehouse, clock) == 29
    (third,) = made.open_questions(warehouse)
    assert (third.task_id, third.round, third.question.origin) == (item.task_id, Round.THIRD, Origin.SAMPLE)
    with pytest.raises(NotYours):
        made.answer(warehouse, item.task_id, "cb-1", "Giá trị khác")
    assert not effects_of(warehouse, clock, item.dossier_id)
    made.answer(warehouse, item.task_id, "cb-3", "Giá trị khác")
    assert judged(warehouse, clock) == 1
    assert verdicts(warehouse) == {"RIGHT": 29, "WRONG": 1}
    assert the_lot(warehouse).state is LotState.OPEN  # one is wrong: more is looked at
    assert effects_of(warehouse, clock, item.dossier_id)
    (reading,) = revisions(warehouse, item)
    assert (reading.value, reading.by) == ("Giá trị khác", "cb-3")


def test_who_had_read_a_value_that_proved_wrong_gets_a_recall(warehouse: Warehouse, clock: made.Clock) -> None:
    """What is found wrong is loaded anew, and the recall that follows every such load does the rest."""
    (one,) = day_of_loads(warehouse, clock, 1)
    plan_samples(warehouse, made.KEY)
    item = made.open_questions(warehouse)[0]
    for person in ("cb-1", "cb-3"):
        made.answer(warehouse, item.task_id, person, "Giá trị khác")
        judged(warehouse, clock)
    assert open_new(warehouse) == 0
    assert effects_of(warehouse, clock, one)
    warehouse.move(one, DossierState.RESOLVED)
    values = {each.field: each.value for each in warehouse.records(one)[0].fields}
    made.load(warehouse, one, {**values, str(item.question.field): "Giá trị khác"}, "load 2")
    assert open_new(warehouse) == 1


def effects_of(warehouse: Warehouse, clock: made.Clock, dossier_id: str) -> bool:
    clock.later(minutes=1)
    with warehouse.changing() as change:
        return dossier_id in effects.ready(change.connection, clock.now) and bool(effects.apply(change, dossier_id))


def revisions(warehouse: Warehouse, item: object) -> list[object]:
    document, field = item.question.document_id, item.question.field  # type: ignore[attr-defined]
    ours = (READING.c.document_id == document) & (READING.c.field == field) & (READING.c.revision > 1)
    with warehouse.looking() as connection:
        return list(connection.execute(READING.select().where(ours)))


def test_where_the_third_bears_the_machine_out_nothing_changes(warehouse: Warehouse, clock: made.Clock) -> None:
    day_of_loads(warehouse, clock, 2)
    plan_samples(warehouse, made.KEY)
    item = made.open_questions(warehouse)[0]
    made.answer(warehouse, item.task_id, "cb-1", None, Action.UNREADABLE)
    judged(warehouse, clock)
    made.answer(warehouse, item.task_id, "cb-3", made.truth(item))
    judged(warehouse, clock)
    assert verdicts(warehouse) == {"RIGHT": 1}
    assert not effects_of(warehouse, clock, item.dossier_id)
    assert not revisions(warehouse, item)


def test_a_lot_that_is_wrong_is_rejected_and_looked_at_whole(warehouse: Warehouse, clock: made.Clock) -> None:
    day_of_loads(warehouse, clock, 3)
    plan_samples(warehouse, made.KEY)
    for item in made.open_questions(warehouse):
        made.answer(warehouse, item.task_id, "cb-1", "Sai cả")
    judged(warehouse, clock)
    for item in made.open_questions(warehouse):
        made.answer(warehouse, item.task_id, "cb-3", "Sai cả")
    judged(warehouse, clock)
    lot = the_lot(warehouse)
    assert (lot.state, lot.wrong, lot.wanted) == (LotState.REJECTED, 8, 30)
    assert plan_samples(warehouse, made.KEY).asked == 22
    for item in made.open_questions(warehouse):
        made.answer(warehouse, item.task_id, "cb-1", made.truth(item))
    judged(warehouse, clock)
    lot = the_lot(warehouse)
    assert (lot.state, lot.looked, lot.bound) == (LotState.CHECKED_WHOLE, 30, 8 / 30)


def test_what_is_loaded_again_adds_only_what_is_new(warehouse: Warehouse, clock: made.Clock) -> None:
    (one,) = day_of_loads(warehouse, clock, 1)
    plan_samples(warehouse, made.KEY)
    values = {f"truong_{number}": f"Giá trị {number}" for number in range(10)}
    made.load(warehouse, one, values, "load 2", keyed=["truong_3"])
    clock.later(days=1)
    assert plan_samples(warehouse, made.KEY).lots == 1
    with warehouse.looking() as connection:
        assert [lot.size for lot in lots.lots(connection)] == [1, 10]
        told = stating.quality_of(connection, warehouse.records(one)[0].id)
    assert [one.size for one in told] == [1, 10]


def test_what_is_expected_is_sealed_and_stands_in_no_row_of_the_audit(warehouse: Warehouse, clock: made.Clock) -> None:
    day_of_loads(warehouse, clock, 2)
    plan_samples(warehouse, made.KEY)
    with warehouse.looking() as connection:
        kept = connection.exec_driver_sql("SELECT expected FROM quality_sample").scalars().all()
        audit = str(connection.execute(AUDIT.select()).all())
    assert kept
    assert not any("Giá trị" in one for one in kept)
    assert "Giá trị" not in audit
    assert make.NAME not in audit


def test_of_a_record_that_is_in_no_lot_nothing_is_said(warehouse: Warehouse) -> None:
    one = made.loaded(warehouse, "a")
    with warehouse.looking() as connection:
        assert stating.quality_of(connection, warehouse.records(one)[0].id) == ()
    with pytest.raises(NotHeld):
        warehouse.record("00000000-0000-0000-0000-000000000000")


def test_samples_name_their_task(warehouse: Warehouse, clock: made.Clock) -> None:
    day_of_loads(warehouse, clock, 2)
    plan_samples(warehouse, made.KEY)
    with warehouse.looking() as connection:
        sampled = set(connection.execute(QUALITY_SAMPLE.select()).scalars())
        tasks = {row.id for row in connection.execute(REVIEW_TASK.select())}
    assert sampled == tasks
