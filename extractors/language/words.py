"""The closed lists of folded words that the language part and the reading of official papers go by."""

import csv
from functools import cache
from importlib.resources import files


@cache
def word_lists() -> dict[str, tuple[str, ...]]:
    """Name of a list -> its entries in data/phrase_words.csv, folded."""
    found: dict[str, list[str]] = {}
    text = files("extractors.data").joinpath("phrase_words.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        found.setdefault(row["list"], []).append(row["words"])
    return {name: tuple(words) for name, words in found.items()}


@cache
def word_set(name: str) -> frozenset[str]:
    """One list, for membership."""
    return frozenset(word_lists()[name])


@cache
def longest(name: str) -> int:
    """Words in the longest entry of a list."""
    return max(len(entry.split()) for entry in word_lists()[name])


@cache
def first_words(name: str) -> frozenset[str]:
    """The words that open the entries of a list."""
    return frozenset(entry.split()[0] for entry in word_lists()[name])
