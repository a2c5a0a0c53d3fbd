"""The codes printed on an upright page: QR by zxing, the machine-readable zone by its own network and check digits."""

from collections.abc import Sequence

import cv2
import zxingcpp

from ocr.codes import mrz
from ocr.files.images import Pixels
from ocr.page import Box, Code, CodeKind, Line, Word
from ocr.recognition.lines import in_rows
from ocr.recognition.plain import read_plain

ZOOMS = (1, 2)  # a small or blurred code is read when twice as large; more gains nothing
MOST_LINES = 12  # of a page that are tried as lines of a machine-readable zone
MARGIN = 0.25  # of a line's height, left around it
SURE = 0.99  # confidence of a line whose check digits hold


def qr_codes(gray: Pixels) -> tuple[Code, ...]:
    """Every QR code, payload as text; boxes in pixels of `gray`."""
    for zoom in ZOOMS:
        shown = gray if zoom == 1 else cv2.resize(gray, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_CUBIC)
        found = zxingcpp.read_barcodes(shown, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        codes = tuple(Code(CodeKind.QR, code.text, _box(code.position, zoom)) for code in found if code.text)
        if codes:
            return codes
    return ()


def _box(position: zxingcpp.Position, zoom: int) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    across, down = [corner.x // zoom for corner in corners], [corner.y // zoom for corner in corners]
    return Box(min(across), min(down), max(across) + 1, max(down) + 1)


def machine_readable_zone(gray: Pixels, lines: Sequence[Line]) -> tuple[Code | None, tuple[Line, ...]]:
    """(the zone, or None unless every check digit holds; the lines, those of the zone as it says them).

    The lines were read by an engine that does not know this type; they only tell where to look.
    """
    rows = [row for row in in_rows(lines) if mrz.looks_like_a_line("".join(line.text for line in row))][:MOST_LINES]
    boxes = [_around(row, gray) for row in rows]
    found = mrz.zone([read_plain(gray[box.top : box.bottom, box.left : box.right]).text for box in boxes])
    if found is None:
        return None, tuple(lines)
    whole = boxes[found.places[0]]
    replaced: dict[Line, Line | None] = {}
    for text, place in zip(found.lines, found.places, strict=True):
        whole = whole.with_(boxes[place])
        replaced |= dict.fromkeys(rows[place], None)
        replaced[rows[place][0]] = Line((Word(text, _bounds(rows[place]), SURE),))
    kept = (replaced.get(line, line) for line in lines)
    return Code(CodeKind.MRZ, "\n".join(found.lines), whole), tuple(line for line in kept if line)


def _bounds(row: Sequence[Line]) -> Box:
    box = row[0].box
    for line in row[1:]:
        box = box.with_(line.box)
    return box


def _around(row: Sequence[Line], gray: Pixels) -> Box:
    box = _bounds(row)
    margin = round(MARGIN * box.height)
    return Box(
        max(0, box.left - margin),
        max(0, box.top - margin),
        min(gray.shape[1], box.right + margin),
        min(gray.shape[0], box.bottom + margin),
    )
