"""Identity numbers compared: the same, the old one, or in which way one was misread into the other."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rapidfuzz.distance import Hamming

from matching.people import Person
from matching.reasons import Reason
from matching.resolution import Level

LENGTH = 12
OLD_LENGTH = 9
_MOST_MISREAD = 3  # digits of one number that may have been misread, all into digits of nearly their shape
MOST_UNREADABLE = 4  # with more "?" the rest of a 12-digit number no longer tells one person from another


@dataclass(frozen=True, slots=True)
class NumberAgreement:
    """How a written number stands to a person's numbers. `readable` = digits that were read and agree."""

    level: Level
    reason: Reason | None = None
    readable: int = 0


_MISSING = NumberAgreement(Level.MISSING)
_EXACT = NumberAgreement(Level.EXACT, None, LENGTH)
_NOT_ON_FILE = NumberAgreement(Level.MISSING, Reason.OLD_CMND_NOT_ON_FILE)
_UNEXPLAINED = NumberAgreement(Level.DIFFERENT, Reason.UNEXPLAINED_NUMBER)


def compare_numbers(written: str, person: Person) -> NumberAgreement:
    """Against the 12-digit number first, then against each old number of the person."""
    if not written.strip("?"):
        return _MISSING
    if written == person.id_number:
        return _EXACT
    if written in person.old_numbers:
        return NumberAgreement(Level.VARIANT, Reason.OLD_CMND, OLD_LENGTH)
    slip = slip_between(written, person.id_number)
    if slip is not None:
        return NumberAgreement(Level.CLOSE, slip, LENGTH - written.count("?"))
    for old in person.old_numbers:
        if slip_between(written, old) not in (None, Reason.ID_DIGITS_MISREAD):
            return NumberAgreement(Level.CLOSE, Reason.OLD_CMND_MISREAD, OLD_LENGTH - written.count("?"))
    return _NOT_ON_FILE if len(written) == OLD_LENGTH else _UNEXPLAINED


@lru_cache(maxsize=4096)
def slip_between(written: str, held: str) -> Reason | None:
    """The slip that turns `held` into `written`: one digit in any way, or two or three misread by shape; else None."""
    if len(written) == len(held):
        return _same_length_slip(written, held)
    if "?" in written:
        return None
    if len(written) == len(held) - 1:
        if written == held[1:] and held[0] == "0":
            return Reason.ID_LEADING_ZERO_LOST
        return Reason.ID_DIGIT_DROPPED if written in _with_one_dropped(held) else None
    if len(written) == len(held) + 1:
        return Reason.ID_DIGIT_INSERTED if held in _with_one_dropped(written) else None
    return None


def _same_length_slip(written: str, held: str) -> Reason | None:
    if Hamming.distance(written, held, score_cutoff=MOST_UNREADABLE) > MOST_UNREADABLE:
        return None  # as nearly all pairs: no slip below changes so many
    differing = [i for i, (a, b) in enumerate(zip(written, held, strict=True)) if a != b]
    wrong = [i for i in differing if written[i] != "?"]
    if not wrong:
        return Reason.ID_DIGITS_UNREADABLE if len(differing) <= MOST_UNREADABLE else None
    if len(wrong) < len(differing) or len(wrong) > _MOST_MISREAD:
        return None
    alike = all(looks_like(written[i], held[i]) for i in wrong)
    if len(wrong) == 1:
        return Reason.ID_OCR_DIGIT if alike else Reason.ID_DIGIT_WRONG
    first, second = wrong[:2]
    if len(wrong) == 2 and second == first + 1 and written[first] == held[second] and written[second] == held[first]:
        return Reason.ID_DIGITS_TRANSPOSED
    return Reason.ID_DIGITS_MISREAD if alike else None


def _with_one_dropped(number: str) -> set[str]:
    return {number[:i] + number[i + 1 :] for i in range(len(number))}


def neighbourhood(written: str, length: int) -> Iterator[str]:
    """Every number of `length` digits that one slip could have turned into what is written."""
    if len(written) == length:
        for i, digit in enumerate(written):
            yield from (written[:i] + other + written[i + 1 :] for other in "0123456789" if other != digit)
        for i in range(length - 1):
            if written[i] != written[i + 1]:
                yield written[:i] + written[i + 1] + written[i] + written[i + 2 :]
    elif len(written) == length - 1:
        yield from {written[:i] + digit + written[i:] for i in range(length) for digit in "0123456789"}
    elif len(written) == length + 1:
        yield from _with_one_dropped(written)


def near_numbers(written: str, length: int) -> list[int]:
    """The `neighbourhood` as integers; numbers with another sign than digits are left out."""
    if len(written) != length or not (written.isascii() and written.isdecimal()):
        return [int(number) for number in neighbourhood(written, length) if number.isdecimal()]
    whole, places = int(written), _places(length)
    digits = [int(digit) for digit in written]
    near = [whole + (other - digit) * place for digit, place in zip(digits, places, strict=True) for other in range(10)]
    turns = zip(digits, digits[1:], places, places[1:], strict=False)
    near += [whole + (second - first) * (left - right) for first, second, left, right in turns]
    return [number for number in near if number != whole]


@lru_cache(maxsize=4)
def _places(length: int) -> tuple[int, ...]:
    return tuple(10 ** (length - 1 - i) for i in range(length))


def fillings(written: str) -> Iterator[str]:
    """Every number that fits the readable digits; at most 10,000 of them."""
    if written.count("?") > MOST_UNREADABLE:
        return
    at = written.find("?")
    if at < 0:
        yield written
        return
    for digit in "0123456789":
        yield from fillings(written[:at] + digit + written[at + 1 :])


def filled_numbers(written: str) -> list[int]:
    """The `fillings` as integers, ascending; none where another sign than digits is written."""
    digits = written.replace("?", "0")
    if written.count("?") > MOST_UNREADABLE or not (digits.isascii() and digits.isdecimal()):
        return []
    found = [int(digits)]
    for sign, place in zip(written, _places(len(written)), strict=True):
        if sign == "?":
            found = [number + digit * place for number in found for digit in range(10)]
    return found


def looks_like(written: str, held: str) -> bool:
    """The two digits are of those that print and handwriting confuse."""
    return written + held in _lookalikes() or held + written in _lookalikes()


@lru_cache(maxsize=1)
def _lookalikes() -> frozenset[str]:
    data = json.loads(resources.files("matching").joinpath("data/lookalikes.json").read_text(encoding="utf-8"))
    return frozenset(data["digits"])


def prefix_fits(number: str, year: int | None, male: bool | None) -> bool:
    """Digit 4 tells sex and century, digits 5-6 the birth year (TT 59/2021/TT-BCA art. 4); unknown parts fit.

    A misfit is a warning and never a refusal: NĐ 70/2024 art. 11 leaves lawful numbers that no longer fit their holder.
    """
    if len(number) != LENGTH or not number[3:6].isdecimal():
        return True
    if male is not None and (int(number[3]) % 2 == 0) != male:
        return False
    return year is None or year_told(number) == year


def year_told(number: str) -> int:
    """The birth year in digits 4-6 of a 12-digit number."""
    return (19 + int(number[3]) // 2) * 100 + int(number[4:6])
