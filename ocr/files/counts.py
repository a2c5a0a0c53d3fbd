"""How often a picture's own structure makes its decoder start again: passes, directories, notes in the margin.

Each is cheap to write and dear to follow; all are counted here without decoding anything.
"""

from collections.abc import Iterator
from typing import Literal

from ocr.files.packed import unpacked_size

MOST_TAGS = 1_000  # of one TIFF directory; scanners write some 20
_PACKED_NOTES = {b"zTXt": 0, b"iCCP": 0, b"iTXt": 1}  # chunk -> signs between its name's end and the coding
_STARTS_SCAN = b"\xff\xda"


def jpeg_scans(content: bytes) -> int:
    """Passes over the picture; a progressive JPEG has some 10. In what is coded, 0xFF is always followed by 0."""
    return content.count(_STARTS_SCAN)


def tiff_directories(content: bytes, most: int) -> int:
    """Directories, each a page, up to the end of their chain or to where it turns back; stops at `most` + 1.

    Raises OverflowError for one of more than MOST_TAGS tags.
    """
    order: Literal["little", "big"] = "little" if content[:2] == b"II" else "big"
    big = content[2:4] in (b"+\0", b"\0+")  # TIFF with places of 64 bits
    place_at, count_size, tag_size, place_size = (8, 8, 20, 8) if big else (4, 2, 12, 4)
    seen: set[int] = set()
    place = int.from_bytes(content[place_at : place_at + place_size], order)
    while place and place not in seen and place < len(content) and len(seen) <= most:
        seen.add(place)
        tags = int.from_bytes(content[place : place + count_size], order)
        if tags > MOST_TAGS:
            raise OverflowError(f"a TIFF directory of {tags} tags")
        end = place + count_size + tags * tag_size
        place = int.from_bytes(content[end : end + place_size], order)
    return len(seen)


def png_notes_size(content: bytes, most: int) -> int:
    """Bytes that the largest packed text or colour profile of a PNG unpacks to; stops soon after `most`."""
    largest = 0
    for name, start, end in _chunks(content):
        if name in _PACKED_NOTES and largest <= most:
            largest = max(largest, _unpacked_note(content[start:end], name, most))
    return largest


def _unpacked_note(chunk: bytes, name: bytes, most: int) -> int:
    """PNG 1.2, 11.3.4 and 11.3.3.3: a keyword and 0, then how it is packed; iTXt has two more texts before the data."""
    at = chunk.find(b"\0") + 1
    if not at:
        return 0
    at += 1 + _PACKED_NOTES[name]
    if name == b"iTXt":
        if chunk[at - 2 : at - 1] != b"\1":  # not packed
            return 0
        for _ in range(2):
            at = chunk.find(b"\0", at) + 1
            if not at:
                return 0
    return unpacked_size(memoryview(chunk)[at:], most)


def _chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, end) of each chunk's data."""
    at = 8
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        yield content[at + 4 : at + 8], at + 8, min(at + 8 + length, len(content))
        at += 12 + length
