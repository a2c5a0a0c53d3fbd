"""Makes `glyphless.ttf`, the font of invisible text: `python -m ocr.renditions.glyphless` writes it again.

It holds two glyphs, neither with an outline: 0, which PDF/A forbids to show (ISO 19005-2, 6.2.11.8), and 1, half as
wide as it is high, which stands for every letter. What the letter is, the PDF's own ToUnicode map tells.
"""

import struct
from pathlib import Path

FONT_FILE = Path(__file__).with_suffix(".ttf")
UNITS = 1000  # to the em
WIDTH = 500  # units, of either glyph
MAGIC = 0xB1B0AFBA  # whole-file checksum that every TrueType font has
_MADE = 3_029_529_600  # seconds from 1904 to 2000-01-01: no clock gets into the font


def font() -> bytes:
    """The font's bytes, always the same: the tables that ISO 32000-1, 9.9 asks of a CIDFontType2, no others."""
    tables = {
        b"glyf": b"\0\0\0\0",  # no outline; some readers refuse a table without a byte
        b"head": _head(0),
        b"hhea": struct.pack(">IhhhHhhhhhh8xhH", 0x10000, UNITS, 0, 0, WIDTH, 0, 0, WIDTH, 1, 0, 0, 0, 2),
        b"hmtx": struct.pack(">HhHh", WIDTH, 0, WIDTH, 0),
        b"loca": struct.pack(">HHH", 0, 0, 0),
        b"maxp": struct.pack(">IH26x", 0x10000, 2),
    }
    whole = _file(tables)
    tables[b"head"] = _head((MAGIC - _checksum(whole)) & 0xFFFFFFFF)
    return _file(tables, {b"head": _checksum(_head(0))})


def _head(adjustment: int) -> bytes:
    """Flags: baseline at y 0, left side at x 0; short loca."""
    head = struct.pack(">IIIIHHqq", 0x10000, 0x10000, adjustment, 0x5F0F3CF5, 0b11, UNITS, _MADE, _MADE)
    return head + struct.pack(">hhhhHHhhh", 0, 0, WIDTH, UNITS, 0, 3, 2, 0, 0)


def _file(tables: dict[bytes, bytes], checksums: dict[bytes, int] | None = None) -> bytes:
    """A TrueType file of these tables. `head` is summed up as if its own adjustment were 0, as its format has it."""
    count = len(tables)
    power = count.bit_length() - 1
    directory = struct.pack(">IHHHH", 0x10000, count, 16 << power, power, 16 * count - (16 << power))
    at, bodies = 12 + 16 * count, b""
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        checksum = (checksums or {}).get(tag, _checksum(table))
        directory += tag + struct.pack(">III", checksum, at + len(bodies), len(table))
        bodies += padded
    return directory + bodies


def _checksum(table: bytes) -> int:
    padded = table + b"\0" * (-len(table) % 4)
    return sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF


if __name__ == "__main__":
    FONT_FILE.write_bytes(font())
