"""Each limit of the confined process, met for real: what the clerk is told, and that the next file is answered."""

import os
import signal
import sys

import bomb_makers as make
import pytest
from hostile_makers import PDF

from errors import ScanRefused
from ocr.files.opening import inspect
from ocr.files.refusal import Refusal
from ocr.files.sandbox import INSPECT_MEMORY, allow_cpu, confined, inspect_confined

pytestmark = [
    pytest.mark.contract,
    pytest.mark.skipif(sys.platform != "linux", reason="limits of this kind are Linux's"),
]
LONG = 120.0  # seconds of the parent's clock, which none of these may reach
SHARE = 384 << 20  # bytes: what the libraries need, and some


def takes_memory(content: bytes) -> int:
    return len(bytes(4 << 30))


def computes_for_ever(content: bytes) -> None:
    allow_cpu(0)
    while True:
        pass


def dies_of(content: bytes, number: int) -> None:
    os.kill(os.getpid(), number)


def raises_what_no_library_should(content: bytes) -> None:
    raise AssertionError(content.decode("latin-1"))


def reason_of(question, content: bytes = PDF, *beside: object, memory: int = SHARE) -> Refusal:
    with pytest.raises(ScanRefused) as refused:
        confined(question, content, *beside, seconds=LONG, memory=memory)
    assert isinstance(refused.value.reason, Refusal)
    assert "%PDF" not in str(refused.value)  # nothing of a paper in what is logged
    assert inspect_confined(PDF).pages == 1
    return refused.value.reason


def test_more_memory_than_its_share_is_a_bomb():
    assert reason_of(takes_memory) is Refusal.BOMB


def test_more_computing_than_its_share_is_too_slow():
    assert reason_of(computes_for_ever) is Refusal.TOO_SLOW  # ended by the kernel, not by our clock


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS])
def test_death_of_any_other_kind_is_a_damaged_file(number):
    assert reason_of(dies_of, PDF, int(number)) is Refusal.TRUNCATED


def test_what_no_library_should_raise_is_a_damaged_file():
    assert reason_of(raises_what_no_library_should) is Refusal.TRUNCATED


def test_the_real_share_is_enough_for_the_largest_structure_that_is_let_in():
    content = make.pdf_of_packed_objects(60)
    facts = confined(inspect, content, seconds=LONG, memory=INSPECT_MEMORY)
    assert facts.pages == 1
