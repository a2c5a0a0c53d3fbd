"""What a PDF carries besides its pages: signatures, programs, attachments, forms that draw themselves."""

import re

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
    Whether the signature holds is not asked here.
    """
    ranges = [tuple(int(number) for number in one.groups()) for one in _BYTE_RANGE.finditer(content)]
    if not ranges:
        return set()
    end = len(content.rstrip(b"\r\n\0 "))
    whole = any(start == 0 and second + length >= end for start, _, second, length in ranges)
    return {ScanFinding.SIGNED} if whole else {ScanFinding.SIGNED, ScanFinding.CHANGED_AFTER_SIGNING}


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
