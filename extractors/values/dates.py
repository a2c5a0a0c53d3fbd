"""Dates and years written in digits."""

import re
from datetime import date

from extractors.findings import Finding
from extractors.folded import plain
from extractors.reading import PartialDate, Problem
from extractors.values.parsed import Parsed

_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})\s*[/⁄.\-–|]\s*(\d{1,2})\s*[/⁄.\-–|]\s*(\d{4}|\d{2})(?!\d)")
# "ngay 02 thang 9 nam 1945", with what noise makes of the three words
_WORDED = re.compile(
    r"\bn?ga?y?\W{0,3}(\d{1,2})\W{0,3}th\w{0,3}g?\W{0,3}(\d{1,2})\W{0,3}n\w{1,2}\W{0,3}(\d{4}|\d{2})(?!\d)"
)
_LENIENT = str.maketrans({"o": "0", "l": "1", "i": "1"})
_UNFILLED = re.compile(r"\W*(?:ngay)?\W*thang\W*nam\W*(?:20)?\W*")  # the words of the form, nothing between them
_EIGHT = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
Parts = tuple[str, str, str]  # day, month, year, as digits
_EARLIEST, _LATEST = 1880, 2100


def parse_date(text: str) -> Parsed | Problem:
    """Read a day-first date: "02/9/1945", "ngày 02 tháng 9 năm 1945", or digits in eight boxes.

    Never guesses: a two-digit year is UNREADABLE, for its century is not on the paper; so are two different dates.
    IMPOSSIBLE: well recognised, but no such day (31/02/1990).
    """
    if not re.search(r"\w", text) or _UNFILLED.fullmatch(plain(text).lower()):
        return Problem.BLANK
    found = date_parts(text)
    if not found:
        return _lenient_date(text)
    if len(set(found)) > 1 or any(len(year) == 2 for _, _, year in found):
        return Problem.UNREADABLE
    return _day(found[0], 1.0)


def parse_birth_date(text: str) -> Parsed | Problem:
    """Read a birth date, of which old papers tell the year only: then a `PartialDate` without day and month."""
    whole = parse_date(text)
    if whole is not Problem.UNREADABLE:
        return whole
    years = set(_YEAR.findall(text))
    digits = re.sub(r"\D", "", text)
    if len(years) == 1 and digits in years:
        return Parsed(PartialDate(int(years.pop())), 0.9)
    return Problem.UNREADABLE


def parse_first_date(text: str) -> Parsed | Problem:
    """Read the first date of a line that may hold further ones: "lần đầu, ngày ...; thay đổi ngày ..."."""
    found = date_parts(text)
    if not found:
        return parse_date(text)
    if len(found[0][2]) == 2:
        return Problem.UNREADABLE
    return _day(found[0], 0.9 if len(found) > 1 else 1.0)


def parse_expiry(text: str) -> Parsed | Problem:
    """Read a date of expiry; "Không thời hạn" stands on the cards of the oldest holders and is kept as text."""
    if "khong thoi han" in plain(text).lower():
        return Parsed("Không thời hạn")
    return parse_date(text)


def parse_year(text: str) -> Parsed | Problem:
    """Read the year, as text of four digits, of a field that asks for no more. A whole date there gives its year."""
    if not re.search(r"\w", text):
        return Problem.BLANK
    whole = parse_date(text)
    if isinstance(whole, Parsed) and isinstance(whole.value, date):
        return Parsed(str(whole.value.year), 0.9)
    years = set(_YEAR.findall(re.sub(r"(?<=\d) (?=\d\b)", "", text)))
    return Parsed(years.pop()) if len(years) == 1 else Problem.UNREADABLE


def date_parts(text: str) -> list[Parts]:
    """(day, month, year) of every date in a text, in its order, as digits; not yet checked."""
    bare = plain(text).lower()
    found = sorted([*_SLASHED.finditer(bare), *_WORDED.finditer(bare)], key=lambda match: match.start())
    return [(match[1], match[2], match[3]) for match in found]


def _lenient_date(text: str) -> Parsed | Problem:
    """Boxes without separators, digits torn apart by spaces, letters for digits; each a finding."""
    tidy = re.sub(r"(?<=\d)\s+(?=\d)", "", text)
    found = date_parts(tidy)
    if len(set(found)) == 1 and len(found[0][2]) == 4:
        return _day(found[0], 0.8)
    eight = _EIGHT.findall(re.sub(r"[\s|\[\]]+", "", text))
    if len(eight) == 1:
        return _day(eight[0], 0.8)
    letters = re.sub(r"(?<=[\d/])[oli](?=[\d/])", lambda m: m[0].translate(_LENIENT), plain(tidy).lower())
    found = date_parts(letters)
    if len(set(found)) == 1 and len(found[0][2]) == 4:
        return _day(found[0], 0.6, (Finding.LENIENT_DIGIT,))
    return Problem.UNREADABLE


def _day(parts: Parts, strictness: float, findings: tuple[Finding, ...] = ()) -> Parsed | Problem:
    day, month, year = parts
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        return Problem.IMPOSSIBLE
    if not _EARLIEST <= value.year <= _LATEST:
        return Problem.UNREADABLE  # no paper of ours names such a year: a digit of it was misread
    return Parsed(value, strictness, findings)
