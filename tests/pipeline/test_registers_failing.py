"""Registers that are down, slow, broken off, garbled or lying while dossiers run: nobody is linked wrongly, nothing is
lost, and once they are back everything ends as if nothing had been.

The faults are switched at run time, over HTTP, as the registers' keeper switches them.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import httpx
import pytest
from made_dossiers import Made, PerfectReader
from whole_road import Whole, end, walk

import pipeline
from matching.gateway.http import Breaker, HttpRegister
from matching.gateway.soap import SoapWire
from matching.gateway.wire import JsonWire
from pipeline import System
from registers.serve import Addresses
from storage.states import DossierState

pytestmark = pytest.mark.contract

WAITING = DossierState.WAITING_FOR_REGISTER
REGISTERS = ("population", "telco")
FAILURES: dict[str, dict[str, object]] = {
    "down": {"outage": True},
    "closing connections": {"closed": True},
    "slow past the time-out": {"slow_s": 2},
    "garbled": {"malformed": True},
    "broken off": {"half": True},
    "failing inside": {"error_rate": 1},
    "lying": {"lies": 1},
}


@pytest.fixture
def impatient(system: System, registers: Addresses) -> Iterator[System]:
    """The same system, but nobody waits long for an answer or before asking again."""
    with ExitStack() as stack:
        ways = {
            name: stack.enter_context(
                HttpRegister(
                    name, getattr(registers, name), wire=SoapWire() if name == "population" else JsonWire(),
                    timeout_s=0.25, attempts=1, breaker=Breaker(rest_s=0), sleep=lambda seconds: None,
                )
            )
            for name in REGISTERS
        }  # fmt: skip
        yield replace(system, **ways)


def waiting_or_right(system: System, undisturbed: Whole) -> int:
    """How many wait for a register; holds that these are untouched, all others as they should be, and none is lost."""
    house, right = system.warehouse, {row[0]: row for row in undisturbed.end}
    now = {row[0]: row for row in end(system)}
    assert now.keys() == right.keys()
    waits = {one.id for one in house.dossiers(WAITING)}
    assert {one for one in now if now[one] != right[one]} <= waits
    for one in waits:
        assert (house.resolution(one), house.records(one), house.tasks(one)) == (None, (), ())
        assert "không có nghĩa là không tìm thấy" in house.dossier(one).reason
    return len(waits)


@pytest.mark.parametrize(
    ("register", "failures"),
    [("population", tuple(FAILURES)), ("telco", ("closing connections", "slow past the time-out", "lying"))],
    ids=REGISTERS,
)
def test_one_failure_after_the_other(
    impatient: System,
    made: Made,
    undisturbed: Whole,
    faults: Callable[..., None],
    reader: PerfectReader,
    register: str,
    failures: tuple[str, ...],
):
    for failure in failures:
        faults(register, **FAILURES[failure])
        walk(impatient, made)
        assert waiting_or_right(impatient, undisturbed) >= 3
    read = len(reader.read)
    faults(register)
    walk(impatient, made)
    assert end(impatient) == undisturbed.end
    assert len(reader.read) == read  # what was read stays read


@pytest.mark.parametrize("failure", ["down", "slow past the time-out", "broken off", "lying"])
def test_a_failure_in_the_middle_of_a_run(
    impatient: System, made: Made, undisturbed: Whole, faults: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch, failure: str,
):  # fmt: skip
    """After two dossiers both registers fail."""
    right, calls = pipeline.match, itertools.count()

    def match(dossier_id: str, system: System) -> None:
        if next(calls) == 2:
            for register in REGISTERS:
                faults(register, **FAILURES[failure])
        right(dossier_id, system)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "match", match)
        walk(impatient, made)
    assert 1 <= waiting_or_right(impatient, undisturbed) < len(made.truths)
    for register in REGISTERS:
        faults(register)
    walk(impatient, made)
    assert end(impatient) == undisturbed.end


def test_registers_that_come_and_go(impatient: System, made: Made, undisturbed: Whole, faults: Callable[..., None]):
    """Mostly down, then mostly up, then failing and lying now and then: some dossiers get through, each rightly."""
    for up, down in ((1, 2), (5, 1)):
        for register in REGISTERS:
            faults(register, flapping={"up": up, "down": down, "by": "queries"})
        walk(impatient, made)
        waiting_or_right(impatient, undisturbed)
    for register in REGISTERS:
        faults(register, error_rate=0.3, lies=0.3, seed=1)
    walk(impatient, made)
    waiting_or_right(impatient, undisturbed)
    for register in REGISTERS:
        faults(register)
    walk(impatient, made)
    assert end(impatient) == undisturbed.end


def test_the_faults_are_those_that_the_registers_say_are_in_force(
    registers: Addresses, faults: Callable[..., None]
) -> None:
    faults("telco", lies=0.5, subscribers={"mismatch_rate": 0.08})
    told = httpx.get(f"{registers.telco}/admin/faults", trust_env=False).json()
    assert (told["lies"], told["subscribers"]["mismatch_rate"]) == (0.5, 0.08)
