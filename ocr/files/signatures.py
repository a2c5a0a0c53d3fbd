"""Which format bytes are in, by their signature alone, and which bytes are more than one format at once."""

from enum import Enum

from errors import ScanRefused
from ocr.files.refusal import Refusal

PREAMBLE = 1024  # bytes before "%PDF-" that readers of PDF allow
ZIP_END = b"PK\x05\x06"
ZIP_TAIL = 65_557  # bytes: the end record of a ZIP and its longest comment
TAIL = 65_536  # bytes at the end of a file in which another format's beginning is looked for


class Kind(Enum):
    """A format that is taken in, told by content; the file's name says nothing."""

    PDF = "application/pdf"
    TIFF = "image/tiff"
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"


_JPEG2000 = (b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
_VIDEO = (b"\x1aE\xdf\xa3", b"FLV\x01", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"0&\xb2u\x8ef\xcf\x11")
_STILL_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
_MOVIE_BOXES = (b"moov", b"mdat", b"wide", b"free", b"skip")  # with which an old QuickTime film begins
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"GIF8", b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"BM", b"Rar!", b"7z\xbc\xaf")
_CODE = (b"/*", b"<", b"=", b";", b"{", b"\x00")  # no scanner's greeting has them; pages and programs do
_BEGINNINGS = (b"%PDF-", b"PK\x03\x04", b"<script", b"<html", b"<?php", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")


def kind_of(content: bytes) -> Kind:
    """The format by its signature. Raises ScanRefused: EMPTY, NOT_A_SCAN, HEIC, VIDEO, UNSUPPORTED_CODING."""
    if not content:
        raise ScanRefused(Refusal.EMPTY)
    kind = _image_kind(content)
    if kind is not None:
        return kind
    _refuse_known(content)
    if content[:2] == b"PK":  # an archive may hold a PDF, whose signature then stands near the beginning of it
        raise ScanRefused(Refusal.NOT_A_SCAN)
    if b"%PDF-" in content[:PREAMBLE]:
        return Kind.PDF
    raise ScanRefused(Refusal.NOT_A_SCAN)


def _image_kind(content: bytes) -> Kind | None:
    if content[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return Kind.TIFF
    if content[:3] == b"\xff\xd8\xff":
        return Kind.JPEG
    if content[:8] == b"\x89PNG\r\n\x1a\n":
        return Kind.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP
    return None


def _refuse_known(content: bytes) -> None:
    """What people send instead of scans gets a sentence of its own."""
    if content[4:8] == b"ftyp":  # one container for phones' photos and films
        brands = content[8:12], *(content[at : at + 4] for at in range(16, min(len(content), 64), 4))
        raise ScanRefused(Refusal.HEIC if any(brand in _STILL_BRANDS for brand in brands) else Refusal.VIDEO)
    if content.startswith(_VIDEO) or (content[:4] == b"RIFF" and content[8:12] == b"AVI "):
        raise ScanRefused(Refusal.VIDEO)
    if content[4:8] in _MOVIE_BOXES:
        raise ScanRefused(Refusal.VIDEO)
    if content.startswith(_JPEG2000):
        raise ScanRefused(Refusal.UNSUPPORTED_CODING, "JPEG 2000")


def refuse_polyglot(content: bytes, kind: Kind) -> None:
    """Raise ScanRefused(POLYGLOT) for bytes that another program would open as something else."""
    if kind is Kind.PDF:
        preamble = content[: content.find(b"%PDF-")]
        if preamble.startswith(_PROGRAMS) or any(sign in preamble for sign in _CODE):
            raise ScanRefused(Refusal.POLYGLOT, "something else stands before the PDF")
        end = content.rfind(b"%%EOF")
        tail = content[end:][:TAIL] if end >= 0 else b""
    else:
        if b"%PDF-" in content[:PREAMBLE]:
            raise ScanRefused(Refusal.POLYGLOT, "an image that readers of PDF open too")
        tail = after_end(content, kind)
    if _is_zip_too(content):
        raise ScanRefused(Refusal.POLYGLOT, "a ZIP lies at the end")
    lower = tail.lower()
    if any(beginning.lower() in lower for beginning in _BEGINNINGS):
        raise ScanRefused(Refusal.POLYGLOT, "something else stands after the end")


def _is_zip_too(content: bytes) -> bool:
    """Whether a program for ZIPs would find the end record it looks for, and the directory that it names."""
    at = content.rfind(ZIP_END, max(0, len(content) - ZIP_TAIL))
    if at < 0 or at + 22 > len(content):
        return False
    size = int.from_bytes(content[at + 12 : at + 16], "little")
    return at + 22 + int.from_bytes(content[at + 20 : at + 22], "little") == len(content) and (
        content[at - size : at - size + 4] == b"PK\x01\x02" or size in (0, 0xFFFFFFFF)
    )


def after_end(content: bytes, kind: Kind) -> bytes:
    """What lies behind the end of an image that has an end; empty for a TIFF, whose parts lie in any order."""
    if kind is Kind.JPEG:
        end = content.rfind(b"\xff\xd9")
        return content[end + 2 :][:TAIL] if end > 0 else b""
    if kind is Kind.PNG:
        return content[png_end(content) :][:TAIL] if png_end(content) else b""
    if kind is Kind.WEBP:
        return content[8 + int.from_bytes(content[4:8], "little") :][:TAIL]
    return b""


def jpeg_ends(content: bytes) -> bool:
    """Whether an end marker follows the start of the picture's own scan; a thumbnail in the header has one too."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xDA:
            return content.rfind(b"\xff\xd9", at) > 0
        alone = marker == 0xFF or 0xD0 <= marker <= 0xD8
        at += 1 if marker == 0xFF else 2 if alone else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return False


def png_end(content: bytes) -> int:
    """The place behind the end chunk; 0 where there is none."""
    at = 8
    while at + 12 <= len(content):
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        at += 12 + length
        if name == b"IEND":
            return at if at <= len(content) else 0
    return 0


def webp_ends(content: bytes) -> bool:
    return 8 + int.from_bytes(content[4:8], "little") <= len(content)
