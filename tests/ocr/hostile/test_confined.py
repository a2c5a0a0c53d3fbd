"""The process in which unknown files are opened first: what it answers, and what it survives."""

import multiprocessing
import os
import signal
import sys

import hostile_makers as make
import pytest
from hostile_makers import PDF

from errors import ScanRefused
from ocr.files import sandbox
from ocr.files.opening import inspect
from ocr.files.refusal import Refusal
from ocr.files.sandbox import confine, inspect_confined
from ocr.files.scan_finding import ScanFinding

pytestmark = pytest.mark.contract
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits of this kind are Linux's")


def reason_of(content: bytes, **how: float) -> Refusal:
    with pytest.raises(ScanRefused) as refused:
        inspect_confined(content, **how)
    assert isinstance(refused.value.reason, Refusal)
    return refused.value.reason


def test_it_answers_as_the_inspection_itself():
    assert inspect_confined(PDF) == inspect(PDF)
    assert reason_of(b"no scan") is Refusal.NOT_A_SCAN
    assert reason_of(b"") is Refusal.EMPTY
    assert ScanFinding.XFA in inspect_confined(make.pdf_with_xfa()).findings


def test_one_process_answers_all():
    inspect_confined(PDF)
    (first,) = sandbox._children
    reason_of(b"no scan")
    inspect_confined(PDF)
    assert sandbox._children == [first]


def test_one_that_hangs_is_ended_and_replaced():
    inspect_confined(PDF)
    (first,) = sandbox._children
    os.kill(first.process.pid, signal.SIGSTOP)
    assert reason_of(PDF, seconds=0.2) is Refusal.TOO_SLOW
    assert not first.process.is_alive()
    assert inspect_confined(PDF).pages == 1


def test_one_that_dies_of_a_file_is_replaced():
    inspect_confined(PDF)
    (first,) = sandbox._children
    first.process.kill()
    first.process.join()
    assert inspect_confined(PDF).pages == 1


def test_a_hundred_thousand_objects_are_looked_through_in_time():
    assert inspect_confined(make.pdf_of_objects(100_000)).pages == 1


@LINUX
def test_a_confined_process_gets_no_more_memory_than_its_share():
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        assert pool.apply(_takes, (400 << 20,)) == "refused"
        assert pool.apply(_takes, (1 << 20,)) == "given"


def _takes(size: int) -> str:
    confine(256 << 20)
    try:
        return "given" if len(bytes(size)) == size else "odd"
    except MemoryError:
        return "refused"
