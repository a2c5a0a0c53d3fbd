"""Files within a PDF, taken out under limits: each may be a scan that the dossier needs, and none is trusted."""

import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

MOST_ATTACHMENTS = 20  # of one PDF
MOST_ATTACHED = 64 * 1024**2  # bytes of all together, unpacked
LONGEST_NAME = 120  # signs
_DAMAGED = (pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, OSError, zlib.error)


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str = field(repr=False)  # as the PDF tells it, without folders; NFC
    content: bytes = field(repr=False)


def attachments(pdf: pikepdf.Pdf) -> tuple[tuple[Attachment, ...], bool]:
    """The files within, and whether all of them: not one beyond the limits, nor one that cannot be unpacked.

    Those of the document (ISO 32000-1, 7.11.4) and those pinned to a page (12.5.6.15), each once.
    """
    found: list[Attachment] = []
    seen: set[tuple[int, int]] = set()
    left, whole = MOST_ATTACHED, True
    for name, stream in _streams(pdf):
        if stream.objgen in seen:
            continue
        if len(seen) == MOST_ATTACHMENTS:
            return tuple(found), False
        seen.add(stream.objgen)
        content = _unpacked(stream, left)
        if content is None:
            whole = False
        elif content:
            left -= len(content)
            found.append(Attachment(_plain(name) or f"dinh-kem-{len(seen)}", content))
    return tuple(found), whole


def _streams(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Stream]]:
    """(name, packed bytes), those of the document first."""
    for told in _specifications(pdf):
        try:
            held = told.get("/EF")
            stream = None if held is None else held.get("/UF", held.get("/F"))
            if isinstance(stream, pikepdf.Stream):
                yield str(told.get("/UF", told.get("/F", ""))), stream
        except _DAMAGED:
            continue


def _specifications(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    try:
        for one in pdf.attachments.values():
            yield one.obj
    except _DAMAGED:
        pass  # a name tree that is no tree: its files are told by the finding
    for page in pdf.pages:
        try:
            for note in page.obj.get("/Annots", ()):
                if note.get("/Subtype") == "/FileAttachment" and "/FS" in note:
                    yield note.FS
        except _DAMAGED:
            continue


def _unpacked(stream: pikepdf.Stream, most: int) -> bytes | None:
    """None for more than `most` bytes, damaged ones, and ways of packing that a file is not expected in."""
    try:
        packing = stream.get("/Filter")
        names = [str(name) for name in packing] if isinstance(packing, pikepdf.Array) else [str(packing)]
        if packing is None or not names:
            content = bytes(stream.read_raw_bytes())
        elif names == ["/FlateDecode"] and "/DecodeParms" not in stream:
            inflating = zlib.decompressobj()
            content = inflating.decompress(bytes(stream.read_raw_bytes()), most + 1)
            if len(content) <= most and not inflating.eof:
                return None
        else:
            return None
    except _DAMAGED:
        return None
    return content if len(content) <= most else None


def _plain(name: str) -> str:
    """A name to be shown, without folders or signs that control a screen."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable()).strip(" .")[-LONGEST_NAME:]
