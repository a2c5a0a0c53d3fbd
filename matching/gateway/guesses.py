"""What may truly stand behind a claim's number, name and birth date, each guess with its share. Nothing is asked.

A guess is worth the share of true papers that show its slip (`weights.json`), split over the values that such a slip
may hide. Where the reader told how sure it was of a field, its doubt stands for the general share of misreading.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import islice
from typing import Any, Generic, TypeVar

from extractors.folded import tight
from extractors.reading import PartialDate
from matching.comparing.dates import digit_is_lookalike, one_digit_away, swapped
from matching.comparing.names import keys
from matching.comparing.numbers import LENGTH, OLD_LENGTH, fillings, looks_like, neighbourhood
from matching.gateway.inquiry import Supposition
from matching.people import Claim
from matching.registers import Why
from matching.weighing.weights import Weights

T = TypeVar("T")

_MOST_FILLINGS = 100  # more numbers than that may not be tried: each has a share below any threshold
_MISREAD_NUMBER = ("ID_OCR_DIGIT", "ID_DIGIT_WRONG", "ID_DIGITS_TRANSPOSED", "ID_DIGITS_MISREAD")
_MISREAD_DATE = ("DATE_DIGIT_WRONG",)
_MISREAD_NAME = ("NAME_LETTER_MISREAD", "NAME_LETTERS_MISREAD", "NAME_OTHER_IN_USE")
_HITS_NAME = ("EXACT", "NAME_MARK_DIFFERS", "NAME_SPACING")  # the register compares without marks and spaces
_OPEN_I_OR_Y = re.compile(r"(?<=[hklmqstv])[iy]$|(?<=qu)[iy]$")  # where both ways of writing are in use: Lý and Lí


@dataclass(frozen=True, slots=True)
class Values:
    """Shares of `gateway_values.json`, 0..1; its `source` says what each is."""

    unregistered: float
    prefix_misfit: float
    other_misfit: float
    unknown_province: float
    year_finds_full_date: float
    register_knows_year_only: float
    with_placeholder: float
    old_number_on_file: float
    named_in_alternatives: float
    first_alternative: float
    other_i_or_y: float
    doubt_of_clerk: float
    least_value: float


@lru_cache(maxsize=1)
def standard_values() -> Values:
    """Those that are delivered with this version."""
    data = json.loads(resources.files("matching").joinpath("data/gateway_values.json").read_text(encoding="utf-8"))
    data.pop("source")
    return Values(**data)


@dataclass(frozen=True, slots=True)
class Guess(Generic[T]):
    """What one part of the truth may be. The shares of one part add up to at most 1; the rest nobody guesses."""

    value: T
    share: float  # 0..1
    supposition: Supposition


@dataclass(frozen=True, slots=True)
class NumberGuess(Guess[str]):
    """A number with how a person found by it was found."""

    why: Why


G = TypeVar("G", bound=Guess[Any])


def numbers(claim: Claim, weights: Weights, values: Values) -> tuple[NumberGuess, ...]:
    """Numbers of 12 or 9 digits that may be meant, none twice, the likelier first."""
    found = list(_twelve(claim, weights, values)) + list(_old(claim, claim.id_number, 1.0, values))
    missing = 1.0 - sum(guess.share for guess in found)
    found += _old(claim, claim.old_number, max(missing, 0.02), values)
    return _once(found)


def _twelve(claim: Claim, weights: Weights, values: Values) -> Iterator[NumberGuess]:
    written = claim.id_number
    if len(written) == LENGTH and "?" in written:
        yield from _split(
            islice(fillings(written), _MOST_FILLINGS), 1.0, Supposition.UNREADABLE_FILLED, Why.NUMBER_MASKED
        )
    elif is_number(written, LENGTH):
        yield from _read_whole(claim, weights, values)
    elif is_number(written, LENGTH - 1) or is_number(written, LENGTH - 2):
        lost = written.zfill(LENGTH)
        rates = weights.rules["id_number"]
        zero = rates["ID_LEADING_ZERO_LOST"] / (rates["ID_LEADING_ZERO_LOST"] + rates["ID_DIGIT_DROPPED"])
        zero = zero if len(written) == LENGTH - 1 else 0.9
        yield NumberGuess(lost, zero, Supposition.ZERO_RESTORED, Why.NUMBER_NEAR)
        if len(written) == LENGTH - 1:
            others = [number for number in sorted(set(neighbourhood(written, LENGTH))) if number != lost]
            yield from _split(others, 1.0 - zero, Supposition.DIGIT_RESTORED, Why.NUMBER_NEAR)
    elif is_number(written, LENGTH + 1):
        yield from _split(_one_less(written), 0.9, Supposition.DIGIT_STRUCK, Why.NUMBER_NEAR)


def _read_whole(claim: Claim, weights: Weights, values: Values) -> Iterator[NumberGuess]:
    """As read, as the reader would also read it, and with one digit taken for another."""
    written = claim.id_number
    rates = weights.rules["id_number"]
    misread = _doubt(claim, "id_number", sum(rates[kind] for kind in _MISREAD_NUMBER), values)
    of_others = rates["RELATIVES_NUMBER"] + rates["UNEXPLAINED_NUMBER"]  # neither right nor misread
    right = rates["EXACT"] / (rates["EXACT"] + of_others) * (1.0 - misread)
    yield NumberGuess(written, right, Supposition.AS_READ, Why.NUMBER)
    told = [number for number in claim.alternatives.get("id_number", ()) if is_number(number, LENGTH)]
    named = misread * values.named_in_alternatives if told else 0.0
    yield from _ranked(told, named, values, Why.NUMBER_NEAR)
    left = misread - named
    kinds = sum(rates[kind] for kind in _MISREAD_NUMBER)
    alike, other = _substituted(written)
    turned = [number for number in neighbourhood(written, LENGTH) if _is_turned(number, written)]
    for kind, those, supposition in (
        ("ID_OCR_DIGIT", alike, Supposition.DIGIT_LOOKALIKE),
        ("ID_DIGIT_WRONG", other, Supposition.DIGIT_WRONG),
        ("ID_DIGITS_TRANSPOSED", turned, Supposition.DIGITS_TRANSPOSED),
    ):
        yield from _split(those, left * rates[kind] / kinds, supposition, Why.NUMBER_NEAR)


def _old(claim: Claim, written: str, share: float, values: Values) -> list[NumberGuess]:
    """An old card's number: as written, as else read, or with the zero that it lost."""
    if is_number(written, OLD_LENGTH - 1):
        number = written.zfill(OLD_LENGTH)
        return [NumberGuess(number, share * values.old_number_on_file * 0.5, Supposition.ZERO_RESTORED, Why.OLD_NUMBER)]
    if not is_number(written, OLD_LENGTH):
        return []
    field = "id_number" if written == claim.id_number else "old_number"
    told = [number for number in claim.alternatives.get(field, ()) if is_number(number, OLD_LENGTH)]
    misread = _doubt(claim, field, 0.1, values)
    named = misread * values.named_in_alternatives if told else 0.0
    held = share * values.old_number_on_file
    first = NumberGuess(written, held * (1.0 - misread), Supposition.OLD_NUMBER, Why.OLD_NUMBER)
    return [first, *_ranked(told, held * named, values, Why.OLD_NUMBER)]


