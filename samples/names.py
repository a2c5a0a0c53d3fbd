"""Invented Vietnamese names, skewed as in life: surnames by national share, the rest by sex and cohort."""

import csv
from bisect import bisect
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import accumulate
from random import Random

MALE, FEMALE = "Nam", "Nữ"
NEW_ERA = 1985  # first birth year of the younger fashion in names

Weighted = tuple[tuple[str, ...], tuple[float, ...]]  # texts, cumulated weights


def rows(file_name: str) -> list[dict[str, str]]:
    """The rows of one of this folder's data files; lines that begin with "#" say where they come from."""
    text = files("samples").joinpath("data", file_name).read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def pick(random: Random, choices: Weighted) -> str:
    """One text, by weight."""
    texts, cumulated = choices
    return texts[bisect(cumulated, random.random() * cumulated[-1])]


def surname(random: Random) -> str:
    """A surname by its national share."""
    return pick(random, _choices("ho", "", ""))


def full_name(random: Random, surname: str, sex: str, born: int) -> str:
    """A name as on a birth certificate: surname, middle name (seldom none), given name, in mixed case, NFC."""
    era = "cu" if born < NEW_ERA else "moi"
    middle = pick(random, _choices("dem", sex, era))
    given = pick(random, _choices("ten", sex, era))
    while given in middle.split():
        given = pick(random, _choices("ten", sex, era))
    return " ".join(part for part in (surname, middle, given) if part)


@cache
def _choices(part: str, sex: str, era: str) -> Weighted:
    table = [row for row in rows("names.csv") if row["part"] == part]
    fitting = [row for row in table if row["sex"] in ("", sex) and row["era"] in ("", era)]
    return weighted((row["text"], float(row["weight"])) for row in fitting)


def weighted(pairs: Iterable[tuple[str, float]]) -> Weighted:
    """Texts and weights, ready for `pick`."""
    texts, weights = zip(*pairs, strict=True)
    return tuple(texts), tuple(accumulate(weights))
