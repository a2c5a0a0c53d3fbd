"""A level page made ready for reading: leaders, rules and boxes taken off, white put in their place."""

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.cleaning.leaders import leaders
from ocr.cleaning.rules import rules
from ocr.files.images import Pixels
from ocr.page import Box

NEIGHBOURHOOD = 0.16  # inch: the patch whose mean tells paper from ink
CONTRAST = 14  # of 255: darker than the patch by this much is ink
CALM = 1.0  # px, standard deviation of the blur under which rules and leaders are sought
PALEST = 215  # of 255, as a share of the paper: what is paler is no ink
FEWEST_INKED = 0.001  # share of the page that must be inked for its levels to be told
DARKEST = 5.0  # per cent of the inked pixels that show how dark the ink is
FADED = 90  # of 255: ink paler than this is darkened
WHITE = 235  # of 255: what is paler becomes white when the ink is dark, and most of the other side's print with it
LEAST_RANGE = 100  # of 255, from ink to white
SPREAD = 3  # px: the soft edge of what is taken off goes with it


@dataclass(frozen=True, slots=True)
class Clean:
    gray: Pixels
    cells: tuple[Box, ...]  # insides of boxes and table cells whose rules were taken off


def clean(stampless: Pixels, dpi: int) -> Clean:
    """The page in gray, with nothing left but what is to be read; `stampless`: in gray, its stamps lifted off."""
    gray = _levelled(stampless)
    # grain and the fine lines behind a card's print are no ink; blurring the page itself would cost letters
    ink = ink_of(cv2.GaussianBlur(gray, (0, 0), CALM), dpi)
    ruled = rules(ink, dpi)
    dotted = leaders(cv2.subtract(ink, ruled.mask), dpi)
    del ink
    return Clean(_whited(gray, ruled.mask | dotted), ruled.cells)


def _levelled(gray: Pixels) -> Pixels:
    """White paper and dark ink, whatever the light, the toner and what shines through from the other side."""
    share = cv2.divide(gray, _paper(gray), scale=255)
    inked = share[::4, ::4]
    inked = inked[inked < PALEST]
    if inked.size < FEWEST_INKED * share[::4, ::4].size:
        return gray.copy()
    dark = float(np.percentile(inked, DARKEST))
    white = max(WHITE, min(255.0, dark + LEAST_RANGE))
    black = max(0.0, dark - LEAST_RANGE) if dark > FADED else 0.0
    levels = np.clip((np.arange(256) - black) * 255 / (white - black), 0, 255).astype(np.uint8)
    return cv2.LUT(share, levels)


def _paper(gray: Pixels) -> Pixels:
    """Brightness of the paper beneath each pixel."""
    small = cv2.resize(gray, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.GaussianBlur(cv2.dilate(cv2.medianBlur(small, 5), np.ones((7, 7), np.uint8)), (9, 9), 0)
    return cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)


def ink_of(gray: Pixels, dpi: int) -> Pixels:
    """255 where there is ink: darker than the paper around it, whatever the light."""
    side = max(15, round(NEIGHBOURHOOD * dpi)) | 1
    return cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, CONTRAST)


def _whited(gray: Pixels, mask: Pixels) -> Pixels:
    """The picture, which is changed, with the paper's own brightness where the mask is set."""
    if not mask.any():
        return gray
    gone = cv2.dilate(mask, np.ones((SPREAD, SPREAD), np.uint8))
    cv2.copyTo(_paper(gray), gone, gray)
    return gray
