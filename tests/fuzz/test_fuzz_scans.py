"""Damaged and forged bytes without end: the answer is always facts, a page, or a typed refusal; nothing else, in time.

HOSO_FUZZ_EXAMPLES says how many files each test makes (`make fuzz`); a few in the ordinary run. A file that was found
to break something is kept as an `@example` or a row of `tests/ocr/hostile`.
"""

import faulthandler
import os
from collections.abc import Iterator

import pytest
from fuzz_seeds import PAGES, SEEDS, mutated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from errors import ScanRefused
from ocr.files.images import PageImage, page_image
from ocr.files.opening import MAX_PAGES, MAX_PIXELS, Kind, ScanFacts, inspect
from ocr.files.refusal import Refusal
from storage.archive import MOST_BYTES, members

pytestmark = pytest.mark.contract
EXAMPLES = int(os.environ.get("HOSO_FUZZ_EXAMPLES", "60"))
HANGS = 120  # seconds after which a single file counts as one that hangs, on the busiest machine
thorough = settings(
    max_examples=EXAMPLES,
    deadline=None,  # the watchdog tells a hang from a busy machine
    derandomize="HOSO_FUZZ_EXAMPLES" not in os.environ,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def watchdog() -> Iterator[None]:
    yield
    faulthandler.cancel_dump_traceback_later()


def typed(refused: ScanRefused) -> None:
    assert isinstance(refused.reason, Refusal)


def inspected(content: bytes) -> ScanFacts | None:
    """The facts; None when refused. A hang ends the run with a traceback that shows where."""
    faulthandler.dump_traceback_later(HANGS, exit=True)
    try:
        facts = inspect(content)
    except ScanRefused as refused:
        typed(refused)
        return None
    assert isinstance(facts.kind, Kind)
    assert 1 <= facts.pages <= MAX_PAGES
    return facts


def looked_at(content: bytes, number: int) -> None:
    try:
        image = page_image(content, number)
    except ScanRefused as refused:
        typed(refused)
        return
    assert isinstance(image, PageImage)
    assert image.dpi >= 1
    assert 0 < image.pixels.shape[0] * image.pixels.shape[1] <= MAX_PIXELS
    assert image.pixels.dtype == "uint8"


@pytest.mark.parametrize("seed", SEEDS)
@thorough
@given(data=st.data())
def test_damaged_scan_is_inspected_or_refused(seed, data):
    inspected(data.draw(mutated(SEEDS[seed])))


@pytest.mark.parametrize("seed", PAGES)
@settings(thorough, max_examples=max(12, EXAMPLES // 4))
@given(data=st.data())
def test_page_of_a_damaged_scan_is_an_image_or_refused(seed, data):
    content = data.draw(mutated(SEEDS[seed]))
    facts = inspected(content)
    looked_at(content, 1)  # a worker is given pages of what was let in; it must survive the rest too
    if facts is not None and facts.pages > 1:
        looked_at(content, facts.pages)


@thorough
@given(seed=st.sampled_from(sorted(SEEDS)), other=st.sampled_from(sorted(SEEDS)), data=st.data())
def test_two_scans_spliced_are_inspected_or_refused(seed, other, data):
    one, two = SEEDS[seed], SEEDS[other]
    cut, start = data.draw(st.integers(0, len(one))), data.draw(st.integers(0, len(two)))
    inspected(one[:cut] + two[start:])


@thorough
@given(content=st.binary(max_size=300), head=st.sampled_from((b"", *(one[:16] for one in SEEDS.values()))))
def test_any_bytes_are_inspected_or_refused(content, head):
    inspected(head + content)


@thorough
@given(data=st.data())
def test_damaged_archive_gives_files_or_refusals(data):
    content = data.draw(mutated(SEEDS["zip"]))
    faulthandler.dump_traceback_later(HANGS, exit=True)
    size = 0
    try:
        for read in members(content).values():
            size += len(_unpacked(read))
    except ScanRefused as refused:
        typed(refused)
    assert size <= MOST_BYTES


def _unpacked(read) -> bytes:
    try:
        return read()
    except ScanRefused as refused:
        typed(refused)
        return b""
