"""How common names, birth years and communes are: counted in the register, or general shares where that cannot be.

These are the u of record linkage: what an agreement by chance costs. They are counted, never fitted.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any, Protocol, TypeVar

from matching.comparing.names import keys, parts
from matching.comparing.places import commune_key
from matching.people import Sex

_FLOOR = 0.5  # a name that the register does not hold counts as half a person
_IN_USE = 1 / 3  # share of the serial numbers of one prefix that are somebody's: an assumption
_FEWEST_SERIALS = 100.0
_GENERAL_NUMBER_BITS = 20.0  # 63 provinces, and some 30,000 serial numbers by province, year and sex in all the country
_BACKING = 20.0  # persons by which the whole register backs the counts of one sex and decade


_Key = TypeVar("_Key", contravariant=True)


class Terms(Protocol[_Key]):
    """Shares or counts by term: a dict, or sorted arrays of which nothing is loaded."""

    def get(self, term: _Key, default: float, /) -> float:
        """Of one term; `default` when it was never counted."""
        ...


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Shares of the terms of a register of `persons` people. Keys of names are k2 (marks kept) and k4 (bare)."""

    persons: int
    surnames: Terms[str]
    middles: Terms[str]
    givens: Terms[str]
    givens_of: Terms[tuple[str, int, str]] = field(default_factory=dict)  # by sex and decade of birth
    cells: Mapping[tuple[str, int], float] = field(default_factory=dict)  # persons by sex and decade
    full: Terms[str] = field(default_factory=dict)
    years: Terms[int] = field(default_factory=dict)
    communes: Terms[str] = field(default_factory=dict)
    prefixes: Mapping[str, int] = field(default_factory=dict)  # numbers in use by their first six digits
    rare: Mapping[str, float] = field(default_factory=dict)  # share of a term that is not listed, by kind of term

    def surname_bits(self, key: str) -> float:
        """-log2 of the share of a surname."""
        return self._bits(self.surnames, key, "surname")

    def middle_bits(self, key: str) -> float:
        """-log2 of the share of a whole middle name."""
        return self._bits(self.middles, key, "middle")

    def given_bits(self, key: str, sex: Sex | None, year: int | None) -> float:
        """-log2 of the share of a given name among those of the same sex and decade, as far as that is known."""
        share = 2.0 ** -self._bits(self.givens, key, "given")
        cell = (sex.value if sex else "", year // 10 if year else 0)
        if cell in self.cells:
            counted = self.givens_of.get((*cell, key), 0.0)
            share = (counted + _BACKING * share) / (self.cells[cell] + _BACKING)
        return -math.log2(share)

    def name_bits(self, key: str, sex: Sex | None, year: int | None) -> float:
        """-log2 of the share of a whole name: by its parts, or as counted where it is commoner than its parts say."""
        cut = parts(key)
        by_parts = self.given_bits(cut.given, sex, year) + self.middle_bits(cut.middle)
        if cut.surname:
            by_parts += self.surname_bits(cut.surname)
        counted = self.full.get(key, 0.0)
        return min(by_parts, -math.log2(counted)) if counted * self.persons > 1.5 else by_parts

    def number_bits(self, number: str) -> float:
        """-log2 of the chance that somebody else of the same sex and birth year has this very number.

        Serial numbers are given out densely: of the numbers with one prefix about `_IN_USE` are somebody's.
        """
        province, prefix = number[:3], number[:6]
        if not self.prefixes or not prefix.isdecimal():
            return _GENERAL_NUMBER_BITS
        at_home = sum(self.prefixes.get(province + rest, 0) for rest in _sexes_of_year(prefix[3:]))
        everywhere = max(self.persons, 1) * 2.0 ** -self.year_bits((19 + int(prefix[3]) // 2) * 100 + int(prefix[4:6]))
        serials = max(self.prefixes.get(prefix, 0) / _IN_USE, _FEWEST_SERIALS)
        return math.log2(max(everywhere / max(at_home, 1), 1.0)) + math.log2(serials)

    def year_bits(self, year: int) -> float:
        """-log2 of the share of those born in a year."""
        return self._bits(self.years, year, "year")

    def commune_bits(self, key: str) -> float:
        """-log2 of the share of those who live in a commune."""
        return self._bits(self.communes, key, "commune")

    def _bits(self, shares: Terms[Any], key: object, kind: str) -> float:
        floor = self.rare.get(kind, _FLOOR / max(self.persons, 1))
        return -math.log2(max(shares.get(key, 0.0), floor))


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted of one registered person."""

    full_name: str
    sex: Sex | None
    birth_year: int
    address: str
    address_old: str
    id_number: str = ""


def _sexes_of_year(tail: str) -> tuple[str, str]:
    """The two tails "GYY" of one birth year, men and women."""
    century = int(tail[0]) // 2 * 2
    return f"{century}{tail[1:]}", f"{century + 1}{tail[1:]}"


def count(people: Iterable[Counted]) -> Frequencies:
    """Shares of every term in a register, in one pass."""
    total = 0
    tallies: dict[str, Counter[str]] = {kind: Counter() for kind in ("surname", "middle", "given", "full", "commune")}
    years: Counter[int] = Counter()
    cells: Counter[tuple[str, int]] = Counter()
    prefixes: Counter[str] = Counter()
    givens_of: Counter[tuple[str, int, str]] = Counter()
    for person in people:
        total += 1
        years[person.birth_year] += 1
        prefixes[person.id_number[:6]] += 1
        cell = (person.sex.value if person.sex else "", person.birth_year // 10)
        cells[cell] += 1
        for commune in {commune_key(person.address), commune_key(person.address_old)} - {""}:
            tallies["commune"][commune] += 1
        ladder = keys(person.full_name)
        for key in {ladder.k2, ladder.k4}:
            cut = parts(key)
            tallies["surname"][cut.surname] += 1
            tallies["middle"][cut.middle] += 1
            tallies["given"][cut.given] += 1
            tallies["full"][key] += 1
            givens_of[(*cell, cut.given)] += 1
    share = {kind: {key: n / max(total, 1) for key, n in tally.items()} for kind, tally in tallies.items()}
    by_year = {year: n / max(total, 1) for year, n in years.items()}
    return Frequencies(
        total, share["surname"], share["middle"], share["given"], dict(givens_of), dict(cells), share["full"], by_year,
        share["commune"], dict(prefixes),
    )  # fmt: skip


@lru_cache(maxsize=1)
def general_frequencies() -> Frequencies:
    """National shares, for a register that cannot be counted (the gateway)."""
    data = json.loads(resources.files("matching").joinpath("data/frequencies.json").read_text(encoding="utf-8"))
    surnames: dict[str, float] = {}
    for name, share in data["surnames"].items():
        ladder = keys(name)
        for key in {ladder.k2, ladder.k4}:
            surnames[key] = surnames.get(key, 0.0) + share
    middles: dict[str, float] = {}
    for name, share in data["middles"].items():
        ladder = keys(name)
        for key in {ladder.k2, ladder.k4}:
            middles[key] = middles.get(key, 0.0) + share
    return Frequencies(data["persons"], surnames, middles, {}, rare=data["rare"])
