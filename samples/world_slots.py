"""Numbers that nobody else gets, without asking anybody: each commune draws from slots of its own.

A third of the slots is used, as in a real register: a wrong digit makes another person's number one time in ten. Slots
are spread over the whole range by a multiplication, so that neighbours in number are not neighbours in the village.
"""

from dataclasses import dataclass
from math import gcd

import numpy as np

from samples.world_fashions import Numbers

_DENSITY = 3
_SPARE = 8  # slots beyond the expected, for chance


@dataclass(frozen=True, slots=True)
class Range:
    """A range of consecutive numbers from which all communes draw; commune i has slots start[i] to start[i + 1]."""

    first: int
    start: Numbers

    @property
    def size(self) -> int:
        return int(self.start[-1])

    def draw(self, rng: np.random.Generator, commune: int, count: int) -> Numbers:
        """Different numbers, in random order. Raises ValueError when the commune has not so many."""
        low, high = int(self.start[commune]), int(self.start[commune + 1])
        if count > high - low:
            raise ValueError(f"{count} numbers wanted of {high - low}")
        return self.first + self._spread(low + distinct(rng, count, high - low))

    def holds(self, commune: int) -> int:
        """How many numbers this commune may draw."""
        return int(self.start[commune + 1] - self.start[commune])

    def _spread(self, slots: Numbers) -> Numbers:
        factor = max(1, int(self.size * 0.618))
        while gcd(factor, self.size) != 1:
            factor += 1
        return (slots * factor + self.size // 3) % self.size


def range_for(first: int, expected: np.ndarray) -> Range:
    """A range with three slots for each number that the communes are expected to draw, and some to spare."""
    slots = np.ceil(expected * _DENSITY).astype(np.int64) + _SPARE
    return Range(first, np.concatenate([[0], np.cumsum(slots)]))


def distinct(rng: np.random.Generator, count: int, space: int) -> Numbers:
    """`count` different numbers of 0 to space - 1, in random order."""
    if count * 4 > space:
        return rng.permutation(space)[:count]
    found = np.unique(rng.integers(0, space, count))
    while len(found) < count:
        found = np.unique(np.concatenate([found, rng.integers(0, space, count - len(found))]))
    return rng.permutation(found)
