"""Answers about somebody else, and operators' records with their errors: the holdings, once faults have had them."""

import zlib
from dataclasses import dataclass

from registers.faults import Switch, TelcoFaults
from registers.store import Citizen, Line, Lines, Population
from registers.subscriber_errors import as_told

_TRIES = 20


@dataclass(frozen=True, slots=True)
class Citizens:
    """The population register's holdings, as it lies about them."""

    population: Population
    switch: Switch

    def told(self, found: list[Citizen], number: str) -> list[Citizen]:
        """What was found or, where the switch says so, another person: always the same for a number asked."""
        if not self.switch.lies() or not len(self.population):
            return found
        right = {one.cccd for one in found}
        for at in _elsewhere(number, self.population.rows):
            other = self.population.at(at)
            if other.cccd not in right and number not in (other.cccd, other.cmnd):
                return [other]
        return found


@dataclass(frozen=True, slots=True)
class Subscribers:
    """The telco register's holdings, as operators keep them and as it lies about them."""

    lines: Lines
    population: Population
    switch: Switch

    def by_phone(self, phone: str) -> Line | None:
        """To whom a number is registered, by this register's word."""
        line = self.lines.by_phone(phone)
        if self.switch.lies() and len(self.lines):
            others = map(self.lines.at, _elsewhere(phone, self.lines.rows))
            return next((one for one in others if one.phone != phone), line)
        faults = self.switch.faults
        if line is None or not isinstance(faults, TelcoFaults) or not faults.subscribers.mismatch_rate:
            return line
        return as_told(line, faults.subscribers, self.population, self.lines)


def _elsewhere(number: str, rows: int) -> list[int]:
    """Rows to look for somebody else in, in the order of trying."""
    first = zlib.crc32(number.encode()) % rows
    return [(first + step) % rows for step in range(min(rows, _TRIES))]
