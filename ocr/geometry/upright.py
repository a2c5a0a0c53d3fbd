"""A page image set upright: the sheet cut out of a photograph, turned, levelled; one warp for all of it."""

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engine import Recogniser
from ocr.files.images import A4_LONG_SIDE, PageImage, Pixels
from ocr.geometry import facing, photo
from ocr.geometry.skew import skew

READ_DPI = 300  # a finer scan is shrunk to this: more pixels cost time and gain nothing
COARSE_DPI = (180, 240)  # a coarser scan than the first is drawn at the second: marks of two pixels are lost in a warp
MOST_READ = 24_000_000  # px of the page that is read: A2 at 250 dpi; what is larger is read at fewer dpi
MOST_ZOOM = 2.0  # a picture of a few pixels is no page: blowing it up finds nothing
GEOMETRY_SIDE = 1600  # px, the longer side of the copy on which the geometry is found

Matrix = NDArray[Any]
"""3 x 3 homography."""


@dataclass(frozen=True, slots=True)
class Upright:
    """The page as it is read."""

    pixels: Pixels
    dpi: int  # of `pixels`
    to_scan: Matrix  # px of the upright page -> px of the scan
    turned: int  # degrees clockwise: 0, 90, 180, 270
    skew: float  # degrees clockwise taken out after turning
    bent: bool  # the sheet was cut out of a photograph


def set_upright(image: PageImage, recogniser: Recogniser) -> Upright:
    """Everything is found on a small copy; the scan itself is warped once, or not at all."""
    scan = image.pixels
    sheet = photo.sheet_corners(scan)
    matrix, width, height = _flat(sheet, scan)
    dpi = image.dpi
    if sheet is not None or image.photographed:
        dpi = round(max(width, height) / A4_LONG_SIDE)
    zoom = min(_zoom(dpi), math.sqrt(MOST_READ / (width * height)))
    matrix, width, height = matrix @ _scaled(1 / zoom), round(width * zoom), round(height * zoom)
    small = _small(scan, matrix, width, height)

    turns = facing.quarter_turns(small, recogniser)
    small = np.ascontiguousarray(np.rot90(small, -turns))
    matrix = matrix @ _turn_back(turns, width, height)
    if turns % 2:
        width, height = height, width

    slope = skew(small)
    if slope:
        back, width, height = _tilt_back(slope, width, height)
        matrix = matrix @ back
    pixels = _warped(scan, matrix, width, height)
    return Upright(pixels, round(dpi * zoom), matrix, 90 * turns, slope, sheet is not None)


def _zoom(dpi: int) -> float:
    """Px of the page that is read per px of the scan."""
    if dpi > READ_DPI:
        return READ_DPI / dpi
    return min(MOST_ZOOM, COARSE_DPI[1] / dpi) if dpi < COARSE_DPI[0] else 1.0


def gray_of(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)


def _flat(sheet: photo.Corners | None, scan: Pixels) -> tuple[Matrix, int, int]:
    """(flat sheet -> scan, width, height)."""
    if sheet is None:
        return np.eye(3), scan.shape[1], scan.shape[0]
    width, height = photo.sheet_size(sheet)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.getPerspectiveTransform(target, sheet), width, height


def _small(scan: Pixels, matrix: Matrix, width: int, height: int) -> Pixels:
    """Gray copy of the flat page, small enough to look for its geometry."""
    ratio = min(1.0, GEOMETRY_SIDE / max(width, height))
    fit = min(1.0, GEOMETRY_SIDE / max(scan.shape[:2]))
    shrunk = gray_of(cv2.resize(scan, None, fx=fit, fy=fit, interpolation=cv2.INTER_AREA))
    to_shrunk = np.diag((shrunk.shape[1] / scan.shape[1], shrunk.shape[0] / scan.shape[0], 1.0))
    size = round(width * ratio), round(height * ratio)
    return _warped(shrunk, to_shrunk @ matrix @ _scaled(1 / ratio), *size)


def _scaled(factor: float) -> Matrix:
    return np.diag((factor, factor, 1.0))


def _turn_back(turns: int, width: int, height: int) -> Matrix:
    """Px of the page after `turns` quarter turns clockwise -> px before; width and height are those before."""
    return np.array(
        (
            ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
            ((0, 1, 0), (-1, 0, height), (0, 0, 1)),
            ((-1, 0, width), (0, -1, height), (0, 0, 1)),
            ((0, -1, width), (1, 0, 0), (0, 0, 1)),
        )[turns],
        np.float64,
    )


def _tilt_back(slope: float, width: int, height: int) -> tuple[Matrix, int, int]:
    """(px of the levelled page -> px of the sloping one, width, height); the page grows so that no corner is lost."""
    angle = np.radians(slope)
    cosine, sine = np.cos(angle), np.sin(angle)
    grown = round(width * cosine + height * abs(sine)), round(height * cosine + width * abs(sine))
    back = np.array(((cosine, -sine, 0), (sine, cosine, 0), (0, 0, 1)))
    middle = back @ np.array((grown[0] / 2, grown[1] / 2, 1))
    back[0, 2], back[1, 2] = width / 2 - middle[0], height / 2 - middle[1]
    return back, *grown


def _warped(scan: Pixels, matrix: Matrix, width: int, height: int) -> Pixels:
    """The page of that size whose pixels lie on the scan where `matrix` says; a plain turn moves pixels only."""
    if np.allclose(matrix, np.eye(3)) and (height, width) == scan.shape[:2]:
        return scan
    for turns in (1, 2, 3):
        if np.allclose(matrix, _turn_back(turns, scan.shape[1], scan.shape[0])):
            return np.ascontiguousarray(np.rot90(scan, -turns))
    # continuous coordinates, in which a pixel's middle lies at one half, are what composes; OpenCV counts from middles
    half = np.array(((1, 0, 0.5), (0, 1, 0.5), (0, 0, 1)))
    matrix = np.linalg.inv(half) @ matrix @ half
    how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return cv2.warpPerspective(scan, matrix, (width, height), flags=how, borderMode=cv2.BORDER_REPLICATE)
