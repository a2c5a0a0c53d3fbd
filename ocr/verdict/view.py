"""The reduced gray copy of a page on which its verdict is found: the sheet cut out, with its ink and letters."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.files.images import A4_LONG_SIDE, PageImage, Pixels
from ocr.geometry import photo

LOOKED_AT = 1100  # px, the longer side of the copy: 94 dpi of an A4 page, where a letter is still a mark of its own
MM = 25.4  # in an inch
LARGEST_PAPER = 17.5  # inches, longer side: beyond A3 nobody scans, so the declared dpi is wrong
SMALLEST_PAPER = 3.2  # inches: an identity card is 3.37 long
SMALLEST_PHOTO = 100  # px, shorter side: in less no sheet can be made out
LONGEST_PHOTO = 8  # longer side over shorter
PALER = 0.1  # share of the paper's brightness by which ink is darker at least: print of the other side is paler
GRAIN = 4.0  # by how many times the paper's own unevenness ink must be darker
LETTER_HEIGHT = (0.9, 6.5)  # mm, from a small letter of 8 points to the capitals of a heading
LETTER_WIDTH = (0.25, 9.0)  # mm; letters that touch count as one
SOLID = 0.15  # share of its box that a letter's ink fills at least: a frame's corner fills less

Numbers = NDArray[Any]


@dataclass(frozen=True)
class View:
    """One page, ready to be measured."""

    scan: Pixels  # as it came
    small: Pixels  # gray, the sheet alone, LOOKED_AT px long
    to_scan: Numbers  # 3 x 3: px of `small` -> px of `scan`
    dpi: int  # effective, of the scan
    sheet: bool  # the sheet was cut out of a photograph: all of its edges are seen

    @property
    def small_dpi(self) -> float:
        return self.dpi * self.small.shape[0] / max(1.0, self._side_of_scan)

    @property
    def _side_of_scan(self) -> float:
        """px of the scan along the left edge of the copy."""
        ends = np.array([[0, 0, 1], [0, self.small.shape[0], 1]], float) @ self.to_scan.T
        return float(np.linalg.norm(ends[0, :2] / ends[0, 2] - ends[1, :2] / ends[1, 2]))

    def px(self, mm: float) -> float:
        """px of the copy for millimetres of the paper."""
        return mm / MM * self.small_dpi

    @cached_property
    def paper(self) -> Pixels:
        """Brightness of the paper beneath each pixel of the copy."""
        height, width = self.small.shape
        quarter = cv2.resize(self.small, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
        side = max(3, round(self.px(6.0) / 4)) | 1
        closed = cv2.morphologyEx(cv2.medianBlur(quarter, 3), cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
        return cv2.resize(cv2.GaussianBlur(closed, (0, 0), side / 3), (width, height), interpolation=cv2.INTER_LINEAR)

    @cached_property
    def brightness(self) -> float:
        """0..255 of the paper: of its brighter parts, for part of the picture may be the desk."""
        return float(np.percentile(self.paper[::8, ::8], 70))

    @cached_property
    def ink(self) -> Pixels:
        """255 where the copy is darker than its paper."""
        share = cv2.divide(self.small, np.maximum(self.paper, 1), scale=255)
        sample = share[::3, ::3]
        middle = float(np.median(sample))
        uneven = 1.5 * float(np.median(np.abs(sample.astype(np.float32) - middle)))
        level = min(255 * (1 - PALER), middle - GRAIN * uneven)
        return cv2.threshold(share, level, 255, cv2.THRESH_BINARY_INV)[1]

    @cached_property
    def letters(self) -> Numbers:
        """One row for each mark of a letter's size: left, top, width, height in px of the copy."""
        _, _, stats, _ = cv2.connectedComponentsWithStats(self.ink, connectivity=8)
        stats = stats[1:]
        width, height, area = stats[:, 2], stats[:, 3], stats[:, 4]
        tall = (height >= self.px(LETTER_HEIGHT[0])) & (height <= self.px(LETTER_HEIGHT[1]))
        wide = (width >= self.px(LETTER_WIDTH[0])) & (width <= self.px(LETTER_WIDTH[1]))
        return stats[tall & wide & (area >= SOLID * width * height)][:, :4]


def view_of(image: PageImage) -> View:
    """A fifth of the pixels at 200 dpi, a tenth at 300: the rest of the verdict costs the same for any scan."""
    scan = image.pixels
    shaped = min(scan.shape[:2]) > max(SMALLEST_PHOTO, max(scan.shape[:2]) / LONGEST_PHOTO)
    sheet = photo.sheet_corners(scan) if image.photographed and shaped else None
    if sheet is None:
        small = _gray(_shrunk(scan))
        ratios = scan.shape[1] / small.shape[1], scan.shape[0] / small.shape[0]
        return View(scan, small, np.diag((*ratios, 1.0)), effective_dpi(image), sheet=False)
    width, height = photo.sheet_size(sheet)
    ratio = min(1.0, LOOKED_AT / max(width, height))
    size = max(1, round(width * ratio)), max(1, round(height * ratio))
    corners = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32)
    shrunk = _gray(_shrunk(scan))
    fit = np.diag((scan.shape[1] / shrunk.shape[1], scan.shape[0] / shrunk.shape[0], 1.0))
    to_scan = cv2.getPerspectiveTransform(corners, sheet.astype(np.float32))
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    small = cv2.warpPerspective(shrunk, np.linalg.inv(fit) @ to_scan, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return View(scan, small, to_scan, round(max(width, height) / A4_LONG_SIDE), sheet=True)


def effective_dpi(image: PageImage) -> int:
    """As declared where a paper of that size can be; else as if the longer side were that of A4."""
    longer = max(image.pixels.shape[:2])
    if SMALLEST_PAPER <= longer / max(1, image.dpi) <= LARGEST_PAPER:
        return image.dpi
    return max(1, round(longer / A4_LONG_SIDE))


def patch(view: View, x: float, y: float, inches: float) -> Pixels:
    """Gray pixels of the scan itself, a square around a place of the copy."""
    at = view.to_scan @ np.array([x, y, 1.0])
    half = max(8, round(inches * view.dpi / 2))
    left, top = (max(0, round(float(at[axis] / at[2])) - half) for axis in (0, 1))
    return _gray(view.scan[top : top + 2 * half, left : left + 2 * half])


def _shrunk(scan: Pixels) -> Pixels:
    ratio = LOOKED_AT / max(scan.shape[:2])
    if ratio >= 1.0:
        return scan
    size = max(1, round(scan.shape[1] * ratio)), max(1, round(scan.shape[0] * ratio))
    return cv2.resize(scan, size, interpolation=cv2.INTER_AREA)


def _gray(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
