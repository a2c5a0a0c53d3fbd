"""A decision with all that it rests on, so that it can be explained, and made again to the same bytes.

What the registers answered and the shares that were looked up are kept as they were given: a decision can be made again
when the register has long changed, without asking it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matching.deciding.choices import Choice
from matching.people import Claim
from matching.reasons import Reason
from matching.registers import Why
from matching.resolution import Comparison, Resolution
from matching.weighing.posterior import Posterior


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that was asked of a register while deciding, and what it said."""

    register: str  # "population" or "telco"
    question: str  # name of the method of `PopulationRegister` or `TelcoRegister`
    given: tuple[Any, ...]  # its arguments
    answer: Any  # what it gave; None where `spent`
    spent: bool = False  # the budget of queries was used up: nothing was asked


@dataclass(frozen=True, slots=True)
class Chance:
    """One share that was looked up: how much an agreement in this term by chance costs, in bits."""

    term: str  # name of the method of `Shares`
    given: tuple[Any, ...]
    bits: float


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that came from outside: with it and the claim the same engine decides the same."""

    doubts: tuple[Reason, ...]  # what the papers disagree in
    persons: int  # in the register, or in all the country where it cannot be counted
    searches_by_name: bool
    asked: tuple[Asked, ...]
    chances: tuple[Chance, ...]
    choice: Choice | None = None  # what a person decided


@dataclass(frozen=True, slots=True)
class Explanation:
    """One candidate as the engine weighed it."""

    person_id: str
    found_by: tuple[Why, ...]
    comparisons: tuple[Comparison, ...]
    weight: float  # log2 odds against "not registered"


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and everything that the decision rests on."""

    claim: Claim
    resolution: Resolution
    explanations: tuple[Explanation, ...]  # every candidate, the likeliest first
    prior: float  # log2 odds of one certain registered person before anything is compared
    certainty: Posterior
    fired: tuple[Reason, ...]  # by the gates and the posterior, the gravest first; empty when the machine decided
    thresholds: Mapping[str, float]
    weights_digest: str  # sha256 of the rates
    index: str  # version of the extract, or of the general shares
    grounds: Grounds
