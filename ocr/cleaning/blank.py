"""Whether a page is blank: told from the picture at a glance, so that empty backs cost next to nothing.

It errs to one side only: a page with so much as a page number on it is read.
"""

import cv2

from ocr.files.images import Pixels

LOOKED_AT = 1200  # px, the longer side of the copy: some 100 dpi
RIM = 0.015  # share of the side: scanners leave shadows there
NEIGHBOURHOOD = 21  # px: the patch whose mean tells paper from ink
CONTRAST = 8  # of 255, after blurring: the palest pencil
SMALLEST = 5  # px, 1.3 mm: the height or width of a mark that is no speck of dust


def is_blank(pixels: Pixels) -> bool:
    """`pixels` in gray or colour, upright or not."""
    ratio = min(1.0, LOOKED_AT / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    if small.ndim == 3:  # a stamp or a blue pen is dark in one colour at least
        red, green, blue = cv2.split(small)
        small = cv2.min(cv2.min(red, green), blue)
    small = cv2.GaussianBlur(small, (0, 0), 1.0)
    across, down = (max(1, round(RIM * side)) for side in (small.shape[1], small.shape[0]))
    small = small[down:-down, across:-across]
    if min(small.shape) < NEIGHBOURHOOD:
        return False
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, NEIGHBOURHOOD, CONTRAST)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return bool(stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(initial=0) < SMALLEST)
