"""The numbering plans of Vietnam: what a number of some day is today."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache

from extractors.values.tables import rows_of

_TEN_DIGIT_MOBILES = date(2018, 9, 15)  # QĐ 798/QĐ-BTTTT; old area codes were given up in the year before
_SUBSCRIBER = "2345678"  # first digits of landline subscribers


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
class _Change:
    old: str
    new: str
    since: date | None


def understood(digits: str, dated: date | None) -> tuple[Reading, ...]:
    """The ways to understand ten or eleven digits by the plan of a day; without a day, by every plan. Mobiles first."""
    plan = _plan()
    if moved := plan["mobile_11"].get(digits[:4]) if len(digits) == 11 else None:
        return (Reading(moved.new + digits[4:], Line.MOBILE, True),)
    readings = []
    if len(digits) == 10 and _is_mobile(digits[:3], dated):
        readings.append(Reading(digits, Line.MOBILE, False))
    if len(digits) == 11 and _is_landline(digits, dated):
        readings.append(Reading(digits, Line.LANDLINE, False))
    if dated is None or dated < _TEN_DIGIT_MOBILES:
        readings += [Reading(number, Line.LANDLINE, True) for number in _old_landlines(digits)]
    return tuple(readings)


def _is_mobile(prefix: str, dated: date | None) -> bool:
    since = _mobile_prefixes().get(prefix)
    return since is not None and (dated is None or dated >= since)


def _is_landline(digits: str, dated: date | None) -> bool:
    return any(
        digits.startswith(area.new)
        and digits[len(area.new)] in _SUBSCRIBER
        and (area.since is None or dated is None or dated >= area.since)
        for area in _plan()["landline"].values()
    )


def _old_landlines(digits: str) -> list[str]:
    """Today's forms of a landline of before 2017; the shorter the area code, the longer the subscriber's number."""
    numbers = []
    for area in _areas_moved():
        if digits.startswith(area.old):
            subscriber = digits[len(area.old) :]
            if len(area.new) + len(subscriber) == 11 and subscriber[:1] in _SUBSCRIBER:
                numbers.append(area.new + subscriber)
    return numbers


@cache
def _areas_moved() -> tuple[_Change, ...]:
    return tuple(area for area in _plan()["landline"].values() if area.since)


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
    plan: dict[str, dict[str, _Change]] = {"mobile": {}, "mobile_11": {}, "landline": {}}
    for row in rows_of("phone_plan"):
        since = date.fromisoformat(row["since"]) if row["since"] else None
        plan[row["kind"]][row["old"] or row["new"]] = _Change(row["old"], row["new"], since)
    return plan
