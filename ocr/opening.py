"""What a file is, told from its first bytes and headers: `ScanFacts`, or the `Refusal` that keeps it out.

Nothing is decoded here but headers, so that a file built to fill the memory is turned away before it can.
"""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

import pikepdf
from PIL import Image, UnidentifiedImageError

from errors import ScanRefused
from ocr.refusal import Refusal

MAX_PAGES = 500
MAX_PIXELS = 120_000_000  # of one page: A3 at 600 dpi has 70 million
MAX_SIDE = 30_000  # px
MAX_SIDE_POINTS = 5_000  # of a PDF page; A0 is 3370 points long
RENDER_DPI = 300
# all that Pillow lets out of a damaged header
_DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, struct.error)


class Kind(Enum):
    """A format that is taken in, told by content; the file's name says nothing."""

    PDF = "application/pdf"
    TIFF = "image/tiff"
    JPEG = "image/jpeg"
    PNG = "image/png"


@dataclass(frozen=True, slots=True)
class ScanFacts:
    kind: Kind
    pages: int  # 1..MAX_PAGES


def inspect(content: bytes) -> ScanFacts:
    """Kind and number of pages. Raises ScanRefused with the `Refusal` as its reason."""
    kind = kind_of(content)
    if kind is Kind.PDF:
        with open_pdf(content) as pdf:
            pages = len(pdf.pages)
            _refuse_page_count(pages)
            for page in pdf.pages:
                _refuse_large_page(page)
        return ScanFacts(kind, pages)
    with open_image(content) as image, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow warns of in a damaged TIFF is refused below
        pages = getattr(image, "n_frames", 1) if kind is Kind.TIFF else 1
        _refuse_page_count(pages)
        for frame in range(pages):
            image.seek(frame)
            refuse_large(*image.size)
            if kind is Kind.TIFF:
                _refuse_missing_strips(image, len(content))
    if kind is Kind.JPEG and not _jpeg_ends(content):
        raise ScanRefused(Refusal.TRUNCATED, "the JPEG has no end marker")
    if kind is Kind.PNG and not _png_ends(content):
        raise ScanRefused(Refusal.TRUNCATED, "the PNG has no end chunk")
    return ScanFacts(kind, pages)


def kind_of(content: bytes) -> Kind:
    """The format by its signature. Raises ScanRefused: EMPTY or NOT_A_SCAN."""
    if not content:
        raise ScanRefused(Refusal.EMPTY)
    if content[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return Kind.TIFF
    if content[:3] == b"\xff\xd8\xff":
        return Kind.JPEG
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return Kind.PNG
    if content[:2] == b"PK":  # an archive may hold a PDF, whose signature then stands near the beginning of it
        raise ScanRefused(Refusal.NOT_A_SCAN)
    if b"%PDF-" in content[:1024]:  # readers allow a preamble of up to 1024 bytes
        return Kind.PDF
    raise ScanRefused(Refusal.NOT_A_SCAN)


@contextmanager
def open_pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    """The PDF, repaired where only its cross-reference table is wrong. Raises ScanRefused: ENCRYPTED or TRUNCATED."""
    try:
        pdf = pikepdf.open(io.BytesIO(content), attempt_recovery=False)
    except pikepdf.PasswordError:
        raise ScanRefused(Refusal.ENCRYPTED) from None
    except pikepdf.PdfError:
        pdf = _repaired(content)
    with pdf:
        yield pdf


def _repaired(content: bytes) -> pikepdf.Pdf:
    """A PDF whose end is there but whose tables are wrong. One that was cut off would silently lose its last pages."""
    if b"%%EOF" not in content[-2048:]:
        raise ScanRefused(Refusal.TRUNCATED, "the PDF has no end marker")
    try:
        return pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise ScanRefused(Refusal.ENCRYPTED) from None
    except pikepdf.PdfError:
        raise ScanRefused(Refusal.TRUNCATED, "the PDF cannot be repaired") from None


@contextmanager
def open_image(content: bytes) -> Iterator[Image.Image]:
    """The image, its header read and nothing decoded. Raises ScanRefused: TRUNCATED or TOO_LARGE."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our own limit is stricter than Pillow's warning
            image = Image.open(io.BytesIO(content))
        with image:
            yield image
    except Image.DecompressionBombError:
        raise ScanRefused(Refusal.TOO_LARGE) from None
    except _DAMAGED as error:
        raise ScanRefused(Refusal.TRUNCATED, type(error).__name__) from None


def refuse_large(width: int, height: int) -> None:
    """Raise ScanRefused(TOO_LARGE) for more pixels than a page can have, NO_PAGES for none."""
    if width < 1 or height < 1:
        raise ScanRefused(Refusal.NO_PAGES, "an image without pixels")
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise ScanRefused(Refusal.TOO_LARGE, f"{width} x {height} px")


def page_box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """left, bottom, right, top of what is shown of a page, in points. Raises ScanRefused(DAMAGED_PAGE)."""
    try:
        a, b, c, d = (float(side) for side in page.cropbox.as_list())
    except (TypeError, ValueError, AttributeError, pikepdf.PdfError):
        raise ScanRefused(Refusal.DAMAGED_PAGE, "the page has no box") from None
    return min(a, c), min(b, d), max(a, c), max(b, d)


def _refuse_page_count(pages: int) -> None:
    if pages < 1:
        raise ScanRefused(Refusal.NO_PAGES)
    if pages > MAX_PAGES:
        raise ScanRefused(Refusal.TOO_MANY_PAGES, f"{pages} pages")


def _refuse_large_page(page: pikepdf.Page) -> None:
    left, bottom, right, top = page_box(page)
    if max(right - left, top - bottom) > MAX_SIDE_POINTS:
        raise ScanRefused(Refusal.TOO_LARGE, f"{right - left:.0f} x {top - bottom:.0f} points")
    for image in page.get_images().values():
        refuse_large(int(image.get("/Width", 0)), int(image.get("/Height", 0)))


def _refuse_missing_strips(image: Image.Image, length: int) -> None:
    """A TIFF directory may come before its pixels: the strips it names must lie within the file."""
    tags = image.tag_v2  # type: ignore[attr-defined]
    offsets, counts = (tags.get(273) or tags.get(324) or ()), (tags.get(279) or tags.get(325) or ())
    if any(offset + count > length for offset, count in zip(offsets, counts, strict=False)):
        raise ScanRefused(Refusal.TRUNCATED, "a TIFF strip lies beyond the end of the file")


def _jpeg_ends(content: bytes) -> bool:
    """Whether an end marker follows the start of the picture's own scan; a thumbnail in the header has one too."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xDA:
            return content.rfind(b"\xff\xd9", at) > 0
        alone = marker == 0xFF or 0xD0 <= marker <= 0xD8
        at += 1 if marker == 0xFF else 2 if alone else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return False


def _png_ends(content: bytes) -> bool:
    at = 8
    while at + 12 <= len(content):
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        at += 12 + length
        if name == b"IEND":
            return at <= len(content)
    return False
