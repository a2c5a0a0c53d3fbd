"""The process in which unknown files are opened first: what it answers, and what it survives."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import hostile_makers as make
import pytest
from hostile_makers import PDF
from PIL import Image
from scan_makers import encoded

from errors import NotSetUp, ScanRefused
from ocr.files import sandbox
from ocr.files.opening import inspect
from ocr.files.refusal import Refusal
from ocr.files.sandbox import confine, confined, inspect_confined
from ocr.files.scan_finding import ScanFinding
from ocr.verdict.dossier import DossierJudge, look_confined
from ocr.verdict.pages import Look, look_at
from ocr.verdict.verdict import Fault, PageVerdict

pytestmark = pytest.mark.contract
OTHER = PDF + b"\n"
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
    assert reason_of(OTHER, seconds=0.2) is Refusal.TOO_SLOW
    assert not first.process.is_alive()
    assert inspect_confined(OTHER).pages == 1


def test_one_that_dies_of_a_file_is_replaced():
    inspect_confined(PDF)
    (first,) = sandbox._children
    first.process.kill()
    first.process.join()
    assert inspect_confined(OTHER).pages == 1
    assert first not in sandbox._children


def test_the_same_bytes_are_inspected_once():
    inspect_confined(PDF)
    (child,) = sandbox._children
    os.kill(child.process.pid, signal.SIGSTOP)  # it could not answer
    try:
        assert inspect_confined(bytes(bytearray(PDF)), seconds=0.2).pages == 1
    finally:
        os.kill(child.process.pid, signal.SIGCONT)


def ask(question: Callable[..., Any], *beside: object, seconds: float = 30.0, memory: int = 1 << 30) -> Any:
    return confined(question, OTHER, *beside, seconds=seconds, memory=memory)


def test_a_page_is_judged_as_in_our_own_process():
    scan = encoded(Image.new("L", (400, 560), 250), "TIFF", dpi=(200, 200))
    assert look_confined(scan, 1) == look_at(scan, 1)
    with pytest.raises(ScanRefused):
        look_confined(b"", 1)


def test_bytes_are_sent_once_for_all_questions():
    assert ask(length_of) == ask(length_of, 1) - 1 == len(OTHER)
    (child,) = sandbox._children
    assert child.content == OTHER


BREAKING = {
    # what the question does, the refusal
    "dies": (lambda: ask(dies), Refusal.TRUNCATED),
    "loops": (lambda: ask(loops, seconds=0.3), Refusal.TOO_SLOW),
    "asks for all memory": (lambda: ask(takes, 3 << 30), Refusal.BOMB),
    "breaks": (lambda: ask(breaks), Refusal.TRUNCATED),
    "refuses": (lambda: ask(refuses), Refusal.ENCRYPTED),
}


@LINUX
@pytest.mark.parametrize("what", BREAKING)
def test_a_question_that_breaks_is_refused_with_its_reason_and_the_next_is_answered(what):
    call, reason = BREAKING[what]
    with pytest.raises(ScanRefused) as refused:
        call()
    assert refused.value.reason is reason
    assert ask(length_of) == len(OTHER)


def test_a_missing_program_is_not_blamed_on_the_paper():
    with pytest.raises(NotSetUp, match="poppler"):
        ask(misses)


@LINUX
def test_a_page_that_kills_the_decoder_is_told_and_the_others_are_judged():
    verdict = DossierJudge(looks_with_a_killer).scan(
        encoded(Image.new("L", (400, 560), 250), "TIFF", save_all=True, append_images=[Image.new("L", (40, 56))] * 2)
    )
    assert [page.faults for page in verdict.pages] == [(Fault.BLANK,), (Fault.TOO_HEAVY,), (Fault.BLANK,)]


def looks_with_a_killer(content: bytes, number: int) -> Look:
    look: Look = confined(kills_on_two, content, number, seconds=30.0, memory=1 << 30)
    return look


def kills_on_two(content: bytes, number: int) -> Look:
    return dies(content) if number == 2 else Look(PageVerdict(number, 200, (Fault.BLANK,)))


def length_of(content: bytes, more: int = 0) -> int:
    return len(content) + more


def dies(content: bytes) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def loops(content: bytes) -> None:
    while True:
        pass


def takes(content: bytes, size: int) -> int:
    return len(bytes(size))


def breaks(content: bytes) -> None:
    raise RuntimeError("a library choked")


def refuses(content: bytes) -> None:
    raise ScanRefused(Refusal.ENCRYPTED)


def misses(content: bytes) -> None:
    raise NotSetUp("poppler-utils is missing")


def test_a_hundred_thousand_objects_are_looked_through_in_time():
    assert inspect_confined(make.pdf_of_objects(100_000)).pages == 1


@LINUX
def test_a_confined_process_gets_no_more_memory_than_its_share():
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        assert pool.apply(_takes, (2 << 30,)) == "refused"
        assert pool.apply(_takes, (1 << 20,)) == "given"


def _takes(size: int) -> str:
    confine(1 << 30)
    try:
        return "given" if len(bytes(size)) == size else "odd"
    except MemoryError:
        return "refused"
