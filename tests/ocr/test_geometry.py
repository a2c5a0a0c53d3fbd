"""Pages set upright, with every pixel's way back to the scan."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.files.images import PageImage
from ocr.geometry import facing
from ocr.geometry.photo import sheet_corners
from ocr.geometry.skew import skew
from ocr.geometry.upright import set_upright
from ocr.page import Box, Line, Word
from ocr.recognition.detection import TextBox


class NoLetters:
    """A recogniser that reads nothing."""

    name = "none"

    def read_page(self, image, dpi):
        return ()

    def read_lines(self, crops):
        return tuple(None for _ in crops)


class ReadsOneWayUp(NoLetters):
    """Reads a crop well when its left part is darker than its right part."""

    def read_lines(self, crops):
        word = Word("chữ", Box(0, 0, 9, 9), 0.9)
        left_is_darker = [np.mean(crop[:, : crop.shape[1] // 2]) < np.mean(crop) for crop in crops]
        return tuple(Line((word,)) if darker else None for darker in left_is_darker)


def striped(width=1240, height=1754) -> np.ndarray:
    """An A4 page at 150 dpi with lines of words drawn as bars, and one small square mark at (300, 200)."""
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    for row in range(300, height - 200, 60):
        for place in range(150, width - 200, 90):
            draw.rectangle((place, row, place + 70, row + 18), fill=0)
    draw.rectangle((295, 195, 305, 205), fill=0)
    return np.asarray(image)


def turned_by(image: np.ndarray, angle: float) -> np.ndarray:
    height, width = image.shape
    about = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1)
    return cv2.warpAffine(image, about, (width, height), borderValue=255)


@pytest.mark.parametrize("angle", [-4.0, -1.5, -0.4, 0.0, 0.7, 3.0])
def test_slope_is_measured(angle):
    assert skew(turned_by(striped(), angle)) == pytest.approx(angle, abs=0.15)


def test_blank_page_has_no_slope():
    assert skew(np.full((1000, 700), 250, np.uint8)) == 0


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
@pytest.mark.parametrize("angle", [0.0, 2.0])
def test_every_pixel_finds_its_way_back_to_the_scan(turns, angle, monkeypatch):
    page = striped()
    scan = np.ascontiguousarray(np.rot90(turned_by(page, angle), turns))
    monkeypatch.setattr(facing, "quarter_turns", lambda gray, recogniser: turns)
    upright = set_upright(PageImage(1, scan, 150, photographed=False), NoLetters())
    assert upright.turned == 90 * turns
    assert upright.skew == pytest.approx(angle, abs=0.15)
    # the middle of the mark, found on the upright page, leads to the middle of the mark on the scan
    x, y = _mark(upright.pixels)
    there = upright.to_scan @ (x, y, 1)
    assert there[:2] / there[2] == pytest.approx(_mark(scan), abs=1.5)


def _mark(picture: np.ndarray) -> tuple[float, float]:
    """Middle of the smallest thing of ink."""
    _, _, stats, middles = cv2.connectedComponentsWithStats((picture < 128).astype(np.uint8))
    boxes = [(area, place) for place, (_, _, width, height, area) in enumerate(stats) if 0.7 < width / height < 1.4]
    x, y = middles[min(box for box in boxes if box[0] > 60)[1]]
    return x + 0.5, y + 0.5


def lying(sideways: bool, monkeypatch, belief: float = 0.9) -> np.ndarray:
    """A page on which eight lines are found, each dark at its upper or left end."""
    page = np.full((900, 900), 255, np.uint8)
    boxes = []
    for place in range(100, 900, 100):
        page[place - 10 : place + 10, 100:300] = 0
        boxes.append(TextBox((450.0, float(place)), 700.0, 30.0, 0.0))
    if sideways:
        page = np.ascontiguousarray(page.T)
        boxes = [TextBox((box.centre[1], box.centre[0]), 700.0, 30.0, 90.0) for box in boxes]
    monkeypatch.setattr(facing, "text_boxes", lambda gray, long_side: tuple(boxes))
    monkeypatch.setattr(facing, "_upside_down", lambda crops: np.full(len(crops), belief, np.float32))
    return page


def test_page_is_turned_only_when_its_lines_read_better_so(monkeypatch):
    page = lying(False, monkeypatch)
    assert facing.quarter_turns(page, ReadsOneWayUp()) == 0
    assert facing.quarter_turns(np.ascontiguousarray(page[::-1, ::-1]), ReadsOneWayUp()) == 2


def test_page_on_its_side_is_turned_the_way_it_reads(monkeypatch):
    page = lying(True, monkeypatch)
    assert facing.quarter_turns(page, ReadsOneWayUp()) == 3
    assert facing.quarter_turns(np.ascontiguousarray(page[::-1, ::-1]), ReadsOneWayUp()) == 1


@pytest.mark.parametrize("sideways", [False, True])
def test_page_that_makes_no_sense_either_way_is_left_alone(sideways, monkeypatch):
    assert facing.quarter_turns(lying(sideways, monkeypatch), NoLetters()) == 0


def test_page_that_surely_stands_upright_is_not_read_twice(monkeypatch):
    page = np.ascontiguousarray(lying(False, monkeypatch, belief=0.1)[::-1, ::-1])
    assert facing.quarter_turns(page, ReadsOneWayUp()) == 0


def test_fine_scan_is_shrunk_to_what_is_read(monkeypatch):
    monkeypatch.setattr(facing, "quarter_turns", lambda gray, recogniser: 0)
    page = cv2.resize(striped(), None, fx=4, fy=4)
    upright = set_upright(PageImage(1, page, 600, photographed=False), NoLetters())
    assert upright.pixels.shape == (3508, 2480)
    assert upright.dpi == 300


def photographed(corners, size=(1200, 900), desk=90) -> np.ndarray:
    """A white sheet on a darker desk, its corners where they are said to be."""
    picture = np.full(size, desk, np.uint8)
    cv2.fillConvexPoly(picture, np.array(corners, np.int32), 235)
    return picture


SHEET = [(120, 100), (800, 130), (780, 1080), (90, 1050)]


def test_sheet_is_found_on_the_desk():
    found = sheet_corners(photographed(SHEET))
    assert found == pytest.approx(np.array(SHEET, np.float32), abs=6)


NO_SHEET = {
    "a page that fills the picture": np.full((1200, 900), 235, np.uint8),
    "something too long to be a sheet": photographed([(100, 500), (800, 500), (800, 800), (100, 800)]),
    "something with slanting edges": photographed([(300, 100), (800, 100), (600, 1080), (50, 1080)]),
    "a card too small to be the page": photographed([(300, 300), (500, 300), (500, 580), (300, 580)]),
}


@pytest.mark.parametrize("name", NO_SHEET)
def test_doubtful_outline_is_left_alone(name):
    assert sheet_corners(NO_SHEET[name]) is None