def dates(claim: Claim, weights: Weights, values: Values) -> tuple[Guess[PartialDate], ...]:
    """Birth dates that the register may hold. A guess of a year alone: the register knows no more of the person."""
    born = claim.birth_date
    if born is None:
        return ()
    year = PartialDate(born.year)
    if not (born.day and born.month):
        return (Guess(year, 1.0, Supposition.AS_READ),)
    rates = weights.rules["birth_date"]
    placeholder = (born.day, born.month) == (1, 1)
    unknown = values.with_placeholder if placeholder else values.register_knows_year_only
    misread = _doubt(claim, "birth_date", rates["DATE_DIGIT_WRONG"], values)
    exchanged = swapped(born)
    exchange = rates["DATE_SWAPPED"] if exchanged else 0.0
    found = [
        Guess(born, max(1.0 - unknown - misread - exchange - rates["DATE_CONFLICT"], 0.01), Supposition.AS_READ),
        Guess(year, unknown, Supposition.YEAR_ONLY),
    ]
    if exchanged:
        found.append(Guess(exchanged, exchange, Supposition.DAY_AND_MONTH_SWAPPED))
    told = [day for text in claim.alternatives.get("birth_date", ()) if (day := _day(text)) and day != born]
    named = misread * values.named_in_alternatives if told else 0.0
    for day, share in _falling(told, named, values):
        found.append(Guess(day, share, Supposition.OTHER_READING))
    for day, share in _near_days(born, misread - named, weights):
        supposition = Supposition.YEAR_OF_NUMBER if day.year != born.year else Supposition.DIGIT_OF_DATE
        found.append(Guess(day, share, supposition))
    return _once(found)


