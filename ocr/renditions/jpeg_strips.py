"""The strips of a JPEG-coded TIFF page as one JPEG, no coefficient touched.

Each strip is a JPEG of its own with tables held in common. Their coded data follow one another in one JPEG when a
restart marker stands between them: after it a decoder begins anew, just as at a strip's beginning (ITU-T T.81, E.1.4).
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_START, _END, _FRAME, _SCAN, _RESTARTS, _TABLES = 0xD8, 0xD9, 0xC0, 0xDA, 0xDD, (0xC4, 0xDB)
_MOST_BLOCKS = 65_535  # between two restarts
_ADOBE = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00"  # and the colour transform: 0 none, 1 YCbCr


@dataclass(frozen=True, slots=True)
class _Strip:
    frame: bytes  # body of SOF0
    scan: bytes  # body of SOS
    tables: bytes  # whole segments
    data: bytes  # coded


def one_jpeg(strips: Sequence[bytes], tables: bytes, width: int, height: int, rows: int, ycbcr: bool) -> bytes | None:
    """The page's JPEG; None where the strips cannot be joined. `rows` is each strip's height but the last one's."""
    try:
        read = [_strip(strip) for strip in strips]
        shared = b"".join(segment for _, segment in _segments(tables)) if tables else b""
        return _joined(read, shared, width, height, rows, ycbcr)
    except (ValueError, struct.error, IndexError, ZeroDivisionError):
        return None


def _joined(read: list[_Strip], shared: bytes, width: int, height: int, rows: int, ycbcr: bool) -> bytes | None:
    first = read[0]
    across, down = _block(first.frame)
    alike = all(
        one.frame[5:] == first.frame[5:] and one.scan == first.scan and one.tables == first.tables for one in read
    )
    sizes = [struct.unpack_from(">HH", one.frame, 1) for one in read]
    fitting = sizes == [(min(rows, height - rows * place), width) for place in range(len(read))]
    blocks = -(-width // across) * (rows // down)
    if not alike or not fitting or (len(read) > 1 and (rows % down or not 0 < blocks <= _MOST_BLOCKS)):
        return None
    frame = first.frame[:1] + struct.pack(">HH", height, width) + first.frame[5:]
    head = b"\xff\xd8" + (_ADOBE + bytes((int(ycbcr),)) if first.frame[5] == 3 else b"") + shared + first.tables
    head += _segment(_FRAME, frame) + (_segment(_RESTARTS, struct.pack(">H", blocks)) if len(read) > 1 else b"")
    body = b"".join(
        one.data + (bytes((0xFF, 0xD0 + place % 8)) if place + 1 < len(read) else b"") for place, one in enumerate(read)
    )
    return head + _segment(_SCAN, first.scan) + body + b"\xff\xd9"


def _block(frame: bytes) -> tuple[int, int]:
    """(width, height) px of what is coded at a time: with one channel always 8 x 8."""
    if frame[5] == 1:
        return 8, 8
    samplings = [frame[7 + 3 * channel] for channel in range(frame[5])]
    return 8 * max(sampling >> 4 for sampling in samplings), 8 * max(sampling & 15 for sampling in samplings)


def _strip(coded: bytes) -> _Strip:
    """Raises ValueError for anything but one baseline scan without restarts."""
    frame = scan = tables = data = b""
    for marker, segment in _segments(coded):
        if marker == _FRAME:
            frame = segment[4:]
        elif marker in _TABLES:
            tables += segment
        elif marker == _SCAN:
            length = int.from_bytes(segment[2:4], "big")
            scan, data = segment[4 : 2 + length], segment[2 + length :]
        elif marker == _RESTARTS or 0xC1 <= marker <= 0xCF:
            raise ValueError("not a baseline JPEG")
    end = data.rfind(b"\xff\xd9")
    inner = data[:end].replace(b"\xff\x00", b"")
    if not frame or not scan or end < 0 or b"\xff" in inner or len(scan) != 4 + 2 * frame[5]:
        raise ValueError("not one scan")
    return _Strip(frame, scan, tables, data[:end])


def _segments(coded: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, segment with it); the last one, SOS, holds all that follows."""
    if coded[:2] != bytes((0xFF, _START)):
        raise ValueError("not a JPEG")
    at = 2
    while True:
        lead, marker = coded[at], coded[at + 1]
        if lead != 0xFF:
            raise ValueError("not a JPEG")
        if marker == _END:
            return
        if marker == _SCAN:
            yield marker, coded[at:]
            return
        length = int.from_bytes(coded[at + 2 : at + 4], "big")
        yield marker, coded[at : at + 2 + length]
        at += 2 + length


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body
