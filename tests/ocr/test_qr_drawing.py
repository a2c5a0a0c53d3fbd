"""QR codes that we print: read again by a reader, also when a part of them is covered."""

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from ocr.codes.drawing import qr_svg

TEXT = "HOSO1/H56.12-261122-0001/PT-H56.12-261122-0001/6C65C20A5D659455498F"
_RUN = re.compile(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+Z")
SCALE = 8


def drawn(svg: bytes) -> Image.Image:
    side = int(re.search(rb'viewBox="0 0 (\d+)', svg)[1])  # type: ignore[index]
    image = Image.new("L", (side * SCALE, side * SCALE), 255)
    draw = ImageDraw.Draw(image)
    for run in _RUN.finditer(svg.decode()):
        left, top, width, height = (SCALE * int(part) for part in run.groups())
        draw.rectangle((left, top, left + width - 1, top + height - 1), 0)
    return image


@pytest.mark.parametrize("text", [TEXT, "a", 'Đặng <&> "x"'])
def test_what_is_drawn_is_read_again(text: str) -> None:
    assert [code.text for code in zxingcpp.read_barcodes(drawn(qr_svg(text)))] == [text]


def test_a_stamp_over_a_part_does_no_harm() -> None:
    image = drawn(qr_svg(TEXT))
    middle, reach = image.width // 2, image.width // 9
    ImageDraw.Draw(image).rectangle((middle - reach, middle - reach, middle + reach, middle + reach), 0)
    assert [code.text for code in zxingcpp.read_barcodes(image)] == [TEXT]


def test_it_is_one_small_picture_without_script_or_address() -> None:
    svg = qr_svg(TEXT)
    assert len(svg) < 12_000
    assert svg.count(b"<") == 4
    assert b"script" not in svg
    assert svg.startswith(b"<svg ")
