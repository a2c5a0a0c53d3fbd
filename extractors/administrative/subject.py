"""Whom a decision is about: the person named in its first article or its excerpt, and that person's number."""

from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.folded import fold
from extractors.geometry.layout import Row
from extractors.language import Kind, Phrase

_STRENGTH = {"after_label": 2, "after_lead": 2, "by_surname": 1}
SAME = 88  # likeness, 0..100, of two spellings of one name


@dataclass(frozen=True, slots=True)
class Subject:
    """The person and the number, each as a phrase on the page; None for what is not told."""

    name: Phrase | None
    number: Phrase | None
    born: Phrase | None
    repeated: bool  # the same name stands in two places
    several: bool  # the first article names more than one person
    several_numbers: bool


def subject_of(rows: tuple[Row, ...], phrases: tuple[Phrase, ...], head: range, article: range) -> Subject:
    """The person of the paper. `head`: the rows of the excerpt; `article`: those of the first article."""
    persons = [one for one in phrases if one.kind is Kind.PERSON]
    there = _strongest([one for one in persons if one.row in article])
    over = _strongest([one for one in persons if one.row in head])
    first = next(iter(there or over), None)
    if first is None:
        return Subject(None, _lone(phrases, article), None, False, False, False)
    same = [one for one in persons if _same(one, first)]
    others = [one for one in there if not _same(one, first)]
    numbers = _numbers_of(first, phrases, article, others)
    born = next((one for one in phrases if one.kind is Kind.BIRTH and one.row in article), None)
    return Subject(
        _best_spelled(first, same),
        numbers[0] if numbers else None,
        born,
        len({one.row for one in same}) > 1,
        bool(others),
        len({fold(one.text) for one in numbers}) > 1,
    )


def _strongest(persons: list[Phrase]) -> list[Phrase]:
    """Names introduced by a word or a label; names known by their surname only when there is no other."""
    most = max((_STRENGTH[one.rule] for one in persons), default=0)
    return [one for one in persons if _STRENGTH[one.rule] == most]


def _same(one: Phrase, other: Phrase) -> bool:
    return fuzz.ratio(fold(one.text), fold(other.text)) >= SAME


def _best_spelled(first: Phrase, same: list[Phrase]) -> Phrase:
    """Of the places where the name stands: the spelling met most often, then the surest; always one of the paper's."""
    times = Counter(one.text.casefold() for one in same)
    best = max(same, key=lambda one: (times[one.text.casefold()], _surety(one)))
    return (
        best
        if times[best.text.casefold()] > times[first.text.casefold()] or _surety(best) > _surety(first) + 0.1
        else first
    )


def _surety(phrase: Phrase) -> float:
    return min(token.confidence for token in phrase.tokens)


def _numbers_of(person: Phrase, phrases: tuple[Phrase, ...], article: range, others: list[Phrase]) -> list[Phrase]:
    """Numbers of identity papers told behind the person's name in the article, before another person is named."""
    order = {id(one): at for at, one in enumerate(phrases)}
    until = min((order[id(one)] for one in others), default=len(phrases))
    numbers = [one for one in phrases if one.kind is Kind.ID and one.row in article]
    behind = [one for one in numbers if order[id(person)] < order[id(one)] < until]
    return behind or ([] if others else numbers)


def _lone(phrases: tuple[Phrase, ...], article: range) -> Phrase | None:
    numbers = [one for one in phrases if one.kind is Kind.ID and one.row in article]
    return numbers[0] if len({one.text for one in numbers}) == 1 else None
