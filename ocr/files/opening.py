"""What a file is, told from its first bytes and headers: `ScanFacts`, or the `Refusal` that keeps it out.

Nothing is decoded here but headers, so that a file built to fill the memory is turned away before it can.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pikepdf
from PIL import Image, UnidentifiedImageError

from errors import ScanRefused
from ocr.files.attachments import Attachment, attachments
from ocr.files.counts import jpeg_scans, png_notes_size, tiff_directories
from ocr.files.packed import (
    declared_size,
    filters_of,
    jpeg_size,
    jpeg_within,
    packed_again,
    structure_size,
    unpacked_size,
)
from ocr.files.pdf_findings import pdf_findings
from ocr.files.refusal import Refusal
from ocr.files.scan_finding import ScanFinding
from ocr.files.signatures import Kind, jpeg_ends, kind_of, png_end, refuse_polyglot, webp_ends

__all__ = ["Kind", "ScanFacts", "ScanFinding", "inspect", "kind_of", "open_image", "open_pdf"]

MAX_PAGES = 3_000  # each is read for itself, so that a long scan costs no more memory than a short one
MAX_PIXELS = 120_000_000  # of one page: A3 at 600 dpi has 70 million
MAX_SIDE = 30_000  # px
MAX_SIDE_POINTS = 14_400  # of a PDF page, the format's own limit (ISO 32000-1, annex C): 5 m; A0 is 3370 points long
MAX_DRAWING = 64 * 1024**2  # bytes of a page's instructions, unpacked; those of a map have 20 million
MAX_STRUCTURE = 64 * 1024**2  # bytes of a PDF's packed objects and tables, unpacked; 3,000 scanned pages have one
MAX_SCANS = 100  # of a JPEG, each a pass over all its pixels; a progressive one has some 10
MAX_NOTE = 1024**2  # bytes of a text or colour profile in a PNG, unpacked
RENDER_DPI = 300
# all that Pillow and pikepdf let out of damaged files
DAMAGED = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    zlib.error,
    pikepdf.exceptions.PikepdfError,
    Image.DecompressionBombError,
)
_FORMATS = {Kind.TIFF: ("TIFF",), Kind.JPEG: ("JPEG", "MPO"), Kind.PNG: ("PNG",), Kind.WEBP: ("WEBP",)}
_ENDS = {Kind.JPEG: jpeg_ends, Kind.PNG: lambda content: png_end(content) > 0, Kind.WEBP: webp_ends}
# TIFF 6.0 and its supplements: none, CCITT, LZW, JPEG, deflate, PackBits
_TIFF_CODINGS = (1, 2, 3, 4, 5, 7, 8, 32946, 32773)
_GPS = 0x8825  # EXIF 2.32, 4.6.3: the pointer to where the picture was taken


@dataclass(frozen=True, slots=True)
class ScanFacts:
    kind: Kind
    pages: int  # 1..MAX_PAGES
    findings: tuple[ScanFinding, ...] = ()  # in the order of the enum
    attachments: tuple[Attachment, ...] = ()  # files within a PDF, not looked into


def inspect(content: bytes) -> ScanFacts:
    """Kind, number of pages and what is odd. Raises ScanRefused with the `Refusal` as its reason.

    A page too large to be read is a finding while another can be read; the file is refused when none can.
    """
    kind = kind_of(content)
    refuse_polyglot(content, kind)
    return _pdf_facts(content) if kind is Kind.PDF else _image_facts(content, kind)


def _pdf_facts(content: bytes) -> ScanFacts:
    if structure_size(content, MAX_STRUCTURE) > MAX_STRUCTURE:
        raise ScanRefused(Refusal.BOMB, "the objects of a PDF unpack beyond the limit")
    with open_pdf(content) as pdf:
        pages = len(pdf.pages)
        _refuse_page_count(pages)
        too_large = 0
        for page in pdf.pages:
            _refuse_large_drawing(page)
            try:
                refuse_large_page(page)
            except ScanRefused as refused:
                too_large += 1
                if too_large == pages or refused.reason is not Refusal.TOO_LARGE:
                    raise
        found = set(pdf_findings(pdf, content))
        if too_large:
            found.add(ScanFinding.PAGE_TOO_LARGE)
        if not _opens_unrepaired(content):
            found.add(ScanFinding.REPAIRED)
        attached, whole = attachments(pdf)
        if not whole:
            found.add(ScanFinding.ATTACHMENTS_LEFT)
    return ScanFacts(Kind.PDF, pages, tuple(finding for finding in ScanFinding if finding in found), attached)


def _image_facts(content: bytes, kind: Kind) -> ScanFacts:
    found: list[ScanFinding] = []
    _refuse_endless_image(content, kind)
    with open_image(content) as image, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Pillow warns of in a damaged TIFF is refused below
        frames = int(getattr(image, "n_frames", 1))
        pages = frames if kind is Kind.TIFF else 1
        _refuse_page_count(pages)
        if frames > 1 and kind in (Kind.PNG, Kind.WEBP):  # the second picture of a phone's JPEG is a preview
            found.append(ScanFinding.FIRST_FRAME_ONLY)
        found += _large_frames(image, pages, len(content) if kind is Kind.TIFF else 0)
        told_at_once = kind is Kind.JPEG or "exif" in image.info  # a PNG without would be decoded to look for it
        if kind is not Kind.TIFF and told_at_once and _GPS in image.getexif():
            found.append(ScanFinding.LOCATION)
    if kind in _ENDS and not _ENDS[kind](content):
        raise ScanRefused(Refusal.TRUNCATED, f"the {kind.name} has no end")
    return ScanFacts(kind, pages, tuple(found))


def _refuse_endless_image(content: bytes, kind: Kind) -> None:
    """Raise ScanRefused for a picture that its decoder would be busy with for hours: BOMB or TOO_MANY_PAGES."""
    if kind is Kind.JPEG and jpeg_scans(content) > MAX_SCANS:
        raise ScanRefused(Refusal.BOMB, f"more than {MAX_SCANS} scans in a JPEG")
    if kind is Kind.PNG and png_notes_size(content, MAX_NOTE) > MAX_NOTE:
        raise ScanRefused(Refusal.BOMB, "a note in a PNG unpacks beyond the limit")
    if kind is Kind.TIFF:
        try:
            if tiff_directories(content, MAX_PAGES) > MAX_PAGES:
                raise ScanRefused(Refusal.TOO_MANY_PAGES, f"more than {MAX_PAGES} pages")
        except OverflowError as endless:
            raise ScanRefused(Refusal.BOMB, str(endless)) from None


def _large_frames(image: Image.Image, pages: int, length: int) -> list[ScanFinding]:
    """PAGE_TOO_LARGE when some frame is and another is not. `length`: of a TIFF's file; 0 for other formats."""
    too_large = 0
    for frame in range(pages):
        image.seek(frame)
        if length:
            _refuse_tiff_frame(image, length)
        try:
            refuse_large(*image.size)
        except ScanRefused:
            too_large += 1
            if too_large == pages:
                raise
    return [ScanFinding.PAGE_TOO_LARGE] if too_large else []


