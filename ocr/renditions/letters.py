"""The invisible text of a page: every word where it stands on the scan, however the page lies there.

Every letter of a copy has a number (CID) of its own from 1 on; one glyph without an outline stands for all of them, and
the ToUnicode map tells which letter it is, so that it is found and copied as NFC, whatever fonts the reader has.
"""

import math
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import zip_longest

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from ocr.page import Box, Line, Page
from ocr.renditions.glyphless import FONT_FILE, UNITS, WIDTH
from ocr.renditions.places import Point, on_scan
from ocr.renditions.sheets import Frame

FONT_NAME = "HosoGlyphless"
ASCENT, DESCENT = UNITS, -1  # a box is filled from edge to edge; poppler takes a descent of 0 for one not told
# A word that slopes less is set level in its own place: poppler, and what is built on it, breaks a word whose foot
# rises by half a point, and a search would no longer find it. The word is off by at most an eleventh of its own length.
_SLOPE = 10.0  # degrees
_GAP = 0.2  # of the height of writing; poppler joins words that stand nearer than 0.15, blank or not
_SMALLEST = 0.01  # points: what is smaller is no word

Numbers = Mapping[str, int]
"""CID of each letter."""


def shown(text: str) -> str:
    """NFC without control signs, lone surrogates and what is no character at all: fit for a PDF or XML."""
    text = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in text if sign >= " " and unicodedata.category(sign) not in ("Cc", "Cs", "Cn"))


def letter_numbers(pages: Iterable[Page]) -> dict[str, int]:
    """A CID for each letter of the pages, the blank between words among them."""
    letters = {" "}.union(*(shown(word.text) for page in pages for word in page.words))
    return {letter: cid for cid, letter in enumerate(sorted(letters), start=1)}


def text_layer(page: Page, frame: Frame, numbers: Numbers) -> bytes:
    """Content stream: render mode 3, line by line in reading order."""
    shows = [show for line in page.lines for show in _line(line, page, frame, numbers)]
    return b"\n".join([b"q BT 3 Tr", *shows, b"ET Q"]) + b"\n" if shows else b""


def _line(line: Line, page: Page, frame: Frame, numbers: Numbers) -> list[bytes]:
    """Words, and a blank that spans each gap: readers need not guess where a word ends."""
    shows = []
    for word, after in zip_longest(line.words, line.words[1:]):
        box = _parted(word.box, after.box) if after else word.box
        shows.append(_show(shown(word.text), box, page, frame, numbers))
        if after:
            gap = Box(box.right, box.top, max(after.box.left, box.right + 1), box.bottom)
            shows.append(_show(" ", gap, page, frame, numbers))
    return [show for show in shows if show]


def _parted(box: Box, after: Box) -> Box:
    """The word's box, cut back from the next one's by as much as readers take for a gap, at most by half of it."""
    gap = math.ceil(_GAP * max(box.height, after.height))
    return replace(box, right=max(min(box.right, after.left - gap), box.left + max(1, box.width // 2)))


def _show(text: str, box: Box, page: Page, frame: Frame, numbers: Numbers) -> bytes:
    """The text stretched over the box as it lies on the scan. Nothing for a box without a size."""
    right, up, (x, y) = _sides([frame.points(*corner) for corner in on_scan(box, page.to_scan)])
    length, height = math.hypot(*right), math.hypot(*up)
    if not text or min(length, height) < _SMALLEST:
        return b""
    along, upward = _directions(right, up)
    stretch = 100 * length / (height * len(text) * WIDTH / UNITS)  # percent
    start = (
        x - (along[0] * length + upward[0] * height) / 2,
        y - (along[1] * length + upward[1] * height) / 2,
    )
    matrix = " ".join(map(number, (*along, *upward, *start)))
    coded = "".join(f"{numbers[letter]:04X}" for letter in text)
    return f"/F {number(height)} Tf {number(stretch)} Tz {matrix} Tm <{coded}> Tj".encode()


def _sides(corners: list[Point]) -> tuple[Point, Point, Point]:
    """(along the writing, from its foot to its head, middle) of the parallelogram nearest to four corners."""
    (a, b), (c, d), (e, f), (g, h) = corners  # top left, top right, bottom right, bottom left
    right = (c + e - a - g) / 2, (d + f - b - h) / 2
    up = (a + c - e - g) / 2, (b + d - f - h) / 2
    return right, up, ((a + c + e + g) / 4, (b + d + f + h) / 4)


def _directions(right: Point, up: Point) -> tuple[Point, Point]:
    """Unit vectors along and up the writing, those of the nearest quarter turn where the slope is small."""
    angle = math.atan2(right[1], right[0])
    turns = round(angle / (math.pi / 2))
    if abs(math.degrees(angle) - 90 * turns) > _SLOPE:
        length, height = math.hypot(*right), math.hypot(*up)
        return (right[0] / length, right[1] / length), (up[0] / height, up[1] / height)
    along = ((1, 0), (0, 1), (-1, 0), (0, -1))[turns % 4]
    return along, (-along[1], along[0])


def number(value: float) -> str:
    """Without exponent or needless digits, neither of which PDF wants."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def font(numbers: Numbers, target: pikepdf.Pdf) -> pikepdf.Object:
    """The Type 0 font of these letters, embedded."""
    name = Name("/" + FONT_NAME)
    program = FONT_FILE.read_bytes()
    described = Dictionary(
        Type=Name.FontDescriptor, FontName=name, Flags=5, FontBBox=[0, DESCENT, WIDTH, ASCENT], ItalicAngle=0,
        Ascent=ASCENT, Descent=DESCENT, CapHeight=ASCENT, StemV=80,
        FontFile2=target.make_stream(program, Length1=len(program)),
    )  # fmt: skip
    glyphs = b"\0\0" + b"\0\1" * len(numbers)  # CID 0 is no letter; glyph 0 may not be shown
    descendant = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, FontDescriptor=target.make_indirect(described),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=target.make_stream(glyphs), DW=WIDTH,
    )  # fmt: skip
    whole = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([target.make_indirect(descendant)]), ToUnicode=target.make_stream(to_unicode(numbers)),
    )  # fmt: skip
    return target.make_indirect(whole)


def to_unicode(numbers: Numbers) -> bytes:
    """The CMap from CIDs to letters; at most a hundred to a block, as its format asks."""
    rows = [f"<{cid:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter, cid in numbers.items()]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    mapped = "\n".join("\n".join((f"{len(block)} beginbfchar", *block, "endbfchar")) for block in blocks)
    return f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{mapped}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
""".encode("ascii")
