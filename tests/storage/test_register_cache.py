"""Answers of the registers that are used again: for how long, for what, and what is never kept."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from errors import QueryBudgetSpent, RegisterRefused, RegisterUnavailable
from matching.gateway.http import Answer, HttpRegister
from matching.gateway.inquiry import InquiryOutcome, KeptAnswer, Ledger, Purpose, Supposition
from storage.personal import Private
from storage.register_cache import RegisterCache, purge
from storage.schema_cache import KEPT_ANSWER
from storage.sealing.owner import SYSTEM
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HOURS = 24
FIRST = Purpose("1.001193", "canbo.a", "H00.01", "D1")
SECOND = replace(FIRST, dossier_id="D2", officer="canbo.b")
QUESTION = {"SoDinhDanh": "099187000123"}


class Register(HttpRegister):
    """Answers what it is told, or raises it, and counts."""

    def __init__(self, told: object, *, mock: bool = False) -> None:
        self.told, self.mock, self.asked = told, mock, 0

    def ask(self, service: str, question: Mapping[str, Any], understood: Callable[..., Any]) -> Answer[Any]:
        self.asked += 1
        if isinstance(self.told, Exception):
            raise self.told
        return Answer(b"raw", self.told, self.mock)


@pytest.fixture
def kept(warehouse: Warehouse) -> Callable[[], int]:
    def count() -> int:
        with warehouse.looking() as connection:
            return connection.execute(select(func.count()).select_from(KEPT_ANSWER)).scalar_one()

    return count


def asks(
    warehouse: Warehouse, register: Register, purpose: Purpose = FIRST, at: datetime = NOON, **more: Any
) -> tuple[object, Ledger]:
    """One dossier asks the question at a time, and saves what it may keep."""
    cache = RegisterCache(warehouse, more.pop("hours", HOURS), clock=lambda: at, **more)
    ledger = Ledger("population", register, purpose, 1, b"key", cache, lambda: at)
    try:
        return ledger.ask("S", QUESTION, Supposition.AS_READ, lambda answer: answer), ledger
    finally:
        cache.save()


def test_an_answer_is_used_again_costs_nothing_and_is_noted(warehouse: Warehouse) -> None:
    register = Register(("A",))
    assert asks(warehouse, register)[0] == ("A",)
    again, ledger = asks(warehouse, register, SECOND, NOON + timedelta(hours=23))
    assert (again, register.asked, ledger.left) == (("A",), 1, 1)
    (first,), (second,) = asks(warehouse, Register(("A",)), replace(FIRST, office="H2"))[1].inquiries, ledger.inquiries
    assert (first.cached, second.cached) == (False, True)
    assert second.purpose == SECOND  # the use is that of the second dossier and its officer
    assert (second.request_digest, second.answer_digest) == (first.request_digest, first.answer_digest)
    assert (second.outcome, second.asked_at) == (InquiryOutcome.HIT, NOON + timedelta(hours=23))


# what was answered / hours later / whether the register is asked again
TIMES = [
    (("A",), 23.9, False),
    (("A",), 24.0, True),
    ((), 1.9, False),
    ((), 2.0, True),  # "nobody" is good for a twelfth of the time only
]


@pytest.mark.parametrize(("told", "hours", "again"), TIMES)
def test_what_is_past_its_time_is_asked_again(
    warehouse: Warehouse, told: tuple[str, ...], hours: float, again: bool
) -> None:
    register = Register(told)
    asks(warehouse, register)
    asks(warehouse, register, SECOND, NOON + timedelta(hours=hours))
    assert register.asked == 1 + again


# the second dossier's purpose, or how the cache is set -> whether the register is asked again
OTHERS: list[tuple[Purpose, dict[str, Any], bool]] = [
    (SECOND, {}, False),
    (replace(SECOND, procedure="1.004194"), {}, True),
    (replace(SECOND, office="H00.02"), {}, True),
    (SECOND, {"hours": 0}, True),
    (SECOND, {"hours": 0.5}, True),  # the time was cut since
    (SECOND, {"production": True}, True),  # a mock gave it
]


@pytest.mark.parametrize(("purpose", "setting", "again"), OTHERS, ids=range(len(OTHERS)))
def test_an_answer_serves_its_purpose_only(
    warehouse: Warehouse, purpose: Purpose, setting: dict[str, Any], again: bool
) -> None:
    register = Register(("A",), mock=True)
    asks(warehouse, register)
    asks(warehouse, register, purpose, NOON + timedelta(hours=1), **setting)
    assert register.asked == 1 + again


@pytest.mark.parametrize("failure", [RegisterUnavailable("population: x"), RegisterRefused("population: 005")])
def test_a_failure_is_never_kept(warehouse: Warehouse, kept: Callable[[], int], failure: Exception) -> None:
    with pytest.raises(type(failure)):
        asks(warehouse, Register(failure))
    assert kept() == 0


def test_nothing_is_kept_where_no_time_is_given_or_nothing_is_saved(
    warehouse: Warehouse, kept: Callable[[], int]
) -> None:
    asks(warehouse, Register(("A",)), hours=0)
    cache = RegisterCache(warehouse, HOURS)
    Ledger("population", Register(("A",)), FIRST, 1, b"key", cache).ask("S", QUESTION, Supposition.AS_READ, tuple)
    assert kept() == 0


def test_what_is_over_is_deleted(warehouse: Warehouse, kept: Callable[[], int]) -> None:
    asks(warehouse, Register(("A",)))
    assert purge(warehouse, NOON + timedelta(hours=23)) == 0
    assert purge(warehouse, NOON + timedelta(hours=24)) == 1
    assert kept() == 0
    asks(warehouse, Register(("A",)))
    RegisterCache(warehouse, HOURS, clock=lambda: NOON + timedelta(hours=24)).save()
    assert kept() == 0


def test_of_two_answers_the_newer_stays(warehouse: Warehouse) -> None:
    def keep(content: str, at: datetime) -> None:
        cache = RegisterCache(warehouse, HOURS, clock=lambda: NOON)
        cache.keep("population", "d", KeptAnswer(content, "a", mock=False, asked_at=at), empty=False)
        cache.save()

    keep("new", NOON)
    keep("old", NOON - timedelta(hours=1))
    found = RegisterCache(warehouse, HOURS).find("d", NOON + timedelta(minutes=1))
    assert found == KeptAnswer("new", "a", mock=False, asked_at=NOON)


def test_a_kept_answer_that_is_not_understood_is_asked_for(warehouse: Warehouse) -> None:
    register = Register(("A",))
    asks(warehouse, register)
    with warehouse.looking() as connection:
        connection.execute(KEPT_ANSWER.update().values(content=Private('{"of another": "version"}', SYSTEM)))
    assert asks(warehouse, register, SECOND)[0] == ("A",)
    assert register.asked == 2


def test_a_kept_answer_is_there_when_the_budget_is_spent(warehouse: Warehouse) -> None:
    asks(warehouse, Register(("A",)))
    ledger = Ledger("population", Register(()), SECOND, 0, b"key", RegisterCache(warehouse, HOURS), lambda: NOON)
    assert ledger.ask("S", QUESTION, Supposition.AS_READ, tuple) == ("A",)
    with pytest.raises(QueryBudgetSpent):
        ledger.ask("S", {"SoDinhDanh": "099187000124"}, Supposition.AS_READ, tuple)
