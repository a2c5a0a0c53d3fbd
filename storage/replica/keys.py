"""By what a row of an extract is looked up: one key of 64 bits a column, the same as in the extract in memory, keyed.

A plain key is a number itself or can be guessed from a list of names; in the table stands what only this warehouse's
secret makes of it. Rows are mapped at this edge and nowhere else: who asks gives plain keys, and rows come in the order
of plain keys.
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b, sha256

from extractors.reading import PartialDate
from matching.index.extract_files import POPULATION_COLUMNS
from matching.index.keys import DAY_BITS, KEYS_VERSION, day_key, full_name_key, household_key, short_name_key
from matching.people import Person
from storage.sealing.sealer import Sealer

LOOKED_UP_BY = (  # indexed columns of `storage.replica.schema.POPULATION_PERSON`
    "number", "old_number", "day", "name_and_day", "short_name_and_day", "former_name_and_day",
    "household", "father", "mother",
)  # fmt: skip
_BY_DAY = ("name_and_day", "short_name_and_day", "former_name_and_day")  # their lowest bits are a day
_DAYS = (1 << DAY_BITS) - 1
_LIMIT = 1 << 63
_KEYED = 1  # changes with the way in which keys are keyed
_MOST_DIGITS = 18  # of a number that fits 64 bits
_PROBE = ("Nguyễn Thị Thuý Hoà", PartialDate(1987, 3, 12))


@lru_cache(maxsize=1)
def version() -> str:
    """Of the keys and columns as this version makes them: an extract loaded by another one has to be loaded again."""
    probe = (_KEYED, *_keys_of_name(*_PROBE), household_key(_PROBE[0]), *POPULATION_COLUMNS, *LOOKED_UP_BY)
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
    """Whether a key can be that of a row at all."""
    return -_LIMIT <= key < _LIMIT


class KeyedKeys:
    """Plain keys as they stand in the table. One for each load or dossier."""

    def __init__(self, sealer: Sealer) -> None:
        columns = (*LOOKED_UP_BY, "person_key", "row_digest")
        self._secrets = {column: sealer.lookup_secret(f"population_person.{column}") for column in columns}

    def of(self, column: str, key: int) -> int:
        """A plain key of this column, keyed: another column's equal key becomes another."""
        if column in _BY_DAY:
            return self.year_of(column, key)[0] ^ (key & _DAYS)
        return self._digest(column, key.to_bytes(8, "big", signed=True))

    def year_of(self, column: str, key: int) -> tuple[int, int]:
        """Of a name's key: the keyed keys of its whole year are `first ^ day`; and the lowest of them.

        They are neighbours in the index, as the plain ones are, but which of them is which day depends on the secret.
        """
        first = self._digest(column, (key >> DAY_BITS).to_bytes(8, "big", signed=True))
        return first, first & ~_DAYS

    def of_person(self, person_id: str) -> int:
        """By which a person is known again in the next extract."""
        return self._digest("person_key", person_id.encode())

    def of_row(self, texts: Iterable[str]) -> int:
        """Of all that a row says."""
        return self._digest("row_digest", "\x1f".join(texts).encode())

    def of_columns(self, person: Person) -> tuple[int | None, ...]:
        """As `look_up_keys`, keyed."""
        keys = zip(LOOKED_UP_BY, look_up_keys(person), strict=True)
        return tuple(None if key is None else self.of(column, key) for column, key in keys)

    def _digest(self, column: str, content: bytes) -> int:
        digest = blake2b(content, digest_size=8, key=self._secrets[column]).digest()
        return int.from_bytes(digest, "big", signed=True)


def _keys_of_name(name: str, born: PartialDate) -> tuple[int, int]:
    return full_name_key(name, born), short_name_key(name, born)
