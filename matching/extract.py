"""The registers as extracts in memory: columns and sorted indexes, read only, shared by processes through fork."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from extractors.reading import PartialDate
from matching.blocking import Blocking, full_name_key, short_name_key
from matching.extract_files import (
    POPULATION_COLUMNS,
    TELCO_COLUMNS,
    partial_date,
    person_of,
    read_table,
    subscriber_of,
)
from matching.frequencies import Counted, Frequencies, count
from matching.numbers import fillings, neighbourhood
from matching.people import Claim, Person, Sex, Subscriber
from matching.registers import Candidate
from matching.sorted_index import SortedIndex

_PHONE_LENGTH = 10
_KEPT = 4096  # persons kept as objects, those asked for last


class PopulationExtract:
    """A `PopulationRegister` over an extract: columns and sorted indexes, persons made when they are asked for."""

    searches_by_name = True

    def __init__(self, table: pa.Table) -> None:
        """`table` holds `POPULATION_COLUMNS`, all text; see `read_population`."""
        self._columns = [table[name].combine_chunks() for name in POPULATION_COLUMNS]
        self._row = lru_cache(maxsize=_KEPT)(self._read_row)
        births = [partial_date(text) for text in _texts(table, "dob")]
        years = [PartialDate(birth.year) if birth else None for birth in births]
        self.frequencies: Frequencies = count(_counted(table, births))
        names, formers = _texts(table, "full_name"), _texts(table, "other_name")
        self._blocking = Blocking(
            number=_numbers(table, "cccd"),
            old_number=_numbers(table, "cmnd"),
            day=SortedIndex.of((hash(birth), row) for row, birth in enumerate(births) if birth and birth.day),
            name_and_day=SortedIndex.of(_named(names, births, full_name_key)),
            name_and_year=SortedIndex.of(_named(names, years, full_name_key)),
            short_name_and_day=SortedIndex.of(_named(names, births, short_name_key)),
            former_name_and_day=SortedIndex.of(_named(formers, births, full_name_key)),
            household=SortedIndex.of((hash(h), row) for row, h in enumerate(_texts(table, "household_no")) if h),
            parent=_numbers(table, "father_cccd", "mother_cccd"),
            person=self._row,
        )

    def candidates(self, claim: Claim) -> tuple[Candidate, ...]:
        """Everybody whom the claim may mean, in order of the register's key."""
        found = self._blocking.candidates(claim)
        people = ((self._row(row), tuple(why)) for row, why in found.items())
        return tuple(sorted((Candidate(*entry) for entry in people), key=lambda entry: entry.person.person_id))

    def person(self, id_number: str) -> Person | None:
        """The holder of a 12-digit number, or of an old one that only one person holds."""
        rows = self._blocking.holders(id_number)
        return self._row(rows[0]) if len(rows) == 1 else None

    def _read_row(self, row: int) -> Person:
        values = (column[row].as_py() for column in self._columns)
        return person_of(dict(zip(POPULATION_COLUMNS, values, strict=True)))


class TelcoExtract:
    """A `TelcoRegister` over an extract of the operators' subscribers."""

    def __init__(self, table: pa.Table) -> None:
        """`table` holds `TELCO_COLUMNS`, all text; see `read_telco`."""
        self._columns = [table[name].combine_chunks() for name in TELCO_COLUMNS]
        self._numbers = _numbers(table, "phone")

    def subscriber(self, phone: str) -> Subscriber | None:
        """To whom a 10-digit number is registered; None when it is in no row."""
        rows = self._numbers.find(int(phone)) if phone.isdecimal() and len(phone) == _PHONE_LENGTH else []
        return self._read_row(rows[0]) if rows else None

    def near(self, phone: str) -> tuple[Subscriber, ...]:
        """Subscribers whose number is one edit away from the digits given, "?" for an unreadable one."""
        return tuple(self._read_row(row) for row in self._numbers.find_any(_one_edit_away(phone)))

    def _read_row(self, row: int) -> Subscriber:
        values = (column[row].as_py() for column in self._columns)
        return subscriber_of(dict(zip(TELCO_COLUMNS, values, strict=True)))


def read_population(path: Path) -> PopulationExtract:
    """A population extract from parquet or CSV. Raises ExtractRefused when it is not understood."""
    return PopulationExtract(read_table(path, POPULATION_COLUMNS))


def read_telco(path: Path) -> TelcoExtract:
    """A telco extract from parquet or CSV. Raises ExtractRefused when it is not understood."""
    return TelcoExtract(read_table(path, TELCO_COLUMNS))


def _one_edit_away(phone: str) -> Iterator[int]:
    near = fillings(phone) if "?" in phone and len(phone) == _PHONE_LENGTH else neighbourhood(phone, _PHONE_LENGTH)
    return (int(number) for number in near if number.isdecimal())


def _texts(table: pa.Table, column: str) -> list[str]:
    texts: list[str] = table[column].to_pylist()
    return texts


def _numbers(table: pa.Table, *columns: str) -> SortedIndex:
    return SortedIndex.of(
        (int(text), row) for name in columns for row, text in enumerate(_texts(table, name)) if text.isdecimal()
    )


def _named(
    names: Sequence[str], births: Sequence[PartialDate | None], key: Callable[[str, PartialDate], int]
) -> Iterator[tuple[int, int]]:
    for row, (name, birth) in enumerate(zip(names, births, strict=True)):
        if name and birth:
            yield key(name, birth), row


def _counted(table: pa.Table, births: Sequence[PartialDate | None]) -> Iterator[Counted]:
    sexes = {sex.value: sex for sex in Sex}
    columns = (_texts(table, name) for name in ("full_name", "gender", "address", "address_old", "cccd"))
    for birth, name, sex, address, address_old, number in zip(births, *columns, strict=True):
        yield Counted(name, sexes.get(sex), birth.year if birth else 0, address, address_old, number)
