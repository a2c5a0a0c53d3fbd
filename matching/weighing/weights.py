"""The versioned rates of matching, from `weights.json`: priors, thresholds and m of each kind of agreement."""

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path

from matching.reasons import Reason
from matching.resolution import Comparison, Level

_KEPT = 16384  # comparisons, those made last


@dataclass(frozen=True)  # no slots: what was worked out of the rates is kept beside them
class Weights:
    """Priors and thresholds are probabilities 0..1, `_bits` are log2."""

    version: str
    prior_registered: float  # that the person of a claim is in the register at all
    prior_stolen_number: float  # that the number is right but the person is another
    prior_unregistered_sibling: float  # that a brother or sister of the found person is meant, who is not registered
    most_doubt: float  # 1 - posterior above which nothing is linked: from the allowed false-accept budget
    most_doubt_of_two: float  # the same where two of number, name and birth date differ
    surely_unregistered: float  # posterior of "not registered" from which nobody is named
    number_bits: float  # what agreement of a whole number by chance costs
    date_day_bits: float  # what agreement of the day within a year by chance costs
    most_unreadable: int  # digits of a number that may be unreadable where it alone is to tell people apart
    rules: Mapping[str, Mapping[str, float]]  # share of true pairs that show a kind, by rule and kind
    alternatives: Mapping[str, Mapping[str, float]]  # over how many values a slip of that kind spreads; else 1
    style: Mapping[str, Mapping[str, float]]  # kinds that say as little of a stranger; never refitted

    @property
    def thresholds(self) -> dict[str, float]:
        """What a decision is held against."""
        names = ("most_doubt", "most_doubt_of_two", "surely_unregistered", "most_unreadable")
        return {name: float(getattr(self, name)) for name in names}

    def log2_m(self, rule: str, level: Level, reason: Reason | None) -> float:
        """log2 of how often a true pair shows just this; a row for the reason goes before one for the level."""
        known = self._log2_m.get((rule, level, reason))
        if known is None:
            known = self._log2_m[rule, level, reason] = self._worked_out(rule, level, reason)
        return known

    @cached_property
    def comparison(self) -> Callable[[str, Level, Reason | None, float], Comparison]:
        """The comparison of a rule that found this level, reason and bits; equal ones are one object, made once."""

        def weighed(rule: str, level: Level, reason: Reason | None, bits: float) -> Comparison:
            return Comparison(rule, level, round(bits + self.log2_m(rule, level, reason), 3), reason)

        return lru_cache(maxsize=_KEPT)(weighed)

    @cached_property
    def _log2_m(self) -> dict[tuple[str, Level, Reason | None], float]:
        return {}

    def _worked_out(self, rule: str, level: Level, reason: Reason | None) -> float:
        if level is Level.MISSING and (reason is None or reason.name not in self.style.get(rule, {})):
            return 0.0
        kind = self.kind(rule, level, reason)
        if kind in self.style.get(rule, {}):
            return math.log2(self.style[rule][kind])
        return math.log2(self.rules[rule][kind] / self.alternatives.get(rule, {}).get(kind, 1.0))

    def kind(self, rule: str, level: Level, reason: Reason | None) -> str:
        """The name of the row that counts for a comparison."""
        known = reason is not None and (reason.name in self.rules[rule] or reason.name in self.style.get(rule, ()))
        return reason.name if reason and known else level.name


def digest_of(weights: Weights) -> str:
    """sha256 of the rates, whatever file they came from."""
    return hashlib.sha256(json.dumps(asdict(weights), sort_keys=True).encode()).hexdigest()


def parse_weights(text: str) -> Weights:
    """Rates from JSON. Raises TypeError, KeyError or ValueError when it is another file: wrong rates are not used."""
    data = json.loads(text)
    data.pop("provenance")
    weights = Weights(**data)
    for rule, rows in (*weights.rules.items(), *weights.style.items()):
        if not all(0.0 < share <= 1.0 for share in rows.values()):
            raise ValueError(f"weights of {rule}: every share must be above 0 and at most 1")
    return weights


@lru_cache(maxsize=1)
def standard_weights() -> Weights:
    """The rates that are delivered with this version."""
    return parse_weights(resources.files("matching").joinpath("data/weights.json").read_text(encoding="utf-8"))


def read_weights(path: Path) -> Weights:
    """Rates from a file of the same form, as `python -m matching.weighing.estimate` writes it."""
    return parse_weights(path.read_text(encoding="utf-8"))
