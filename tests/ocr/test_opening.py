"""What is let in as a scan and why the rest is not."""

import pytest
from PIL import Image
from scan_makers import encoded, encrypted_pdf, huge_png, huge_tiff, paper, pdf_of, tiff_of, vector_pdf

from errors import ScanRefused
from ocr.files import opening
from ocr.files.opening import Kind, ScanFacts, ScanFinding, inspect
from ocr.files.refusal import Refusal

JPEG = encoded(paper(), "JPEG")
PNG = encoded(paper(), "PNG")
PDF = pdf_of(JPEG, (620, 877), pages=3)

TAKEN = {
    "a PDF": (PDF, ScanFacts(Kind.PDF, 3)),
    "a PDF after a preamble": (b"scanner says hello\n" + PDF, ScanFacts(Kind.PDF, 3)),
    "a PDF drawn in vectors": (vector_pdf(), ScanFacts(Kind.PDF, 1)),
    "a TIFF of four pages": (tiff_of([paper()] * 4), ScanFacts(Kind.TIFF, 4)),
    "a JPEG": (JPEG, ScanFacts(Kind.JPEG, 1)),
    "a JPEG with bytes after its end": (JPEG + b"\0" * 9, ScanFacts(Kind.JPEG, 1)),
    "a PNG": (PNG, ScanFacts(Kind.PNG, 1)),
}


@pytest.mark.parametrize("name", TAKEN)
def test_scan_is_told_by_its_content(name):
    content, facts = TAKEN[name]
    assert inspect(content) == facts


REFUSED = {
    "no bytes": (b"", Refusal.EMPTY),
    "a text named .pdf": (b"Kinh gui: Uy ban nhan dan", Refusal.NOT_A_SCAN),
    "a ZIP named .pdf": (b"PK\3\4" + b"\0" * 60, Refusal.NOT_A_SCAN),
    "a GIF": (encoded(paper(), "GIF"), Refusal.NOT_A_SCAN),
    "a PDF cut in half": (PDF[: len(PDF) // 2], Refusal.TRUNCATED),
    "a PDF header alone": (b"%PDF-1.7\n", Refusal.TRUNCATED),
    "a JPEG cut off": (JPEG[: len(JPEG) // 2], Refusal.TRUNCATED),
    "a PNG cut off": (PNG[:-20], Refusal.TRUNCATED),
    "a TIFF cut off": (tiff_of([paper()] * 2)[:20000], Refusal.TRUNCATED),
    "a PDF with a password": (encrypted_pdf(), Refusal.ENCRYPTED),
    "a PDF without pages": (pdf_of(JPEG, (620, 877), pages=0), Refusal.NO_PAGES),
    "a PNG of 50,000 x 50,000": (huge_png(), Refusal.TOO_LARGE),
    "a TIFF of 50,000 x 50,000": (huge_tiff(), Refusal.TOO_LARGE),
    "a PDF with an image of 50,000 x 50,000": (pdf_of(JPEG, (50_000, 50_000)), Refusal.TOO_LARGE),
    "a PDF page of seven metres": (pdf_of(JPEG, (620, 877), MediaBox=[0, 0, 20000, 842]), Refusal.TOO_LARGE),
}


@pytest.mark.parametrize("name", REFUSED)
def test_file_is_refused_for_its_own_reason(name):
    content, reason = REFUSED[name]
    with pytest.raises(ScanRefused) as refused:
        inspect(content)
    assert refused.value.reason is reason


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(opening, "MAX_PAGES", 40)
    with pytest.raises(ScanRefused) as refused:
        inspect(tiff_of([Image.new("1", (8, 8))] * 41))
    assert refused.value.reason is Refusal.TOO_MANY_PAGES


def test_a_wrong_cross_reference_table_is_repaired():
    broken = PDF.replace(b"startxref\n", b"startxref\n9")
    assert inspect(broken) == ScanFacts(Kind.PDF, 3, (ScanFinding.REPAIRED,))
