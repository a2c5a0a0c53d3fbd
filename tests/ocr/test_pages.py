"""Pages as JSON, pages replayed, pages read over processes; and two small readings by the real engine."""

import io
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from scan_makers import encoded, paper, pdf_of, tiff_of

from errors import NotHeld, NotSetUp, ScanRefused
from ocr.codec import page_from_json, page_to_json
from ocr.codes import on_page as codes
from ocr.engine import Recogniser
from ocr.files.images import PageImage
from ocr.files.refusal import Refusal
from ocr.page import Box, Code, CodeKind, Line, Page, Word
from ocr.reading import PageFailure, PageReading, read_one_page, read_scan
from ocr.recognition.detection import TextBox
from ocr.recognition.lines import cut_out, in_reading_order
from ocr.recognition.numbers import _replace
from ocr.recognition.tesseract import Tesseract
from ocr.recorded import RecordedEngine, RecordingEngine
from ocr.workers import PageTask, read_pages

PAGE = Page(
    number=1,
    width=620,
    height=877,
    dpi=75,
    turned=90,
    skew=-1.25,
    to_scan=(0.0, 1.0, 0.0, -1.0, 0.0, 877.0, 0.0, 0.0, 1.0),
    lines=(Line((Word("Nguyễn", Box(1, 2, 30, 12), 0.91), Word("Thị", Box(33, 2, 50, 12), 0.5))),),
    codes=(Code(CodeKind.QR, "099190012345||NGUYỄN THỊ MẪU", Box(500, 10, 560, 70)),),
    cells=(Box(10, 20, 30, 40),),
    engine="none 1",
)


def test_page_comes_back_from_json_as_it_was():
    assert page_from_json(page_to_json(PAGE)) == PAGE


def without(key):
    held = json.loads(page_to_json(PAGE))
    del held[key]
    return json.dumps(held)


NOT_PAGES = {
    "no JSON": "{",
    "a list": "[]",
    "another format": page_to_json(PAGE).replace('"format":1', '"format":99'),
    "a key too few": without("dpi"),
    "a key too many": page_to_json(PAGE).replace('"dpi"', '"mood":1,"dpi"'),
    "a line without words": json.dumps(json.loads(page_to_json(PAGE)) | {"lines": [[]]}),
}


@pytest.mark.parametrize("name", NOT_PAGES)
def test_anything_else_is_not_taken_for_a_page(name):
    with pytest.raises(ValueError):  # noqa: PT011 JSON's own error is one
        page_from_json(NOT_PAGES[name])


class Remembers:
    """An engine that gives back one page, its size that of the image, turned as the image lay."""

    name = "none 1"

    def read(self, image: PageImage) -> Page:
        if image.number == 2:
            raise ScanRefused(Refusal.DAMAGED_PAGE)
        height, width = image.pixels.shape[:2]
        upright = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
        return replace(PAGE, number=image.number, width=width, height=height, to_scan=upright)


def test_one_damaged_page_leaves_the_others():
    read = list(read_scan(tiff_of([paper()] * 3), Remembers()))
    assert [type(page) for page in read] == [PageReading, PageFailure, PageReading]
    assert read[1] == PageFailure(2, Refusal.DAMAGED_PAGE)


def test_only_the_pages_asked_for_are_read():
    read = read_scan(tiff_of([paper()] * 3), Remembers(), pages=(3,))
    assert [reading.page.number for reading in read] == [3]


def test_picture_is_the_upright_page_made_small():
    (reading,) = read_scan(encoded(paper(2000, 3200), "PNG"), Remembers())
    picture = Image.open(io.BytesIO(reading.picture))
    assert (picture.size, reading.scale) == ((1000, 1600), 0.5)
    assert np.asarray(picture)[22, 100] < 60  # the bar


def test_recorded_page_is_replayed_without_an_engine(tmp_path):
    scan = pdf_of(encoded(paper(), "JPEG"), (620, 877))
    (recorded,) = read_scan(scan, RecordingEngine(Remembers(), tmp_path))
    (replayed,) = read_scan(scan, RecordedEngine(tmp_path))
    assert replayed == recorded


def test_page_never_recorded_is_no_blank_page(tmp_path):
    with pytest.raises(NotHeld):
        list(read_scan(encoded(paper(), "PNG"), RecordedEngine(tmp_path)))


def reads_one_of_three(content: bytes, number: int) -> PageReading | PageFailure:
    """What a worker does in the test below: page 1 is read, page 2 kills its worker, page 3 hangs."""
    if number == 2:
        os._exit(9)
    if number == 3:
        time.sleep(3600)
    return PageReading(replace(PAGE, number=number), content, 1.0)


@pytest.mark.contract
def test_worker_is_not_told_of_the_program_that_starts_it(tmp_path):
    """Within a task of Airflow the program is `airflow`, which refuses to be run again in a worker."""
    program = tmp_path / "program.py"
    program.write_text(
        "if __name__ != '__main__': raise SystemExit('run again')\n"
        "from ocr.workers import PageTask, read_pages\n"
        "from test_pages import reads_one_of_three\n"
        "print(dict(read_pages([PageTask('a', b'x', 1)], 1, read=reads_one_of_three)))\n"
    )
    paths = os.pathsep.join((str(Path(__file__).parent), str(Path(__file__).parents[2])))
    environment = os.environ | {"PYTHONPATH": paths}
    shown = subprocess.run([sys.executable, program], capture_output=True, text=True, env=environment)
    assert "PageReading" in shown.stdout, shown.stderr


