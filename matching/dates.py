"""Birth dates compared: the same day, or in which way one was written into the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractors.reading import PartialDate
from matching.numbers import looks_like
from matching.reasons import Reason
from matching.resolution import Level


@dataclass(frozen=True, slots=True)
class DateAgreement:
    """How a written birth date stands to the registered one. `parts` = what agrees: "day", "year" or ""."""

    level: Level
    reason: Reason | None = None
    parts: str = ""


def compare_dates(written: PartialDate | None, held: PartialDate | None) -> DateAgreement:
    """Equal first; then year only, 01/01 as a placeholder, day and month swapped, one digit; else a conflict."""
    if written is None or held is None:
        return DateAgreement(Level.MISSING)
    if written == held:
        return DateAgreement(Level.EXACT, None, "day" if held.day else "year")
    if written.year == held.year:
        return _within_year(written, held)
    if _one_digit_apart(written, held):
        return DateAgreement(Level.CLOSE, Reason.DATE_DIGIT_WRONG, "day")
    return DateAgreement(Level.DIFFERENT, Reason.DATE_CONFLICT)


def _within_year(written: PartialDate, held: PartialDate) -> DateAgreement:
    if held.day is None:
        return DateAgreement(Level.CLOSE, Reason.REGISTER_YEAR_ONLY, "year")
    if written.day is None:
        fits = written.month in (None, held.month)
        return DateAgreement(Level.CLOSE, Reason.DATE_YEAR_ONLY, "year") if fits else _conflict()
    if (written.day, written.month) == (1, 1):
        return DateAgreement(Level.CLOSE, Reason.DATE_PLACEHOLDER, "year")
    if (written.day, written.month) == (held.month, held.day):
        return DateAgreement(Level.CLOSE, Reason.DATE_SWAPPED, "day")
    if _one_digit_apart(written, held):
        return DateAgreement(Level.CLOSE, Reason.DATE_DIGIT_WRONG, "day")
    return _conflict()


def _conflict() -> DateAgreement:
    return DateAgreement(Level.DIFFERENT, Reason.DATE_CONFLICT)


def digits(day: PartialDate) -> str:
    """Eight digits ddmmyyyy, or "" when the day is not known."""
    return f"{day.day:02d}{day.month:02d}{day.year:04d}" if day.day and day.month else ""


def _one_digit_apart(written: PartialDate, held: PartialDate) -> bool:
    ours, theirs = digits(written), digits(held)
    return bool(ours and theirs) and sum(a != b for a, b in zip(ours, theirs, strict=True)) == 1


def one_digit_away(day: PartialDate) -> Iterator[PartialDate]:
    """Every possible date that differs from a whole one in a single digit."""
    text = digits(day)
    for i, digit in enumerate(text):
        for other in "0123456789":
            turned = text[:i] + other + text[i + 1 :]
            if other != digit and turned[4] in "12" and is_day(turned):
                yield PartialDate(int(turned[4:]), int(turned[2:4]), int(turned[:2]))


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
