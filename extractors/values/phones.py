"""Phone numbers by the numbering plan of the day on which they were written."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib.resources import files

from extractors.findings import Finding
from extractors.reading import Problem
from extractors.values.parsed import Parsed

_LENIENT = str.maketrans({"O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", "i": "1", "S": "5", "B": "8"})
_TEN_DIGIT_MOBILES = date(2018, 9, 15)


class Line(Enum):
    MOBILE = "di động"
    LANDLINE = "cố định"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a number as written."""

    number: str  # today's form: 10 digits of a mobile, 11 of a landline
    line: Line
    renumbered: bool  # whether the written form was of an earlier plan


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as written, and what it may be today. Prefix is not operator: numbers move between operators."""

    written: str  # digits, "+84" as "0"
    readings: tuple[Reading, ...]  # () when no plan knows its prefix; the likelier first

    @property
    def number(self) -> str:
        """Today's number when there is but one way to understand it; else ""."""
        return self.readings[0].number if len(self.readings) == 1 else ""


@dataclass(frozen=True, slots=True)
class _Change:
    old: str
    new: str
    since: date | None


def parse_phone(text: str, dated: date | None = None) -> Parsed | Problem:
    """The digits as written, "+84" as "0"; `phone_of` tells today's number. Ten or eleven digits, else UNREADABLE.

    An earlier plan, an ambiguity or an unknown prefix is a finding. Of several numbers the first is read.
    """
    if not re.search(r"\w", text):
        return Problem.BLANK
    phone = phone_of(text, dated)
    findings: tuple[Finding, ...] = ()
    strictness = 1.0
    if phone is None:
        phone = phone_of(_letters_as_digits(text), dated)
        findings, strictness = (Finding.LENIENT_DIGIT,), 0.6
    if phone is None:
        return Problem.UNREADABLE
    if not phone.readings and len(phone.written) == 11:
        return Problem.UNREADABLE  # eleven digits of no plan are ten with one too many
    if not phone.readings:
        return Parsed(phone.written, 0.4 * strictness, (*findings, Finding.PHONE_UNKNOWN_PREFIX))
    if len(phone.readings) > 1:
        return Parsed(phone.written, 0.8 * strictness, (*findings, Finding.PHONE_AMBIGUOUS))
    if phone.readings[0].renumbered:
        findings = (*findings, Finding.PHONE_RENUMBERED)
    return Parsed(phone.written, strictness, findings)


def phone_of(text: str, dated: date | None = None) -> Phone | None:
    """The first phone number in a text, understood by the plan of that day; without a day, by every plan.

    None when no run of 10 or 11 digits is there. Old landlines of ten digits collide with today's mobiles (08-38251234
    of Hồ Chí Minh City): both readings are given unless the day excludes one.
    """
    written = _written(text)
    return Phone(written, _understood(written, dated)) if written else None


def _written(text: str) -> str:
    tidy = re.sub(r"\(?\+\s?84\)?|\b0084", "0", text)
    for run in re.findall(r"\d(?:[\s.\-()|]{0,3}\d)*", tidy):
        digits = re.sub(r"\D", "", run)
        if digits.startswith("84") and len(digits) == 11:
            digits = "0" + digits[2:]
        if digits.startswith("00") and len(digits) in (11, 12):
            digits = digits[1:]
        if digits.startswith("0") and len(digits) in (10, 11):
            return digits
    return ""


def _letters_as_digits(text: str) -> str:
    return re.sub(r"(?<=[\d.\s])[OoQIliSB](?=[\d.\s]|$)|^[Oo](?=\d)", lambda match: match[0].translate(_LENIENT), text)


def _understood(digits: str, dated: date | None) -> tuple[Reading, ...]:
    plan = _plan()
    if len(digits) == 11:
        moved = plan["mobile_11"].get(digits[:4])
        if moved:
            return (Reading(moved.new + digits[4:], Line.MOBILE, True),)
        known = any(digits.startswith(area.new) for area in plan["landline"].values())
        return (Reading(digits, Line.LANDLINE, False),) if known else ()
    readings = []
    if _is_mobile(digits[:3], dated):
        readings.append(Reading(digits, Line.MOBILE, False))
    if dated is None or dated < _TEN_DIGIT_MOBILES:
        readings += [Reading(number, Line.LANDLINE, True) for number in _old_landlines(digits, dated)]
    return tuple(readings)


def _is_mobile(prefix: str, dated: date | None) -> bool:
    since = _mobile_prefixes().get(prefix)
    return since is not None and (dated is None or dated >= since)


def _old_landlines(digits: str, dated: date | None) -> list[str]:
    """Today's forms of a ten-digit landline of before 2017. An area code and its subscriber made nine digits."""
    numbers = []
    for area in _plan()["landline"].values():
        if area.since and digits.startswith(area.old) and len(digits) - len(area.old) >= 6:
            subscriber = digits[len(area.old) :]
            if len(area.new) + len(subscriber) == 11 and (dated is None or dated < _TEN_DIGIT_MOBILES):
                numbers.append(area.new + subscriber)
    return numbers


@cache
def _mobile_prefixes() -> dict[str, date]:
    """Prefix of three digits -> first day of its use with ten digits."""
    plan = _plan()
    moved = {change.new: change.since for change in plan["mobile_11"].values() if change.since}
    kept = {change.new: change.since for change in plan["mobile"].values() if change.since}
    return moved | kept


@cache
def _plan() -> dict[str, dict[str, _Change]]:
    """kind -> old code (or the new one, where none went before) -> change."""
    text = files("extractors.data").joinpath("phone_plan.csv").read_text(encoding="utf-8")
    plan: dict[str, dict[str, _Change]] = {"mobile": {}, "mobile_11": {}, "landline": {}}
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        since = date.fromisoformat(row["since"]) if row["since"] else None
        plan[row["kind"]][row["old"] or row["new"]] = _Change(row["old"], row["new"], since)
    return plan
