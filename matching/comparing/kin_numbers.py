"""The hypothesis "a kinsman's number": the person is meant, the number on paper is that of somebody in the family."""

from collections.abc import Sequence
from dataclasses import replace

from matching.comparing.rules import Background
from matching.phones.subscribers import Ties, tie_between
from matching.reasons import Reason
from matching.resolution import Comparison, Level
from matching.weighing.posterior import Hypothesis

_SAME = (Level.EXACT, Level.VARIANT)


def with_kin_numbers(hypotheses: Sequence[Hypothesis], background: Background) -> list[Hypothesis]:
    """Each person whose kinsman owns the written number gets that explanation, where it is the better one.

    It says who is meant; that the number is a relative's keeps the machine from deciding all the same.
    """
    owners = [one for one in hypotheses if one.level("id_number") in _SAME]
    return [_explained(one, background) if _has_kin(one, owners) else one for one in hypotheses]


def _has_kin(one: Hypothesis, owners: Sequence[Hypothesis]) -> bool:
    if one.level("id_number") in _SAME:
        return False
    return any(tie_between(owner.candidate.person, one.candidate.person) is not Ties.NONE for owner in owners)


def _explained(one: Hypothesis, background: Background) -> Hypothesis:
    weights = background.weights
    before = one.comparison("id_number")
    m = weights.log2_m("id_number", Level.DIFFERENT, Reason.RELATIVES_NUMBER)
    better = Comparison("id_number", Level.DIFFERENT, round(weights.number_bits + m, 3), Reason.RELATIVES_NUMBER)
    if better.weight <= before.weight:
        return one
    rows = tuple(better if row is before else row for row in one.comparisons)
    return replace(one, comparisons=rows, weight=round(one.weight + better.weight - before.weight, 3))
