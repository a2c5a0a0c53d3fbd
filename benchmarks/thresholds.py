"""From which probability a value is handed on, and from which nobody is asked: chosen on samples, by stated targets."""

from collections.abc import Sequence
from itertools import pairwise

from benchmarks.field_cases import FieldCase
from benchmarks.fitting import Array
from extractors.confidence.signals import ValueKind

WRONG_GIVEN = 0.02  # of all fields filled in: the most that may be handed on wrong, hard sample pages and all
WRONG_GIVEN_OF = {ValueKind.ID: 0.005}
LEAST_GIVEN, MOST_GIVEN = 0.5, 0.95
WRONG_ACCEPTED = 0.005  # of the values that nobody looks at
WRONG_ACCEPTED_OF = {ValueKind.ID: 0.001}
ENOUGH = 120  # values of a kind for a threshold of its own
LEAST_ACCEPTED = 0.98  # however sure the rest: no single value in fifty


def given_from(cases: Sequence[FieldCase], seen: Sequence[float], right: Array, filled: int) -> dict[ValueKind, float]:
    """By kind; a kind without a target of its own takes the threshold of all. `filled`: fields filled in on the pages,
    read or not."""
    every = list(zip(seen, map(bool, right), strict=True))
    found = dict.fromkeys(ValueKind, given_at(every, WRONG_GIVEN, filled))
    for kind, target in WRONG_GIVEN_OF.items():
        own = [one for one, case in zip(every, cases, strict=True) if case.kind is kind]
        found[kind] = max(found[kind], given_at(own, target, len(own)))
    return found


def given_at(values: Sequence[tuple[float, bool]], target: float, filled: int) -> float:
    """The lowest probability at which no more than the target's share of what was filled in is handed on wrong."""
    wrong, lowest = 0, 1.0
    for at, good in sorted(values, reverse=True):
        wrong += not good
        if wrong > target * filled:
            break
        lowest = at
    return round(min(MOST_GIVEN, max(LEAST_GIVEN, lowest)), 4)


def accepted_from(cases: Sequence[FieldCase], seen: Sequence[float], right: Array) -> dict[ValueKind, float]:
    """By kind; a kind with too few samples takes the threshold of all."""
    every = list(zip(seen, map(bool, right), strict=True))
    found = {}
    for kind in ValueKind:
        target = WRONG_ACCEPTED_OF.get(kind, WRONG_ACCEPTED)
        own = [one for one, case in zip(every, cases, strict=True) if case.kind is kind]
        general = accepted_at(every, target)
        found[kind] = max(accepted_at(own, target), general) if len(own) < ENOUGH else accepted_at(own, target)
    return found


def accepted_at(values: Sequence[tuple[float, bool]], target: float) -> float:
    """The lowest probability above which both the wrong seen and the wrong foretold are at most the target's share.

    Above 1 where no such is: everybody is asked. `values`: (probability, whether right).
    """
    wrong, doubt, lowest = 0, 0.0, 1.1
    ordered = sorted(values, reverse=True)
    for number, (one, following) in enumerate(pairwise([*ordered, (0.0, False)]), 1):
        wrong += not one[1]
        doubt += 1 - one[0]
        fits = wrong <= target * number and doubt <= target * number
        if fits and one[0] != following[0] and one[0] >= LEAST_ACCEPTED:
            lowest = one[0]
    return round(lowest, 4)
