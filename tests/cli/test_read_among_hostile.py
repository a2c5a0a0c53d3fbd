"""`hoso read` over good scans with hostile ones among them: every good page is read, every bad one named.

Nothing is replaced but the engine: the command, the confined inspection, the workers and the decoding are real.
"""

import io
import json
import sys
from functools import partial
from pathlib import Path

import pytest
import troubled_engine
from PIL import Image
from troubled_engine import Trouble
from typer.testing import CliRunner, Result

import ocr.workers
from cli import _app
from ocr.files.refusal import Refusal

pytestmark = [
    pytest.mark.road,
    pytest.mark.skipif(sys.platform != "linux", reason="what kills a process is told here as Linux tells it"),
]
PAGE_SECONDS = 10.0  # of the clock, for one page: what hangs costs the test no more
GOOD_SCANS, PAGES_EACH = 6, 3


def scan(*pages: int) -> bytes:
    """A TIFF, one page for each shade; the first pixel has it, the rest is a page with a bar."""
    pictures = []
    for shade in pages:
        picture = Image.new("L", (200, 280), 255)
        picture.paste(0, (20, 20, 120, 30))
        picture.putpixel((0, 0), shade)
        pictures.append(picture)
    out = io.BytesIO()
    pictures[0].save(out, "TIFF", save_all=True, append_images=pictures[1:], dpi=(200, 200))
    return out.getvalue()


GOOD = scan(*[Trouble.NONE] * PAGES_EACH)
# name: (file, what the engine or the door says of it)
AT_THE_DOOR = {
    "cut.tif": (GOOD[: len(GOOD) // 2], Refusal.TRUNCATED),
    "rong.pdf": (b"", Refusal.EMPTY),
    "chuong-trinh.pdf": (b"MZ" + bytes(200), Refusal.NOT_A_SCAN),
    "phim.mov": (b"\0\0\0\x14ftypqt  " + bytes(80), Refusal.VIDEO),
}
IN_THE_WORKER = {
    "treo.tif": (scan(Trouble.HANGS), Refusal.TOO_SLOW),
    "vong.tif": (scan(Trouble.COMPUTES_FOR_EVER), Refusal.TOO_SLOW),
    "chet.tif": (scan(Trouble.KILLED), Refusal.TOO_LARGE),
    "sai-bo-nho.tif": (scan(Trouble.SEGFAULT), Refusal.DAMAGED_PAGE),
    "thoat.tif": (scan(Trouble.EXITS), Refusal.DAMAGED_PAGE),
    "het-bo-nho.tif": (scan(Trouble.TAKES_ALL_MEMORY), Refusal.DAMAGED_PAGE),
    "loi.tif": (scan(Trouble.RAISES), Refusal.DAMAGED_PAGE),
}


@pytest.fixture(autouse=True)
def troubled(monkeypatch: pytest.MonkeyPatch) -> None:
    real = partial(ocr.workers.read_pages, page_seconds=PAGE_SECONDS, read=troubled_engine.read)
    monkeypatch.setattr(ocr.workers, "read_pages", real)


def good_folder(at: Path) -> Path:
    for number in range(GOOD_SCANS):
        (at / f"{number}").mkdir(parents=True)
        (at / f"{number}" / "giay.tif").write_bytes(GOOD)
    return at


def hoso_read(folder: Path, out: Path, jobs: int) -> Result:
    return CliRunner().invoke(_app, ["read", str(folder), "--out", str(out), "--jobs", str(jobs)])


def results(out: Path) -> dict[str, bytes]:
    return {str(file.relative_to(out)): file.read_bytes() for file in sorted(out.rglob("giay.tif.json"))}


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_good_page_is_read_and_every_bad_file_named(jobs: int, tmp_path: Path):
    alone = hoso_read(good_folder(tmp_path / "good"), tmp_path / "alone", jobs)
    assert alone.exit_code == 0, alone.output
    folder = good_folder(tmp_path / "in")
    for number, (name, (content, _)) in enumerate({**AT_THE_DOOR, **IN_THE_WORKER}.items()):
        (folder / f"{number % GOOD_SCANS}" / name).write_bytes(content)

    shown = hoso_read(folder, tmp_path / "out", jobs)

    assert shown.exit_code == 3, shown.output
    told = {line.rpartition("/")[2] for line in shown.output.splitlines()}
    assert {f"{name}: {reason.value}" for name, (_, reason) in AT_THE_DOOR.items()} <= told
    assert {f"{name}, trang 1: {reason.value}" for name, (_, reason) in IN_THE_WORKER.items()} <= told
    pages = GOOD_SCANS * PAGES_EACH + len(IN_THE_WORKER)
    assert f"Đọc các trang: {pages}/{pages}" in shown.output
    assert f"{pages} trang" in shown.output.splitlines()[-1]
    assert "Traceback" not in shown.output
    assert len(results(tmp_path / "out")) == GOOD_SCANS
    assert results(tmp_path / "out") == results(tmp_path / "alone")  # to the byte


def test_bad_pages_of_a_scan_take_none_of_its_good_ones_with_them(tmp_path: Path):
    (tmp_path / "in").mkdir()
    content = scan(Trouble.NONE, Trouble.KILLED, Trouble.NONE, Trouble.SEGFAULT, Trouble.NONE)
    (tmp_path / "in" / "nam.tif").write_bytes(content)
    shown = hoso_read(tmp_path / "in", tmp_path / "out", 1)
    assert shown.exit_code == 3
    pages = json.loads((tmp_path / "out" / "nam.tif.json").read_text("utf-8"))["pages"]
    assert [page.get("problem") for page in pages] == [None, "TOO_LARGE", None, "DAMAGED_PAGE", None]
    assert [page["text"] for page in pages] == ["Giấy 1", "", "Giấy 3", "", "Giấy 5"]


def test_nothing_but_bad_files_ends_without_a_word_of_python(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "rong.pdf").write_bytes(b"")
    shown = hoso_read(tmp_path / "in", tmp_path / "out", 1)
    assert (shown.exit_code, "Đã đọc 0 tệp, 0 trang" in shown.output) == (3, True)
    assert "Traceback" not in capfd.readouterr().err  # nor from a worker that found nothing to do
