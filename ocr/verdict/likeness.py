"""Whether two pages show the same paper: their ink lies alike as a whole, and then in every part.

Two forms of one kind are alike as a whole whoever filled them in; only the parts tell that they are two.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.files.images import Pixels
from ocr.verdict.view import View

KEPT_DPI = 55  # words still have their shape
KEPT = 720  # px, side of the square in which a page is kept: A4 at KEPT_DPI, and some room to move it about
GLANCE = 48  # cells along each side of the glance at the whole
ALIKE = 0.6  # correlation of the wholes, moved to where they agree best, below which the parts are not looked at
PART = 36  # px, side of a part
REACH = 8  # px by which a part may lie elsewhere: paper creeps, lenses bend, dpi are rounded
INKED = 0.03  # share of a part's darkness that makes it worth comparing
FEWEST_PARTS = 6
WEAKEST = 8.0  # percentile of the parts' correlations that stands for the pair
SAME = 0.88  # that percentile from which two pages are one: two forms alike reach 0.82, two scans of one fall to 0.9
FEWEST_LETTERS = 12

Numbers = NDArray[Any]


@dataclass(frozen=True)
class Likeness:
    """What is kept of a page to know it again; held in memory only, for a paper could be made out on it."""

    ink: Pixels  # darkness 0..255 of the levelled page, KEPT x KEPT px at KEPT_DPI

    @cached_property
    def glance(self) -> Numbers:
        """Fourier transform of the darkness in cells, mean 0 and length 1, padded so that nothing wraps around."""
        cells = cv2.resize(self.ink, (GLANCE, GLANCE), interpolation=cv2.INTER_AREA).astype(np.float64)
        cells -= cells.mean()
        cells /= np.linalg.norm(cells) or 1.0
        return np.fft.rfft2(cells, (2 * GLANCE, 2 * GLANCE))


def likeness(view: View, slope: float) -> Likeness | None:
    """None for a page that shows too little to be known again. `slope` in degrees, as measured."""
    if len(view.letters) < FEWEST_LETTERS:
        return None
    share = cv2.divide(view.small, np.maximum(view.paper, 1), scale=255)
    ratio = KEPT_DPI / view.small_dpi
    small = cv2.resize(cv2.bitwise_not(share), None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    place = cv2.getRotationMatrix2D((small.shape[1] / 2, small.shape[0] / 2), slope, 1.0)
    place[:, 2] += (KEPT - small.shape[1]) / 2, (KEPT - small.shape[0]) / 2
    kept = cv2.warpAffine(small, place, (KEPT, KEPT), flags=cv2.INTER_LINEAR)
    return Likeness(cv2.GaussianBlur(kept, (0, 0), 1.0))


def same_paper(one: Likeness, other: Likeness) -> bool:
    """Whether the two are two scans of one side of one sheet, lying the same way round."""
    return alike(one, other) >= ALIKE and max(agreement(one, other), agreement(other, one)) >= SAME


def alike(one: Likeness, other: Likeness) -> float:
    """-1..1: correlation of the two as wholes, the one moved to where they agree best."""
    return float(np.fft.irfft2(one.glance * np.conj(other.glance)).max())


def agreement(one: Likeness, other: Likeness) -> float:
    """-1..1: how well all but the weakest parts of the one are found again at their place in the other."""
    (across, down), _ = cv2.phaseCorrelate(one.ink.astype(np.float32), other.ink.astype(np.float32))
    moved = np.array([[1, 0, -across], [0, 1, -down]])
    there = cv2.warpAffine(other.ink, moved, (KEPT, KEPT), flags=cv2.INTER_LINEAR)
    there = cv2.copyMakeBorder(there, REACH, REACH, REACH, REACH, cv2.BORDER_CONSTANT, value=0)
    found = []
    for top in range(0, KEPT - PART + 1, PART):
        for left in range(0, KEPT - PART + 1, PART):
            part = one.ink[top : top + PART, left : left + PART]
            if part.mean() >= 255 * INKED:
                field = there[top : top + PART + 2 * REACH, left : left + PART + 2 * REACH]
                found.append(float(cv2.matchTemplate(field, part, cv2.TM_CCOEFF_NORMED).max()))
    return float(np.percentile(found, WEAKEST)) if len(found) >= FEWEST_PARTS else 0.0
