"""Questions whose answer is known, whoever accepts a planted slip, and who keys what where two are needed."""

from collections.abc import Iterator
from datetime import date

import made_lots as made
import pytest

from storage.change import Change
from storage.quality import known, rates
from storage.quality.double_entry import doubled, parsed, rounds
from storage.quality.judging import judge
from storage.quality.planning import plan_samples
from storage.quality.policy import policy, sign_limits
from storage.question import Origin, Question
from storage.review import effects, notices
from storage.review.given import Action, Shown
from storage.review.notices import NoticeKind
from storage.schema import READING
from storage.schema_quality import QUALITY_RATE, QUALITY_SAMPLE
from storage.schema_staff import STAFF_POST
from storage.sealing.vault import Vault
from storage.staff.accounts import NewStaff, add
from storage.staff.posts import StaffRole, posts_of
from storage.tasks import ask_more
from storage.warehouse import Warehouse


@pytest.fixture
def clock() -> made.Clock:
    return made.Clock()


@pytest.fixture
def warehouse(warehouse_url: str, vault: Vault, clock: made.Clock) -> Iterator[Warehouse]:
    with Warehouse(warehouse_url, vault, actor="machine", clock=clock) as opened:
        yield opened


def agreed(warehouse: Warehouse, clock: made.Clock, number: int, fields: int = 12) -> None:
    """So many fields that two people keyed alike, each without the other."""
    for seed in range(number // fields + 1):
        dossier_id = made.loaded(warehouse, f"hai người {seed}", fields)
        document_id = warehouse.documents(dossier_id)[0].id
        asked = [
            Question("LOW_CONFIDENCE", "Trên giấy ghi gì?", f"truong_{place}", document_id, None, 2)
            for place in range(min(fields, number - seed * fields))
        ]
        with warehouse.changing() as change:
            ask_more(change, dossier_id, "two", asked)
    for person in ("cb-1", "cb-2"):
        for item in made.open_questions(warehouse, Origin.DOUBLE):
            made.answer(warehouse, item.task_id, person, made.truth(item))
    clock.later(days=1)


def seeded(warehouse: Warehouse) -> int:
    with warehouse.changing() as change:
        return known.seed(change, made.KEY, policy(date(2026, 11, 21)))


@pytest.mark.contract
def test_known_answers_are_asked_again_with_and_without_a_slip(warehouse: Warehouse, clock: made.Clock) -> None:
    agreed(warehouse, clock, 30)
    assert seeded(warehouse) == 2
    assert seeded(warehouse) == 0
    origins = sorted(item.question.origin.name for item in made.open_questions(warehouse))
    assert origins == ["GOLD", "PREFILL_TEST"]
    (test,) = made.open_questions(warehouse, Origin.PREFILL_TEST)
    assert test.question.kind == "LOW_CONFIDENCE"
    assert test.question.told is not None
    assert test.question.told["prefill"] != made.truth(test)


@pytest.mark.contract
def test_where_few_were_answered_nothing_is_seeded(warehouse: Warehouse, clock: made.Clock) -> None:
    agreed(warehouse, clock, 20)
    assert seeded(warehouse) == 0


@pytest.mark.contract
def test_who_accepts_a_slip_is_told_alone_and_no_record_has_it(warehouse: Warehouse, clock: made.Clock) -> None:
    agreed(warehouse, clock, 30)
    with warehouse.changing() as change:
        for one in effects.ready(change.connection, clock.now):
            effects.apply(change, one)
    seeded(warehouse)
    (test,) = made.open_questions(warehouse, Origin.PREFILL_TEST)
    assert test.question.told is not None
    slip = test.question.told["prefill"]
    made.answer(warehouse, test.task_id, "cb-5", slip, Action.ACCEPT, shown=Shown.WRONG_PREFILL)
    clock.later(minutes=1)
    with warehouse.changing() as change:
        assert judge(change) == 1
        assert judge(change) == 0
        assert effects.ready(change.connection, clock.now) == ()
        told = {one: [each.kind for each in notices.unread(change.connection, one)] for one in ("cb-1", "cb-5")}
        values = {row.value for row in change.connection.execute(READING.select())}
    assert told == {"cb-1": [], "cb-5": [NoticeKind.TOOK_THE_SLIP]}
    assert slip not in values


@pytest.mark.contract
def test_what_nobody_took_is_withdrawn(warehouse: Warehouse, clock: made.Clock) -> None:
    agreed(warehouse, clock, 30)
    seeded(warehouse)
    clock.later(days=6)
    with warehouse.changing() as change:
        assert known.withdraw_stale(change, policy(change.today)) == 2
    assert not made.open_questions(warehouse, Origin.GOLD, Origin.PREFILL_TEST)


@pytest.mark.contract
def test_signs_raise_a_sample_of_that_persons_answers(warehouse: Warehouse, clock: made.Clock) -> None:
    """One takes a slip; from then on some of what this person accepted is keyed again beside the lot's sample."""
    agreed(warehouse, clock, 30)
    seeded(warehouse)
    (test,) = made.open_questions(warehouse, Origin.PREFILL_TEST)
    assert test.question.told is not None
    made.answer(
        warehouse, test.task_id, "cb-5", test.question.told["prefill"], Action.ACCEPT, shown=Shown.WRONG_PREFILL
    )
    for _ in range(4):
        with warehouse.changing() as change:
            rates.renew(change, sign_limits())
            assert rates.renew(change, sign_limits()) == 0
        clock.later(days=1)
    factors = [row.factor for row in rows(warehouse, QUALITY_RATE.select().order_by(QUALITY_RATE.c.number))]
    assert factors == [2, 4, 8]
    accept_all(warehouse, "cb-5", 60)
    clock.later(days=1)
    planned = plan_samples(warehouse, made.KEY)
    beside = [row for row in rows(warehouse, QUALITY_SAMPLE.select()) if not row.counted and row.origin == "SAMPLE"]
    assert planned.beside == len(beside) > 0
    assert {row.person for row in beside} == {"cb-5"}


def accept_all(warehouse: Warehouse, person: str, fields: int) -> None:
    """A dossier of which this person accepted every field as it was shown."""
    dossier_id = made.loaded(warehouse, "nhận cả", fields)
    document_id = warehouse.documents(dossier_id)[0].id
    asked = [Question("LOW_CONFIDENCE", "Trên giấy ghi gì?", f"truong_{place}", document_id) for place in range(fields)]
    with warehouse.changing() as change:
        ids = ask_more(change, dossier_id, "one", asked)
    for place, task_id in enumerate(ids):
        value = f"Giá trị {place} của nhận cả"
        made.answer(warehouse, task_id, person, value, Action.ACCEPT, shown=Shown.PREFILLED)


def rows(warehouse: Warehouse, chosen: object) -> list[object]:
    with warehouse.looking() as connection:
        return list(connection.execute(chosen))  # type: ignore[call-overload]


# --- double entry

FIELDS = """
field              | people
so_dinh_danh       | 2
ho_ten             | 2
ho_ten_me          | 2
vo_ho_ten          | 2
nam_sinh_cha       | 2
ngay_sinh          | 2
noi_thuong_tru     | 1
ngay_cap           | 1
quan_he            | 1
"""


@pytest.mark.parametrize("line", FIELDS.strip().splitlines()[1:])
def test_fields_that_two_people_key(line: str) -> None:
    field, people = (cell.strip() for cell in line.split("|"))
    assert rounds(field, date(2026, 11, 22)) == int(people)
    assert rounds(field, date(2020, 1, 1)) == 1
    assert rounds(None, date(2026, 11, 22)) == 1


def test_a_rule_that_is_not_understood_is_refused() -> None:
    with pytest.raises(ValueError, match="source"):
        parsed('[[rule]]\nfields = ["ho_ten"]\nvalid_from = 2026-01-01\nsourse = "x"')


STAFF = """
posts                                                  | people asked
                                                       | 1
CLERK@H56.12 CLERK@H56.12                              | 1
CLERK@H56.12 CLERK@H56.12 CLERK@H56.12                 | 1
CLERK@H56.12 CLERK@H56.12 SECOND_READER@H56.12         | 2
CLERK@H56.12 CLERK@H56.12 SUPERVISOR@*                 | 2
CLERK@H56.12 CLERK@* SUPERVISOR@*                      | 1
CLERK@* CLERK@* SUPERVISOR@*                           | 1
CLERK@H56.12 SECOND_READER@H56.12 SUPERVISOR@H56.12    | 2
CLERK@H56.12 SECOND_READER@H56.12                      | 1
CLERK@H56.12 CLERK@H57.1 SECOND_READER@H56.12          | 1
CLERK@H56.12 AUDITOR@H56.12 SECOND_READER@H56.12       | 1
"""


@pytest.mark.contract
@pytest.mark.parametrize("line", STAFF.strip().splitlines()[1:])
def test_two_are_asked_only_where_there_are_people_for_it(warehouse: Warehouse, line: str) -> None:
    posts, people = line.split("|")
    dossier_id = made.loaded(warehouse, "a")
    with warehouse.changing() as change:
        change.connection.execute(STAFF_POST.delete())
        for number, post in enumerate(posts.split()):
            role, _, office = post.partition("@")
            add(change, NewStaff(f"cb{number}", "Cán Bộ Thử", posts_of([StaffRole[role]], [office])))
        assert asked_of(change, dossier_id) == [int(people), 1]


def asked_of(change: Change, dossier_id: str) -> list[int]:
    """How many people are asked for a name, and for a place."""
    questions = [Question("LOW_CONFIDENCE", "?", "ho_ten"), Question("LOW_CONFIDENCE", "?", "noi_sinh")]
    return [each.rounds for each in doubled(change, {dossier_id: questions})[dossier_id]]
