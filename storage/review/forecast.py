"""How many questions will wait in some days, with a range: from what came and what was answered on the days before.

A working day is a day on which people answered. What comes on other days (an archive that is taken in at night) is
counted with the next one. The range holds the figure in four cases of five as long as the days to come are like those
that were; from fewer than three days nothing is foretold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import fmean, stdev

LEAST_DAYS = 3
_RANGE = 1.2816  # standard deviations, on either side: 80 %


@dataclass(frozen=True, slots=True)
class Day:
    """One working day."""

    arrived: int  # questions
    answered: int
    hours: int  # in which somebody answered, each person for themselves


@dataclass(frozen=True, slots=True)
class Point:
    """So many working days from now."""

    days: int
    low: int
    middle: int
    high: int


@dataclass(frozen=True, slots=True)
class Forecast:
    open: int  # now
    arriving: float  # a working day
    answering: float
    an_hour: float  # answers in an hour of one person's work
    points: tuple[Point, ...]
    clear_in: int | None  # working days until nothing waits; None: not as it goes now


def forecast(waiting: int, days: Sequence[Day], ahead: Sequence[int] = (1, 2, 5, 10)) -> Forecast | None:
    """None where too few days are known."""
    if len(days) < LEAST_DAYS:
        return None
    net = [day.arrived - day.answered for day in days]
    mean, spread = fmean(net), stdev(net)
    hours = sum(day.hours for day in days)
    points = tuple(_point(waiting, step, mean, spread, len(days)) for step in (0, *ahead))
    clear = ceil(waiting / -mean) if mean < 0 else None
    return Forecast(
        waiting,
        fmean(day.arrived for day in days),
        fmean(day.answered for day in days),
        sum(day.answered for day in days) / hours if hours else 0.0,
        points,
        0 if not waiting else clear,
    )


def _point(waiting: int, step: int, mean: float, spread: float, known: int) -> Point:
    """Days differ, and the mean of few days is itself not sure."""
    middle = waiting + step * mean
    off = _RANGE * spread * sqrt(step + step * step / known)
    return Point(step, *(max(0, round(value)) for value in (middle - off, middle, middle + off)))
