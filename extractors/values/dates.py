"""Dates and years written in digits."""

import re
from datetime import date

from extractors.findings import Finding
from extractors.folded import plain
from extractors.reading import Alternative, PartialDate, Problem
from extractors.values.parsed import Answer, Parsed, Unsettled, or_else, problem_of

_SIGN = r"\s*[/⁄∕|.,\-–—]\s*"  # what parts day, month and year
_SLASHED = re.compile(rf"(?<![\d/])(\d{{1,2}}){_SIGN}(\d{{1,2}}){_SIGN}(\d{{4}}|\d{{2}})(?!\d)")
# "16:30" before a date
_CLOCK = re.compile(r"(?<!\d)\d{1,2}\s?[:hH]\s?\d{2}[\s.,;-]+(?=\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})")
# "ngay 02 thang 9 nam 1945" with what noise makes of its words: of "ngay" at least its end
_WORDED = re.compile(
    r"\b\w{0,3}(?:ga?y?|ay)\W{0,3}(\d{1,2})\W{0,4}th[a-z]{0,3}g?\W{0,4}(\d{1,2})\W{0,4}n[a-z]{1,2}\W{0,4}(\d{4}|\d{2})(?!\d)"
)
_MONTH_YEAR = re.compile(
    rf"(?:th[a-z]{{1,3}}g?\W{{0,3}})?(\d{{1,2}})(?:{_SIGN}|\W{{0,3}}nam\W{{0,3}})(1[89]\d\d|20\d\d)"
)
_SPACED = re.compile(r"\D*(\d{1,2})\s+(\d{1,2})\s+(\d{4})\D*")
_LENIENT = str.maketrans({"o": "0", "l": "1", "i": "1"})
_UNFILLED = re.compile(r"\W*(?:ngay)?\W*thang\W*nam\W*(?:20)?\W*")  # the words of the form, nothing between them
_EIGHT = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
Parts = tuple[str, str, str]  # day, month, year, as digits
_EARLIEST, _LATEST = 1880, 2100  # years that any paper of ours may name


def parse_date(text: str, dated: date | None = None) -> Answer:
    """Read a day-first date: "02/9/1945", "ngày 02 tháng 9 năm 1945", or digits in eight boxes.

    Never guesses: a two-digit year is UNREADABLE, for its century is not on the paper (both centuries are
    alternatives); so are two different dates. IMPOSSIBLE: well recognised, but no such day (31/02/1990).
    `dated`: the day of the paper; it only leaves out alternatives that lie after it.
    """
    text = _latin_digits(text)
    if not re.search(r"\w", text) or _UNFILLED.fullmatch(plain(text).lower()):
        return Problem.BLANK
    found = list(dict.fromkeys(date_parts(text)))
    if not found:
        return _lenient_date(text)
    if len(found) > 1:
        days = [day for parts in found if (day := _calendar(parts)) and len(parts[2]) == 4]
        return Unsettled(Problem.UNREADABLE, (Finding.SEVERAL_VALUES,), or_else(*days))
    if len(found[0][2]) == 2:
        return Unsettled(Problem.UNREADABLE, (Finding.CENTURY_UNKNOWN,), _of_both_centuries(found[0], dated))
    return _day(found[0], 1.0)


def parse_birth_date(text: str, dated: date | None = None) -> Answer:
    """Read a birth date, of which old papers tell the year only, or month and year: then a `PartialDate`.

    A birth after the day of the paper is kept, with YEAR_OUT_OF_RANGE.
    """
    whole = parse_date(text, dated)
    if problem_of(whole) is Problem.UNREADABLE and not date_parts(text):
        whole = _part_of_a_date(text) or whole
    if dated and isinstance(whole, Parsed) and isinstance(whole.value, date) and whole.value > dated:
        return Parsed(whole.value, 0.5 * whole.strictness, (*whole.findings, Finding.YEAR_OUT_OF_RANGE))
    return whole


def parse_first_date(text: str, dated: date | None = None) -> Answer:
    """Read the first date of a line that may hold further ones: "lần đầu, ngày ...; thay đổi ngày ..."."""
    text = _CLOCK.sub("", text)
    found = date_parts(_latin_digits(text))
    if not found or len(found[0][2]) == 2:
        return parse_date(text, dated)
    return _day(found[0], 0.9 if len(found) > 1 else 1.0)


def parse_expiry(text: str) -> Answer:
    """Read a date of expiry; "Không thời hạn" stands on the cards of the oldest holders and is kept as text."""
    if re.search(r"kh\w{1,3}g?\s*(?:xac dinh\s*)?th\w{1,2}\s*han", plain(text).lower()):
        return Parsed("Không thời hạn")
    return parse_date(text)


