"""Keys of an extract's look-ups: signed 64-bit, the same in every process and on every machine.

Stored in index files and in the database; whoever changes one changes `KEYS_VERSION` with it. Numbers are their own
keys. A collision of two texts only adds a candidate, who is compared like any other.
"""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Protocol

from extractors.reading import PartialDate
from matching.comparing.names import keys, parts

KEYS_VERSION = 1

_SIGN = 1 << 63
DAY_BITS = 9  # the lowest bits of a name's key: month and day, 0 for what is not known
SPREAD = 0x9E3779B97F4A7C15  # odd, so that no two years fall together; 2^64 over the golden ratio
_NAME_BITS = (1 << 64) - (1 << DAY_BITS)


class Index(Protocol):
    """Rows by key. A row is a number by which the same extract gives the person."""

    def find(self, key: int) -> list[int]:
        """Rows of one key, ascending; empty when there is none."""
        ...

    def find_any(self, keys: Iterable[int]) -> list[int]:
        """Rows of any of the keys: by key, then ascending."""
        ...


@lru_cache(maxsize=8192)
def text_key(text: str) -> int:
    """Of a text as it stands."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def day_key(birth: PartialDate) -> int:
    """yyyymmdd, 00 for what is not known: one key for each date, whole or partial."""
    return birth.year * 10_000 + (birth.month or 0) * 100 + (birth.day or 0)


def joined_key(text: int, birth: PartialDate) -> int:
    """Of a text's key and a date. Those of one text and year are neighbours, from the year alone up to its last day."""
    mixed = (text ^ (birth.year * SPREAD)) & _NAME_BITS | (birth.month or 0) << 5 | (birth.day or 0)
    return mixed - (mixed & _SIGN) * 2


def full_name_key(name: str, birth: PartialDate) -> int:
    """Bare name and birth date, as far as that is known."""
    return joined_key(text_key(keys(name).k4), birth)


def full_name_keys(name: str, births: Iterable[PartialDate]) -> list[int]:
    """One name with many dates."""
    text = text_key(keys(name).k4)
    return [joined_key(text, birth) for birth in births]


def short_name_key(name: str, birth: PartialDate) -> int:
    """Bare surname, given name and birth date: what is left when middle names are dropped."""
    cut = parts(keys(name).k4)
    return joined_key(text_key(f"{cut.surname}\n{cut.given}"), birth)


def household_key(text: str) -> int:
    """Of a household's number or name as the register writes it."""
    return text_key(text)
