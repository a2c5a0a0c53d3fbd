"""`hoso export`: each scan as a searchable PDF/A, ALTO or hOCR; what fails is told by the exit status."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

import ocr.workers
from cli import _app
from ocr.files.refusal import Refusal
from ocr.page import Box, Line, Page, Word
from ocr.reading import PageFailure, PageReading
from ocr.renditions.checking import faults
from ocr.workers import PageTask

pytestmark = pytest.mark.pixels

PLAIN = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
LINE = Line((Word("Hồ", Box(10, 10, 30, 25), 0.9), Word("sơ", Box(40, 10, 60, 25), 0.8)))


def scan(form: str = "TIFF", pages: int = 1) -> bytes:
    out = io.BytesIO()
    more = {"save_all": True, "append_images": [Image.new("1", (400, 300))] * (pages - 1)} if pages > 1 else {}
    Image.new("1", (400, 300)).save(out, form, **more)
    return out.getvalue()


def signed() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.AcroForm = pikepdf.Dictionary(SigFlags=3, Fields=pikepdf.Array())
        document.save(out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every fourth page is damaged, every other one is read; they are finished in no order."""

    def read_pages(tasks: Iterable[PageTask], *_: object) -> Iterator[tuple[str, PageReading | PageFailure]]:
        for task in reversed(list(tasks)):
            if task.number == 4:
                yield task.key, PageFailure(4, Refusal.DAMAGED_PAGE)
            else:
                page = Page(task.number, 400, 300, 100, 0, 0.0, PLAIN, (LINE,), (), (), "replayed")
                yield task.key, PageReading(page, b"", 1.0)

    monkeypatch.setattr(ocr.workers, "read_pages", read_pages)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "sâu").mkdir(parents=True)
    (tmp_path / "in" / "tot.tif").write_bytes(scan(pages=2))
    (tmp_path / "in" / "sâu" / "tot.png").write_bytes(scan("PNG"))
    return tmp_path / "in"


def hoso_export(*words: object) -> Result:
    return CliRunner().invoke(_app, ["export", *map(str, words)])


def names(out: Path) -> set[str]:
    return {str(file.relative_to(out)) for file in out.rglob("*") if file.is_file()}


def test_each_scan_becomes_an_archive_copy(folder: Path, tmp_path: Path):
    out = tmp_path / "out"
    shown = hoso_export(folder, "--out", out)
    assert shown.exit_code == 0, shown.output
    assert "Đã xuất 2 trên 2 tệp, 3 trang" in shown.output
    assert names(out) == {"tot.tif.pdf", "sâu/tot.png.pdf"}
    copy = (out / "tot.tif.pdf").read_bytes()
    assert faults(copy) == ()
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert len(document.pages) == 2


@pytest.mark.parametrize(("kind", "ending"), [("alto", ".alto.xml"), ("hocr", ".hocr.html")])
def test_words_and_places_as_xml(kind, ending, folder: Path, tmp_path: Path):
    out = tmp_path / "out"
    assert hoso_export(folder, "--out", out, "--format", kind).exit_code == 0
    assert names(out) == {f"tot.tif{ending}", f"sâu/tot.png{ending}"}
    text = (out / f"tot.tif{ending}").read_text("utf-8")
    ElementTree.fromstring(text.encode())
    assert text.count("Hồ") == text.count("sơ") == 2


def test_signed_scan_is_left_as_it_is_and_that_is_no_failure(folder: Path, tmp_path: Path):
    (folder / "ky.pdf").write_bytes(signed())
    shown = hoso_export(folder, "--out", tmp_path / "out")
    assert shown.exit_code == 0, shown.output
    assert "ky.pdf" in shown.output
    assert "chữ ký số" in shown.output
    assert "Đã xuất 2 trên 3 tệp" in shown.output
    assert "ky.pdf.pdf" not in names(tmp_path / "out")
    assert (folder / "ky.pdf").read_bytes() == signed()


def test_archive_copy_never_lacks_a_page(folder: Path, tmp_path: Path):
    (folder / "bon.tif").write_bytes(scan(pages=4))
    shown = hoso_export(folder, "--out", tmp_path / "out")
    assert shown.exit_code == 3
    assert f"bon.tif, trang 4: {Refusal.DAMAGED_PAGE.value}" in shown.output
    assert "bon.tif.pdf" not in names(tmp_path / "out")
    assert len(names(tmp_path / "out")) == 2


def test_pages_that_were_read_are_told_without_the_one_that_failed(folder: Path, tmp_path: Path):
    (folder / "bon.tif").write_bytes(scan(pages=4))
    assert hoso_export(folder, "--out", tmp_path / "out", "--format", "alto").exit_code == 3
    assert (tmp_path / "out" / "bon.tif.alto.xml").read_text("utf-8").count("<Page ") == 3


def test_what_is_no_scan_is_told_as_in_reading(folder: Path, tmp_path: Path):
    (folder / "ghi-chu.txt").write_text("x")
    (folder / "rong.pdf").write_bytes(b"")
    shown = hoso_export(folder, "--out", tmp_path / "out")
    assert shown.exit_code == 3
    assert "bỏ qua ghi-chu.txt: không phải bản quét" in shown.output
    assert "không đọc được rong.pdf: " in shown.output


def test_unknown_format_is_refused(folder: Path, tmp_path: Path):
    assert hoso_export(folder, "--out", tmp_path / "out", "--format", "docx").exit_code == 2
