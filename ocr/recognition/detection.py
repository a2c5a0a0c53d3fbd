"""Where text stands on an image: one slanted box a line or piece of a line, by the PP-OCR detector."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.files.images import Pixels
from ocr.recognition import models

LONG_SIDE = 1280  # px of the image shown to the network: 960 loses small print, more gains nothing
INK = 0.3  # probability above which a pixel belongs to text
BELIEF = 0.5  # mean probability below which a box is dropped
BAND = 480 * 896  # px shown at once: the network needs 200 bytes a pixel, and sees no farther than a few lines
EDGE = 32  # px of a band that its neighbour sees better
GROW = 1.6  # the network marks the core of a line: area of the box over area of the core's margin
SMALLEST = 3.0  # px of the network's image


@dataclass(frozen=True, slots=True)
class TextBox:
    """A slanted rectangle around text, in pixels of the image."""

    centre: tuple[float, float]
    width: float  # px, along the longer side
    height: float  # px, along the shorter side
    angle: float  # degrees clockwise of the longer side against the horizontal, -90 < angle <= 90

    @property
    def corners(self) -> NDArray[np.float32]:
        """4 x 2: starting at the left end of the upper edge, clockwise as seen along the text."""
        points = cv2.boxPoints((self.centre, (self.width, self.height), self.angle))
        return np.asarray(points, dtype=np.float32)[[1, 2, 3, 0]]


def text_boxes(gray: Pixels, long_side: int = LONG_SIDE) -> tuple[TextBox, ...]:
    """Every box found, from top to bottom by its centre."""
    probability, scale = _probability(gray, long_side)
    mask = cv2.dilate((probability > INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [box for contour in contours if (box := _box(contour, probability, scale))]
    return tuple(sorted(boxes, key=lambda box: box.centre[1]))


def _probability(gray: Pixels, long_side: int) -> tuple[NDArray[np.float32], tuple[float, float]]:
    """(probability of text per pixel of a shrunken copy, (x, y) px of the image per px of the copy)."""
    height, width = gray.shape
    ratio = min(1.0, long_side / max(height, width))
    size = tuple(max(32, round(side * ratio / 32) * 32) for side in (width, height))
    small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    out = np.empty(small.shape, np.float32)
    for top, bottom in _bands(*small.shape):
        first, last = top + (EDGE if top else 0), bottom - (EDGE if bottom < small.shape[0] else 0)
        out[first:last] = _shown(small[top:bottom])[first - top : last - top]
    return out, (width / size[0], height / size[1])


def _bands(height: int, width: int) -> Iterator[tuple[int, int]]:
    """(top, bottom) of bands that overlap by twice the edge; all are multiples of 32, as the network wants them."""
    most = max(4 * EDGE, BAND // width // 32 * 32)
    inner = max(32, height - 2 * EDGE)  # without the upper edge of the first band and the lower of the last
    bands = -(-inner // (most - 2 * EDGE))
    step = -(-inner // bands // 32) * 32
    for top in range(0, inner, step):
        yield top, min(height, top + step + 2 * EDGE)


def _shown(small: Pixels) -> NDArray[np.float32]:
    plane = (small.astype(np.float32) / 255 - 0.5) / 0.5
    network = models.session(models.DETECTION)
    (out,) = network.run(None, {network.get_inputs()[0].name: np.stack([plane] * 3)[None]})
    probability: NDArray[np.float32] = out[0, 0]
    return probability


def _box(contour: NDArray[Any], probability: NDArray[np.float32], scale: tuple[float, float]) -> TextBox | None:
    (x, y), (width, height), angle = cv2.minAreaRect(contour)
    if min(width, height) < SMALLEST or _belief(contour, probability) < BELIEF:
        return None
    margin = width * height * GROW / (2 * (width + height))
    width, height = width + 2 * margin, height + 2 * margin
    if height > width:
        width, height, angle = height, width, angle - 90
    if angle <= -90:
        angle += 180
    zoom = (scale[0] + scale[1]) / 2  # both differ by the rounding to 32 px only
    return TextBox((x * scale[0], y * scale[1]), width * zoom, height * zoom, angle)


def _belief(contour: NDArray[Any], probability: NDArray[np.float32]) -> float:
    left, top, width, height = cv2.boundingRect(contour)
    mask = np.zeros((height, width), np.uint8)
    cv2.drawContours(mask, [contour], -1, 1, cv2.FILLED, offset=(-left, -top))
    return float(cv2.mean(probability[top : top + height, left : left + width], mask)[0])
