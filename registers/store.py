"""The two registers' holdings: population.parquet and telco.parquet, through an SQLite database beside each.

The column names are those of the files; every value is text, "" where nothing is held. No person is an object in
memory until asked for, so that five million cost no more than five.
"""

import unicodedata
from dataclasses import dataclass, fields, replace
from pathlib import Path

from registers.database import Columns, Table, opened


@dataclass(frozen=True, slots=True)
class Citizen:
    """One row of population.parquet, without what the register never shares (day of issue of the card)."""

    cccd: str
    cmnd: str
    full_name: str
    dob: str  # YYYY-MM-DD or YYYY
    gender: str
    birth_province: str
    address: str
    address_old: str
    household_no: str
    father_name: str
    father_cccd: str
    mother_name: str
    mother_cccd: str
    spouse_cccd: str
    status: str  # song, da_chet, da_huy


@dataclass(frozen=True, slots=True)
class Line:
    """One row of telco.parquet."""

    phone: str
    operator: str
    kind: str
    subscriber_name: str
    subscriber_id: str
    subscriber_dob: str
    registered_on: str  # activation
    status: str
    verified_on: str = ""  # when the owner was last checked; where the file does not tell, at activation


class Population:
    """Citizens by PIN and by old number."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __len__(self) -> int:
        """Persons with a number."""
        return self._table.held

    @property
    def rows(self) -> int:
        return self._table.rows

    def at(self, row: int) -> Citizen:
        """The citizen in a row of the file, counted from 0."""
        return Citizen(*self._table.at(row))

    def by_pin(self, number: str) -> Citizen | None:
        """The holder; where the file has the number twice, the later row holds."""
        found = self._table.find("cccd", number)
        return Citizen(*found[-1]) if found else None

    def by_old_number(self, number: str) -> list[Citizen]:
        """Holders of a CMND, in order of PIN: nearly always one, but some numbers were issued twice."""
        holders = [Citizen(*row) for row in self._table.find("cmnd", number)]
        return sorted(holders, key=lambda one: one.cccd)


class Lines:
    """Subscriptions by number."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __len__(self) -> int:
        return self._table.held

    @property
    def rows(self) -> int:
        return self._table.rows

    def at(self, row: int) -> Line:
        """The subscription in a row of the file, counted from 0."""
        return _line(self._table.at(row))

    def by_phone(self, phone: str) -> Line | None:
        """The subscription; where the file has the number twice, the later row holds."""
        found = self._table.find("phone", phone)
        return _line(found[-1]) if found else None


def _line(row: tuple[str, ...]) -> Line:
    line = Line(*row)
    return line if line.verified_on else replace(line, verified_on=line.registered_on)


def read_population(folder: Path) -> Population:
    """The population of a folder; its database is made where there is none that fits.

    Raises OSError when population.parquet is not there or cannot be taken in, KeyError when a column lacks.
    """
    return Population(opened(folder / "population.parquet", Columns(_names(Citizen), ("cccd", "cmnd"))))


def read_lines(folder: Path) -> Lines:
    """The subscriptions of a folder. Raises as `read_population`."""
    return Lines(opened(folder / "telco.parquet", Columns(_names(Line), ("phone",), optional=("verified_on",))))


def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def name_key(name: str) -> str:
    """A name as the population register compares it: no case, marks, spaces or punctuation. "Đỗ Văn A" -> "dovana"."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if letter.isalnum())