@contextmanager
def open_pdf(content: bytes) -> Iterator[pikepdf.Pdf]:
    """The PDF, repaired where only its cross-reference table is wrong. Raises ScanRefused: ENCRYPTED or TRUNCATED."""
    try:
        with _opened(content) as pdf:
            yield pdf
    except DAMAGED as error:
        raise ScanRefused(Refusal.TRUNCATED, type(error).__name__) from None


def _opened(content: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(content), attempt_recovery=False)
    except pikepdf.PasswordError:
        raise ScanRefused(Refusal.ENCRYPTED) from None
    except DAMAGED:
        return _repaired(content)


def _opens_unrepaired(content: bytes) -> bool:
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False):
            return True
    except DAMAGED:
        return False


def _repaired(content: bytes) -> pikepdf.Pdf:
    """A PDF whose end is there but whose tables are wrong. One that was cut off would silently lose its last pages."""
    if b"%%EOF" not in content[-2048:]:
        raise ScanRefused(Refusal.TRUNCATED, "the PDF has no end marker")
    try:
        return pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise ScanRefused(Refusal.ENCRYPTED) from None
    except DAMAGED:
        raise ScanRefused(Refusal.TRUNCATED, "the PDF cannot be repaired") from None


@contextmanager
def open_image(content: bytes) -> Iterator[Image.Image]:
    """The image, its header read and nothing decoded; its format is the one that the signature tells.

    Raises ScanRefused: TRUNCATED or TOO_LARGE.
    """
    formats = _FORMATS.get(kind_of(content), ())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our own limit is stricter than Pillow's warning
            image = Image.open(io.BytesIO(content), formats=formats)
        with image:
            yield image
    except Image.DecompressionBombError:
        raise ScanRefused(Refusal.TOO_LARGE) from None
    except DAMAGED as error:
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


