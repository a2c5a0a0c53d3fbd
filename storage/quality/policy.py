"""How closely what was accepted is looked at again: dated data (`storage/data/quality.toml`), from values to values."""

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from errors import NotSetUp

FILE = "quality.toml"


@dataclass(frozen=True, slots=True)
class Policy:
    """In force from a day on. Shares are 0..1; what each means stands at the head of the data file."""

    valid_from: date
    most_wrong: float
    confidence: float
    stages: int
    most_share: float
    least: int
    running_days: int
    running_least: int
    most_a_day: int
    gold_share: float
    test_share: float
    least_answers: int
    open_days: int
    source: str

    def __post_init__(self) -> None:
        if not (0 < self.most_wrong < 1 and 0.5 < self.confidence < 1 and self.stages >= 1):
            raise ValueError("most_wrong lies between 0 and 1, confidence between one half and 1, stages from 1 on")

    @property
    def of_stage(self) -> float:
        """Confidence of the bound of each stage: all of them together are wrong no more often than allowed."""
        return 1 - (1 - self.confidence) / self.stages


@dataclass(frozen=True, slots=True)
class SignLimits:
    """From when something is a sign that answers are given without looking."""

    days: int
    least_answers: int
    least_people: int
    quick_share: float
    quick_run: int
    never: float
    step: int
    most: int
    person_share: float  # 0..1, of somebody's accepted answers looked at again for each step above the usual


def policy(on: date) -> Policy:
    """The one in force on a day. Raises NotSetUp before the first."""
    held = [one for one in read_policies()[0] if one.valid_from <= on]
    if not held:
        raise NotSetUp(f"{FILE} names no policy in force on {on}")
    return max(held, key=lambda one: one.valid_from)


def sign_limits() -> SignLimits:
    return read_policies()[1]


@cache
def read_policies() -> tuple[tuple[Policy, ...], SignLimits]:
    """As they stand in this version."""
    return parsed(resources.files("storage").joinpath("data", FILE).read_text(encoding="utf-8"))


def parsed(text: str) -> tuple[tuple[Policy, ...], SignLimits]:
    """Raises ValueError for what is not understood: a misspelt limit must not be left out in silence."""
    held = tomllib.loads(text)
    if set(held) != {"policy", "signs"}:
        raise ValueError(f"{FILE} holds policies and signs, nothing else")
    return tuple(_row(Policy, row) for row in held["policy"]), _row(SignLimits, held["signs"])


def _row(kind: Any, row: dict[str, Any]) -> Any:
    known = {one.name for one in fields(kind)}
    if set(row) != known:
        raise ValueError(f"{kind.__name__}: {sorted(set(row) ^ known)} missing or not known")
    return kind(**row)
