"""Pieces of a page in the original's own pixels."""

import io

import numpy as np
import pytest
from PIL import Image

from errors import ScanRefused
from ocr.page import Box
from ocr.pieces import cut_out, webp_within

PLAIN = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
HALF_TURN = (-1.0, 0.0, 599.0, 0.0, -1.0, 399.0, 0.0, 0.0, 1.0)


@pytest.fixture(scope="module")
def scan() -> bytes:
    """White, with a black square at 100..150, 60..110."""
    pixels = np.full((400, 600), 255, np.uint8)
    pixels[60:110, 100:150] = 0
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", dpi=(300, 300))
    return out.getvalue()


def seen(webp: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(webp)).convert("L")).astype(int)


def test_a_piece_has_the_pixels_of_the_original_one_by_one(scan):
    piece = seen(cut_out(scan, 1, PLAIN, Box(90, 50, 160, 120), 40_000))
    assert piece.shape == (70, 70)
    assert piece[12:58, 12:58].max() < 40
    assert piece[:8].min() > 215


def test_a_page_that_lay_upside_down_is_shown_upright(scan):
    piece = seen(cut_out(scan, 1, HALF_TURN, Box(440, 280, 520, 350), 40_000))
    assert piece[14:54, 14:54].max() < 40


def test_what_lies_beside_the_page_is_white(scan):
    assert seen(cut_out(scan, 1, PLAIN, Box(-60, -60, 40, 40), 40_000)).min() > 215


def test_a_piece_is_never_larger_than_it_may_be():
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (500, 1500), np.uint8))
    webp = webp_within(noise, 40_000)
    assert len(webp) <= 40_000
    width, height = Image.open(io.BytesIO(webp)).size
    assert width / height == pytest.approx(3, rel=0.05)


def test_a_scan_that_does_not_open_is_told(scan):
    with pytest.raises(ScanRefused):
        cut_out(scan[:100], 1, PLAIN, Box(0, 0, 10, 10), 40_000)
