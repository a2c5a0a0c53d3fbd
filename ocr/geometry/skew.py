"""By how much the lines of an upright page slope: the angle at which they stack into the sharpest rows."""

import cv2
import numpy as np

from ocr.files.images import Pixels

LOOKED_AT = 900  # px, the longer side of the copy that is measured
FURTHEST = 8.0  # degrees looked at to either side
COARSE, FINE = 1.0, 0.1  # degrees from one angle tried to the next
LEAST = 0.1  # degrees below which turning blurs more than it sets straight
GAIN = 1.01  # by how much the rows must be sharper than without turning


def skew(gray: Pixels) -> float:
    """Degrees clockwise by which the text slopes down to the right; 0 when the page shows nothing clear."""
    ratio = min(1.0, LOOKED_AT / max(gray.shape))
    small = cv2.resize(gray, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    edge = max(2, round(0.02 * max(ink.shape)))  # dark rims of the scanner bed are straight, and not by the text
    ink = ink[edge:-edge, edge:-edge]
    points = np.argwhere(ink > 0).astype(np.float32)
    if len(points) < 200:
        return 0.0
    coarse = np.arange(-FURTHEST, FURTHEST + COARSE / 2, COARSE)
    best = max(coarse, key=lambda angle: _sharpness(points, angle))
    fine = np.arange(best - COARSE, best + COARSE + FINE / 2, FINE)
    found = float(max(fine, key=lambda angle: _sharpness(points, angle)))
    if abs(found) < LEAST or abs(found) >= FURTHEST or _sharpness(points, found) < GAIN * _sharpness(points, 0.0):
        return 0.0
    return found


def _sharpness(points: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]", angle: float) -> float:
    """How unevenly the ink falls on rows that slope by `angle` degrees: sum of squares of neighbours' differences."""
    slope = np.tan(np.radians(angle))
    rows = points[:, 0] - np.float32(slope) * points[:, 1]
    counts = np.bincount((rows - rows.min()).astype(np.int32))
    return float(np.square(np.diff(counts.astype(np.float64))).sum())
