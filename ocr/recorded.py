"""An engine that remembers: pages once read are given back by the digest of their image, with no engine installed.

Quick tests and demonstrations replay what was recorded; a page that was never recorded is an error, not a blank page.
"""

import hashlib
from dataclasses import replace
from pathlib import Path

from errors import NotHeld
from ocr.codec import page_from_json, page_to_json
from ocr.engine import Engine
from ocr.files.images import PageImage
from ocr.page import Page


class RecordedEngine:
    """An `Engine` over a folder of `<digest>.json` files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def name(self) -> str:
        return "recorded"

    def read(self, image: PageImage) -> Page:
        """The page under its number in this scan. Raises NotHeld for an image that was never recorded."""
        file = self._folder / f"{image_digest(image)}.json"
        if not file.is_file():
            raise NotHeld(f"no page is recorded under {file.stem}")
        return replace(page_from_json(file.read_text(encoding="utf-8")), number=image.number)


class RecordingEngine:
    """An `Engine` that writes down what another one reads, for `RecordedEngine` to replay."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder = engine, folder

    @property
    def name(self) -> str:
        return self._engine.name

    def read(self, image: PageImage) -> Page:
        page = self._engine.read(image)
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"{image_digest(image)}.json"
        file.write_text(page_to_json(page), encoding="utf-8")
        return page


def image_digest(image: PageImage) -> str:
    """SHA-256 over size and pixels, as hexadecimal digits: the same picture on another page has the same digest."""
    digest = hashlib.sha256(repr(image.pixels.shape).encode())
    digest.update(image.pixels.tobytes())
    return digest.hexdigest()
