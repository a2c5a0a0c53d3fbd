"""How much packed data would become, found out without keeping it."""

import re
import zlib

import pikepdf

_CHUNK = 1 << 20
_SLICE = 1 << 16
_HEAD = 4096  # bytes before `stream` in which its dictionary is looked for
_STREAM = re.compile(rb"stream\r?\n")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")  # ISO 32000-1, 7.3.5: /J#53 is /JS
_FILTER = re.compile(rb"/(?:FlateDecode|LZWDecode|RunLengthDecode|ASCII85Decode|ASCIIHexDecode)\b")
_PACKS = frozenset(("/FlateDecode", "/LZWDecode", "/RunLengthDecode"))
# ISO/IEC 14492, 7.3: every kind of region, and the page; each begins with its width and height
_JBIG2_SIZED = frozenset((4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43, 48))
_JPEG_SIZED = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})  # ITU-T T.81, table B.1: start of frame


def unpacked_size(packed: bytes | memoryview, most: int) -> int:
    """Bytes that deflated data unpack to; stops soon after `most`. Damaged data count as far as they go."""
    inflating = zlib.decompressobj()
    view = memoryview(packed)
    size, at, left = 0, 0, b""
    while size <= most and not inflating.eof and (left or at < len(view)):
        if not left:  # slice by slice: what is left over is copied each time
            left, at = bytes(view[at : at + _SLICE]), at + _SLICE
        try:
            size += len(inflating.decompress(left, _CHUNK))
        except zlib.error:
            break
        left = inflating.unconsumed_tail
    return size


def structure_size(content: bytes, most: int) -> int:
    """Bytes that a PDF's packed objects and tables (ISO 32000-1, 7.5.7 and 7.5.8) unpack to; stops soon after `most`.

    Whoever opens the PDF unpacks them all. Those packed twice count as more than `most`: no program writes them.
    """
    view, size = memoryview(content), 0
    for found in _STREAM.finditer(content):
        if content[found.start() - 3 : found.start()] == b"end":
            continue
        head = content[max(0, found.start() - _HEAD) : found.start()]
        head = _ESCAPED.sub(lambda sign: bytes([int(sign[1], 16)]), head[head.rfind(b"obj") + 3 :])
        if b"/ObjStm" not in head and b"/XRef" not in head:
            continue
        filters = _FILTER.findall(head)
        if len(filters) > 1:
            return most + 1
        if filters:
            size += unpacked_size(view[found.end() :], most - size)
        if size > most:
            break
    return size


def filters_of(stream: pikepdf.Object) -> list[str]:
    """Names of the codings around a stream's data, the outermost first."""
    filters = stream.get("/Filter")
    if filters is None:
        return []
    return [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]


def packed_again(filters: list[str]) -> bool:
    """Whether data are packed inside another coding, so that their size cannot be told by unpacking once."""
    return len(filters) > 1 and any(name in _PACKS for name in filters)


def jpeg_within(image: pikepdf.Object, most: int) -> bytes:
    """The JPEG that an image of a PDF is, out of the deflated data that it may lie in; empty when it is none."""
    filters = filters_of(image)
    if not isinstance(image, pikepdf.Stream) or filters[-1:] != ["/DCTDecode"]:
        return b""
    raw = bytes(image.read_raw_bytes())
    if filters[:-1] != ["/FlateDecode"]:
        return raw
    try:
        return zlib.decompressobj().decompress(raw, most)
    except zlib.error:
        return b""


def declared_size(image: pikepdf.Object) -> tuple[int, int]:
    """(width, height) that JPEG 2000 or JBIG2 data claim for themselves, whatever the PDF says; (1, 1) if nothing."""
    filters = filters_of(image)
    if not isinstance(image, pikepdf.Stream) or filters[-1:] not in (["/JPXDecode"], ["/JBIG2Decode"]):
        return 1, 1
    raw = bytes(image.read_raw_bytes())
    return _jpeg2000_size(raw) if filters[-1] == "/JPXDecode" else _jbig2_size(raw)


def jpeg_size(content: bytes) -> tuple[int, int]:
    """(width, height) from the start of the frame (ITU-T T.81, B.2.2); (1, 1) where there is none."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker in _JPEG_SIZED:
            height, width = (int.from_bytes(content[at + 5 + 2 * i : at + 7 + 2 * i], "big") for i in range(2))
            return max(width, 1), max(height, 1)
        alone = marker == 0xFF or 0xD0 <= marker <= 0xD8
        at += 1 if marker == 0xFF else 2 if alone else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 1, 1


def _jpeg2000_size(raw: bytes) -> tuple[int, int]:
    """From the SIZ marker segment (ISO/IEC 15444-1, A.5.1), which follows the start of the codestream at once."""
    at = raw.find(b"\xff\x4f\xff\x51")
    if at < 0 or at + 24 > len(raw):
        return 1, 1
    right, bottom, left, top = (int.from_bytes(raw[at + 8 + 4 * i : at + 12 + 4 * i], "big") for i in range(4))
    return max(right - left, 1), max(bottom - top, 1)


def _jbig2_size(raw: bytes) -> tuple[int, int]:
    """The largest of the page and its regions (ISO/IEC 14492, 7.2, 7.4.1, 7.4.8). An unknown height counts as 1."""
    at, most = 0, (1, 1)
    while at + 11 <= len(raw):
        flags, referred = raw[at + 4], raw[at + 5] >> 5
        number = int.from_bytes(raw[at : at + 4], "big")
        if referred == 7:  # the long form, for symbol dictionaries: the page's own segment stands before them
            break
        each = 1 if number <= 256 else 2 if number <= 65536 else 4
        head = at + 6 + referred * each + (4 if flags & 0x40 else 1)
        length = int.from_bytes(raw[head : head + 4], "big")
        if flags & 0x3F in _JBIG2_SIZED:
            width, height = (int.from_bytes(raw[head + 4 + 4 * i : head + 8 + 4 * i], "big") for i in range(2))
            size = max(width, 1), 1 if height == 0xFFFFFFFF else max(height, 1)
            most = max(most, size, key=lambda sides: sides[0] * sides[1])
        at = head + 4 + length
    return most
