"""The words that a page of a PDF claims to have, each with its place: those on the page, and those off it.

pdftotext leaves out what lies off the page. So the page is shown to it alone, its box widened on every side: what
somebody put beside the visible part for machines to find is then found here too.
"""

import io
import subprocess
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser

import pikepdf

from errors import NotSetUp
from ocr.files.opening import DAMAGED, page_box

LAYER_SECONDS = 20
MOST_TEXT = 4 * 1024**2  # bytes of XHTML for one page; a full page has 60,000
AROUND = 32_767  # points in which text is looked for; older viewers know no larger number (ISO 32000-1, annex C)


@dataclass(frozen=True, slots=True)
class LayerWord:
    text: str  # NFC
    left: float  # points from the left and the top of the page as it is shown
    top: float
    right: float
    bottom: float


def layer_words(page: pikepdf.Page) -> tuple[tuple[LayerWord, ...], tuple[LayerWord, ...]]:
    """(words on the page, words off it), each in reading order. A word on the edge is on the page.

    Nothing for a page that cannot be taken out of its file, or that takes too long: it is read from its pixels.
    """
    try:
        left, bottom, right, top = page_box(page)
        alone, turned = _alone(page)
    except DAMAGED:
        return (), ()
    width, height = (top - bottom, right - left) if turned % 180 else (right - left, top - bottom)
    on: list[LayerWord] = []
    off: list[LayerWord] = []
    for text, *sides in _told(alone):
        word = LayerWord(text, *(side - AROUND for side in sides))
        is_on = word.right > 0 and word.bottom > 0 and word.left < width and word.top < height
        (on if is_on else off).append(word)
    return tuple(on), tuple(off)


def _alone(page: pikepdf.Page) -> tuple[bytes, int]:
    """A PDF of this page that shows AROUND more on every side, and by how many degrees it is shown turned."""
    left, bottom, right, top = page_box(page)
    with pikepdf.new() as pdf:
        pdf.pages.append(page)
        alone = pdf.pages[0].obj
        if "/CropBox" in alone:
            del alone.CropBox
        alone.MediaBox = pikepdf.Array([left - AROUND, bottom - AROUND, right + AROUND, top + AROUND])
        out = io.BytesIO()
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return out.getvalue(), int(alone.get("/Rotate", 0))


def _told(content: bytes) -> list[tuple[str, float, float, float, float]]:
    """(word, left, top, right, bottom) as pdftotext tells them."""
    command = ["pdftotext", "-l", "1", "-cropbox", "-bbox", "-enc", "UTF-8", "-q", "-", "-"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=LAYER_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return []
    except FileNotFoundError:
        raise NotSetUp("poppler-utils is missing: install it with apt-get install poppler-utils") from None
    reader = _WordReader()
    reader.feed(done.stdout[:MOST_TEXT].decode("utf-8", "replace"))
    return reader.found


class _WordReader(HTMLParser):
    """Words out of what `pdftotext -bbox` writes: <word xMin= yMin= xMax= yMax=>text</word>."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, float, float, float, float]] = []
        self._box: tuple[float, ...] = ()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "word":
            sides = dict(attrs)
            self._box = tuple(float(sides.get(side) or 0) for side in ("xmin", "ymin", "xmax", "ymax"))

    def handle_data(self, data: str) -> None:
        text = unicodedata.normalize("NFC", "".join(data.split()))
        if len(self._box) == 4 and text:
            left, top, right, bottom = self._box
            self.found.append((text, left, top, right, bottom))

    def handle_endtag(self, tag: str) -> None:
        self._box = ()
