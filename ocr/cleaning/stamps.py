"""Red stamps, lifted off the print beneath them. Red print, such as a card's title, is left as it is."""

import cv2
import numpy as np

from ocr.files.images import Pixels

LOOKED_AT_DPI = 75  # of the copy on which stamps are sought
SATURATED = 70  # of 255
RED = (12, 165)  # OpenCV's hue: up to the first, or from the second
SIDES = (0.7, 2.2)  # inches: an agency's round stamp is 36 mm across, a name stamp longer
ROUND = 2.2  # longer over shorter side: more is a line of print


def gray_without_stamps(pixels: Pixels, dpi: int) -> Pixels:
    """Gray picture in which red ink within stamps has gone white; dark print beneath it stays."""
    if pixels.ndim == 2:
        return pixels
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    for left, top, right, bottom in _stamps(pixels, dpi):
        piece = pixels[top:bottom, left:right]
        # through a red filter red ink is as bright as paper and black ink as dark as ever
        gray[top:bottom, left:right] = np.where(_red(piece), piece[:, :, 0], gray[top:bottom, left:right])
    return gray


def _red(pixels: Pixels) -> "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]":
    hue, saturation, _ = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV))
    return ((hue <= RED[0]) | (hue >= RED[1])) & (saturation >= SATURATED)


def _stamps(pixels: Pixels, dpi: int) -> list[tuple[int, int, int, int]]:
    """left, top, right, bottom of each, px."""
    ratio = min(1.0, LOOKED_AT_DPI / dpi)
    small = cv2.resize(pixels, None, fx=ratio, fy=ratio, interpolation=cv2.INTER_AREA)
    red = _red(small).astype(np.uint8)
    blobs = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(blobs, connectivity=8)
    least, most = (side * dpi * ratio for side in SIDES)
    found = []
    for left, top, width, height, _ in stats[1:count]:
        longer, shorter = max(width, height), min(width, height)
        if least <= shorter and longer <= most and longer <= ROUND * shorter:
            right, bottom = left + width + 1, top + height + 1
            found.append((int(left / ratio), int(top / ratio), int(right / ratio), int(bottom / ratio)))
    return found
