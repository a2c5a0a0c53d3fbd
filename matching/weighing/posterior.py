"""Competing explanations of one claim, and what each is worth: the posterior is against all of them.

A claim may be about a registered person, about nobody in the register, about an unregistered brother or sister of
somebody registered, or it may carry a number that belongs to another. All in log2 odds against "not registered".
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matching.registers import Candidate
from matching.resolution import Comparison, Level
from matching.weighing.shares import Shares
from matching.weighing.weights import Weights

_NEVER = -1000.0


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A registered person who may be meant, with each comparison and the sum of them and of the prior."""

    candidate: Candidate
    comparisons: tuple[Comparison, ...]
    weight: float  # log2 odds against "not registered"

    def comparison(self, rule: str) -> Comparison:
        """The comparison of one rule."""
        for row in self.comparisons:
            if row.rule == rule:
                return row
        raise KeyError(rule)

    def level(self, rule: str) -> Level:
        """The level of one rule."""
        return self.comparison(rule).level


@dataclass(frozen=True, slots=True)
class Posterior:
    """Probabilities 0..1 of the best person and of "not registered". `weight`: log2 odds of the best against all."""

    best: float
    unregistered: float
    weight: float


def prior_bits(shares: Shares, weights: Weights) -> float:
    """log2 odds, before anything is compared, of one certain registered person against "not registered"."""
    registered = weights.prior_registered
    return math.log2(registered / (1.0 - registered)) - math.log2(max(shares.persons, 2))


def hypothesis(candidate: Candidate, comparisons: tuple[Comparison, ...], prior: float) -> Hypothesis:
    """The person with the sum of the evidence."""
    return Hypothesis(candidate, comparisons, round(prior + sum(row.weight for row in comparisons), 3))


def ranked(hypotheses: Sequence[Hypothesis]) -> tuple[Hypothesis, ...]:
    """The likeliest first; equal ones by the register's key: the order of candidates does not matter."""
    return tuple(sorted(hypotheses, key=lambda one: (-one.weight, one.candidate.person.person_id)))


def posterior(hypotheses: Sequence[Hypothesis], prior: float, weights: Weights) -> Posterior:
    """The best of ranked hypotheses against all others, "not registered", a stolen number and an unknown sibling."""
    if not hypotheses:
        return Posterior(0.0, 1.0, _NEVER)
    best = hypotheses[0]
    others = [one.weight for one in hypotheses[1:]]
    rivals = [0.0, *others, *(_stolen(one, prior, weights) for one in hypotheses), _sibling(best, prior, weights)]
    against = _sum(rivals)
    whole = _sum([best.weight, against])
    return Posterior(2.0 ** (best.weight - whole), 2.0 ** (0.0 - whole), round(best.weight - against, 3))


def _stolen(one: Hypothesis, prior: float, weights: Weights) -> float:
    """The number is this person's, everything else is somebody else's."""
    number = one.comparison("id_number")
    if number.level not in (Level.EXACT, Level.VARIANT):
        return _NEVER
    return prior + number.weight + math.log2(weights.prior_stolen_number)


def _sibling(one: Hypothesis, prior: float, weights: Weights) -> float:
    """A brother or sister who is not registered: shares parents, home and perhaps the birthday, not the given name."""
    if one.level("full_name") in (Level.EXACT, Level.VARIANT) or one.level("id_number") in (Level.EXACT, Level.VARIANT):
        return _NEVER
    shared = sum(max(one.comparison(rule).weight, 0.0) for rule in ("parents", "address", "birth_date"))
    return prior + shared + math.log2(weights.prior_unregistered_sibling)


def _sum(exponents: Sequence[float]) -> float:
    """log2 of the sum of powers of two."""
    top = max(exponents)
    return top + math.log2(sum(2.0 ** (one - top) for one in exponents))
