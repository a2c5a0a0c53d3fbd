"""Records of invented papers with their days, and a warehouse whose clock a test sets."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import storage_makers as make

from storage.descriptions import Days, Description
from storage.readings import Method
from storage.records import Record, RecordField
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

START = datetime(2026, 11, 1, 8, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def at(self, minute: int) -> datetime:
        """Set it to so many minutes after the start."""
        self.now = START + timedelta(minutes=minute)
        return self.now


@contextmanager
def clocked(url: str, vault: Vault) -> Iterator[tuple[Warehouse, Clock]]:
    clock = Clock()
    with Warehouse(url, vault, actor="machine", clock=clock) as warehouse:
        yield warehouse, clock


def paper(kind: str = "cccd", subject: str | None = "P1", **told: str) -> Record:
    fields = tuple(RecordField(name, value, Method.OCR, 0.98, engine="tess 1") for name, value in told.items())
    return Record(kind, subject, fields)


def person(subject: str = "P1", number: str = make.NUMBER) -> Record:
    told = RecordField("id_number", number, Method.REGISTER, verified_against="population")
    return Record("person", subject, (told,))


def describe(records: Sequence[Record]) -> list[Description | None]:
    """By the fields ngay_cap, gia_tri_den and so alone; a record of a person has no description."""
    return [None if one.kind == "person" else _described(one) for one in records]


def _described(one: Record) -> Description:
    issued, until = _day(one.value("ngay_cap")), _day(one.value("gia_tri_den"))
    code = f"{make.NUMBER}-{one.kind}-{one.value('so')}" if one.value("so") else ""
    return Description(Days(issued, until, known=issued is not None), one.kind, "Giấy tờ thử", code=code)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
