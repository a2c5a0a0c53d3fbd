"""Which way up a page lies: a multiple of 90 degrees, by the shapes of its text boxes and the look of its lines.

Lines that run up the page say that it lies on its side; a small classifier says which lines stand on their head. No
page is turned on the classifier's word alone: a few lines are read both ways first.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.engine import Recogniser
from ocr.files.images import Pixels
from ocr.recognition import models
from ocr.recognition.detection import LONG_SIDE, TextBox, text_boxes

GLANCE = 736  # px, the longer side of the copy on which text is looked for
FEW_LINES = 8  # with fewer the glance was not enough: look again at the full size
SIDEWAYS = 0.65  # share of the length of all lines that must run up the page
LONG = 2.5  # width over height of a box that surely is a line and not a letter or two
LOOKS = 24  # lines shown to the classifier, the longest ones
SURELY_UPRIGHT = 0.42  # mean belief below which lines are taken to stand upright without another look
WITNESSES = 8  # lines read both ways when the classifier is in doubt or wants to turn the page
_SHOWN = (192, 48)  # px, width x height of what the classifier sees


def quarter_turns(gray: Pixels, recogniser: Recogniser) -> int:
    """Quarter turns clockwise, 0..3, that set the page upright; 0 when it shows too little text to tell."""
    lines = _lines(gray, GLANCE)
    if len(lines) < FEW_LINES:
        lines = _lines(gray, LONG_SIDE)
    if not lines:
        return 0
    upright = [box for box in lines if abs(box.angle) < 45]
    length = sum(box.width for box in lines)
    sideways = length - sum(box.width for box in upright) > SIDEWAYS * length
    chosen = [box for box in lines if (abs(box.angle) >= 45) == sideways]
    chosen = sorted(chosen, key=lambda box: -box.width)[:LOOKS]
    # a line on its side is cut out as if the page had been turned a quarter clockwise
    crops = [line_crop(gray, box) for box in chosen]
    if not sideways and float(np.mean(_upside_down(crops))) < SURELY_UPRIGHT:
        return 0
    as_is, turned = _sense(crops[:WITNESSES], recogniser)
    if as_is == turned == 0:
        return 0
    return (1 if sideways else 0) + (2 if turned > as_is else 0)


def _lines(gray: Pixels, long_side: int) -> list[TextBox]:
    return [box for box in text_boxes(gray, long_side) if box.width > LONG * box.height]


def _sense(crops: Sequence[Pixels], recogniser: Recogniser) -> tuple[float, float]:
    """How much sense the lines make as they stand and upside down: letters weighted by the engine's own confidence."""
    turned = [np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops]
    read = recogniser.read_lines([*crops, *turned])
    weights = [sum(word.confidence**2 * len(word.text) for word in line.words) if line else 0.0 for line in read]
    return sum(weights[: len(crops)]), sum(weights[len(crops) :])


def line_crop(gray: Pixels, box: TextBox, height: int = 48) -> Pixels:
    """The box cut out and laid level, `height` px high. A box on its side is turned a quarter clockwise."""
    corners = box.corners
    if abs(box.angle) >= 45:
        corners = corners if box.angle < 0 else np.roll(corners, 2, axis=0)
    width = max(8, round(box.width * height / max(box.height, 1.0)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.warpPerspective(
        gray,
        cv2.getPerspectiveTransform(corners, target),
        (width, height),
        flags=cv2.INTER_AREA,
        borderMode=cv2.BORDER_REPLICATE,
    )


def _upside_down(crops: Sequence[Pixels]) -> NDArray[np.float32]:
    """Belief 0..1 for each crop that its text stands on its head."""
    width, height = _SHOWN
    planes = np.zeros((len(crops), 3, height, width), np.float32)
    for plane, crop in zip(planes, crops, strict=True):
        piece = crop[:, :width]  # squeezing a long line to this width, as its makers do, halves the margin
        plane[:, :, : piece.shape[1]] = cv2.resize(piece, (piece.shape[1], height)).astype(np.float32) / 127.5 - 1
    network = models.session(models.FACING)
    (out,) = network.run(None, {network.get_inputs()[0].name: planes})
    return out[:, 1]
