"""Whether two values say the same: spelling and a date that is less exact do not make a contradiction."""

import re
from collections.abc import Iterable

from extractors.values.name_keys import name_keys

_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")


def same(one: str, other: str) -> bool:
    """1987 and 1987-03-12 say the same, as far as they go; hòa and hoà, An and AN are one word."""
    if _DATE.fullmatch(one) and _DATE.fullmatch(other):
        return one.startswith(other) or other.startswith(one)
    return name_keys(one).k1 == name_keys(other).k1


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """One of each meaning, in order; of dates that agree the most exact."""
    found: list[str] = []
    for value in sorted(values, key=lambda value: -len(value) if _DATE.fullmatch(value) else 0):
        if not any(same(value, known) for known in found):
            found.append(value)
    return tuple(found)
