"""The two registers' holdings: population.parquet and telco.parquet, through an index file beside each.

The column names are those of the files; every value is text, "" where nothing is held. No person is an object in
memory until asked for, so that five million cost no more than five.
"""

import unicodedata
from dataclasses import dataclass, fields, replace
from pathlib import Path

from registers.index_build import Columns, opened
from registers.index_file import IndexFile


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

    def __init__(self, index: IndexFile) -> None:
        self._index = index

    def __len__(self) -> int:
        """Persons with a number."""
        return self._index.held("cccd")

    @property
    def rows(self) -> int:
        return len(self._index)

    def at(self, row: int) -> Citizen:
        """The citizen in a row of the file, counted from 0."""
        return Citizen(*self._index.row(row))

    def by_pin(self, number: str) -> Citizen | None:
        """The holder; where the file has the number twice, the later row holds."""
        return next((one for one in reversed(self._found("cccd", number)) if one.cccd == number), None)

    def by_old_number(self, number: str) -> list[Citizen]:
        """Holders of a CMND, in order of PIN: nearly always one, but some numbers were issued twice."""
        holders = [one for one in self._found("cmnd", number) if one.cmnd == number]
        return sorted(holders, key=lambda one: one.cccd)

    def _found(self, key: str, number: str) -> list[Citizen]:
        return [self.at(row) for row in self._index.find(key, number)]


class Lines:
    """Subscriptions by number."""

    def __init__(self, index: IndexFile) -> None:
        self._index = index

    def __len__(self) -> int:
        return self._index.held("phone")

    @property
    def rows(self) -> int:
        return len(self._index)

    def at(self, row: int) -> Line:
        """The subscription in a row of the file, counted from 0."""
        line = Line(*self._index.row(row))
        return line if line.verified_on else replace(line, verified_on=line.registered_on)

    def by_phone(self, phone: str) -> Line | None:
        found = [self.at(row) for row in self._index.find("phone", phone)]
        return next((one for one in reversed(found) if one.phone == phone), None)


def read_population(folder: Path) -> Population:
    """The population of a folder; its index is made where there is none that fits.

    Raises OSError when population.parquet is not there, KeyError when a column lacks.
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
