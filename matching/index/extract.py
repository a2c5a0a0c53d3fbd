"""The registers as extracts: packed columns and sorted indexes, read only, in memory or mapped from an index file."""

from collections.abc import Sequence
from functools import lru_cache

from matching.comparing.names import may_be_close
from matching.comparing.numbers import LENGTH, filled_numbers, near_numbers
from matching.index.blocking import Blocking, Glance
from matching.index.columns import Column, kept_texts, opened
from matching.index.extract_rows import (
    PHONE_LENGTH,
    POPULATION_COLUMNS,
    TELCO_COLUMNS,
    partial_date,
    person_from,
    subscriber_from,
)
from matching.index.file import Opened
from matching.index.keys import Index
from matching.index.sorted_index import SortedColumn, SortedIndex, YearIndex
from matching.people import Claim, Person, Subscriber
from matching.registers import Candidate
from matching.weighing.frequencies import Frequencies
from matching.weighing.term_shares import opened_frequencies

_KEPT = 4096  # persons kept as objects, those asked for last
_KEPT_NAMES = 32768  # bare names kept likewise: some 3 MB, and most persons born on a day bear one of them


class PopulationExtract:
    """A `PopulationRegister` over an extract; persons are made when they are asked for."""

    searches_by_name = True

    def __init__(self, index: Opened) -> None:
        """`index` holds what `index_build.population_parts` gives."""
        self.version = str(index.header.get("version", ""))
        self.frequencies: Frequencies = opened_frequencies(index.arrays, index.header["frequencies"])
        self._columns = _columns(index, POPULATION_COLUMNS)
        self._in_order = tuple(self._columns[name] for name in POPULATION_COLUMNS)
        self._bare = kept_texts(index.arrays, "bare_names", _KEPT_NAMES)
        self._name_codes = tuple(memoryview(index.arrays[name]) for name in ("full_name", "other_name"))  # type: ignore[arg-type]
        self._row = lru_cache(maxsize=_KEPT)(self._read_row)
        by_day = SortedIndex.of(index.arrays, "name_and_day")
        self._blocking = Blocking(
            number=_own_or_column(index, "number", "cccd", LENGTH),
            old_number=SortedIndex.of(index.arrays, "old_number"),
            day=SortedIndex.of(index.arrays, "day"),
            name_and_day=by_day,
            name_and_year=YearIndex(by_day),
            short_name_and_day=SortedIndex.of(index.arrays, "short_name_and_day"),
            former_name_and_day=SortedIndex.of(index.arrays, "former_name_and_day"),
            household=SortedIndex.of(index.arrays, "household"),
            parent=SortedIndex.of(index.arrays, "parent"),
            person=self._row,
            glances=self._glances,
            maybe_close=self._maybe_close,
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
        return person_from([column(row) for column in self._in_order])

    def _maybe_close(self, written: str, rows: Sequence[int]) -> list[int]:
        """Told by the bare names of the index: most of those born one day are never unpacked."""
        may, bare, (names, former) = may_be_close(written), self._bare, self._name_codes
        return [row for row in rows if may(bare(names[row])) or (former[row] and may(bare(former[row])))]

    def _glances(self, rows: Sequence[int]) -> list[Glance]:
        name, former, born = (self._columns[column] for column in ("full_name", "other_name", "dob"))
        return [Glance(name(row), former(row), partial_date(born(row))) for row in rows]


class TelcoExtract:
    """A `TelcoRegister` over an extract of the operators' subscribers."""

    def __init__(self, index: Opened) -> None:
        """`index` holds what `index_build.telco_parts` gives."""
        self.version = str(index.header.get("version", ""))
        self._columns = tuple(_columns(index, TELCO_COLUMNS).values())
        self._numbers = _own_or_column(index, "phone_numbers", "phone", PHONE_LENGTH)

    def subscriber(self, phone: str) -> Subscriber | None:
        """To whom a 10-digit number is registered; None when it is in no row."""
        rows = self._numbers.find(int(phone)) if phone.isdecimal() and len(phone) == PHONE_LENGTH else []
        return self._read_row(rows[0]) if rows else None

    def near(self, phone: str) -> tuple[Subscriber, ...]:
        """Subscribers whose number is one edit away from the digits given, "?" for an unreadable one."""
        if "?" in phone and len(phone) == PHONE_LENGTH:
            near = filled_numbers(phone)
        else:
            near = near_numbers(phone, PHONE_LENGTH)
        return tuple(self._read_row(row) for row in self._numbers.find_any(near))

    def _read_row(self, row: int) -> Subscriber:
        return subscriber_from([column(row) for column in self._columns])


def _columns(index: Opened, names: Sequence[str]) -> dict[str, Column]:
    forms = {name: index.header[f"form.{name}"] for name in names}
    return {name: opened(index.arrays, form, name) for name, form in forms.items()}


def _own_or_column(index: Opened, name: str, column: str, length: int) -> Index:
    """An index of its own only where some number is not whole; else the rows themselves are sorted by it."""
    if f"{name}.keys" in index.arrays:
        return SortedIndex.of(index.arrays, name)
    return SortedColumn(index.arrays[column], 10**length)  # type: ignore[arg-type]
