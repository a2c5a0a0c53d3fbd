"""Birth dates compared: the same day, or in which way one was written into the other."""

from calendar import isleap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from extractors.reading import PartialDate
from matching.comparing.numbers import looks_like
from matching.reasons import Reason
from matching.resolution import Level

_MOST_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # of a month, 1..12


@dataclass(frozen=True, slots=True)
class DateAgreement:
    """How a written birth date stands to the registered one. `parts` = what agrees: "day", "year" or ""."""

    level: Level
    reason: Reason | None = None
    parts: str = ""


_MISSING = DateAgreement(Level.MISSING)
_SAME_DAY = DateAgreement(Level.EXACT, None, "day")
_SAME_YEAR = DateAgreement(Level.EXACT, None, "year")
_DIGIT_WRONG = DateAgreement(Level.CLOSE, Reason.DATE_DIGIT_WRONG, "day")
_CONFLICT = DateAgreement(Level.DIFFERENT, Reason.DATE_CONFLICT)


def compare_dates(written: PartialDate | None, held: PartialDate | None) -> DateAgreement:
    """Equal first; then year only, 01/01 as a placeholder, day and month swapped, one digit; else a conflict."""
    if written is None or held is None:
        return _MISSING
    if written.year == held.year:
        if written == held:
            return _SAME_DAY if held.day else _SAME_YEAR
        return _within_year(written, held)
    return _DIGIT_WRONG if _one_digit_apart(written, held) else _CONFLICT


def _within_year(written: PartialDate, held: PartialDate) -> DateAgreement:
    if held.day is None:
        return DateAgreement(Level.CLOSE, Reason.REGISTER_YEAR_ONLY, "year")
    if written.day is None:
        fits = written.month in (None, held.month)
        return DateAgreement(Level.CLOSE, Reason.DATE_YEAR_ONLY, "year") if fits else _CONFLICT
    if (written.day, written.month) == (1, 1):
        return DateAgreement(Level.CLOSE, Reason.DATE_PLACEHOLDER, "year")
    if (written.day, written.month) == (held.month, held.day):
        return DateAgreement(Level.CLOSE, Reason.DATE_SWAPPED, "day")
    return _DIGIT_WRONG if _one_digit_apart(written, held) else _CONFLICT


def digits(day: PartialDate) -> str:
    """Eight digits ddmmyyyy, or "" when the day is not known."""
    return f"{day.day:02d}{day.month:02d}{day.year:04d}" if day.day and day.month else ""


def _one_digit_apart(written: PartialDate, held: PartialDate) -> bool:
    if (written.day == held.day) + (written.month == held.month) + (written.year == held.year) != 2:
        return False
    ours, theirs = digits(written), digits(held)
    return bool(ours and theirs) and sum(a != b for a, b in zip(ours, theirs, strict=True)) == 1


def one_digit_away(day: PartialDate) -> Iterator[PartialDate]:
    """Every possible date that differs from a whole one in a single digit."""
    if not (day.day and day.month):
        return
    for number in _one_digit_turned(day.day, 2):
        if 1 <= number <= _days_in(day.year, day.month):
            yield PartialDate(day.year, day.month, number)
    for number in _one_digit_turned(day.month, 2):
        if 1 <= number <= 12 and day.day <= _days_in(day.year, number):
            yield PartialDate(day.year, number, day.day)
    for number in _one_digit_turned(day.year, 4):
        if number // 1000 in (1, 2) and day.day <= _days_in(number, day.month):
            yield PartialDate(number, day.month, day.day)


@lru_cache(maxsize=1024)
def _one_digit_turned(number: int, length: int) -> tuple[int, ...]:
    """Every other number of so many digits that differs in one of them, from the first digit on."""
    places = (10**i for i in reversed(range(length)))
    digits = ((place, number // place % 10) for place in places)
    return tuple(number + (other - digit) * place for place, digit in digits for other in range(10) if other != digit)


def _days_in(year: int, month: int) -> int:
    return 29 if month == 2 and isleap(year) else _MOST_DAYS[month]


def is_day(text: str) -> bool:
    """Eight digits ddmmyyyy are a day that exists."""
    try:
        date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return False
    return True


def digit_is_lookalike(written: PartialDate, held: PartialDate) -> bool:
    """The one digit in which two dates differ is of those that print and handwriting confuse."""
    pairs = zip(digits(written), digits(held), strict=True)
    return all(a == b or looks_like(a, b) for a, b in pairs)


def swapped(day: PartialDate) -> PartialDate | None:
    """The date with day and month exchanged, where that is another possible date."""
    if not (day.day and day.month) or day.day == day.month or day.day > 12:
        return None
    try:
        date(day.year, day.day, day.month)
    except ValueError:
        return None
    return PartialDate(day.year, day.day, day.month)
