"""Whether a page is blank: told from the picture at a glance, so that empty backs cost next to nothing.

The one judgement by which a page is read or not, at the counter and before reading. It errs to one side only: a page
with so much as a page number or a faint note on it is read. What is no writing is passed over: dust, punched holes,
the dark border of a lid that stood open, and print of the other side that shows through: pale, without an edge and all
over the page.
"""

from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.files.images import Pixels

LOOKED_AT = 1200  # px, the longer side of the copy: some 100 dpi
RIM = 0.015  # share of the side: scanners leave shadows there
NEIGHBOURHOOD = 21  # px: the patch whose mean tells paper from ink
CONTRAST = 8  # of 255, after blurring: the palest pencil
SMALLEST = 7  # px, 1.7 mm: the height or width of a mark that is no speck of dust; a digit of 8 points has 2 mm
DARK = 0.55  # share of the paper's brightness below which a border is dark
THICK = 9  # px: what is thinner belongs to the writing
HOLE = (18, 36)  # px across, 4.5 to 9 mm: a punch makes 5.5 to 6
HOLE_FROM_EDGE = 0.09  # share of the longer side, 27 mm
ROUND = (0.68, 0.88)  # share of its box that a disc fills: 0.785
EVEN = 14  # of 255, spread of the brightness within a hole; a ring around a number is not even
PALE = 0.06  # share of the brightness around by which print of the other side is darker at most, in the copy
MANY = 12  # marks: fewer may be a note in pencil
FINE_SIDE = 2340  # px, the longer side of the copy on which edges are looked at: 200 dpi
SOFT = 0.32  # fine detail over coarse: 0.33 and more of faint print on this side, 0.31 of what shines through

Marks = NDArray[Any]


def is_blank(pixels: Pixels) -> bool:
    """`pixels` in gray or colour, upright or not."""
    small = _darkest(_shrunk(pixels, LOOKED_AT))
    small = cv2.GaussianBlur(small, (0, 0), 1.0)
    across, down = (max(1, round(RIM * side)) for side in (small.shape[1], small.shape[0]))
    if min(small.shape) < NEIGHBOURHOOD + 2 * max(across, down):
        return False
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, NEIGHBOURHOOD, CONTRAST)
    paper = max(1.0, float(np.median(small)))
    ink[_borders(small, paper) > 0] = 0
    ink[:down], ink[-down:], ink[:, :across], ink[:, -across:] = 0, 0, 0, 0
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    large = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= SMALLEST
    large[0] = False  # the paper
    marks = [at for at in np.flatnonzero(large) if not _is_hole(small, labels, stats[at], int(at))]
    return not marks or _shows_through(pixels, small, np.isin(labels, marks), len(marks))


def _darkest(pixels: Pixels) -> Pixels:
    """Gray; of colours the darkest part, for a stamp or a blue pen is dark in one of them at least."""
    if pixels.ndim == 2:
        return pixels
    red, green, blue = cv2.split(pixels)
    return cv2.min(cv2.min(red, green), blue)


def _shrunk(pixels: Pixels, longest: int) -> Pixels:
    ratio = min(1.0, longest / max(pixels.shape[:2]))
    size = max(1, round(pixels.shape[1] * ratio)), max(1, round(pixels.shape[0] * ratio))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def _borders(small: Pixels, paper: float) -> Pixels:
    """255 where something thick and dark reaches in from the edge of the picture, and a little around it."""
    dark = cv2.threshold(small, DARK * paper, 255, cv2.THRESH_BINARY_INV)[1]
    if not (dark[0].any() or dark[-1].any() or dark[:, 0].any() or dark[:, -1].any()):
        return np.zeros_like(dark)
    beyond = cv2.copyMakeBorder(dark, THICK, THICK, THICK, THICK, cv2.BORDER_REPLICATE)
    thick = cv2.morphologyEx(beyond, cv2.MORPH_OPEN, np.ones((THICK, THICK), np.uint8))[THICK:-THICK, THICK:-THICK]
    _, labels = cv2.connectedComponents(thick)
    at_edge = np.unique(np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1])))
    found = np.isin(labels, at_edge[at_edge > 0]).astype(np.uint8) * 255
    return cv2.dilate(found, np.ones((NEIGHBOURHOOD, NEIGHBOURHOOD), np.uint8))


def _is_hole(small: Pixels, labels: Marks, stats: Marks, label: int) -> bool:
    """Whether a mark is a punched hole: round, even, of that size, near an edge."""
    left, top, width, height = (int(number) for number in stats[:4])
    if not all(HOLE[0] <= side <= HOLE[1] for side in (width, height)) or abs(width - height) > 0.2 * max(
        width, height
    ):
        return False
    middle_x, middle_y = left + width / 2, top + height / 2
    from_edge = min(middle_x, middle_y, small.shape[1] - middle_x, small.shape[0] - middle_y)
    if from_edge > HOLE_FROM_EDGE * max(small.shape):
        return False
    rows, columns = np.nonzero(labels[top : top + height, left : left + width] == label)
    hull = cv2.convexHull(np.column_stack((columns, rows)).astype(np.int32))
    inside = small[top + height // 4 : top + height - height // 4, left + width // 4 : left + width - width // 4]
    filled = cv2.contourArea(hull) / ((width - 1) * (height - 1))
    return ROUND[0] <= filled <= ROUND[1] and float(inside.std()) <= EVEN


def _shows_through(pixels: Pixels, small: Pixels, ink: Marks, marks: int) -> bool:
    """Whether all the ink there is lies on the other side."""
    if marks < MANY:
        return False
    around = cv2.blur(small, (2 * NEIGHBOURHOOD + 1,) * 2).astype(np.float32)
    darker = (around - small)[ink] / np.maximum(around[ink], 1.0)
    return float(np.percentile(darker, 99)) <= PALE and _sharpness(pixels, ink) <= SOFT


def _sharpness(pixels: Pixels, ink: Marks) -> float:
    """Strength of fine detail over that of coarse detail where the ink is, less what the bare paper has of both."""
    fine = _darkest(_shrunk(pixels, FINE_SIDE)).astype(np.float32)
    size = fine.shape[1], fine.shape[0]
    inked = cv2.resize(
        cv2.dilate(ink.astype(np.uint8), np.ones((3, 3), np.uint8)), size, interpolation=cv2.INTER_NEAREST
    )
    blurred = [cv2.GaussianBlur(fine, (0, 0), spread) for spread in (0.8, 1.6, 3.2)]
    bands = [(first - second) ** 2 for first, second in pairwise(blurred)]
    fine_detail, coarse_detail = (float(band[inked > 0].mean() - band[inked == 0].mean()) for band in bands)
    return max(0.0, fine_detail) / max(coarse_detail, 1e-6)
