"""What keeps a PDF from being PDF/A-2b: the main rules of ISO 19005-2:2011, each fault with its clause.

It stands in for a full validator, of which there is none in Python: it holds the copies made here, and finds the
usual faults of others', but its silence about a foreign file is no certificate.
"""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import pikepdf

from ocr.renditions.checking_pages import page_faults

_XMP_SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_INFO_IN_XMP = {
    "/Title": "dc:title", "/Author": "dc:creator", "/Subject": "dc:description", "/Keywords": "pdf:Keywords",
    "/Creator": "xmp:CreatorTool", "/Producer": "pdf:Producer", "/CreationDate": "xmp:CreateDate",
    "/ModDate": "xmp:ModifyDate",
}  # fmt: skip
_FORBIDDEN_ACTIONS = frozenset(
    ("/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition", "/Trans",
     "/GoTo3DView", "/JavaScript")
)  # fmt: skip
_NAMED_ACTIONS = frozenset(("/NextPage", "/PrevPage", "/FirstPage", "/LastPage"))
_FORBIDDEN_FILTERS = frozenset(("/LZWDecode", "/Crypt"))
_PROFILE_CLASSES = (b"mntr", b"prtr")


def faults(content: bytes) -> tuple[str, ...]:
    """Each fault as "clause: what is wrong", sorted; empty for a file that keeps the rules checked here."""
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as document:
            if document.is_encrypted:
                return ("6.1.3: the file is encrypted",)
            found = {fault for rule in _RULES for fault in rule(content, document)}
            return tuple(sorted(found))
    except pikepdf.PdfError as error:
        return (f"6.1: not a sound PDF ({type(error).__name__})",)


def _frame_of_the_file(content: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7](\r\n?|\n)%[\x80-\xff]{4}", content):
        yield "6.1.2: the header is not that of PDF 1.n with four high bytes in a comment after it"
    if "/ID" not in document.trailer:
        yield "6.1.3: the trailer has no ID"
    if not re.search(rb"%%EOF(\r\n?|\n)?$", content[-16:]):
        yield "6.1.3: data after the end marker"
    if re.search(rb"[^\r\n]endstream", content):
        yield "6.1.7.1: no end of line before endstream"


