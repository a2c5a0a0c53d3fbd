"""Names for many people at once: surnames by national share, the rest by sex and birth year, other peoples' names too.

A name is kept as three numbers (family, middle, given) into one list of words, and written out only when it is needed.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from samples.names import FEMALE, MALE, rows
from samples.world_telco import unmarked

Numbers = np.ndarray  # whole numbers, one a person

_SPREAD = 16.0  # years either side of its peak after which a fashion has lost 40 % of its weight
_ORDERS = ("ho dem ten", "dem ten ho", "dem ten")
_DECADES = np.arange(1900, 2040, 10)
KINH = 0  # the people's number of those who are of no people of peoples.toml


@dataclass(frozen=True, slots=True)
class Names:
    """Names of some people, in one order throughout."""

    family: Numbers
    middle: Numbers
    given: Numbers
    people: Numbers  # 0 for Kinh, else 1.. in the order of peoples.toml

    def take(self, index: Numbers) -> "Names":
        return Names(self.family[index], self.middle[index], self.given[index], self.people[index])


@dataclass(frozen=True, slots=True)
class _Chances:
    """Words that may be drawn, and their cumulated chances."""

    words: Numbers
    upto: np.ndarray

    def draw(self, rng: np.random.Generator, count: int) -> Numbers:
        return self.words[np.searchsorted(self.upto, rng.random(count) * self.upto[-1], side="right")]


class Fashions:
    """All names that may be given; the same tables in every process."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}
        self._families = {KINH: self._chances([(row["text"], float(row["weight"])) for row in _surnames()])}
        self._parts: dict[tuple[str, int, int, int], _Chances] = {}
        for sex, name in enumerate((MALE, FEMALE)):
            for part in ("dem", "ten"):
                for decade, start in enumerate(_DECADES):
                    self._parts[part, KINH, sex, decade] = self._fashion(part, name, int(start) + 5)
        self.shares: list[float] = [0.0]
        orders = [0]
        for number, people in enumerate(_peoples(), 1):
            self._families[number] = self._chances([(word, 1.0) for word in people["families"]])
            self.shares.append(people["share"])
            orders.append(_ORDERS.index(people["order"]))
            for sex, key in enumerate(("nam", "nu")):
                for part, field in (("dem", "middle"), ("ten", "given")):
                    self._parts[part, number, sex, 0] = self._chances([(w, 1.0) for w in people[f"{field}_{key}"]])
        self.shares[0] = 1.0 - sum(self.shares)
        self._orders = np.array(orders)
        words = list(self._numbers)
        self._words = pa.array(words)
        self._plain = pa.array([unmarked(word) for word in words])

    def families(self, rng: np.random.Generator, people: Numbers) -> Numbers:
        """A surname for each, by the custom of the people."""
        drawn = np.zeros(len(people), np.int32)
        for number in np.unique(people):
            whose = np.flatnonzero(people == number)
            drawn[whose] = self._families[int(number)].draw(rng, len(whose))
        return drawn

    def named(
        self, rng: np.random.Generator, family: Numbers, people: Numbers, female: Numbers, year: Numbers
    ) -> Names:
        """Middle and given names for people of these surnames, sexes (True: female) and birth years."""
        middle, given = np.zeros(len(family), np.int32), np.zeros(len(family), np.int32)
        decade = np.clip((year - _DECADES[0]) // 10, 0, len(_DECADES) - 1)
        kinds = (people.astype(np.int64) * 2 + female) * 100 + np.where(people == KINH, decade, 0)
        for kind in np.unique(kinds):
            number, sex, ten = int(kind) // 200, int(kind) // 100 % 2, int(kind) % 100
            whose = np.flatnonzero(kinds == kind)
            middle[whose] = self._parts["dem", number, sex, ten].draw(rng, len(whose))
            given[whose] = self._parts["ten", number, sex, ten].draw(rng, len(whose))
        return Names(family, middle, given, people)

    def written(self, names: Names, plain: Numbers | None = None) -> pa.Array:
        """The names as text in mixed case; in capitals without marks where `plain` says so."""
        order = self._orders[names.people]
        family = np.where(order == 2, 0, names.family)
        parts = [np.where(order == 1, names.middle, family)]
        parts.append(np.where(order == 1, names.given, names.middle))
        parts.append(np.where(order == 1, family, names.given))
        marked = _joined([self._words.take(pa.array(part)) for part in parts])
        if plain is None:
            return marked
        return pc.if_else(pa.array(plain), _joined([self._plain.take(pa.array(part)) for part in parts]), marked)

    def _fashion(self, part: str, sex: str, year: int) -> _Chances:
        pairs: dict[str, float] = {}
        for row in rows("fashions.csv"):
            if (row["part"], row["sex"]) != (part, sex):
                continue
            far = (year - int(row["peak"])) / _SPREAD if row["peak"] else 0.0
            for text in row["texts"].split(";"):
                pairs[text] = pairs.get(text, 0.0) + float(row["weight"]) * (
                    0.01 + 0.99 * float(np.exp(-far * far / 2))
                )
        return self._chances(list(pairs.items()))

    def _chances(self, pairs: list[tuple[str, float]]) -> _Chances:
        words = [self._numbers.setdefault(text, len(self._numbers)) for text, _ in pairs]
        return _Chances(np.array(words, np.int32), np.cumsum([weight for _, weight in pairs]))


def _joined(parts: list[pa.Array]) -> pa.Array:
    text = pc.binary_join_element_wise(*parts, " ")
    return pc.utf8_trim_whitespace(pc.replace_substring(text, "  ", " "))


@cache
def _surnames() -> tuple[dict[str, str], ...]:
    return tuple(row for row in rows("names.csv") if row["part"] == "ho")


@cache
def _peoples() -> list[dict]:
    return tomllib.loads(files("samples").joinpath("data", "peoples.toml").read_text("utf-8"))["people"]