def user_unit(page: pikepdf.Page) -> float:
    """Points that one unit of the page's own measures is long (ISO 32000-1, 14.11.1); 1 unless told otherwise."""
    try:
        unit = float(page.obj.get("/UserUnit", 1))
    except (TypeError, ValueError, AttributeError, pikepdf.PdfError):
        return 1.0
    return unit if 1 <= unit <= 75_000 else 1.0


def _refuse_page_count(pages: int) -> None:
    if pages < 1:
        raise ScanRefused(Refusal.NO_PAGES)
    if pages > MAX_PAGES:
        raise ScanRefused(Refusal.TOO_MANY_PAGES, f"{pages} pages")


def refuse_large_page(page: pikepdf.Page) -> None:
    """Raise ScanRefused(TOO_LARGE) for a page, or an image on it, that is larger than any paper."""
    left, bottom, right, top = page_box(page)
    unit = user_unit(page)
    if max(right - left, top - bottom) * unit > MAX_SIDE_POINTS:
        raise ScanRefused(Refusal.TOO_LARGE, f"{(right - left) * unit:.0f} x {(top - bottom) * unit:.0f} points")
    for image in page.get_images().values():
        refuse_large(int(image.get("/Width", 0)), int(image.get("/Height", 0)))
        refuse_large(*declared_size(image))
        jpeg = jpeg_within(image, MAX_DRAWING)
        refuse_large(*jpeg_size(jpeg))
        if jpeg_scans(jpeg) > MAX_SCANS:
            raise ScanRefused(Refusal.BOMB, f"more than {MAX_SCANS} scans in a JPEG")


def _refuse_large_drawing(page: pikepdf.Page) -> None:
    """Raise ScanRefused(BOMB) for instructions that unpack to more than any page needs."""
    streams = page.obj.get("/Contents")
    left = MAX_DRAWING
    for stream in streams if isinstance(streams, pikepdf.Array) else (streams,):
        if not isinstance(stream, pikepdf.Stream):
            continue
        filters = filters_of(stream)
        if filters == ["/FlateDecode"]:
            left -= unpacked_size(bytes(stream.read_raw_bytes()), left)
        elif packed_again(filters):
            raise ScanRefused(Refusal.BOMB, "instructions packed more than once")
        if left < 0:
            raise ScanRefused(Refusal.BOMB, "instructions of a page unpack beyond the limit")


def _refuse_tiff_frame(image: Image.Image, length: int) -> None:
    """A TIFF directory may come before its pixels: the strips it names must lie within the file."""
    tags = image.tag_v2  # type: ignore[attr-defined]
    if tags.get(259, 1) not in _TIFF_CODINGS:
        raise ScanRefused(Refusal.UNSUPPORTED_CODING, "TIFF compression")
    offsets, counts = (tags.get(273) or tags.get(324) or ()), (tags.get(279) or tags.get(325) or ())
    if any(offset + count > length for offset, count in zip(offsets, counts, strict=False)):
        raise ScanRefused(Refusal.TRUNCATED, "a TIFF strip lies beyond the end of the file")