def _streams(content: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    for thing in document.objects:
        if not isinstance(thing, pikepdf.Stream):
            continue
        if {"/F", "/FFilter", "/FDecodeParms"} & set(thing.keys()):
            yield "6.1.7.1: a stream lies outside the file"
        filters = thing.get("/Filter", pikepdf.Array())
        names = {str(name) for name in filters} if isinstance(filters, pikepdf.Array) else {str(filters)}
        for name in names & _FORBIDDEN_FILTERS:
            yield f"6.1.7.2: a stream is coded by {name[1:]}"
        if str(thing.get("/Subtype")) == "/PS" or "/PS" in thing:
            yield "6.2.9: PostScript"


def _output_intent(content: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    intents = [one for one in document.Root.get("/OutputIntents", []) if str(one.get("/S")) == "/GTS_PDFA1"]
    if not intents:
        yield "6.2.3: no PDF/A output intent"
        return
    profiles: list[Any] = [one.get("/DestOutputProfile") for one in intents]
    if not all(isinstance(profile, pikepdf.Stream) for profile in profiles):
        yield "6.2.3: an output intent without a profile"
        return
    if len({profile.objgen for profile in profiles}) > 1:
        yield "6.2.3: output intents with different profiles"
    profile = bytes(profiles[0].read_bytes())
    whole = len(profile) >= 128 and int.from_bytes(profile[:4], "big") == len(profile)
    if not whole or profile[36:40] != b"acsp" or profile[8] > 4 or profile[12:16] not in _PROFILE_CLASSES:
        yield "6.2.3: the profile is no ICC profile of a screen or printer"
    elif {b"GRAY": 1, b"RGB ": 3, b"CMYK": 4}.get(profile[16:20]) != int(profiles[0].get("/N", 0)):
        yield "6.2.3: the profile has not as many channels as it is said to have"


def _catalog(content: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    root = document.Root
    if not {str(name) for name in root.get("/Perms", {})} <= {"/DocMDP", "/UR3"}:
        yield "6.1.12: permissions other than of signatures"
    if "/AA" in root or any("/AA" in page.obj for page in document.pages):
        yield "6.5.2: actions of document or page"
    if "/Requirements" in root or "/NeedsRendering" in root:
        yield "6.4.2: the document asks for more than a reader"
    names: Any = root.get("/Names", {})
    dictionaries = (thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary))
    if "/EmbeddedFiles" in names or any("/EF" in thing for thing in dictionaries):
        yield "6.8: embedded files"
    if "/JavaScript" in names:
        yield "6.5.1: JavaScript"
    if "/AlternatePresentations" in names or any("/PresSteps" in page.obj for page in document.pages):
        yield "6.10: alternate presentations"
    form: Any = root.get("/AcroForm", {})
    if "/XFA" in form or bool(form.get("/NeedAppearances", False)):
        yield "6.4: a form that a reader must compose"


def _actions(content: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    for thing in document.objects:
        if not isinstance(thing, pikepdf.Dictionary):
            continue
        action: Any
        for action in (thing, thing.get("/A"), thing.get("/OpenAction")):
            kind = str(action.get("/S")) if isinstance(action, pikepdf.Dictionary) else ""
            if kind in _FORBIDDEN_ACTIONS:
                yield f"6.5.1: action {kind[1:]}"
            elif kind == "/Named" and str(action.get("/N")) not in _NAMED_ACTIONS:
                yield "6.5.1: a named action of a reader's own"


def _metadata(content: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    stream = document.Root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream) or str(stream.get("/Subtype")) != "/XML":
        yield "6.6.2.1: no XMP metadata"
        return
    packet = bytes(stream.read_bytes())
    if re.search(rb"<\?xpacket begin=[^>]*(bytes|encoding)=", packet):
        yield "6.6.2.1: the XMP packet has a forbidden attribute"
    try:
        tree = ElementTree.fromstring(packet.strip())
    except ElementTree.ParseError:
        yield "6.6.2.1: the XMP metadata are not XML"
        return
    if _property(tree, "pdfaid:part") != "2" or _property(tree, "pdfaid:conformance") not in ("A", "B", "U"):
        yield "6.6.4: the metadata do not claim PDF/A-2"
    for key, name in _INFO_IN_XMP.items():
        if key in document.docinfo and _property(tree, name) != _as_xmp(str(document.docinfo[key])):
            yield f"6.6.3: {key[1:]} of the information dictionary and of the XMP metadata differ"


def _property(tree: ElementTree.Element, name: str) -> str | None:
    """A property of the document, be it an element, a list of one, or an attribute."""
    space, _, local = name.partition(":")
    full = f"{{{_XMP_SPACES[space]}}}{local}"
    for described in tree.iter(f"{{{_XMP_SPACES['rdf']}}}Description"):
        if full in described.attrib:
            return described.attrib[full]
        if (element := described.find(full)) is not None:
            return "".join(element.itertext()).strip()
    return None


def _as_xmp(told: str) -> str:
    """`D:20251122080000+07'00'` as `2025-11-22T08:00:00+07:00`; anything else as it is."""
    if not (date := re.fullmatch(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z|([+-]\d\d)'(\d\d)'?)?", told)):
        return told
    year, month, day, hour, minute, second, zone, hours, minutes = date.groups()
    ending = f"{hours}:{minutes}" if hours else zone or ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{ending}"


def _pages(content: bytes, document: pikepdf.Pdf) -> Iterator[str]:
    for page in document.pages:
        yield from page_faults(page, document)


_RULES: tuple[Callable[[bytes, pikepdf.Pdf], Iterator[str]], ...] = (
    _frame_of_the_file, _streams, _output_intent, _catalog, _actions, _metadata, _pages,
)  # fmt: skip
