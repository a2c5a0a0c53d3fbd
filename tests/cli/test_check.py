"""`hoso check`: what the clerk is told at the counter, and with which exit status."""

import io
import json
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from click.testing import Result
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from typer.testing import CliRunner

from cli import _app
from ocr.files.scan_finding import ScanFinding
from ocr.verdict.verdict import Fault, Grade

pytestmark = pytest.mark.pixels

DPI = 200


@cache
def paper(word: str = "giấy tờ") -> Image.Image:
    """A page of lines, typed evenly."""
    image = Image.new("L", (1654, 2339), 255)
    draw, letters = ImageDraw.Draw(image), ImageFont.load_default(34)
    for line in range(30):
        draw.text((200, 250 + 60 * line), f"{line} {word} " * 4, fill=20, font=letters)
    return image


def scan(*images: Image.Image) -> bytes:
    out = io.BytesIO()
    images[0].save(out, "TIFF", save_all=True, append_images=images[1:], dpi=(DPI, DPI))
    return out.getvalue()


def blurred() -> Image.Image:
    return paper("nhòe nhoẹt").filter(ImageFilter.GaussianBlur(4))


def hoso_check(*arguments: Path | str) -> Result:
    return CliRunner().invoke(_app, ["check", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "tot.tif").write_bytes(scan(paper()))
    return tmp_path / "in"


def test_good_pages_are_told_to_be_good(folder: Path):
    shown = hoso_check(folder)
    assert shown.exit_code == 0, shown.output
    assert "tot.tif, trang 1 (200 dpi): Tốt" in shown.output
    assert "Đã xem 1 tệp, 1 trang: 0 trang cần quét lại, 0 tệp hỏng." in shown.output
    assert "Xem các tệp: 1/1" in shown.output


def test_a_page_to_be_scanned_again_is_told_with_what_to_do(folder: Path):
    (folder / "xau.tif").write_bytes(scan(paper("khác hẳn"), blurred()))
    shown = hoso_check(folder)
    assert shown.exit_code == 3
    assert "xau.tif, trang 1 (200 dpi): Tốt" in shown.output
    assert f"xau.tif, trang 2 (200 dpi): {Grade.RESCAN.value}\n    {Fault.BLURRED.value}" in shown.output
    assert "1 trang cần quét lại" in shown.output


def test_what_is_only_worth_a_look_is_no_failure(folder: Path):
    (folder / "hai.tif").write_bytes(scan(paper("hai mặt"), Image.new("L", (1654, 2339), 250)))
    shown = hoso_check(folder)
    assert shown.exit_code == 0
    assert Fault.BLANK.value in shown.output


def test_a_scan_of_nothing_is_scanned_again(folder: Path):
    (folder / "trang.tif").write_bytes(scan(Image.new("L", (1654, 2339), 250)))
    assert hoso_check(folder).exit_code == 3


def test_a_page_is_looked_for_again_within_its_folder_only(folder: Path, tmp_path: Path):
    (folder / "nua.tif").write_bytes(scan(paper()))
    (tmp_path / "khac").mkdir()
    (tmp_path / "khac" / "tot.tif").write_bytes(scan(paper()))
    told = "Trang trùng với trang 1 của tệp thứ 1."
    assert told in hoso_check(folder).output
    assert told not in hoso_check(folder / "tot.tif", tmp_path / "khac").output


def test_a_file_that_is_no_scan_is_told_and_the_others_are_seen(folder: Path):
    (folder / "hong.pdf").write_bytes(b"")
    (folder / "manifest.json").write_text("{}")
    shown = hoso_check(folder)
    assert shown.exit_code == 3
    assert "hong.pdf: Tệp rỗng" in shown.output
    assert "tot.tif, trang 1" in shown.output
    assert "manifest" not in shown.output
    assert hoso_check(folder / "manifest.json").exit_code == 3


def odd_pdf() -> bytes:
    """Signed, and changed since."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Sig = pdf.make_indirect(pikepdf.Dictionary(ByteRange=pikepdf.Array([0, 9, 19, 9])))
        pdf.save(out)
    return out.getvalue()


def test_what_is_odd_about_a_file_is_told_at_the_counter(folder: Path, tmp_path: Path):
    (folder / "ky.pdf").write_bytes(odd_pdf())
    shown = hoso_check(folder, "--json", tmp_path / "v.json").output
    signed, changed = ScanFinding.SIGNED, ScanFinding.CHANGED_AFTER_SIGNING
    assert f"ky.pdf: {signed.value}" in shown
    assert f"ky.pdf: {changed.value}\n    {changed.why_held} Hồ sơ có tệp này sẽ chờ cán bộ" in shown
    rows = {row["file"]: row for row in json.loads((tmp_path / "v.json").read_text("utf-8"))}
    assert rows["ky.pdf"]["findings"] == ["SIGNED", "CHANGED_AFTER_SIGNING"]
    assert rows["tot.tif"]["findings"] == []


def test_a_name_is_shown_as_it_is(folder: Path):
    (folder / "[red]a[link=x].tif").write_bytes(b"")
    assert "[red]a[link=x].tif: Tệp rỗng" in hoso_check(folder).output


def test_verdicts_can_be_had_as_json(folder: Path, tmp_path: Path):
    (folder / "hong.pdf").write_bytes(b"")
    (folder / "xau.tif").write_bytes(scan(blurred()))
    hoso_check(folder, "--json", tmp_path / "out" / "v.json")
    rows = {row["file"]: row for row in json.loads((tmp_path / "out" / "v.json").read_text("utf-8"))}
    assert "Tệp rỗng" in rows["hong.pdf"]["refusal"]
    assert rows["tot.tif"]["verdict"]["grade"] == "GOOD"
    (page,) = rows["xau.tif"]["verdict"]["pages"]
    assert (page["faults"], page["dpi"], page["sentences"]) == (["BLURRED"], 200, [Fault.BLURRED.value])
    assert page["measures"]["blur_mm"] > 0.3
