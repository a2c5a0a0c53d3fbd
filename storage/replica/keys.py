"""By what a row of an extract is looked up: one key of 64 bits a column, the same as in the extract in memory."""

import json
from functools import lru_cache
from hashlib import sha256

from extractors.reading import PartialDate
from matching.index.extract_files import POPULATION_COLUMNS
from matching.index.keys import DAY_BITS, KEYS_VERSION, day_key, full_name_key, household_key, short_name_key, text_key
from matching.people import Person

LOOKED_UP_BY = (  # indexed columns of `storage.replica.schema.POPULATION_PERSON`
    "number", "old_number", "day", "name_and_day", "short_name_and_day", "former_name_and_day",
    "household", "father", "mother",
)  # fmt: skip
_LIMIT = 1 << 63
_MOST_DIGITS = 18  # of a number that fits 64 bits
_PROBE = ("Nguyễn Thị Thuý Hoà", PartialDate(1987, 3, 12))


@lru_cache(maxsize=1)
def version() -> str:
    """Of the keys and columns as this version makes them: an extract loaded by another one has to be loaded again."""
    probe = (*_keys_of_name(*_PROBE), household_key(_PROBE[0]), *POPULATION_COLUMNS, *LOOKED_UP_BY)
    return f"keys-{KEYS_VERSION}/{sha256(json.dumps(probe).encode()).hexdigest()[:12]}"


def look_up_keys(person: Person) -> tuple[int | None, ...]:
    """In order of LOOKED_UP_BY; None where there is nothing to look the person up by."""
    born = person.birth_date
    former = full_name_key(person.other_name, born) if person.other_name else None
    return (
        number_key(person.id_number),
        number_key(person.old_numbers[0]) if person.old_numbers else None,
        day_key(born) if born.day else None,
        *_keys_of_name(person.full_name, born),
        former,
        household_key(person.household) if person.household else None,
        number_key(person.father_id),
        number_key(person.mother_id),
    )


def number_key(digits: str) -> int | None:
    """The number itself; None for what is no number."""
    return int(digits) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else None


def fits(key: int) -> bool:
    """Whether a key can be in the table at all."""
    return -_LIMIT <= key < _LIMIT


def person_key(person_id: str) -> int:
    """By which a person is known again in the next extract."""
    return text_key(person_id)


def days_of_year(key: int) -> tuple[int, int]:
    """First and last key of a name in the year of which `key` is."""
    return key, key | ((1 << DAY_BITS) - 1)


def _keys_of_name(name: str, born: PartialDate) -> tuple[int, int]:
    return full_name_key(name, born), short_name_key(name, born)
