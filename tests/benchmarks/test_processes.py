"""A reader's costs are measured where it works: in its own process."""

import os
from pathlib import Path

import pytest

from benchmarks.processes import Cost, ReaderProcess, cpu_seconds, resident
from benchmarks.readers import PageRead
from errors import NotSetUp

pytestmark = pytest.mark.pixels

MIB = 1 << 20
BURNT = 0.2  # s of CPU time


class Busy:
    """Uses some CPU time and holds as many MiB as the page's number says; ends at page 0."""

    def read(self, scan: Path, number: int) -> PageRead:
        if not number:
            os._exit(1)
        self.held = b"x" * (number * MIB)
        until = cpu_seconds() + BURNT
        while cpu_seconds() < until:
            pass
        return PageRead(scan.name)

    def fields(self):
        return {}


@pytest.fixture
def reader():
    reader = ReaderProcess(Busy)
    yield reader
    reader.close()


def test_time_and_memory_are_those_of_the_readers_own_process(reader):
    read, cost = reader.read(Path("a.pdf"), 64)
    fields, idle = reader.fields()
    assert (read.text, fields) == ("a.pdf", {})
    assert cost.cpu >= BURNT > idle.cpu
    assert reader.peak > 64 * MIB


def test_a_reader_that_ends_is_an_error_and_no_endless_wait(reader):
    with pytest.raises(NotSetUp, match="ended"):
        reader.read(Path("a.pdf"), 0)


def test_costs_add_up_and_are_shared():
    assert Cost(1.0, 2.0) + Cost(0.5, 1.0) == Cost(1.5, 3.0)
    assert Cost(3.0, 6.0).part(3) == Cost(1.0, 2.0)


def test_a_process_that_has_ended_holds_nothing():
    assert resident(2**30) == 0
