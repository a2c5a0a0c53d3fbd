"""A plausible slip in a value: what is planted to see whether a prefilled value is read before it is accepted.

It is one sign of print read for another (`storage/data/planted_slips.csv`), and the value still looks like one of its
kind: a day that exists, a number of as many digits. From values to values.
"""

import csv
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources

from storage.quality.choosing import one_of
from storage.quality.sameness import same

FILE = "planted_slips.csv"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ID = re.compile(r"\d{12}")
_KEPT = 4  # first digits of a personal number: another province or century would be seen at once
_SHORTEST = 4  # a slip in less could not be told from another word of a list


def planted(value: str, key: bytes, name: str) -> str | None:
    """The value with one slip, the same for the same key and name; None where no slip would be plausible."""
    choices = sorted(set(_slips(value)))
    return one_of(key, f"slip {name}", choices) if choices else None


def _slips(value: str) -> Iterator[str]:
    if len(value) < _SHORTEST:
        return
    if _DAY.fullmatch(value):
        yield from _other_days(value)
        return
    first = _KEPT if _ID.fullmatch(value) else 0
    for at, sign in enumerate(value):
        if at < first:
            continue
        for misread in slips_of().get(sign.lower(), ()):
            changed = value[:at] + (misread.upper() if sign.isupper() else misread) + value[at + 1 :]
            if not same(changed, value):
                yield changed


def _other_days(value: str) -> Iterator[str]:
    """A digit of day or month misread, or both of them swapped: of those the days that there are."""
    year, month, day = value.split("-")
    found = [f"{year}-{day}-{month}"]
    for at, sign in enumerate(value):
        if at >= len("yyyy-"):
            found += [value[:at] + misread + value[at + 1 :] for misread in slips_of().get(sign, ())]
    for one in found:
        if one != value and _is_day(one):
            yield one


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@cache
def slips_of() -> dict[str, tuple[str, ...]]:
    """Sign to the signs that it is misread for."""
    text = resources.files("storage").joinpath("data", FILE).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(lines):
        found[row["written"]] = (*found.get(row["written"], ()), row["misread"])
    return found
