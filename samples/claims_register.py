"""A large world, read back to make claims about it: people by chance, by number, by birthday, and their phones."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from samples.world import DECEASED, LIVING
from samples.world_telco import unmarked
from samples.worlds import POPULATION, TELCO, USAGE

NOBODY = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the population register: the same words as the columns of its extract."""

    index: int
    person_id: str
    cccd: str
    cmnd: str
    full_name: str
    other_name: str
    dob: str  # YYYY-MM-DD or YYYY
    gender: str
    address: str
    address_old: str
    household_no: str
    father_name: str
    father_cccd: str
    mother_name: str
    mother_cccd: str
    spouse_cccd: str
    cccd_issued_on: str
    status: str

    @property
    def kin_numbers(self) -> set[str]:
        """PINs of those whom the entry links, one's own among them."""
        return {self.cccd, self.father_cccd, self.mother_cccd, self.spouse_cccd} - {""}


@dataclass(frozen=True, slots=True)
class Line:
    """A number that somebody uses; `how` says under whose name the operators have it (see world_lines)."""

    phone: str
    holder: int  # index of an entry, NOBODY when no register holds the holder
    how: str
    registered_on: str  # "" when no operator has it


_COLUMNS = tuple(name for name in Entry.__dataclass_fields__ if name != "index")


class Register:
    """The files of a world (see `samples.worlds`). Indexes are positions in population.parquet."""

    def __init__(self, folder: Path) -> None:
        table = pq.read_table(folder / POPULATION, columns=list(_COLUMNS))
        self._columns = {name: table[name].combine_chunks() for name in _COLUMNS}
        self._count = table.num_rows
        telco = pq.read_table(folder / TELCO, columns=["phone", "registered_on"])
        self._since = telco["registered_on"].combine_chunks()
        self._phones, self._phone_order = _sorted(telco["phone"])
        usage = pq.read_table(folder / USAGE)
        self._usage = {name: usage[name].combine_chunks() for name in usage.column_names}
        self._users, self._user_order = _sorted(pc.utf8_slice_codeunits(usage["user_id"], 1))
        self._used, self._used_order = _sorted(usage["phone"])
        self._pins, self._pin_order = _sorted(table["cccd"])

    def __len__(self) -> int:
        return self._count

    def entry(self, index: int) -> Entry:
        return Entry(index, *(self._columns[name][index].as_py() for name in _COLUMNS))

    def anybody(self, random: Random) -> Entry:
        """A living person, by chance; grown people five times out of six."""
        wanted = random.random() < 5 / 6
        while True:
            index = random.randrange(self._count)
            if self._living[index] and (not wanted or self._columns["dob"][index].as_py() < "2008"):
                return self.entry(index)

    @cached_property
    def _living(self) -> np.ndarray:
        return pc.equal(self._columns["status"], LIVING).to_numpy(zero_copy_only=False)

    def by_number(self, pin: str) -> Entry | None:
        """The holder of a PIN, of any state."""
        place = int(np.searchsorted(self._pins, int(pin))) if len(pin) == 12 and pin.isdecimal() else len(self._pins)
        found = place < len(self._pins) and self._pins[place] == int(pin)
        return self.entry(int(self._pin_order[place])) if found else None

    def lines(self, one: Entry) -> list[Line]:
        """The numbers that somebody uses."""
        first, last = np.searchsorted(self._users, [one.index, one.index + 1])
        return [self._line(int(place)) for place in self._user_order[first:last]]

    def has_phone(self, phone: str) -> bool:
        """Whether an operator has this 10-digit number."""
        return self._phone_place(phone) is not None

    def some_line(self, random: Random, how: str) -> Line:
        """Anybody's number of one kind."""
        while True:
            line = self._line(random.randrange(len(self._user_order)))
            if line.how == how:
                return line

    def holder(self, phone: str) -> int:
        """Index of the registered holder of a 10-digit number; NOBODY for none, or of the register none."""
        place = int(np.searchsorted(self._used, int(phone))) if len(phone) == 10 else len(self._used)
        if place == len(self._used) or self._used[place] != int(phone):
            return NOBODY
        holder = self._usage["holder_id"][int(self._used_order[place])].as_py()
        return int(holder[1:]) if holder else NOBODY

    def _line(self, place: int) -> Line:
        value = {name: column[place].as_py() for name, column in self._usage.items()}
        at = self._phone_place(value["phone"])
        since = self._since[at].as_py() if at is not None else ""
        holder = int(value["holder_id"][1:]) if value["holder_id"] else NOBODY
        return Line(value["phone"], holder, value["how"], since)

    def _phone_place(self, phone: str) -> int | None:
        place = int(np.searchsorted(self._phones, int(phone)))
        found = place < len(self._phones) and self._phones[place] == int(phone)
        return int(self._phone_order[place]) if found else None

    def born_on(self, day: str) -> Iterator[Entry]:
        """All entries with this birth date."""
        days, order = self._days
        first, last = np.searchsorted(days, [day, day + "~"])
        return (self.entry(int(index)) for index in order[first:last])

    def namesakes(self, name: str, day: str) -> list[Entry]:
        """Entries of this birth date whose name is the same but for marks and case."""
        bare = unmarked(name)
        days, order = self._days
        first, last = np.searchsorted(days, [day, day + "~"])
        names = self._columns["full_name"]
        return [self.entry(int(index)) for index in order[first:last] if unmarked(names[int(index)].as_py()) == bare]

    @cached_property
    def _days(self) -> tuple[np.ndarray, np.ndarray]:
        days = self._columns["dob"].to_numpy(zero_copy_only=False).astype("U10")
        order = np.argsort(days, kind="stable")
        return days[order], order

    @cached_property
    def doubles(self) -> np.ndarray:
        """Living people who share name and full birth date with another entry, in no order."""
        return self._repeated(["full_name", "dob"], whole_day=True)

    @cached_property
    def twins(self) -> np.ndarray:
        """Living people of whose mother another child of the same day is registered."""
        return self._repeated(["mother_cccd", "dob"], whole_day=True)

    @cached_property
    def deceased(self) -> np.ndarray:
        return np.flatnonzero(pc.equal(self._columns["status"], DECEASED).to_numpy(zero_copy_only=False))

    @cached_property
    def renamed(self) -> np.ndarray:
        """Living people whose former name is on file."""
        named = pc.not_equal(self._columns["other_name"], "").to_numpy(zero_copy_only=False)
        return np.flatnonzero(named & self._living)

    def twin(self, one: Entry) -> Entry | None:
        """A living brother or sister of the same day."""
        for other in self.born_on(one.dob):
            if other.index != one.index and other.mother_cccd == one.mother_cccd and other.status == LIVING:
                return other
        return None

    def _repeated(self, names: list[str], whole_day: bool) -> np.ndarray:
        joined = pc.binary_join_element_wise(*(self._columns[name] for name in names), "|")
        codes = joined.dictionary_encode().indices.to_numpy()
        usable = self._living & (pc.utf8_length(self._columns["dob"]).to_numpy() == 10)
        for name in names:
            usable &= pc.not_equal(self._columns[name], "").to_numpy(zero_copy_only=False)
        times = np.bincount(codes[usable], minlength=int(codes.max()) + 1)
        return np.flatnonzero(usable & (times[codes] > 1))


def _sorted(column: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    numbers = column.cast(pa.int64()).to_numpy()
    order = np.argsort(numbers, kind="stable")
    return numbers[order], order
