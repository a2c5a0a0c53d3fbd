"""Whether a lot is accepted, by cases that can be worked out by hand and by many lots of known quality."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import comb
from random import Random

import pytest

from errors import NotSetUp
from storage.quality.acceptance import Looked, LotState, decided, first_wanted
from storage.quality.policy import parsed, policy, read_policies

RULE = policy(date(2026, 11, 22))
S = LotState

CASES = """
size | looked | wrong | waiting | running | stage before | state              | stage | wanted
0    | 0      | 0     | 0       | 0       | 1            | EMPTY              | 1     | 0
270  | 0      | 0     | 0       | 0       | 1            | OPEN               | 1     | 62
270  | 61     | 0     | 1       | 0       | 1            | OPEN               | 1     | 62
270  | 62     | 0     | 0       | 0       | 1            | ACCEPTED           | 1     | 62
270  | 62     | 1     | 0       | 0       | 1            | OPEN               | 2     | 90
270  | 90     | 1     | 0       | 0       | 2            | ACCEPTED           | 2     | 90
270  | 90     | 2     | 0       | 0       | 2            | REJECTED           | 3     | 270
270  | 30     | 2     | 32      | 0       | 1            | REJECTED           | 3     | 270
270  | 270    | 9     | 0       | 0       | 3            | CHECKED_WHOLE      | 3     | 270
40   | 10     | 0     | 0       | 10      | 1            | UNDECIDED          | 1     | 10
40   | 10     | 0     | 0       | 59      | 1            | ACCEPTED_BY_OFFICE | 1     | 10
40   | 10     | 0     | 0       | 58      | 1            | UNDECIDED          | 1     | 10
4    | 4      | 0     | 0       | 4       | 1            | CHECKED_WHOLE      | 1     | 4
10000| 72     | 0     | 0       | 72      | 1            | ACCEPTED           | 1     | 72
"""


def cases() -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in CASES.strip().splitlines()[1:]]


@pytest.mark.parametrize(
    ("size", "looked", "wrong", "waiting", "running", "before", "state", "stage", "wanted"), cases()
)
def test_what_is_concluded_of_a_lot(
    size: str, looked: str, wrong: str, waiting: str, running: str, before: str, state: str, stage: str, wanted: str
) -> None:
    found = Looked(int(size), int(looked), int(wrong), int(waiting), 0, int(running), 0)
    decision = decided(found, RULE, int(before))
    assert (decision.state, decision.stage, decision.wanted) == (S[state], int(stage), int(wanted))


def test_what_nobody_can_read_is_replaced_and_counts_neither_way() -> None:
    decision = decided(Looked(270, 59, 0, 0, unsure=3), RULE)
    assert decision.wanted == 65
    assert decision.state is S.OPEN


def test_a_lot_of_which_nobody_can_read_what_is_left_is_not_told_as_looked_at_whole() -> None:
    """Of what was not read nothing is known: it may all be wrong."""
    assert decided(Looked(3, 0, 0, 0, unsure=3), RULE).state is S.UNDECIDED
    assert decided(Looked(4, 3, 0, 0, unsure=1), RULE).state is S.UNDECIDED
    assert decided(Looked(270, 267, 0, 0, unsure=3), RULE).state is S.ACCEPTED
    assert decided(Looked(30, 26, 4, 0, unsure=4), RULE, 3).state is S.REJECTED


@pytest.mark.parametrize("size", [100, 270, 300, 1000, 5000])
def test_a_lot_that_is_too_bad_is_seldom_accepted(size: int) -> None:
    """Exactly: nothing is found in the first stage, or one in it and nothing in what the second adds."""
    bad = int(size * RULE.most_wrong) + 1
    first = first_wanted(size, replace(RULE, most_share=1.0))
    second = decided(Looked(size, first, 1, 0), RULE).wanted
    passed = _found(size, bad, first, 0)
    passed += _found(size, bad, first, 1) * _found(size - first, bad - 1, second - first, 0)
    assert passed <= 1 - Fraction(str(RULE.confidence))


def _found(size: int, bad: int, looked: int, wrong: int) -> Fraction:
    return Fraction(comb(bad, wrong) * comb(size - bad, looked - wrong), comb(size, looked))


def test_good_lots_are_accepted() -> None:
    chance = Random(8)
    assert all(_accepted(chance, size=300, bad=bad) for bad in (0, 1) for _ in range(50))


def _accepted(chance: Random, size: int, bad: int) -> bool:
    """As it goes: look at as many as are wanted, conclude, and go on until nothing more is wanted."""
    lot = [True] * bad + [False] * (size - bad)
    chance.shuffle(lot)
    looked, stage = first_wanted(size, RULE), 1
    while True:
        decision = decided(Looked(size, looked, sum(lot[:looked]), 0), RULE, stage)
        if decision.wanted <= looked:
            return decision.state is S.ACCEPTED
        looked, stage = decision.wanted, decision.stage


def test_before_the_first_policy_there_is_none() -> None:
    with pytest.raises(NotSetUp):
        policy(date(2020, 1, 1))


def test_the_policy_of_the_day_counts() -> None:
    (first, *_), _ = read_policies()
    assert policy(first.valid_from) == first
    assert first.of_stage == pytest.approx(0.975)
    assert replace(first, stages=1).of_stage == pytest.approx(0.95)


@pytest.mark.parametrize("change", [("most_wrong", "most_wrogn"), ("stages = 2", "stages = 0"), ("[signs]", "[sign]")])
def test_what_is_not_understood_is_refused(change: tuple[str, str]) -> None:
    from importlib import resources

    text = resources.files("storage").joinpath("data", "quality.toml").read_text(encoding="utf-8")
    head, rows = text.split("[[policy]]", 1)
    with pytest.raises(ValueError, match=r"."):
        parsed(f"{head}[[policy]]{rows.replace(*change)}")
