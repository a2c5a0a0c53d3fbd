"""Crops and small pictures, made of what the object store holds; those made last are kept for who asks next."""

import io
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from PIL import Image

from errors import NotHeld, NotSetUp, ScanRefused
from ocr.page import Box, Page
from ocr.pieces import piece_of, webp_within
from review.showing.crops import MOST_BYTES
from storage.objects import ObjectStore, digest_of

_KEPT = 400  # crops: 16 MB at the most
_SMALL_SIDE, _SMALL_BYTES = 160, 6_000  # px of the longer side


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a page."""

    scan_digest: str
    number: int  # of the page, 1.. within the scan
    page: Page
    picture: str | None  # digest of the small picture of the page
    region: Box  # px of the upright page


class _Kept:
    """What was made last, by what it was made of."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._held: OrderedDict[tuple[object, ...], bytes] = OrderedDict()

    def get(self, key: tuple[object, ...]) -> bytes | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: tuple[object, ...], content: bytes) -> bytes:
        with self._lock:
            self._held[key] = content
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return content


_CROPS, _SMALL = _Kept(_KEPT), _Kept(_KEPT)
_ORIGINALS: OrderedDict[str, bytes] = OrderedDict()
_MOST_ORIGINALS, _LOCK = 4, Lock()


def crop(objects: ObjectStore, cut: Cut) -> bytes:
    """WebP of at most MOST_BYTES, in the original's own pixels; of the page's picture where the scan does not open now.

    Raises NotHeld where there is neither.
    """
    key = (id(objects), cut.scan_digest, cut.number, cut.page.to_scan, cut.region)
    made = _CROPS.get(key)
    if made is not None:
        return made
    try:
        content = _original(objects, cut.scan_digest)
        return _CROPS.put(key, piece_of(content, cut.number, cut.page.to_scan, cut.region, MOST_BYTES))
    except (ScanRefused, NotSetUp, NotHeld):
        if cut.picture is None:
            raise
        return _of_picture(objects.get(cut.picture), cut)


def _original(objects: ObjectStore, digest: str) -> bytes:
    """The scans of the last questions stay open: the questions of one scan come one after another."""
    with _LOCK:
        if digest in _ORIGINALS:
            _ORIGINALS.move_to_end(digest)
            return _ORIGINALS[digest]
    content = objects.get(digest)
    with _LOCK:
        _ORIGINALS[digest] = content
        while len(_ORIGINALS) > _MOST_ORIGINALS:
            _ORIGINALS.popitem(last=False)
    return content


def _of_picture(content: bytes, cut: Cut) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        scale = picture.width / cut.page.width
        box = cut.region
        left, top, right, bottom = (round(side * scale) for side in (box.left, box.top, box.right, box.bottom))
        piece = picture.crop((left, top, right, bottom))
        return webp_within(piece.convert("RGB"), MOST_BYTES)


def small(content: bytes) -> bytes:
    """WebP of a page for a list."""
    key = (digest_of(content),)
    made = _SMALL.get(key)
    if made is not None:
        return made
    with Image.open(io.BytesIO(content)) as picture:
        picture.draft("RGB", (_SMALL_SIDE, _SMALL_SIDE))
        picture.thumbnail((_SMALL_SIDE, _SMALL_SIDE))
        return _SMALL.put(key, webp_within(picture.convert("RGB"), _SMALL_BYTES))
