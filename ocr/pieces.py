"""Pieces of a page for a person to look at: the original's own pixels, set upright as the page was when it was read.

The picture that is kept of each page is small; where a person decides upon one stroke, the scan itself is opened again,
in the confined process, for it is still whatever somebody sent.
"""

import io
from functools import lru_cache

import cv2
import numpy as np
from PIL import Image

from ocr.files.images import PageImage, Pixels, page_image
from ocr.files.sandbox import confined
from ocr.page import Box

SECONDS = 20.0  # a page of A3 in colour that has to be rendered takes five
MEMORY = 2 * 1024**3  # bytes beside twice the file's own
_QUALITIES = (84, 72, 60, 48)  # of WebP, 0..100
_SHRINK = 0.8  # by which a side gets shorter when no quality makes it small enough
_TELLING = 64  # px: a picture is not made shorter than that


def piece_of(content: bytes, number: int, to_scan: tuple[float, ...], box: Box, most: int) -> bytes:
    """WebP of at most `most` bytes: what lies within `box`, px of the upright page, of one page of a scan.

    `to_scan`: as `Page` has it. Native resolution, unless it takes fewer pixels to be small enough. Raises as
    `ocr.files.sandbox.confined`: ScanRefused where the scan cannot be opened now, NotSetUp without that process.
    """
    webp: bytes = confined(cut_out, content, number, to_scan, box, most, seconds=SECONDS, memory=MEMORY)
    return webp


def cut_out(content: bytes, number: int, to_scan: tuple[float, ...], box: Box, most: int) -> bytes:
    """What `piece_of` asks of the confined process."""
    cv2.setNumThreads(1)
    return webp_within(Image.fromarray(_upright(_page(content, number).pixels, to_scan, box)), most)


@lru_cache(maxsize=1)
def _page(content: bytes, number: int) -> PageImage:
    """The page that was asked for last: the questions of one page come one after another."""
    return page_image(content, number)


def _upright(pixels: Pixels, to_scan: tuple[float, ...], box: Box) -> Pixels:
    """Exactly the box, whatever of it lies beside the page white."""
    at = np.array(to_scan).reshape(3, 3) @ np.array([[1, 0, box.left], [0, 1, box.top], [0, 0, 1]], float)
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = max(1, box.width), max(1, box.height)
    return cv2.warpPerspective(pixels, at, size, flags=how, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,) * 4)


def webp_within(picture: Image.Image, most: int) -> bytes:
    """The picture as WebP of at most `most` bytes: rather coarser in colour than in size, and smaller at the last."""
    while True:
        for quality in _QUALITIES:
            out = io.BytesIO()
            picture.save(out, "WEBP", quality=quality, method=4)
            if out.tell() <= most or min(picture.size) < _TELLING:
                return out.getvalue()
        width, height = (max(1, round(side * _SHRINK)) for side in picture.size)
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
