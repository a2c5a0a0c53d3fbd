"""The two registers' holdings in memory, read once from population.parquet and telco.parquet.

The column names are those of the files; every value is text, "" where nothing is held.
"""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, fields
from pathlib import Path

import pyarrow.parquet as pq


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
    registered_on: str
    status: str


class Population:
    """Citizens by PIN and by old number."""

    def __init__(self, citizens: list[Citizen]) -> None:
        self._by_pin = {one.cccd: one for one in citizens}
        self._by_old: dict[str, list[Citizen]] = defaultdict(list)
        for one in citizens:
            if one.cmnd:
                self._by_old[one.cmnd].append(one)

    def __len__(self) -> int:
        return len(self._by_pin)

    def by_pin(self, number: str) -> Citizen | None:
        return self._by_pin.get(number)

    def by_old_number(self, number: str) -> list[Citizen]:
        """Holders of a CMND, in order of PIN: nearly always one, but some numbers were issued twice."""
        return sorted(self._by_old.get(number, ()), key=lambda one: one.cccd)


class Lines:
    """Subscriptions by number."""

    def __init__(self, lines: list[Line]) -> None:
        self._by_phone = {one.phone: one for one in lines}

    def __len__(self) -> int:
        return len(self._by_phone)

    def by_phone(self, phone: str) -> Line | None:
        return self._by_phone.get(phone)


def read_population(folder: Path) -> Population:
    """The population of a folder. Raises OSError when population.parquet is not there, KeyError when a column lacks."""
    return Population([Citizen(*row) for row in _rows(folder / "population.parquet", Citizen)])


def read_lines(folder: Path) -> Lines:
    """The subscriptions of a folder. Raises as `read_population`."""
    return Lines([Line(*row) for row in _rows(folder / "telco.parquet", Line)])


def _rows(path: Path, kind: type) -> list[tuple[str, ...]]:
    names = [field.name for field in fields(kind)]
    table = pq.read_table(path, columns=names)
    missing = sorted(set(names) - set(table.column_names))
    if missing:
        raise KeyError(f"{path.name} lacks the columns {', '.join(missing)}")
    columns = [[value or "" for value in table.column(name).to_pylist()] for name in names]
    return list(zip(*columns, strict=True))


def name_key(name: str) -> str:
    """A name as the population register compares it: no case, marks, spaces or punctuation. "Đỗ Văn A" -> "dovana"."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if letter.isalnum())
