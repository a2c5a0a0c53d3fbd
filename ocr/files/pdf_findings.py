"""What a PDF carries besides its pages: signatures, programs, attachments, forms that draw themselves."""

import io
import re
from contextlib import suppress

import pikepdf

from ocr.files.scan_finding import ScanFinding

MOST_OBJECTS = 200_000  # looked at; a scan of 500 pages has some 2,000
# in the spelling that qpdf gives names: an escaped /J#53 is /JS here
_NAMES = {
    ScanFinding.JAVASCRIPT: re.compile(rb"/(JavaScript|JS)\b"),
    ScanFinding.LAUNCH_ACTION: re.compile(rb"/S\s*/(Launch|SubmitForm|ImportData|GoToE)\b"),
    ScanFinding.EMBEDDED_FILES: re.compile(rb"/(EmbeddedFiles?|EF|RichMedia)\b"),
    ScanFinding.XFA: re.compile(rb"/XFA\b"),
}
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")


def pdf_findings(pdf: pikepdf.Pdf, content: bytes) -> tuple[ScanFinding, ...]:
    """What was found, in the order of the enum. `content`: the file as it came, for what its signatures cover."""
    found = set(_carried(pdf))
    if pdf.is_encrypted:
        found.add(ScanFinding.OWNER_PASSWORD)
    found |= signature_findings(content)
    return tuple(finding for finding in ScanFinding if finding in found)


def signature_findings(content: bytes) -> set[ScanFinding]:
    """SIGNED, and CHANGED_AFTER_SIGNING where no signature covers the file to its end.

    ISO 32000-1, 12.8.1: /ByteRange names the bytes that a signature covers, all but the signature's own value.
    Whether the signature holds is not asked here. What a signing service adds later to prove it is no change.
    """
    ranges = [tuple(int(number) for number in one.groups()) for one in _BYTE_RANGE.finditer(content)]
    if not ranges:
        return set()
    end = len(content.rstrip(b"\r\n\0 "))
    covered = max((second + length for start, _, second, length in ranges if start == 0), default=0)
    whole = covered >= end
    with suppress(pikepdf.PdfError, ValueError, RuntimeError, AttributeError, TypeError):  # broken: it was changed
        whole = whole or (covered > 0 and _only_proofs_added(content, covered))
    return {ScanFinding.SIGNED} if whole else {ScanFinding.SIGNED, ScanFinding.CHANGED_AFTER_SIGNING}


def _only_proofs_added(content: bytes, covered: int) -> bool:
    """Whether all that follows the signed bytes is a Document Security Store (ETSI EN 319 142-1, 5.4.2): certificates
    and answers about them. Then every object that was signed is as it was, and the catalog but for its /DSS."""
    earlier = pikepdf.open(io.BytesIO(content[:covered]), attempt_recovery=False)
    with earlier as signed, pikepdf.open(io.BytesIO(content), attempt_recovery=False) as later:
        root = signed.Root.objgen
        if "/DSS" not in later.Root or root != later.Root.objgen or len(signed.objects) > MOST_OBJECTS:
            return False
        others = (one for one in signed.objects if one.objgen not in (root, (0, 0)))
        unchanged = all(_whole(one) == _whole(later.get_object(one.objgen)) for one in others)
        return unchanged and _but_for_proofs(signed.Root) == _but_for_proofs(later.Root)


def _whole(one: pikepdf.Object) -> bytes:
    return _written(one) + (bytes(one.read_raw_bytes()) if isinstance(one, pikepdf.Stream) else b"")


def _but_for_proofs(catalog: pikepdf.Object) -> dict[str, bytes]:
    return {
        name: held.unparse() if isinstance(held, pikepdf.Object) else repr(held).encode()
        for name, held in catalog.items()
        if name not in ("/DSS", "/Extensions", "/Version")
    }


def _carried(pdf: pikepdf.Pdf) -> set[ScanFinding]:
    found: set[ScanFinding] = set()
    for count, one in enumerate(pdf.objects):
        if count == MOST_OBJECTS or len(found) == len(_NAMES):
            break
        written = _written(one)
        found |= {finding for finding, name in _NAMES.items() if name.search(written)}
    return found


def _written(one: pikepdf.Object) -> bytes:
    """An object as qpdf writes it; of a stream the dictionary only."""
    try:
        if isinstance(one, pikepdf.Stream):
            return bytes(one.stream_dict.unparse())
        return bytes(one.unparse(resolved=True))
    except (pikepdf.PdfError, ValueError, RuntimeError, AttributeError):
        return b""
