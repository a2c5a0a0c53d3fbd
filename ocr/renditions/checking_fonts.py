"""What a font may not lack in PDF/A-2b: its program in the file, the glyphs that are shown, the widths it declares."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
_WIDTH_SLACK = 1.0  # thousandths of an em, ISO 19005-2, 6.2.11.5


@dataclass(slots=True)
class Shown:
    """What a content stream shows in one font."""

    texts: list[bytes] = field(default_factory=list)
    visible: bool = False  # some of it in a render mode other than 3


def font_faults(font: Any, shown: Shown) -> Iterator[str]:
    """Each fault as "clause: what is wrong". Glyphs and widths are looked up in fonts of type CIDFontType2 only."""
    kind = str(font.get("/Subtype"))
    if kind == "/Type3":
        return
    described = font.DescendantFonts[0] if kind == "/Type0" else font
    descriptor = described.get("/FontDescriptor")
    held = {} if descriptor is None else descriptor
    program = next((held[key] for key in _PROGRAMS if key in held), None)
    if program is None:
        # a font that is shown in render mode 3 only need not be there
        if shown.visible:
            yield "6.2.11.4.1: a font that is not embedded"
        return
    if kind == "/Type0" and str(described.get("/Subtype")) == "/CIDFontType2":
        yield from _cid_faults(font, described, bytes(program.read_bytes()), shown)


def _cid_faults(font: Any, described: Any, program: bytes, shown: Shown) -> Iterator[str]:
    if str(font.get("/Encoding")) not in ("/Identity-H", "/Identity-V"):
        return  # a CMap of its own: not looked into here
    if "/CIDToGIDMap" not in described:
        yield "6.2.11.3.2: an embedded font without CIDToGIDMap"
        return
    try:
        widths = _widths(program)
    except (struct.error, KeyError, IndexError, ZeroDivisionError):
        yield "6.2.11.4.1: a font program that cannot be read"
        return
    for cid in sorted({cid for text in shown.texts for (cid,) in struct.iter_unpack(">H", text[: len(text) // 2 * 2])}):
        glyph = _glyph(described.CIDToGIDMap, cid)
        if glyph == 0:
            yield "6.2.11.8: the glyph for missing letters is shown"
        elif glyph >= len(widths):
            yield "6.2.11.4.1: a glyph is shown that the font does not have"
        elif abs(widths[glyph] - _declared(described, cid)) > _WIDTH_SLACK:
            yield "6.2.11.5: the font's widths are not those declared"


def _glyph(mapping: Any, cid: int) -> int:
    if not isinstance(mapping, pikepdf.Stream):
        return cid
    (glyph,) = struct.unpack_from(">H", bytes(mapping.read_bytes()).ljust(2 * cid + 2, b"\0"), 2 * cid)
    return int(glyph)


def _declared(described: Any, cid: int) -> float:
    """Thousandths of an em, from /W (both of its ways of counting) or /DW."""
    rows = list(described.get("/W", []))
    while rows:
        first = int(rows.pop(0))
        second = rows.pop(0)
        if isinstance(second, pikepdf.Array):
            if first <= cid < first + len(second):
                return float(second[cid - first])
        elif first <= cid <= int(second):
            return float(rows.pop(0))
        else:
            rows.pop(0)
    return float(described.get("/DW", 1000))


def _widths(program: bytes) -> list[float]:
    """Thousandths of an em of each glyph of a TrueType font."""
    (count,) = struct.unpack_from(">H", program, 4)
    tables = {}
    for entry in range(count):
        tag, _, at, length = struct.unpack_from(">4sIII", program, 12 + 16 * entry)
        tables[tag] = program[at : at + length]
    (units,) = struct.unpack_from(">H", tables[b"head"], 18)
    (measured,) = struct.unpack_from(">H", tables[b"hhea"], 34)
    (glyphs,) = struct.unpack_from(">H", tables[b"maxp"], 4)
    advances = [struct.unpack_from(">H", tables[b"hmtx"], 4 * glyph)[0] * 1000 / units for glyph in range(measured)]
    return advances + advances[-1:] * (glyphs - measured)
