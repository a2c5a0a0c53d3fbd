"""A small picture of a page, for whoever scanned it to see which page is meant."""

import cv2
from PIL import Image

from ocr.files.images import page_image
from ocr.files.sandbox import READ_MEMORY, confined
from ocr.pieces import webp_within

SIDES = (240, 1400)  # px of the longer side: in a list, and to look at
MOST_BYTES = (16_000, 160_000)
SECONDS = 20.0


def thumbnail(content: bytes, number: int, *, large: bool = False) -> bytes:
    """WebP of a page, counted from 1, as it lies in the scan. Raises ScanRefused, and NotSetUp as `confined` does."""
    webp: bytes = confined(drawn, content, number, large, seconds=SECONDS, memory=READ_MEMORY)
    return webp


def drawn(content: bytes, number: int, large: bool) -> bytes:
    """What `thumbnail` asks of the confined process."""
    cv2.setNumThreads(1)
    pixels = page_image(content, number).pixels
    scale = SIDES[large] / max(pixels.shape[:2])
    if scale < 1:
        size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return webp_within(Image.fromarray(pixels), MOST_BYTES[large])
