"""The page images of a scan, one by one, as they came: nothing turned but by what the file itself declares."""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from errors import ScanRefused
from ocr.files import pdf
from ocr.files.colours import looks_different
from ocr.files.opening import DAMAGED, Kind, inspect, kind_of, open_image, refuse_large
from ocr.files.refusal import Refusal
from ocr.files.scan_finding import ScanFinding

Pixels = NDArray[Any]
"""Bytes, height x width (gray) or height x width x 3 (red, green, blue)."""

A4_LONG_SIDE = 11.69  # inches
LARGE = 20_000_000  # px: more than a page of A3 at 300 dpi
PIECE = 512  # rows
DECLARED_DPI = range(100, 1201)  # cameras declare 72 or 96, which says nothing about the paper
# the ways of storing colour that are known to be turned into gray or RGB rightly; others are refused
MODES = frozenset(("1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBX", "RGBa", "CMYK", "YCbCr", "I", "F"))
WIDE_MODES = frozenset(("I", "F", "I;16", "I;16B", "I;16L", "I;16N"))  # more than 8 bits a pixel


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as it came out of the scan."""

    number: int  # 1.. within its scan
    pixels: Pixels
    dpi: int  # as declared; as if the page were A4 when nothing believable is declared
    photographed: bool  # no believable dpi was declared: it may be a camera's picture
    findings: tuple[ScanFinding, ...] = ()


def page_images(content: bytes) -> Iterator[PageImage]:
    """Every page in order. Raises ScanRefused for the scan, or for the page that cannot be decoded."""
    for number in range(1, inspect(content).pages + 1):
        yield page_image(content, number)


def page_image(content: bytes, number: int) -> PageImage:
    """One page, counted from 1. Raises ScanRefused."""
    kind = kind_of(content)
    if kind is Kind.PDF:
        picture, dpi = pdf.page_picture(content, number)
        return PageImage(number, pixels_of(picture), dpi, photographed=False)
    with open_image(content) as image, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow warns of in a damaged picture tells the clerk nothing
        return _from_image(image, number)


def _from_image(image: Image.Image, number: int) -> PageImage:
    try:
        image.seek(number - 1)
    except EOFError:
        raise ScanRefused(Refusal.NO_PAGES, f"no page {number}") from None
    refuse_large(*image.size)
    dpi = _declared_dpi(image)
    try:
        image.load()
        findings = (ScanFinding.LOOKS_DIFFERENT,) if looks_different(image) else ()
        ImageOps.exif_transpose(image, in_place=True)  # a copy of the largest page is half a gigabyte
        pixels = pixels_of(image)
        if image.mode in WIDE_MODES and getattr(image, "tag_v2", {}).get(262) == 0:
            pixels = 255 - pixels  # TIFF 6.0: white is 0, which Pillow minds only up to 8 bits
    except (*DAMAGED, MemoryError) as error:
        raise ScanRefused(Refusal.DAMAGED_PAGE, f"page {number}: {type(error).__name__}") from None
    return PageImage(number, pixels, dpi or round(max(pixels.shape[:2]) / A4_LONG_SIDE) or 1, not dpi, findings)


def _declared_dpi(image: Image.Image) -> int:
    """The declared resolution, 0 when none is or none can be believed."""
    declared = image.info.get("dpi", (0, 0))
    try:
        dpi = round(float(min(declared)))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return 0
    return dpi if dpi in DECLARED_DPI else 0


def pixels_of(picture: Image.Image) -> Pixels:
    """Gray where the picture is gray, else RGB; what is see-through lies on white paper.

    Raises ScanRefused(UNSUPPORTED_CODING) for a way of storing colour that is not known to come out right.
    """
    if picture.mode not in MODES | WIDE_MODES:
        raise ScanRefused(Refusal.UNSUPPORTED_CODING, f"mode {picture.mode}")
    if picture.mode == "L" or (picture.mode == "RGB" and "transparency" not in picture.info):
        return _as_array(picture)
    if picture.mode == "1":
        return np.asarray(picture.convert("L"))
    if picture.mode in WIDE_MODES:
        wide = np.nan_to_num(np.asarray(picture, dtype=np.float64)).clip(0)
        return (wide * (255.0 / max(float(wide.max()), 1.0))).astype(np.uint8)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture)
    return np.asarray(picture.convert("RGB"))


def _as_array(picture: Image.Image) -> Pixels:
    """The numbers of a gray or RGB picture. A large one is taken piece by piece: else it would lie there thrice."""
    width, height = picture.size
    if width * height <= LARGE:
        return np.asarray(picture)
    pixels = np.empty((height, width, 3) if picture.mode == "RGB" else (height, width), np.uint8)
    for top in range(0, height, PIECE):
        bottom = min(height, top + PIECE)
        pixels[top:bottom] = np.asarray(picture.crop((0, top, width, bottom)))
    return pixels


def jpeg_of(pixels: Pixels, quality: int = 70) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=quality)
    return out.getvalue()
