"""What a page may cost: one that needs more memory than a worker gets fails alone, and says so."""

import os
import resource
import signal
import sys

import numpy as np
import pytest

from ocr.files.images import PageImage
from ocr.files.refusal import Refusal
from ocr.geometry import facing
from ocr.geometry.upright import MOST_READ, set_upright
from ocr.reading import PageFailure
from ocr.workers import PageTask, read_pages

READABLE = PageFailure(1, Refusal.NO_PAGES)  # any answer that a worker gives by itself

pytestmark = [
    pytest.mark.contract,
    pytest.mark.skipif(sys.platform != "linux", reason="limits of this kind are Linux's"),
]


def wants_too_much(content: bytes, number: int) -> PageFailure:
    """What a worker does in the test below: only page 1 is content with little memory and time."""
    if number == 2:
        np.zeros(resource.getrlimit(resource.RLIMIT_DATA)[0] + 1, np.uint8)
    if number > 2:
        os.kill(os.getpid(), {3: signal.SIGABRT, 4: signal.SIGXCPU, 5: signal.SIGSEGV}[number])
    return READABLE


def test_page_that_wants_more_than_its_share_fails_alone():
    tasks = [PageTask(str(place), b"scan", number) for place, number in enumerate((1, 2, 3, 4, 5, 1))]
    answers = dict(read_pages(tasks, 1, read=wants_too_much))
    assert [answers[str(place)].reason for place in range(6)] == [
        READABLE.reason,
        Refusal.TOO_LARGE,
        Refusal.TOO_LARGE,
        Refusal.TOO_SLOW,
        Refusal.DAMAGED_PAGE,
        READABLE.reason,
    ]


def test_page_larger_than_any_paper_is_read_at_fewer_dpi(monkeypatch):
    monkeypatch.setattr(facing, "quarter_turns", lambda gray, recogniser: 0)
    page = np.full((8000, 6000), 250, np.uint8)
    upright = set_upright(PageImage(1, page, 300, photographed=False), None)
    assert upright.pixels.size <= MOST_READ * 1.001
    assert upright.dpi == 212
    assert upright.to_scan @ (upright.pixels.shape[1], upright.pixels.shape[0], 1) == pytest.approx(
        (6000, 8000, 1), abs=3
    )
