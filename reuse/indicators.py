"""Indicators 4.1 to 4.5 of QĐ 766/QĐ-TTg, and our finer rate of fields, over any set of dossiers.

The formulas are data with dates; this file only counts. Rates and points have two decimals, halves rounded up; points
come from the whole fraction, not from the rounded rate. Where there is no dossier to count there is no rate.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from reuse.facts import Fact, holds, short_code
from storage.reuse_counted import Counted

NO_DOSSIER = "chưa có hồ sơ"
NO_PROCEDURE = "chưa có thủ tục"
NOT_KNOWN = "thiếu dữ kiện"
_CENT = Decimal("0.01")


class Unit(Enum):
    DOSSIER = "hồ sơ"
    PROCEDURE = "thủ tục"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of `data/indicators.toml`, valid from its day until the next row of the same id."""

    id: str
    name: str
    short: str  # for a chart
    unit: Unit
    numerator: tuple[tuple[Fact, ...], ...]
    denominator: tuple[tuple[Fact, ...], ...]
    formula: str  # Vietnamese
    weight: Decimal  # points at most
    full_at: Decimal  # percent from which all points are given
    valid_from: date
    source: str
    unverified: str  # what the sources read do not say; "" when nothing


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator over some dossiers."""

    indicator: Indicator
    numerator: int
    denominator: int
    unknown: int  # of the denominator: counted as not, for a fact of them is not known

    @property
    def rate(self) -> Decimal | None:
        """Percent with two decimals; None where there is nothing to count."""
        return rounded(self._share * 100) if self.denominator else None

    @property
    def points(self) -> Decimal | None:
        if not self.denominator:
            return None
        full = Fraction(self.indicator.full_at) / 100
        return rounded(min(Fraction(1), self._share / full) * Fraction(self.indicator.weight))

    @property
    def note(self) -> str:
        """What a reader has to know beside the figure; "" when nothing."""
        if not self.denominator:
            return NO_DOSSIER if self.indicator.unit is Unit.DOSSIER else NO_PROCEDURE
        return f"{NOT_KNOWN}: {self.unknown} {self.indicator.unit.value} tính là chưa đạt" if self.unknown else ""

    @property
    def _share(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class Fields:
    """Our finer rate: of the fields that the papers needed, those that nobody was asked for again."""

    reused: int
    needed: int
    minutes: float  # saved
    minutes_assumed: float  # of those, what rests on an assumption

    @property
    def rate(self) -> Decimal | None:
        return rounded(Fraction(self.reused, self.needed) * 100) if self.needed else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is told of one set of dossiers."""

    dossiers: int
    figures: tuple[Figure, ...]
    fields: Fields
    mocked: int  # dossiers whose answer from the population register came from a mock

    @property
    def points(self) -> Decimal | None:
        told = [figure.points for figure in self.figures if figure.points is not None]
        return sum(told, Decimal(0)) if told else None

    @property
    def weight(self) -> Decimal:
        return sum((figure.indicator.weight for figure in self.figures), Decimal(0))


@cache
def indicators(on: date) -> tuple[Indicator, ...]:
    """Those valid on a day, in order of their ids; none before the first."""
    latest: dict[str, Indicator] = {}
    for row in sorted(_table(), key=lambda one: one.valid_from):
        if row.valid_from <= on:
            latest[row.id] = row
    return tuple(latest[name] for name in sorted(latest))


def figures(dossiers: Sequence[Counted], on: date) -> Figures:
    """By the formulas that are valid on this day."""
    fields = Fields(
        sum(one.fields_reused for one in dossiers),
        sum(one.fields_needed for one in dossiers),
        round(sum(one.minutes_saved for one in dossiers), 2),
        round(sum(one.minutes_assumed for one in dossiers), 2),
    )
    mocked = sum(one.population_mocked > 0 for one in dossiers)
    return Figures(len(dossiers), tuple(_figure(one, dossiers) for one in indicators(on)), fields, mocked)


def answer(indicator: Indicator, dossier: Counted) -> tuple[bool | None, bool | None]:
    """(whether it counts in the numerator, in the denominator); None: a fact is not known."""
    return holds(indicator.numerator, dossier), holds(indicator.denominator, dossier)


def rounded(value: Fraction) -> Decimal:
    """Two decimals, a half upwards."""
    # 28 digits are more than any half of a cent of a ratio of counts below 10**9 needs
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(_CENT, ROUND_HALF_UP)


def _figure(indicator: Indicator, dossiers: Sequence[Counted]) -> Figure:
    if indicator.unit is Unit.PROCEDURE:
        return _of_procedures(indicator, dossiers)
    met = unknown = within = 0
    for one in dossiers:
        counts, belongs = answer(indicator, one)
        if belongs is False:
            continue
        within += 1
        met += counts is True
        unknown += counts is None or (belongs is None and not counts)
    return Figure(indicator, met, within, unknown)


def _of_procedures(indicator: Indicator, dossiers: Sequence[Counted]) -> Figure:
    """A procedure counts when one of its dossiers does; a dossier that names none belongs to no procedure."""
    answers: dict[str, set[bool | None]] = {}
    for one in dossiers:
        counts, belongs = answer(indicator, one)
        if one.procedure_code and belongs is not False:
            answers.setdefault(short_code(one.procedure_code), set()).add(counts)
    met = sum(True in told for told in answers.values())
    unknown = sum(True not in told and None in told for told in answers.values())
    return Figure(indicator, met, len(answers), unknown)


@cache
def _table() -> tuple[Indicator, ...]:
    held = tomllib.loads(resources.files("reuse").joinpath("data/indicators.toml").read_text(encoding="utf-8"))
    return tuple(_indicator(row) for row in held["indicator"])


def _indicator(row: dict[str, Any]) -> Indicator:
    read = {
        "unit": Unit[row["unit"].upper()],
        "numerator": _formula(row["numerator"]),
        "denominator": _formula(row["denominator"]),
        "weight": Decimal(row["weight"]),
        "full_at": Decimal(row["full_at"]),
    }
    return Indicator(**{**row, **read})


def _formula(lists: list[list[str]]) -> tuple[tuple[Fact, ...], ...]:
    return tuple(tuple(Fact[name] for name in names) for names in lists)