def _near_days(born: PartialDate, share: float, weights: Weights) -> Iterator[tuple[PartialDate, float]]:
    """The days one digit away; digits of like shape are taken for each other as often as in a number."""
    rates = weights.rules["id_number"]
    by_likeness = {True: rates["ID_OCR_DIGIT"], False: rates["ID_DIGIT_WRONG"]}
    near = [(day, digit_is_lookalike(born, day)) for day in one_digit_away(born)]
    parts = {likeness: rate for likeness, rate in by_likeness.items() if any(alike is likeness for _, alike in near)}
    whole = sum(parts.values())
    for likeness, part in parts.items():
        days = [day for day, alike in near if alike is likeness]
        yield from ((day, share * part / whole / len(days)) for day in days)


def names(claim: Claim, weights: Weights, values: Values) -> tuple[Guess[str], ...]:
    """Names that the register may hold, no two of which it takes for the same."""
    name = " ".join(claim.full_name.split())
    rates = weights.rules["full_name"]
    whole = sum(rates.values())
    usual = sum(rates[kind] for kind in _MISREAD_NAME) / whole
    misread = _doubt(claim, "full_name", usual, values)
    told = [other for other in claim.alternatives.get("full_name", ()) if _letters(other) != _letters(name)]
    named = misread * values.named_in_alternatives if told else 0.0
    others = [] if not claim.dossier_id else list(_other_i_or_y(name))
    other_way = values.other_i_or_y if others else 0.0
    hits = sum(rates[kind] for kind in _HITS_NAME) / whole * (1.0 - misread) / (1.0 - usual)
    found = [Guess(name, hits - other_way, Supposition.AS_READ)]
    found += [Guess(other, other_way / len(others), Supposition.NAME_I_OR_Y) for other in others]
    found += [Guess(other, share, Supposition.OTHER_READING) for other, share in _falling(told, named, values)]
    return _once(found, _letters)


def _other_i_or_y(name: str) -> Iterator[str]:
    """The name with i for y, or y for i, in one syllable; the given name first. Marks do not matter to the register."""
    syllables = keys(name).k1.split()
    for at in range(len(syllables) - 1, -1, -1):
        bare = _letters(syllables[at])
        if _OPEN_I_OR_Y.search(bare):
            other = bare[:-1] + ("i" if bare.endswith("y") else "y")
            yield " ".join((*syllables[:at], other, *syllables[at + 1 :]))


def _letters(name: str) -> str:
    """As the register compares: letters without marks and spaces. y and i are two letters."""
    return tight(name)


def _doubt(claim: Claim, field: str, usual: float, values: Values) -> float:
    """How likely the field was misread: what the reader says, else the usual share. Another register's record was
    typed, not read from a scan."""
    if not claim.dossier_id:
        return values.doubt_of_clerk
    told = claim.confidence.get(field)
    return usual if told is None else min(max(1.0 - told, values.doubt_of_clerk), 0.9)


def _ranked(told: list[str], share: float, values: Values, why: Why) -> list[NumberGuess]:
    falling = _falling(told, share, values)
    return [NumberGuess(number, part, Supposition.OTHER_READING, why) for number, part in falling]


def _falling(told: list[T], share: float, values: Values) -> list[tuple[T, float]]:
    """The first reading has the greatest part, each further one the same part of what is left."""
    found = []
    for value in told:
        found.append((value, share * values.first_alternative))
        share -= found[-1][1]
    return found


def _split(those: Iterable[str], share: float, supposition: Supposition, why: Why) -> list[NumberGuess]:
    each = list(those)
    return [NumberGuess(number, share / len(each), supposition, why) for number in each]


def _once(found: Iterable[G], same: Callable[[Any], object] = lambda value: value) -> tuple[G, ...]:
    """The likelier first, and of those with the same value only the likeliest."""
    kept: dict[object, G] = {}
    for guess in sorted(found, key=lambda one: -one.share):
        kept.setdefault(same(guess.value), guess)
    return tuple(kept.values())


def _substituted(number: str) -> tuple[list[str], list[str]]:
    """The numbers with one digit taken for one of like shape, and for any other."""
    alike: list[str] = []
    other: list[str] = []
    for at, was in enumerate(number):
        for digit in "0123456789":
            if digit != was:
                (alike if looks_like(was, digit) else other).append(number[:at] + digit + number[at + 1 :])
    return alike, other


def _is_turned(number: str, written: str) -> bool:
    return sum(a != b for a, b in zip(number, written, strict=True)) == 2


def _one_less(written: str) -> list[str]:
    return list(dict.fromkeys(written[:at] + written[at + 1 :] for at in range(len(written))))


def _day(text: str) -> PartialDate | None:
    parts = text.split("-")
    if len(parts) not in (1, 3) or not all(part.isdecimal() for part in parts):
        return None
    return PartialDate(*(int(part) for part in parts))


def is_number(text: str, length: int) -> bool:
    """All digits, of this length."""
    return len(text) == length and text.isascii() and text.isdecimal()
