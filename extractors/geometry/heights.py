"""Which lines of a column belong to which label beside it, by height alone: no rules part them.

A form sets a label level with the first line of its value, at half the height of the whole value, or above it. Each is
tried for all columns; the one that fits best tells which line is whose.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from statistics import median

from ocr.page import Box

NEXT = 2.6  # heights of print from a line to the next of the same value
MOST = 6  # lines of one value
ALONE = 2.0  # heights of print: what it costs to leave a line to no label
SLACK = 0.2  # heights of print: no sheet is quite level
BESIDE = 1.5  # times the nearness of a line, which a label taken for empty costs
FARTHEST = 1.6  # heights of print from a label to where its value ought to stand
SHARE = 0.7  # of the cost of level labels, below which labels are taken to be set otherwise: most are level
_Plan = tuple[float, tuple[tuple[int, ...], ...]]  # cost, numbers of lines for each label


def groups(labels: Sequence[Box], columns: Sequence[Sequence[Box]]) -> list[list[tuple[int, ...]]]:
    """For each column and label, from the top down, the numbers of the lines that are its value's.

    A line may be left to no label. `columns`: the lines of each; the labels are set one way for all of them.
    """
    lines = [line for column in columns for line in column]
    if not labels or not lines:
        return [[() for _ in labels] for _ in columns]
    height = median(box.height for box in (*lines, *labels))
    steps = [after.middle[1] - before.middle[1] for column in columns for before, after in pairwise(column)]
    usual = min((step for step in steps if step > height), default=NEXT * height)
    plans = {way: [_plan(labels, column, _Manner(height, usual, way)) for column in columns] for way in _Way}
    costs = {way: sum(plan[0] for plan in found) for way, found in plans.items()}
    best = min(_Way, key=lambda way: costs[way])
    level = costs[best] >= SHARE * costs[_Way.LEVEL] or costs[_Way.LEVEL] <= height / 2
    return [list(plan[1]) for plan in plans[_Way.LEVEL if level else best]]


class _Way(Enum):
    """Where a form sets a label."""

    LEVEL = "level with the first line of its value"
    HALFWAY = "at half the height of its value"
    ABOVE = "on the line above its value"


@dataclass(frozen=True, slots=True)
class _Manner:
    height: float  # of the print, px
    step: float  # from line to line of one value, px
    way: _Way

    def cost(self, label: Box, value: Sequence[Box]) -> float | None:
        """How far a value stands from where its label says it ought to, px; None where it cannot be its value."""
        steps = [after.middle[1] - before.middle[1] for before, after in pairwise(value)]
        if any(step > NEXT * self.height for step in steps):
            return None
        middle = (value[0].top + value[-1].bottom) / 2 if self.way is _Way.HALFWAY else value[0].middle[1]
        off = abs(middle - self.place(label))
        if off > FARTHEST * self.height:
            return None
        return max(0.0, off - SLACK * self.height) + sum(max(0.0, step - 1.15 * self.step) for step in steps)

    def place(self, label: Box) -> float:
        """Where the middle, or the first line, of a label's value ought to stand."""
        if self.way is _Way.HALFWAY:
            return label.middle[1]
        if self.way is _Way.ABOVE:
            return label.bottom + min(self.step, NEXT * self.height) - self.height / 2
        return label.top + min(label.height, self.height) / 2

    def emptiness(self, label: Box, lines: Sequence[Box]) -> float:
        """What it costs to take a label's field for empty though lines stand beside it."""
        if not lines:
            return 0.0
        nearest = min(abs(line.middle[1] - self.place(label)) for line in lines)
        return BESIDE * max(0.0, 1.2 * self.height - nearest)


def _plan(labels: Sequence[Box], lines: Sequence[Box], manner: _Manner) -> _Plan:
    """The cheapest way to give consecutive lines to the labels in their order."""
    lost = ALONE * manner.height
    plans: list[_Plan] = [(lost * count, ()) for count in range(len(lines) + 1)]
    for label in labels:
        empty = manner.emptiness(label, lines)
        after: list[_Plan] = []
        for used in range(len(lines) + 1):
            options = [_with(plans[used], empty, ())]
            if used:
                options.append((after[used - 1][0] + lost, after[used - 1][1]))
            for first in range(max(0, used - MOST), used):
                cost = manner.cost(label, lines[first:used])
                if cost is not None:
                    options.append(_with(plans[first], cost, tuple(range(first, used))))
            after.append(min(options, key=lambda plan: plan[0]))
        plans = after
    return plans[-1]


def _with(plan: _Plan, cost: float, numbers: tuple[int, ...]) -> _Plan:
    return plan[0] + cost, (*plan[1], numbers)
