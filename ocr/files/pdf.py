"""The picture of one PDF page: the embedded scan itself where the page is nothing else, otherwise rendered.

Taking the scan out costs a fifteenth of rendering it, and does not blur it by resampling.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pdf2image
import pikepdf
from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPopplerTimeoutError
from PIL import Image

from errors import NotSetUp, ScanRefused
from ocr.files.opening import (
    DAMAGED,
    MAX_PIXELS,
    MAX_SIDE,
    RENDER_DPI,
    open_pdf,
    page_box,
    refuse_large,
    refuse_large_page,
    user_unit,
)
from ocr.files.packed import unpacked_size
from ocr.files.refusal import Refusal

RENDER_SECONDS = 60
EDGE = 0.02  # of the page's side: by how much an image may miss the page's edge and still be the whole page

_PAINTS = frozenset(["S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "EI"]) | {"INLINE IMAGE"}
_SHOWS_TEXT = frozenset(("Tj", "TJ", "'", '"'))
_PLAIN_SPACES = frozenset(("/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB"))


@dataclass(frozen=True, slots=True)
class Embedded:
    """The one image that a page consists of."""

    stream: pikepdf.Stream
    quarter_turns: int  # clockwise, from /Rotate
    dpi: int
    matrix: tuple[float, ...]  # six numbers: unit square -> points of the page before its /Rotate


def page_picture(content: bytes, number: int) -> tuple[Image.Image, int]:
    """(picture, dpi) of one page, counted from 1. Raises ScanRefused: TOO_LARGE, TOO_SLOW, DAMAGED_PAGE, NO_PAGES."""
    with open_pdf(content) as document:
        if not 1 <= number <= len(document.pages):
            raise ScanRefused(Refusal.NO_PAGES, f"no page {number}")
        page = document.pages[number - 1]
        refuse_large_page(page)
        embedded = whole_page_image(page)
        if embedded is not None:
            picture = decoded(embedded.stream)
            if picture is not None:
                return _turned(picture, embedded.quarter_turns), embedded.dpi
        left, bottom, right, top = page_box(page)
        unit = user_unit(page)
    return _rendered(content, number, right - left, top - bottom, unit)


def embedded_bytes(content: bytes, number: int) -> bytes | None:
    """The bytes of the one image that is the whole page, as they stand in the PDF; None where the page is more."""
    with open_pdf(content) as document:
        embedded = whole_page_image(document.pages[number - 1])
        return None if embedded is None else bytes(embedded.stream.read_raw_bytes())


def whole_page_image(page: pikepdf.Page) -> Embedded | None:
    """The image that is all that the page shows; None where the page shows more, or shows it in a way of its own."""
    try:
        drawn = _only_image(page)
    except DAMAGED:  # instructions that make no sense: the renderer is more forgiving
        return None
    if drawn is None:
        return None
    name, matrix = drawn
    left, bottom, right, top = page_box(page)
    width, height = right - left, top - bottom
    a, b, c, d, e, f = matrix
    misses = (abs(e - left) / width, abs(f - bottom) / height, abs(a - width) / width, abs(d - height) / height)
    if a <= 0 or d <= 0 or max(abs(b), abs(c)) > 1e-3 * width or max(misses) > EDGE:
        return None
    stream = page.get_images(recursive=False).get(name)
    if not isinstance(stream, pikepdf.Stream) or not _plain(stream):
        return None
    refuse_large(int(stream.get("/Width", 0)), int(stream.get("/Height", 0)))
    turn = _inherited(page, "/Rotate", 0)
    return Embedded(stream, turn // 90 % 4, max(1, round(int(stream.Width) / (a / 72))), matrix)


def _inherited(page: pikepdf.Page, key: str, default: int) -> int:
    node: pikepdf.Object = page.obj
    for _ in range(32):
        if key in node:
            return int(node[key])
        if "/Parent" not in node:
            break
        node = node["/Parent"]
    return default


def _only_image(page: pikepdf.Page) -> tuple[str, tuple[float, ...]] | None:
    """(name, matrix) of the image when the page draws one image and nothing visible beside it.

    Invisible text (render mode 3) is what scanners with recognition of their own lay over their picture: it is passed.
    """
    if "/UserUnit" in page.obj or "/Annots" in page.obj:
        return None
    matrix: tuple[float, ...] = (1, 0, 0, 1, 0, 0)
    kept: list[tuple[float, ...]] = []
    found: tuple[str, tuple[float, ...]] | None = None
    mode = 0
    for instruction in pikepdf.parse_content_stream(page):
        operands: Sequence[Any] = list(instruction.operands)
        op = str(instruction.operator)
        if op == "q":
            kept.append(matrix)
        elif op == "Q":
            matrix = kept.pop() if kept else (1, 0, 0, 1, 0, 0)
        elif op == "cm":
            matrix = _times(tuple(float(number) for number in operands), matrix)
        elif op == "Tr":
            mode = int(operands[0])
        elif op in _PAINTS or op == "W" or op == "W*" or (op in _SHOWS_TEXT and mode != 3):
            return None
        elif op == "Do":
            if found is not None:
                return None
            found = (str(operands[0]), matrix)
    return found


def _times(m: tuple[float, ...], n: tuple[float, ...]) -> tuple[float, ...]:
    """PDF matrix product: m first, then n."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _plain(stream: pikepdf.Object) -> bool:
    """No mask, no inverted values, no colour space whose look depends on more than its numbers."""
    if any(key in stream for key in ("/SMask", "/Mask", "/Decode", "/ImageMask")):
        return False
    space = stream.get("/ColorSpace")
    if isinstance(space, pikepdf.Array):
        if str(space[0]) == "/ICCBased":
            return int(space[1].get("/N", 0)) in (1, 3)
        return str(space[0]) in _PLAIN_SPACES
    return str(space) in _PLAIN_SPACES


