"""What would become vast, or would never end, is turned away before anybody unpacks or follows it.

What cannot be told beforehand is met where it happens: the page fails alone, for the reason that a clerk is told.
"""

import bomb_makers as make
import pytest
from picture_makers import flat_pdf
from scan_makers import encoded, paper

from errors import ScanRefused
from ocr.files import pdf
from ocr.files.counts import MOST_TAGS, jpeg_scans, png_notes_size, tiff_directories
from ocr.files.images import page_image
from ocr.files.opening import MAX_SCANS, MAX_STRUCTURE, inspect
from ocr.files.packed import structure_size, unpacked_size
from ocr.files.refusal import Refusal
from ocr.files.scan_finding import ScanFinding

pytestmark = pytest.mark.pixels

REFUSED = {
    "packed objects of 70 MB": (lambda: make.pdf_of_packed_objects(70), Refusal.BOMB),
    "the same, the name escaped": (lambda: make.pdf_of_packed_objects(70, b"#4fbj#53tm"), Refusal.BOMB),
    "a packed table of 70 MB": (lambda: make.pdf_of_packed_table(70), Refusal.BOMB),
    "objects packed twice": (make.pdf_of_twice_packed_objects, Refusal.BOMB),
    "3,000 page nodes in a chain": (lambda: make.pdf_of_nested_pages(3_000), Refusal.TRUNCATED),
    "a JPEG of 500 scans": (lambda: make.jpeg_of_scans(500), Refusal.BOMB),
    "the same in a PDF": (lambda: make.pdf_with_jpeg_of_scans(500), Refusal.BOMB),
    "a JPEG larger than its PDF says": (make.pdf_whose_jpeg_is_larger_than_told, Refusal.TOO_LARGE),
    "a text of 2 MB in a PNG": (lambda: make.png_with_packed(b"zTXt", 2), Refusal.BOMB),
    "the same in UTF-8": (lambda: make.png_with_packed(b"iTXt", 2), Refusal.BOMB),
    "a profile of 2 MB in a PNG": (lambda: make.png_with_packed(b"iCCP", 2), Refusal.BOMB),
    "a TIFF of 3,001 directories": (lambda: make.tiff_of_directories(3_001), Refusal.TOO_MANY_PAGES),
    "a TIFF directory of 1,001 tags": (lambda: make.tiff_of_tags(MOST_TAGS + 1), Refusal.BOMB),
}
LET_IN = {
    "packed objects": (lambda: make.pdf_of_packed_objects(0), 1, ()),
    "arrays within arrays": (lambda: make.pdf_of_nested_arrays(100_000), 1, ()),
    "20 page nodes in a chain": (lambda: make.pdf_of_nested_pages(20), 1, ()),
    "a parent that is its child's child": (make.pdf_whose_parent_is_its_child, 1, ()),
    "a table before itself": (make.pdf_whose_table_names_itself, 1, (ScanFinding.REPAIRED,)),
    "a TIFF that begins again": (make.tiff_that_begins_again, 1, ()),
    "a TIFF in a circle": (make.tiff_in_a_circle, 2, ()),
    "500 frames": (lambda: make.webp_of_frames(500), 1, (ScanFinding.FIRST_FRAME_ONLY,)),
    "a progressive JPEG": (lambda: encoded(paper(), "JPEG", progressive=True), 1, ()),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bomb_is_refused_unopened(name):
    make_it, reason = REFUSED[name]
    content = make_it()
    assert len(content) < 1_000_000  # small on the wire: that is what makes it a bomb
    with pytest.raises(ScanRefused) as refused:
        inspect(content)
    assert refused.value.reason is reason


@pytest.mark.parametrize("name", LET_IN)
def test_what_is_only_odd_is_let_in_and_its_pages_are_shown(name):
    make_it, pages, findings = LET_IN[name]
    content = make_it()
    facts = inspect(content)
    assert (facts.pages, facts.findings) == (pages, findings)
    assert all(page_image(content, number).pixels.size for number in range(1, pages + 1))


def test_drawing_that_never_ends_costs_its_page_only(monkeypatch):
    monkeypatch.setattr(pdf, "RENDER_SECONDS", 1)
    content = make.pdf_of_nested_forms(depth=12, each=10)  # a million million times
    assert inspect(content).pages == 1
    with pytest.raises(ScanRefused) as refused:
        page_image(content, 1)
    assert refused.value.reason is Refusal.TOO_SLOW


def test_sizes_are_told_as_far_as_asked():
    bomb = make.zlib.compress(bytes(50 << 20))
    assert unpacked_size(bomb, 100 << 20) == 50 << 20
    assert 1 << 20 < unpacked_size(bomb, 1 << 20) <= 3 << 20
    assert unpacked_size(bomb[: len(bomb) // 2], 100 << 20) < 50 << 20
    assert unpacked_size(b"no deflated data", 100) == 0
    assert structure_size(flat_pdf(), MAX_STRUCTURE) == 0  # pictures are no structure


def test_counts_of_ordinary_pictures_are_far_from_the_limits():
    assert jpeg_scans(encoded(paper(), "JPEG")) == 1
    assert 1 < jpeg_scans(encoded(paper().convert("RGB"), "JPEG", progressive=True)) < MAX_SCANS / 5
    assert tiff_directories(make.tiff_of_directories(7), 100) == 7
    assert tiff_directories(make.tiff_of_directories(7), 3) == 4
    assert tiff_directories(encoded(paper(), "TIFF", big_tiff=True), 100) == 1
    assert png_notes_size(encoded(paper(), "PNG"), 100) == 0
