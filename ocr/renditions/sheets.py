"""A page of a scan as it goes into a PDF: the very bytes of its picture where they may stay, and its size in points.

A JPEG, the data of a plain PNG, a fax-coded TIFF page and the image of a scanned PDF are taken over as they are; other
pixels are packed again without loss. Only a PDF page that is more than one picture is drawn, at the dpi at which it
was read: its pixels, not its strokes, are what the archive copy shows.
"""

import math
from dataclasses import dataclass

import pikepdf
from pikepdf import Name
from PIL import Image

from errors import ScanRefused
from ocr.files import pdf
from ocr.files.opening import Kind, kind_of, open_image, open_pdf, page_box
from ocr.files.refusal import Refusal
from ocr.renditions import packing
from ocr.renditions.packing import Packed

POINTS = 72  # to the inch
SMALLEST, LARGEST = 3.0, 14_400.0  # points of a page's side, ISO 19005-2, 6.1.13

Matrix = tuple[float, float, float, float, float, float]
"""As PDF's `cm` takes it: (x, y) -> (a x + c y + e, b x + d y + f)."""

_TURNS = {6: 1, 3: 2, 8: 3}  # of EXIF orientations that are no mirror pictures
_KEPT_FILTERS = frozenset(
    ("/DCTDecode", "/FlateDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/LZWDecode", "/RunLengthDecode")
)
_KEPT_KEYS = frozenset(
    ("/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Filter", "/DecodeParms", "/Length")
)


@dataclass(frozen=True, slots=True)
class Frame:
    """How the pixels that were read lie on the PDF page."""

    width: int  # px of the scan's page
    height: int  # px
    left: float  # points from the page's left edge to the picture's
    top: float  # points from the page's lower edge to the picture's upper edge
    across: float  # points per px
    down: float  # points per px

    def points(self, x: float, y: float) -> tuple[float, float]:
        """A place in px of the scan's page, in points of the PDF page."""
        return self.left + x * self.across, self.top - y * self.down


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the archive copy, as a reader shows it, without its letters."""

    width: float  # points
    height: float  # points
    turn: int  # quarter turns clockwise (/Rotate) by which the stored picture is shown
    image: pikepdf.Object  # image XObject of the target
    matrix: Matrix  # unit square -> points
    frame: Frame


def sheet(content: bytes, number: int, dpi: int, target: pikepdf.Pdf) -> Sheet:
    """The page of this number (1..) of a scan, its image put into `target`. `dpi` is the page's, as it was read.

    Raises ScanRefused when the page cannot be decoded.
    """
    if kind_of(content) is Kind.PDF:
        with open_pdf(content) as source:
            return _of_pdf_page(content, number, dpi, source, target)
    with open_image(content) as image:
        packed = packing.picture(image, content, number)
    return _standing_alone(packed, dpi, target)


def size(content: bytes, number: int, dpi: int) -> tuple[int, int]:
    """(width, height) px of the scan's page, the pixels to which `Page.to_scan` leads. Raises ScanRefused."""
    with pikepdf.new() as nowhere:
        frame = sheet(content, number, dpi, nowhere).frame
    return frame.width, frame.height


def _standing_alone(packed: Packed, dpi: int, target: pikepdf.Pdf) -> Sheet:
    stored = packed.width, packed.height
    width, height = reversed(stored) if packed.orientation >= 5 else stored
    scale = max(POINTS / dpi, SMALLEST / min(width, height))
    scale = min(scale, LARGEST / max(width, height))
    matrix = _lying(packed.orientation, width * scale, height * scale)
    frame = Frame(width, height, 0, height * scale, scale, scale)
    turn = _TURNS.get(packed.orientation, 0)
    return Sheet(width * scale, height * scale, turn, packing.image(packed, target), matrix, frame)


def _lying(orientation: int, w: float, h: float) -> Matrix:
    """Stored picture -> page of w x h points, by the EXIF orientation 1..8 (TIFF 6.0, tag 274)."""
    return (
        (w, 0, 0, h, 0, 0),
        (-w, 0, 0, h, w, 0),
        (-w, 0, 0, -h, w, h),
        (w, 0, 0, -h, 0, h),
        (0, -h, -w, 0, w, h),
        (0, -h, w, 0, 0, h),
        (0, h, w, 0, 0, 0),
        (0, h, -w, 0, w, 0),
    )[orientation - 1]


def _of_pdf_page(content: bytes, number: int, dpi: int, source: pikepdf.Pdf, target: pikepdf.Pdf) -> Sheet:
    if not 1 <= number <= len(source.pages):
        raise ScanRefused(Refusal.NO_PAGES, f"no page {number}")
    page = source.pages[number - 1]
    embedded = pdf.whole_page_image(page)
    if embedded is None or not _may_stay(embedded.stream):
        picture, drawn_at = pdf.page_picture(content, number)
        return _standing_alone(packing.pixels(packing.plain(picture)), drawn_at, target)
    left, bottom, right, top = page_box(page)
    a, _, _, d, e, f = embedded.matrix
    turned = _quarter_turns((a, 0, 0, d, e - left, f - bottom), embedded.quarter_turns, right - left, top - bottom)
    width, height = right - left, top - bottom
    if embedded.quarter_turns % 2:
        width, height = height, width
    frame = _frame(turned, pdf.decoded(embedded.stream), embedded.quarter_turns, (width, height), dpi)
    return Sheet(width, height, embedded.quarter_turns, _taken_over(embedded.stream, target), turned, frame)


def _may_stay(stream: pikepdf.Stream) -> bool:
    """Whether PDF/A allows the stream's coding (LZW is packed again on saving) and its data lie in the file."""
    filters = stream.get("/Filter", pikepdf.Array())
    names = {str(name) for name in filters} if isinstance(filters, pikepdf.Array) else {str(filters)}
    return names <= _KEPT_FILTERS and "/F" not in stream


def _taken_over(stream: pikepdf.Stream, target: pikepdf.Pdf) -> pikepdf.Object:
    image = target.copy_foreign(stream)
    for key in set(image.keys()) - _KEPT_KEYS:
        del image[key]
    space = image.get("/ColorSpace")
    if isinstance(space, pikepdf.Array) and str(space[0]) == "/ICCBased":
        profile = bytes(space[1].read_bytes())
        channels = int(space[1].get("/N", 0))
        if not packing.is_sound_profile(profile, channels):
            image.ColorSpace = Name.DeviceGray if channels == 1 else Name.DeviceRGB
    return image


def _frame(matrix: Matrix, decoded: Image.Image | None, turns: int, page: tuple[float, float], dpi: int) -> Frame:
    """The picture itself was read, or, where only a renderer knows its coding, the page drawn at `dpi`."""
    if decoded is None:
        scale = POINTS / dpi
        return Frame(math.ceil(page[0] / scale), math.ceil(page[1] / scale), 0, page[1], scale, scale)
    width, height = reversed(decoded.size) if turns % 2 else decoded.size
    a, b, c, d, e, f = matrix
    left, right = min(e, e + a + c), max(e, e + a + c)
    bottom, top = min(f, f + b + d), max(f, f + b + d)
    return Frame(width, height, left, top, (right - left) / width, (top - bottom) / height)


def _quarter_turns(matrix: Matrix, turns: int, width: float, height: float) -> Matrix:
    """The matrix after so many quarter turns clockwise of a page that was width x height points before."""
    a, b, c, d, e, f = matrix
    for _ in range(turns):
        a, b, c, d, e, f = b, -a, d, -c, f, width - e
        width, height = height, width
    return a, b, c, d, e, f
