"""A scan read page by page: each page a `PageReading`, or the `PageFailure` that tells why it could not be read."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from errors import ScanRefused
from ocr.engine import Engine
from ocr.files.images import PageImage, jpeg_of, page_image
from ocr.files.opening import inspect
from ocr.files.refusal import Refusal
from ocr.files.scan_finding import ScanFinding
from ocr.files.text_layer import beside_its_layer
from ocr.page import Page
from ocr.paper import PaperEngine
from ocr.recognition.recogniser import standard_recogniser

PICTURE_SIDE = 1600  # px, the longer
PICTURE_QUALITY = 70  # of JPEG, 0..95


@dataclass(frozen=True, slots=True)
class PageReading:
    page: Page
    picture: bytes  # JPEG of the upright page, for the screen
    scale: float  # px of the picture per px of the upright page; at most 1
    findings: tuple[ScanFinding, ...] = ()  # what is odd about the page, for a person to know


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that could not be read; the others of its scan are read all the same."""

    number: int  # 1.. within its scan
    reason: Refusal


@cache
def standard_engine() -> Engine:
    """The engine of this process. Raises NotSetUp when a program or model is missing."""
    return PaperEngine(standard_recogniser())


def version() -> str:
    """Name and version of engine, models and settings: what read pages are keyed by. Raises NotSetUp."""
    return standard_engine().name


def read_scan(
    content: bytes, engine: Engine | None = None, *, pages: Collection[int] | None = None
) -> Iterator[PageReading | PageFailure]:
    """Pages in order, all or those whose numbers (from 1) are given. Raises ScanRefused for the scan as a whole."""
    engine = engine or standard_engine()
    for number in range(1, inspect(content).pages + 1):
        if pages is None or number in pages:
            yield read_one_page(content, number, engine)


def read_one_page(content: bytes, number: int, engine: Engine | None = None) -> PageReading | PageFailure:
    """One page, counted from 1, of a scan that `inspect` has let in."""
    try:
        image = page_image(content, number)
        page, findings = beside_its_layer(content, (engine or standard_engine()).read(image))
        return PageReading(page, *picture_of(page, image), findings=(*image.findings, *findings))
    except ScanRefused as refused:
        return PageFailure(number, refused.reason if isinstance(refused.reason, Refusal) else Refusal.DAMAGED_PAGE)
    except (cv2.error, MemoryError, OverflowError, ValueError, ArithmeticError, IndexError):
        return PageFailure(number, Refusal.DAMAGED_PAGE)  # pixels that no picture of a paper would have


def picture_of(page: Page, image: PageImage) -> tuple[bytes, float]:
    """(JPEG of the upright page, its scale)."""
    scale = min(1.0, PICTURE_SIDE / max(page.width, page.height))
    size = max(1, round(page.width * scale)), max(1, round(page.height * scale))
    # shrinking before the warp: a warp takes single pixels and would lose thin strokes
    height, width = image.pixels.shape[:2]
    to_scan = np.array(page.to_scan).reshape(3, 3)
    fit = min(1.0, scale / np.sqrt(abs(np.linalg.det(to_scan[:2, :2])) or 1.0))
    small = cv2.resize(image.pixels, None, fx=fit, fy=fit, interpolation=cv2.INTER_AREA)
    to_small = np.diag((small.shape[1] / width, small.shape[0] / height, 1.0))
    shrink = np.diag((page.width / size[0], page.height / size[1], 1.0))
    matrix = to_small @ to_scan @ shrink
    if (small.shape[1], small.shape[0]) == size and np.allclose(matrix, np.eye(3), atol=1e-3):
        return jpeg_of(small, PICTURE_QUALITY), scale
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    upright = cv2.warpPerspective(small, matrix, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return jpeg_of(upright, PICTURE_QUALITY), scale
