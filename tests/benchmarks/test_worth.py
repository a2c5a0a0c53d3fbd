"""A step that has moved or was taken away must not be measured as worth nothing."""

from importlib import import_module

import pytest

from benchmarks.measures import Outcome, TextTally
from benchmarks.processes import Cost
from benchmarks.results import PageResult, Side
from benchmarks.truth import PageTruth
from benchmarks.worth import STEPS, WITH_ALL, worth

pytestmark = pytest.mark.pixels


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_step_is_where_it_is_left_out(step):
    assert callable(getattr(import_module(step.module), step.function))


def page(number: int, errors: int, *outcomes: Outcome) -> PageResult:
    truth = PageTruth(number, "ct01", "clean", "typed", (), ())
    tally = TextTally(100, errors, 100, errors, 10, 9, 4, 3)
    return PageResult(truth, tally, Cost(1.0, 1.0), False, "ct01", outcomes, scan="a.pdf")


def test_a_step_is_worth_what_the_pages_lose_without_it():
    whole = Side(WITH_ALL, [page(1, 2), page(2, 2), page(3, 2)], 0)
    less = Side("levelled", [page(1, 9), page(2, 1), page(3, 2)], 0)
    *_, row = worth([whole, less]).splitlines()
    name, cer, *_, mended, harmed = (cell.strip() for cell in row.strip("|").split("|"))
    assert (name, cer, mended, harmed) == ("without: levelled", "4.0 %", "1", "1")