def decoded(stream: pikepdf.Stream) -> Image.Image | None:
    """The image of a stream; None when only a renderer can tell what it looks like."""
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    try:
        if names == ["/DCTDecode"]:
            picture = Image.open(io.BytesIO(stream.read_raw_bytes()), formats=("JPEG",))
            refuse_large(*picture.size)
            picture.load()
            return picture if picture.mode in ("L", "RGB") else None
        if names == ["/FlateDecode"]:
            _refuse_bomb(stream)
        elif names != ["/CCITTFaxDecode"]:
            return None
        return pikepdf.PdfImage(stream).as_pil_image()
    except DAMAGED:
        return None  # the renderer is more forgiving


def _refuse_bomb(stream: pikepdf.Object) -> None:
    """Raise ScanRefused when deflated data hold far more than the pixels that the image declares."""
    row = math.ceil(int(stream.Width) * int(stream.get("/BitsPerComponent", 8)) * 4 / 8) + 1
    most = row * int(stream.Height) + 65536
    if unpacked_size(bytes(stream.read_raw_bytes()), most) > most:
        raise ScanRefused(Refusal.BOMB, "image data inflate beyond the declared pixels")


def _turned(picture: Image.Image, quarter_turns: int) -> Image.Image:
    how = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)[quarter_turns]
    return picture if how is None else picture.transpose(how)


def _rendered(content: bytes, number: int, width: float, height: float, unit: float) -> tuple[Image.Image, int]:
    """A page drawn by poppler, at 300 dpi or as many as a poster allows. `width` and `height` are in units of `unit`
    points, which poppler takes for points."""
    pixels = max(width * height * unit**2, 1.0) / 72**2 * RENDER_DPI**2
    longest = max(width * unit, height * unit, 1.0) / 72 * RENDER_DPI
    dpi = max(1, int(RENDER_DPI * min(1.0, math.sqrt(MAX_PIXELS / pixels), MAX_SIDE / longest)))
    try:
        drawn = pdf2image.convert_from_bytes(
            content,
            dpi=max(1, round(dpi * unit)),
            first_page=number,
            last_page=number,
            use_cropbox=True,
            timeout=RENDER_SECONDS,
        )
    except PDFPopplerTimeoutError:
        raise ScanRefused(Refusal.TOO_SLOW, f"page {number}") from None
    except PDFInfoNotInstalledError:
        raise NotSetUp("poppler-utils is missing: install it with apt-get install poppler-utils") from None
    except Exception as error:  # pdf2image lets through whatever Pillow makes of poppler's half-drawn page
        raise ScanRefused(Refusal.DAMAGED_PAGE, f"page {number}: {type(error).__name__}") from None
    if not drawn:
        raise ScanRefused(Refusal.DAMAGED_PAGE, f"page {number}")
    return drawn[0], dpi