@pytest.mark.contract
def test_worker_that_cannot_start_is_no_fault_of_the_page(monkeypatch):
    monkeypatch.setattr("ocr.workers._work", os.kill)  # ends at once: these are not its arguments
    with pytest.raises(NotSetUp):
        list(read_pages([PageTask("scan", b"scan", 1)], 1, read=reads_one_of_three))


@pytest.mark.contract
def test_page_that_kills_or_hangs_its_worker_fails_alone():
    tasks = [PageTask(f"scan-{number}", b"scan", number) for number in (1, 2, 3, 4)]
    told: list[int] = []
    answers = dict(read_pages(tasks, 2, page_seconds=0.4, progress=told.append, read=reads_one_of_three))
    assert answers["scan-1"] == PageReading(PAGE, b"scan", 1.0)
    assert answers["scan-2"] == PageFailure(2, Refusal.DAMAGED_PAGE)
    assert answers["scan-3"] == PageFailure(3, Refusal.TOO_SLOW)
    assert answers["scan-4"] == PageReading(replace(PAGE, number=4), b"scan", 1.0)
    assert told == [1, 2, 3, 4]


def line(text: str, left: int, top: int, width: int = 100, height: int = 20) -> Line:
    return Line((Word(text, Box(left, top, left + width, top + height), 1.0),))


def test_lines_are_read_row_by_row():
    page = [line("right head", 400, 3), line("second", 0, 30), line("left head", 0, 0), line("third", 0, 58)]
    assert [found.text for found in in_reading_order(page)] == ["left head", "right head", "second", "third"]


def test_tall_line_beside_two_rows_does_not_mix_them():
    page = [line("first", 0, 0), line("second", 0, 26), line("stamp", 300, 0, height=46)]
    order = [found.text for found in in_reading_order(page)]
    assert order.index("first") < order.index("second")


def test_strip_knows_its_way_back():
    page = np.full((400, 600), 255, np.uint8)
    page[195:205, 295:305] = 0
    strip = cut_out(page, TextBox((290.0, 200.0), 200.0, 30.0, 0.0))
    rows, columns = np.nonzero(strip.pixels < 100)
    assert strip.back @ (columns.mean() + 0.5, rows.mean() + 0.5, 1) == pytest.approx((300, 200), abs=1)


NUMBERS = """
first reading          | second reading  | taken
17!0711967             | 17/07/1967      | 17/07/1967
O52192159O51           | 052192159051    | 052192159051
O5219 2159O51          | 052192159051    | 052192159051
Nguyễn                 | 17/07/1967      | Nguyễn
17/07/1967             | 17/07/1967      | 17/07/1967
1967                   | 052192159051    | 1967
"""


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [tuple(cell.strip() for cell in row.split("|")) for row in NUMBERS.strip().splitlines()[1:]],
)
def test_surer_number_takes_the_place_of_a_number_only(first, second, taken):
    words = [Word(text, Box(place * 20, 0, place * 20 + 18, 20), 0.5) for place, text in enumerate(first.split())]
    _replace(words, second, (0.0, 20.0 * len(words)), 0.95)
    assert " ".join(word.text for word in words) == taken


def test_number_of_the_next_label_is_no_part_of_it():
    """The network sees no space between "0832795315" and "6. Email"."""
    words = [
        Word(text, Box(left, 0, right, 20), 0.9) for text, left, right in (("0832795315", 0, 200), ("6.", 230, 260))
    ]
    _replace(words, "08327953156", (0.0, 245.0), 0.95)
    assert [word.text for word in words] == ["0832795315", "6."]


def test_qr_code_is_read_with_its_marks():
    import zxingcpp

    payload = "099190012345||NGUYỄN THỊ MẪU|15011990|Nữ|Thôn 1, xã Mẫu|02032021"
    drawn = np.array(zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4))
    page = np.full((600, 500), 255, np.uint8)
    page[50 : 50 + drawn.shape[0], 60 : 60 + drawn.shape[1]] = drawn
    (code,) = codes.qr_codes(page)
    assert (code.kind, code.text) == (CodeKind.QR, payload)
    assert 60 <= code.box.left < code.box.right <= 60 + drawn.shape[1] + 1


def written(text: str, size: int = 40) -> np.ndarray:
    font = ImageFont.load_default(size)
    image = Image.new("L", (int(font.getlength(text)) + 60, size * 2), 255)
    ImageDraw.Draw(image).text((30, size // 2), text, fill=0, font=font)
    return np.asarray(image)


def in_process() -> Recogniser:
    return pytest.importorskip("ocr.recognition.in_process", reason="tesserocr is not installed").TesseractInProcess()


@pytest.mark.parametrize("recogniser", [Tesseract, in_process])
def test_tesseract_reads_many_crops_in_their_order(recogniser, monkeypatch):
    monkeypatch.delenv("OMP_THREAD_LIMIT", raising=False)
    read = recogniser().read_lines([written("Ho so 2025"), written("15/01/1990"), written("Nam 1990")])
    assert [line and line.text for line in read] == ["Ho so 2025", "15/01/1990", "Nam 1990"]
    assert "OMP_THREAD_LIMIT" not in os.environ


def test_engines_of_different_making_have_different_names():
    assert in_process().name != Tesseract().name


def test_page_is_read_whole():
    page = Image.new("L", (640, 420), 255)
    for row, text in enumerate(("GIAY XAC NHAN", "So 099190012345", "Ngay 15/01/1990", "Noi o hien nay")):
        page.paste(Image.fromarray(written(text)), (30, 10 + 100 * row))
    reading = read_one_page(encoded(page, "PNG", dpi=(200, 200)), 1)
    assert isinstance(reading, PageReading)
    assert "099190012345" in reading.page.text
    assert "15/01/1990" in reading.page.text
    assert reading.page.turned == 0
