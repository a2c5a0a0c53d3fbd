"""Scans drawn by code, for the tests of this folder."""

import io
import struct
import zlib

import numpy as np
import pikepdf
from PIL import Image, ImageDraw

A4_POINTS = (595.0, 842.0)


def paper(width: int = 620, height: int = 877) -> Image.Image:
    """A page of A4 at 75 dpi with a black bar in its upper left corner, so that each way of lying looks different."""
    image = Image.new("L", (width, height), 255)
    ImageDraw.Draw(image).rectangle((30, 30, 330, 60), fill=0)
    return image


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def tiff_of(images: list[Image.Image]) -> bytes:
    return encoded(images[0], "TIFF", save_all=True, append_images=images[1:], dpi=(200, 200))


def pdf_of(jpeg: bytes, size: tuple[int, int], pages: int = 1, extra: bytes = b"", **page_keys: object) -> bytes:
    """A PDF whose every page is one gray JPEG from edge to edge, with `extra` drawn after it."""
    pdf = pikepdf.new()
    width, height = A4_POINTS
    for _ in range(pages):
        keys = {"Type": pikepdf.Name.XObject, "Subtype": pikepdf.Name.Image, "Width": size[0], "Height": size[1]}
        image = pdf.make_stream(jpeg, **keys, ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8)
        image.Filter = pikepdf.Name.DCTDecode
        page = pdf.add_blank_page(page_size=A4_POINTS)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.Contents = pdf.make_stream(b"q %g 0 0 %g 0 0 cm /Im0 Do Q\n" % (width, height) + extra)
        for key, value in page_keys.items():
            page.obj[f"/{key}"] = value
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def vector_pdf() -> bytes:
    """A PDF page with a filled rectangle and no image."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 300))
    page.Contents = pdf.make_stream(b"0 g 20 200 100 50 re f")
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def encrypted_pdf() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    out = io.BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(user="one", owner="two"))
    return out.getvalue()


def huge_png() -> bytes:
    """A PNG whose header claims 50,000 x 50,000 pixels; no more than the header is there."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    end = struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    return b"\x89PNG\r\n\x1a\n" + chunk + end


def huge_tiff() -> bytes:
    tags = ((256, 4, 50_000), (257, 4, 50_000), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1))
    tags += ((278, 4, 50_000), (279, 4, 10))
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + entries + struct.pack("<I", 0)


def form_at(dpi: int = 200) -> np.ndarray:
    """A form line drawn in strokes: a word of upright bars, a dotted leader after it, a rule and a row of boxes."""
    image = Image.new("L", (6 * dpi, 2 * dpi), 255)
    draw = ImageDraw.Draw(image)
    for place in range(8):  # "letters": thick upright strokes, joined by a thick bar in the middle
        left = dpi // 4 + place * dpi // 10
        draw.rectangle((left, dpi // 4, left + dpi // 40, dpi // 4 + dpi // 8), fill=0)
    for place in range(60):
        left = int(1.3 * dpi + place * 0.05 * dpi)
        draw.ellipse((left, 0.36 * dpi, left + 0.017 * dpi, 0.377 * dpi), fill=0)
    draw.rectangle((dpi // 4, dpi, 5 * dpi, dpi + dpi // 80), fill=0)
    for place in range(12):
        left = dpi // 2 + place * dpi // 4
        draw.rectangle((left, 1.3 * dpi, left + dpi // 4, 1.55 * dpi), outline=0, width=max(1, dpi // 100))
    return np.asarray(image)
