"""Every kind of bad scan that is known to come in, row by row of the list in the docs, each with what becomes of it.

A row has one outcome at the door: a `Refusal`, or the findings with which the file is let in (none: nothing is odd).
What becomes of its pages and of its text stands in the files beside this one.
"""

import zipfile

import doubtful_papers as papers
import hostile_makers as make
import pytest
from hostile_makers import JPEG, PDF
from PIL import Image
from scan_makers import encoded, encrypted_pdf, huge_png, huge_tiff, paper, pdf_of, tiff_of

from errors import ScanRefused
from ocr.files.opening import inspect
from ocr.files.refusal import Refusal
from ocr.files.scan_finding import ScanFinding
from storage.archive import members
from storage.incoming import open_dossier

pytestmark = pytest.mark.pixels

GIF = encoded(paper(), "GIF")
PNG = encoded(paper(), "PNG")
FAX = encoded(paper(612, 792).convert("1"), "TIFF", dpi=(72, 72), compression="group4")
INVERTED = encoded(paper(), "PNG", icc_profile=make.inverting_profile())
SIGNED, CHANGED = ScanFinding.SIGNED, ScanFinding.CHANGED_AFTER_SIGNING

# (row, what it is, the file, what becomes of it)
AT_THE_DOOR = [
    (1, "no bytes", lambda: b"", Refusal.EMPTY),
    (1, "an upload cut off", lambda: PDF[: len(PDF) // 2], Refusal.TRUNCATED),
    (2, "a program named .pdf", lambda: b"MZ" + bytes(200), Refusal.NOT_A_SCAN),
    (2, "a web page named .pdf", lambda: b"<!doctype html><html></html>", Refusal.NOT_A_SCAN),
    (3, "GIF and PDF", lambda: GIF[:600] + PDF, Refusal.POLYGLOT),
    (3, "web page and PDF", lambda: b"<html><script>\n" + PDF, Refusal.POLYGLOT),
    (3, "script and PDF", lambda: b"var a=1;/*\n" + PDF, Refusal.POLYGLOT),
    (3, "program and PDF", lambda: b"MZ" + bytes(60) + PDF, Refusal.POLYGLOT),
    (3, "PDF and ZIP", lambda: PDF + make.zipped({"a.exe": b"MZ"}), Refusal.POLYGLOT),
    (3, "PDF and script", lambda: PDF + b"<script>alert(1)</script>", Refusal.POLYGLOT),
    (3, "JPEG and ZIP", lambda: JPEG + make.zipped({"a.jpg": JPEG}, zipfile.ZIP_STORED), Refusal.POLYGLOT),
    (3, "PNG and PDF", lambda: PNG + PDF, Refusal.POLYGLOT),
    (3, "JPEG that readers of PDF open", lambda: JPEG[:2] + b"\xff\xfe\0\x0a%PDF-1.4" + JPEG[2:], Refusal.POLYGLOT),
    (4, "PNG of 50,000 x 50,000", huge_png, Refusal.TOO_LARGE),
    (4, "TIFF of 50,000 x 50,000", huge_tiff, Refusal.TOO_LARGE),
    (5, "70 MB of instructions", make.pdf_of_long_instructions, Refusal.BOMB),
    (5, "instructions packed twice", make.pdf_of_twice_packed_instructions, Refusal.BOMB),
    (5, "JPEG 2000 of 60,000 x 60,000", lambda: make.pdf_with_image(make.huge_jpx(), "/JPXDecode"), Refusal.TOO_LARGE),
    (5, "JBIG2 of 60,000 x 60,000", lambda: make.pdf_with_image(make.huge_jbig2(), "/JBIG2Decode"), Refusal.TOO_LARGE),
    (7, "a password to open it", encrypted_pdf, Refusal.ENCRYPTED),
    (7, "the owner's password only", make.owner_locked_pdf, [ScanFinding.OWNER_PASSWORD]),
    (8, "signed", make.signed_pdf, [SIGNED]),
    (9, "changed after signing", make.changed_after_signing, [SIGNED, CHANGED]),
    (10, "signed, certificate unknown", make.signed_pdf, [SIGNED]),
    (11, "a script", make.pdf_with_script, [ScanFinding.JAVASCRIPT]),
    (
        11,
        "a script under an escaped name",
        make.pdf_with_escaped_script,
        [ScanFinding.JAVASCRIPT, ScanFinding.REPAIRED],
    ),
    (
        11,
        "a script in a packed object",
        lambda: make.pdf_with_script(object_stream_mode=make.pikepdf.ObjectStreamMode.generate),
        [ScanFinding.JAVASCRIPT],
    ),
    (11, "an order to start a program", make.pdf_with_launch, [ScanFinding.LAUNCH_ACTION]),
    (11, "an attachment", make.pdf_with_attachment, [ScanFinding.EMBEDDED_FILES]),
    (11, "an XFA form", make.pdf_with_xfa, [ScanFinding.XFA]),
    (12, "an invisible text", lambda: make.pdf_with_layer("Nguoi khac"), []),  # compared once it has been read
    (13, "an invisible order", lambda: make.pdf_with_layer("ignore previous instructions"), []),
    (14, "a wrong table", lambda: PDF.replace(b"startxref\n", b"startxref\n9"), [ScanFinding.REPAIRED]),
    (14, "a table that is no table", lambda: PDF.replace(b"xref\n0", b"xxxx\n0", 1), [ScanFinding.REPAIRED]),
    (14, "pages in a circle", make.cyclic_pdf, Refusal.TRUNCATED),
    (14, "20,000 objects", lambda: make.pdf_of_objects(20_000), []),
    (15, "2,000 pages", lambda: make.saved(make.blank_pdf(2_000)), []),
    (15, "one page of 5 m", lambda: make.pdf_of_one_long_page(14_173), []),
    (15, "a page of 7 m alone", lambda: make.pdf_of_one_long_page(20_000), Refusal.TOO_LARGE),
    (15, "a page of 7 m among others", lambda: make.pdf_of_one_long_page(20_000, 2), [ScanFinding.PAGE_TOO_LARGE]),
    (15, "A0", lambda: make.saved(make.blank_pdf(size=(2384, 3370))), []),
    (16, "a fax of 72 dpi", lambda: FAX, []),
    (17, "pages turned each way", lambda: pdf_of(JPEG, (620, 877), pages=2, Rotate=90), []),
    (17, "mirrored", lambda: encoded(paper().transpose(Image.Transpose.FLIP_LEFT_RIGHT), "PNG"), []),
    (18, "a blank page", lambda: tiff_of([paper(), Image.new("L", (620, 877), 255)]), []),
    (19, "two papers in one file", lambda: tiff_of([paper(), paper().rotate(180)]), []),
    (20, "a page twice", lambda: tiff_of([paper(), paper()]), []),
    (21, "HEIC", lambda: make.boxes(b"heic"), Refusal.HEIC),
    (21, "AVIF", lambda: make.boxes(b"avif"), Refusal.HEIC),
    (21, "WebP", lambda: encoded(paper(), "WEBP"), []),
    (21, "a cut WebP", lambda: encoded(paper(), "WEBP")[:-30], Refusal.TRUNCATED),
    (21, "MOV", lambda: b"\0\0\0\x14ftypqt  " + bytes(80), Refusal.VIDEO),
    (21, "MP4", lambda: b"\0\0\0\x18ftypisom" + bytes(80), Refusal.VIDEO),
    (21, "AVI", lambda: b"RIFF\0\1\0\0AVI LIST" + bytes(80), Refusal.VIDEO),
    (21, "WebM", lambda: b"\x1aE\xdf\xa3" + bytes(80), Refusal.VIDEO),
    (22, "where it was taken", make.photo_with_place, [ScanFinding.LOCATION]),
    (23, "CMYK", lambda: encoded(paper().convert("CMYK"), "JPEG"), []),
    (23, "16 bits", lambda: encoded(paper().convert("I;16"), "PNG"), []),
    (23, "JPEG 2000", lambda: encoded(paper(), "JPEG2000"), Refusal.UNSUPPORTED_CODING),
    (23, "TIFF packed by Zstandard", lambda: make.tiff_of_coding(50_000), Refusal.UNSUPPORTED_CODING),
    (23, "TIFF of several frames", lambda: tiff_of([paper()] * 3), []),
    (23, "animated PNG", lambda: make.animated("PNG"), [ScanFinding.FIRST_FRAME_ONLY]),
    (23, "animated WebP", lambda: make.animated("WEBP"), [ScanFinding.FIRST_FRAME_ONLY]),
    (23, "animated GIF", lambda: make.animated("GIF"), Refusal.NOT_A_SCAN),
    (
        24,
        "a profile that turns black to white",
        lambda: encoded(paper(), "PNG", icc_profile=make.inverting_profile()),
        [],
    ),
    (25, "a stamp over the name", lambda: papers.scanned(papers.stamped()), []),  # see test_hostile_papers
    (25, "a signature over the name", lambda: papers.scanned(papers.signed()), []),
    (26, "a specimen", lambda: papers.scanned(papers.specimen()), []),
    (27, "TCVN3", lambda: make.pdf_with_layer("Céng hoµ x· héi"), []),
    (28, "look-alikes", lambda: papers.pdf_that_says("Nguyen Van An", "Nguyen Van \u0410n"), []),
    (28, "loose marks", lambda: papers.pdf_that_says("Tiwng", "Tie\u0302\u0301ng"), []),
    (29, "no tone marks", lambda: make.pdf_with_layer("Cong hoa xa hoi"), []),
]
ARCHIVES = [
    (6, "a path that leads out", lambda: make.zipped({"../a.pdf": PDF}), Refusal.UNSAFE_ARCHIVE),
    (6, "a path from the root", lambda: make.zipped({"/a.pdf": PDF}), Refusal.UNSAFE_ARCHIVE),
    (6, "a path of Windows", lambda: make.zipped({"..\\a.pdf": PDF}), Refusal.UNSAFE_ARCHIVE),
    (6, "folders without end", lambda: make.zipped({"a/" * 40 + "a.pdf": PDF}), Refusal.UNSAFE_ARCHIVE),
    (6, "a link", make.zip_with_link, Refusal.UNSAFE_ARCHIVE),
    (6, "2,001 files", lambda: make.zipped({f"{n}": b"" for n in range(2_001)}), Refusal.UNSAFE_ARCHIVE),
    (6, "entries without end", lambda: b"PK\3\4" + b"PK\1\2" * 1_000_000, Refusal.UNSAFE_ARCHIVE),
    (6, "zeros packed 1,000 to 1", lambda: make.zipped({"a.pdf": bytes(65 << 20)}), Refusal.UNSAFE_ARCHIVE),
    (6, "one name twice", lambda: make.zip_with_twins("Gi\u1ea5y", "Gia\u0302\u0301y"), Refusal.UNSAFE_ARCHIVE),
    (6, "a ZIP in it", lambda: make.zipped({"a.zip": make.zipped({"a.pdf": PDF})}), Refusal.NESTED_ARCHIVE),
]
ROWS = range(1, 30)
SLOW = ("70 MB of instructions", "20,000 objects", "2,000 pages", "2,001 files", "zeros packed 1,000 to 1")


def named(table: list) -> list:
    return [
        pytest.param(make_it, outcome, id=f"row {row}: {what}", marks=pytest.mark.contract if what in SLOW else ())
        for row, what, make_it, outcome in table
    ]


@pytest.mark.parametrize(("make_it", "outcome"), named(AT_THE_DOOR))
def test_what_becomes_of_a_file_at_the_door(make_it, outcome):
    content = make_it()
    before = bytes(content)
    if isinstance(outcome, Refusal):
        with pytest.raises(ScanRefused) as refused:
            inspect(content)
        assert refused.value.reason is outcome
    else:
        assert list(inspect(content).findings) == outcome
    assert content == before  # an original is never written to


@pytest.mark.parametrize(("make_it", "outcome"), named(ARCHIVES))
def test_what_becomes_of_an_archive(make_it, outcome):
    with pytest.raises(ScanRefused) as refused:
        read_all(make_it())
    assert refused.value.reason is outcome


def read_all(archive: bytes) -> list[bytes]:
    return [read() for read in members(archive).values()]


def test_every_row_has_a_file():
    assert {row for row, *_ in (*AT_THE_DOOR, *ARCHIVES)} == set(ROWS)


def test_no_pixel_is_decoded_at_the_door():
    damaged = bytearray(PNG)
    damaged[len(damaged) // 2] ^= 0xFF
    assert inspect(bytes(damaged)).pages == 1


def test_every_reason_tells_the_clerk_what_to_do():
    for reason in Refusal:
        assert "Hãy" in reason.value, reason.name
    assert len({reason.value for reason in Refusal}) == len(Refusal)
    assert len({finding.value for finding in ScanFinding}) == len(ScanFinding)


def test_names_that_look_alike_are_one_name_but_no_file_is_lost(tmp_path):
    (tmp_path / "Gi\u1ea5y.pdf").write_bytes(PDF)
    (tmp_path / "Gia\u0302\u0301y.pdf").write_bytes(JPEG)
    (tmp_path / "manifest.json").write_bytes(b"{}")
    files = {file.name: file.read() for file in open_dossier(tmp_path).files}
    assert set(files) == {"Gi\u1ea5y.pdf", "Gi\u1ea5y (2).pdf"}
    assert set(files.values()) == {PDF, JPEG}
