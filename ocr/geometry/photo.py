"""The sheet of paper within a photograph, when there surely is one.

A bright desk looks like paper, and a page bent onto a wrong outline is lost; so an outline counts only when it is as
square and as long as a sheet seen by a hand-held camera can be.
"""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.files.images import Pixels

LOOKED_AT = 640  # px, the longer side of the copy on which the outline is sought
CORNERS = (78.0, 102.0)  # degrees between neighbouring edges
SIDES = (1.2, 1.65)  # longer over shorter; A4 has 1.41
SMALLEST = 0.3  # share of the photograph that the sheet must fill
LARGEST = 0.985  # above this the sheet fills the picture and there is nothing to cut
BACKGROUND = 0.3  # share of the picture's frame that must be darker than the paper for a search to be worth while
DARKER = 0.8  # of the brightness of paper
FIT = 0.93  # overlap of the patch with its four corners: a sheet is four-cornered, a glint is not
A4_RATIO = 297 / 210

Corners = NDArray[Any]
"""Numbers, 4 x 2 px: top left, top right, bottom right, bottom left."""


def sheet_corners(pixels: Pixels) -> Corners | None:
    """Where the sheet lies, in pixels of the photograph; None when no believable outline is found."""
    ratio = min(1.0, LOOKED_AT / max(pixels.shape))
    small = cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (5, 5), 0)
    gray = small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    if not _shows_background(gray):
        return None
    found = [outline for mask in _paper_masks(small, gray) if (outline := _outline(mask))]
    found = [(fit, corners) for fit, corners in found if fit >= FIT and _plausible(corners, gray.shape)]
    return max(found, key=lambda outline: outline[0])[1] / ratio if found else None


def sheet_size(corners: Corners) -> tuple[int, int]:
    """(width, height) px of the sheet laid flat; A4's ratio where the outline is nearly that."""
    top, right, bottom, left = _edges(corners)
    width, height = (top + bottom) / 2, (left + right) / 2
    for long, short in ((height, width), (width, height)):
        if 0.93 < long / short / A4_RATIO < 1.07:
            long = short * A4_RATIO
            width, height = (short, long) if height > width else (long, short)
            break
    return round(width), round(height)


def _shows_background(small: Pixels) -> bool:
    """Whether a good part of the picture's frame is darker than the paper in its middle."""
    height, width = small.shape
    band = max(2, round(0.02 * min(height, width)))
    frame = np.concatenate(
        [small[:band].ravel(), small[-band:].ravel(), small[:, :band].ravel(), small[:, -band:].ravel()]
    )
    paper = np.percentile(small[height // 4 : -height // 4, width // 4 : -width // 4], 90)
    return bool(np.mean(frame < DARKER * paper) > BACKGROUND)


def _paper_masks(small: Pixels, gray: Pixels) -> list[Pixels]:
    """What may be paper: brighter than the desk, less coloured than the desk, or framed by edges."""
    edges = cv2.dilate(cv2.Canny(gray, 40, 120), np.ones((3, 3), np.uint8))
    masks = [_brighter(gray), cv2.bitwise_not(edges)]
    if small.ndim == 3:
        lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB)
        masks += [_brighter(cv2.bitwise_not(lab[:, :, 2])), _brighter(cv2.bitwise_not(lab[:, :, 1]))]
        masks.append(_brighter(cv2.bitwise_not(cv2.cvtColor(small, cv2.COLOR_RGB2HSV)[:, :, 1])))
    kernel = np.ones((9, 9), np.uint8)
    # opening cuts the glints of the desk off the sheet, closing fills the print in
    return [cv2.morphologyEx(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel), cv2.MORPH_OPEN, kernel) for mask in masks]


def _brighter(plane: Pixels) -> Pixels:
    return cv2.threshold(plane, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]


def _outline(mask: Pixels) -> tuple[float, Corners] | None:
    """(how well four corners describe the largest patch of the mask, 0..1; the corners)."""
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    length = cv2.arcLength(hull, True)
    for slack in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, slack * length, True)
        if len(corners) == 4:
            filled, four = np.zeros_like(mask), np.zeros_like(mask)
            cv2.drawContours(filled, contours, -1, 1, cv2.FILLED)
            cv2.fillConvexPoly(four, corners, 1)
            fit = float(np.sum(filled & four)) / max(1, int(np.sum(filled | four)))
            return fit, _ordered(corners.reshape(4, 2).astype(np.float32))
    return None


def _ordered(points: Corners) -> Corners:
    """From the corner nearest the top left, clockwise."""
    middle = points.mean(axis=0)
    around = np.argsort(np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0]))
    points = points[around]
    return np.roll(points, -int(np.argmin(points.sum(axis=1))), axis=0)


def _edges(corners: Corners) -> tuple[float, float, float, float]:
    """Lengths of top, right, bottom and left edge, px."""
    lengths = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    top, right, bottom, left = (float(length) for length in lengths)
    return top, right, bottom, left


def _plausible(corners: Corners, shape: tuple[int, ...]) -> bool:
    share = cv2.contourArea(corners) / (shape[0] * shape[1])
    if not SMALLEST < share < LARGEST:
        return False
    to_next, to_last = np.roll(corners, -1, axis=0) - corners, np.roll(corners, 1, axis=0) - corners
    lengths = np.linalg.norm(to_next, axis=1) * np.linalg.norm(to_last, axis=1)
    angles = np.degrees(np.arccos(np.clip((to_next * to_last).sum(axis=1) / lengths, -1, 1)))
    top, right, bottom, left = _edges(corners)
    across, down = (top + bottom) / 2, (left + right) / 2
    ratio = max(across, down) / max(1.0, min(across, down))
    return bool(CORNERS[0] <= angles.min() and angles.max() <= CORNERS[1] and SIDES[0] <= ratio <= SIDES[1])
