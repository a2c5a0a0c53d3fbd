"""How much packed data would become, found out without keeping it."""

import zlib

import pikepdf

_CHUNK = 1 << 20


def unpacked_size(packed: bytes, most: int) -> int:
    """Bytes that deflated data unpack to; stops soon after `most`. Damaged data count as far as they go."""
    inflating = zlib.decompressobj()
    size = 0
    while packed and size <= most:
        try:
            size += len(inflating.decompress(packed, _CHUNK))
        except zlib.error:
            break
        packed = inflating.unconsumed_tail
    return size


def declared_size(image: pikepdf.Object) -> tuple[int, int]:
    """(width, height) that JPEG 2000 or JBIG2 data claim for themselves, whatever the PDF says; (1, 1) if nothing."""
    filters = image.get("/Filter")
    last = str(filters[-1]) if isinstance(filters, pikepdf.Array) and len(filters) else str(filters)
    if not isinstance(image, pikepdf.Stream) or last not in ("/JPXDecode", "/JBIG2Decode"):
        return 1, 1
    raw = bytes(image.read_raw_bytes())
    return _jpeg2000_size(raw) if last == "/JPXDecode" else _jbig2_size(raw)


def _jpeg2000_size(raw: bytes) -> tuple[int, int]:
    """From the SIZ marker segment (ISO/IEC 15444-1, A.5.1), which follows the start of the codestream at once."""
    at = raw.find(b"\xff\x4f\xff\x51")
    if at < 0 or at + 24 > len(raw):
        return 1, 1
    right, bottom, left, top = (int.from_bytes(raw[at + 8 + 4 * i : at + 12 + 4 * i], "big") for i in range(4))
    return max(right - left, 1), max(bottom - top, 1)


def _jbig2_size(raw: bytes) -> tuple[int, int]:
    """From the page information segment (ISO/IEC 14492, 7.2 and 7.4.8). An unknown height counts as 1."""
    at = 0
    while at + 11 <= len(raw):
        flags, referred = raw[at + 4], raw[at + 5] >> 5
        number = int.from_bytes(raw[at : at + 4], "big")
        if referred == 7:  # the long form, for symbol dictionaries: the page's own segment stands before them
            break
        each = 1 if number <= 256 else 2 if number <= 65536 else 4
        head = at + 6 + referred * each + (4 if flags & 0x40 else 1)
        length = int.from_bytes(raw[head : head + 4], "big")
        if flags & 0x3F == 48:
            width, height = (int.from_bytes(raw[head + 4 + 4 * i : head + 8 + 4 * i], "big") for i in range(2))
            return max(width, 1), 1 if height == 0xFFFFFFFF else max(height, 1)
        at = head + 4 + length
    return 1, 1
