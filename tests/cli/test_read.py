"""`hoso read`: a folder of scans into a folder of results; what is no scan is named, what fails is told by the exit."""

import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

import ocr.workers
from cli import _app
from ocr.files.refusal import Refusal
from ocr.page import Box, Line, Page, Word
from ocr.reading import PageFailure, PageReading
from ocr.workers import PageTask

FORM = """
Mẫu CT01 ban hành kèm theo Thông tư số 53/2025/TT-BCA
TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ
Kính gửi: Công an xã Thử Nghiệm
1. Họ, chữ đệm và tên: ĐẶNG THỊ HỒNG THỬ
2. Ngày, tháng, năm sinh: 12/03/1987 3. Giới tính: Nữ
4. Số định danh cá nhân: 099187000123
"""


def scan(form: str = "TIFF", pages: int = 1) -> bytes:
    out = io.BytesIO()
    more = {"save_all": True, "append_images": [Image.new("1", (40, 40))] * (pages - 1)} if pages > 1 else {}
    Image.new("1", (40, 40)).save(out, form, **more)
    return out.getvalue()


def page_of(text: str, number: int) -> Page:
    lines = tuple(_line(line, 60 * row) for row, line in enumerate(text.strip().splitlines(), start=1))
    plain = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    return Page(number, 1654, 2339, 200, 0, 0.0, plain, lines, (), (), "replayed")


def _line(text: str, top: int) -> Line:
    left = range(100, 1600, 90)
    places = zip(left, text.split(), strict=False)
    return Line(tuple(Word(word, Box(at, top, at + 85, top + 30), 0.95) for at, word in places))


@pytest.fixture(autouse=True)
def replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every first page is a form, every second one damaged; the pages are finished in no order."""

    def read_pages(tasks: Iterable[PageTask], *_: object) -> Iterator[tuple[str, PageReading | PageFailure]]:
        for task in reversed(list(tasks)):
            if task.number == 2:
                yield task.key, PageFailure(2, Refusal.DAMAGED_PAGE)
            else:
                yield task.key, PageReading(page_of(FORM, task.number), b"", 1.0)

    monkeypatch.setattr(ocr.workers, "read_pages", read_pages)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "sâu").mkdir(parents=True)
    (tmp_path / "in" / "tot.tif").write_bytes(scan())
    (tmp_path / "in" / "sâu" / "tot.pdf").write_bytes(scan("PNG"))  # told by its content
    return tmp_path / "in"


def hoso_read(*paths: Path, out: Path) -> Result:
    return CliRunner().invoke(_app, ["read", *map(str, paths), "--out", str(out)])


def test_each_scan_has_one_result_under_its_own_name(folder: Path, tmp_path: Path):
    out = tmp_path / "out"
    shown = hoso_read(folder, out=out)
    assert shown.exit_code == 0, shown.output
    assert "Đã đọc 2 tệp, 2 trang" in shown.output
    assert {str(file.relative_to(out)) for file in out.rglob("*.json")} == {"tot.tif.json", "sâu/tot.pdf.json"}
    result = json.loads((out / "tot.tif.json").read_text("utf-8"))
    (page,) = result["pages"]
    assert (page["form"], page["fields"]["so_dinh_danh"]) == ("ct01", "099187000123")
    assert page["fields"]["ngay_sinh"] == "1987-03-12"
    assert "ĐẶNG THỊ HỒNG THỬ" in page["text"]
    assert result["documents"]


def test_one_scan_alone(folder: Path, tmp_path: Path):
    assert hoso_read(folder / "tot.tif", out=tmp_path / "out").exit_code == 0
    assert (tmp_path / "out" / "tot.tif.json").is_file()


SKIPPED = ("manifest.json", "ghi-chu.txt", "truth")
FAILED = {"rong.pdf": b"", "chu.jpg": b"text", "cut.tif": scan()[:30], "cut.bin": b"%PDF-1.4 x"}


@pytest.mark.parametrize("name", SKIPPED)
def test_what_is_no_scan_is_named_and_skipped(name, folder: Path, tmp_path: Path):
    (folder / name).write_text("{}")
    (folder / ".hidden").write_text("x")
    shown = hoso_read(folder, out=tmp_path / "out")
    assert shown.exit_code == 0
    assert f"bỏ qua {name}: không phải bản quét" in shown.output
    assert "hidden" not in shown.output
    assert "Đã đọc 2 tệp" in shown.output


@pytest.mark.parametrize("name", FAILED)
def test_a_scan_that_cannot_be_read_is_named_with_what_to_do_and_the_others_are_read(name, folder, tmp_path):
    (folder / name).write_bytes(FAILED[name])
    shown = hoso_read(folder, out=tmp_path / "out")
    assert shown.exit_code == 3
    assert f"không đọc được {name}: " in shown.output
    assert "Hãy" in shown.output
    assert len(list((tmp_path / "out").rglob("*.json"))) == 2


def test_a_page_that_fails_is_told_and_the_others_of_its_scan_are_kept(folder: Path, tmp_path: Path):
    (folder / "ba.tif").write_bytes(scan(pages=3))
    shown = hoso_read(folder, out=tmp_path / "out")
    assert shown.exit_code == 3
    assert f"ba.tif, trang 2: {Refusal.DAMAGED_PAGE.value}" in shown.output
    pages = json.loads((tmp_path / "out" / "ba.tif.json").read_text("utf-8"))["pages"]
    assert [page["form"] for page in pages] == ["ct01", "unknown", "ct01"]
    assert [page.get("problem") for page in pages] == [None, "DAMAGED_PAGE", None]


def test_two_scans_of_one_name_do_not_write_over_each_other(folder: Path, tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "tot.tif").write_bytes(scan(pages=3))
    shown = hoso_read(folder, other, out=tmp_path / "out")
    assert shown.exit_code == 3
    assert "tot.tif" in shown.output
    assert "trùng tên" in shown.output
    assert len(json.loads((tmp_path / "out" / "tot.tif.json").read_text("utf-8"))["pages"]) == 1


def test_nothing_to_read_is_no_failure(tmp_path: Path):
    (tmp_path / "in").mkdir()
    shown = hoso_read(tmp_path / "in", out=tmp_path / "out")
    assert (shown.exit_code, "Đã đọc 0 tệp" in shown.output) == (0, True)