def parse_year(text: str, dated: date | None = None) -> Answer:
    """Read the year, as text of four digits, of a field that asks for no more. A whole date there gives its year.

    A year of two digits is UNREADABLE, both centuries being alternatives; one after the paper's is out of range.
    """
    text = _latin_digits(text)
    whole = parse_date(text, dated)
    if whole is Problem.BLANK:
        return whole
    if isinstance(whole, Parsed) and isinstance(whole.value, date):
        return Parsed(str(whole.value.year), 0.9)
    if problem_of(whole) is Problem.IMPOSSIBLE:
        return whole
    years = set(_YEAR.findall(re.sub(r"(?<=\d) (?=\d\b)", "", text)))
    if len(years) == 1:
        year = years.pop()
        late = dated is not None and int(year) > dated.year
        return Parsed(year, 0.5, (Finding.YEAR_OUT_OF_RANGE,)) if late else Parsed(year)
    if short := re.fullmatch(r"\W*(?:n[aă]m\W*)?(\d\d)\W*", text, re.IGNORECASE):
        ways = (f"{century}{short[1]}" for century in (19, 20))
        held = or_else(*(way for way in ways if dated is None or int(way) <= dated.year))
        return Unsettled(Problem.UNREADABLE, (Finding.CENTURY_UNKNOWN,), held)
    return Problem.UNREADABLE


def date_parts(text: str) -> list[Parts]:
    """(day, month, year) of every date in a text, in its order, as digits; not yet checked."""
    bare = plain(text).lower()
    found = sorted([*_SLASHED.finditer(bare), *_WORDED.finditer(bare)], key=lambda match: match.start())
    return [(match[1], match[2], match[3]) for match in found]


def _latin_digits(text: str) -> str:
    r"""The text with digits of other scripts as spaces: \d would take them, and none of ours is written so."""
    return re.sub(r"[^\x00-\x7f]", lambda sign: " " if sign[0].isdigit() else sign[0], text)


def _part_of_a_date(text: str) -> Parsed | None:
    """The year, or month and year, when the text says that and nothing else."""
    bare = plain(text).lower().strip(" .,:;-–—/_")
    if (match := _MONTH_YEAR.fullmatch(bare)) and 1 <= int(match[1]) <= 12 and not text.lstrip().startswith("/"):
        return Parsed(PartialDate(int(match[2]), int(match[1])), 0.7, (Finding.DATE_PART_ONLY,))
    years = set(_YEAR.findall(bare))
    if len(years) == 1 and re.sub(r"\D", "", bare) in years:
        return Parsed(PartialDate(int(years.pop())), 0.9)
    return None


def _lenient_date(text: str) -> Answer:
    """Boxes without separators, digits torn apart by spaces; letters for digits, with LENIENT_DIGIT."""
    if groups := _SPACED.fullmatch(text):
        return _day((groups[1], groups[2], groups[3]), 0.8)
    tidy = re.sub(r"(?<=\d)\s+(?=\d)", "", text)
    found = date_parts(tidy)
    if len(set(found)) == 1 and len(found[0][2]) == 4:
        return _day(found[0], 0.8)
    eight = _EIGHT.findall(re.sub(r"[\s|\[\]]+", "", text))
    if len(eight) == 1:
        return _day(eight[0], 0.8)
    letters = re.sub(r"(?<![a-z])[oli](?=[\d/])|(?<=[\d/])[oli](?![a-z])", _as_digit, plain(tidy).lower())
    found = date_parts(letters)
    if len(set(found)) == 1 and len(found[0][2]) == 4 and _calendar(found[0]):
        return _day(found[0], 0.6, (Finding.LENIENT_DIGIT,))
    return Problem.UNREADABLE


def _as_digit(match: re.Match[str]) -> str:
    return match[0].translate(_LENIENT)


def _day(parts: Parts, strictness: float, findings: tuple[Finding, ...] = ()) -> Answer:
    value = _calendar(parts)
    if value is None:
        day, month, year = parts
        swapped = _calendar((month, day, year))
        return Unsettled(Problem.IMPOSSIBLE, (Finding.DAY_IMPOSSIBLE,), or_else(swapped) if swapped else ())
    if not _EARLIEST <= value.year <= _LATEST:  # no paper of ours names such a year: a digit of it was misread
        return Unsettled(Problem.UNREADABLE, (Finding.YEAR_OUT_OF_RANGE,))
    return Parsed(value, strictness, findings)


def _calendar(parts: Parts) -> date | None:
    day, month, year = parts
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _of_both_centuries(parts: Parts, dated: date | None) -> tuple[Alternative, ...]:
    day, month, year = parts
    ways = (_calendar((day, month, f"{century}{year}")) for century in (19, 20))
    return or_else(*(way for way in ways if way and (dated is None or way <= dated)))
