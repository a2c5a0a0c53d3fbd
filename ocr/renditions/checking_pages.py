"""What a page may not show in PDF/A-2b: its boxes, colours, pictures, transparency, annotations; fonts beside it."""

from collections.abc import Iterator
from typing import Any

import pikepdf

from ocr.renditions.checking_fonts import Shown, font_faults

_SIDES = (3, 14_400)  # points
_BITS = (1, 2, 4, 8, 16)
_INTENTS = ("/AbsoluteColorimetric", "/RelativeColorimetric", "/Perceptual", "/Saturation")
_CHANNELS_OF = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}
_SETS_COLOUR = {"g": "/DeviceGray", "G": "/DeviceGray", "rg": "/DeviceRGB", "RG": "/DeviceRGB", "k": "/DeviceCMYK",
                "K": "/DeviceCMYK"}  # fmt: skip
_ANNOTATIONS = frozenset(
    ("/Text", "/Link", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
     "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/FileAttachment", "/Widget", "/PrinterMark",
     "/TrapNet", "/Watermark")
)  # fmt: skip
_WITHOUT_LOOK = ("/Popup", "/Link")
_HIDDEN, _PRINTED = 0b100011, 0b100  # flags of annotations: invisible, hidden, not on screen; printed
_DEEPEST = 12  # forms within forms
_MOST_SAVED = 28  # q within q, ISO 19005-2, 6.1.13


def page_faults(page: pikepdf.Page, document: pikepdf.Pdf) -> Iterator[str]:
    """Each fault as "clause: what is wrong"."""
    yield from _boxes(page)
    intended = _intended_channels(document)
    if page.obj.get("/Group") is not None and str(page.obj.Group.get("/S")) == "/Transparency":
        blended = intended or "/CS" in page.obj.Group
    else:
        blended = bool(intended)
    yield from _content(page.obj, page.resources, intended, bool(blended), 0)
    for annotation in page.obj.get("/Annots", []):
        yield from _annotation(annotation)


def _boxes(page: pikepdf.Page) -> Iterator[str]:
    for box in (page.mediabox, page.cropbox):
        left, bottom, right, top = (float(side) for side in box.as_list())
        if not all(_SIDES[0] <= abs(side) <= _SIDES[1] for side in (right - left, top - bottom)):
            yield "6.1.13: a side of a page is shorter than 3 or longer than 14400 units"


def _intended_channels(document: pikepdf.Pdf) -> int:
    """Channels of the output intent's profile, 0 without one."""
    for intent in document.Root.get("/OutputIntents", []):
        if isinstance(intent.get("/DestOutputProfile"), pikepdf.Stream):
            return int(intent.DestOutputProfile.get("/N", 0))
    return 0


def _content(drawn: Any, resources: Any, intended: int, blended: bool, depth: int) -> Iterator[str]:
    """A content stream and all that it may draw."""
    shown: dict[str, Shown] = {}
    yield from _operators(drawn, resources, intended, shown)
    for name, font in resources.get("/Font", {}).items():
        yield from font_faults(font, shown.get(name, Shown()))
    for space in resources.get("/ColorSpace", {}).values():
        yield from _space(space, intended)
    for state in resources.get("/ExtGState", {}).values():
        yield from _state(state, blended)
    for thing in resources.get("/XObject", {}).values():
        if str(thing.get("/Subtype")) == "/Image":
            yield from _image(thing, intended, blended)
        elif str(thing.get("/Subtype")) == "/Form" and depth < _DEEPEST:
            if "/OPI" in thing or "/Ref" in thing:
                yield "6.2.9: a form that stands for something outside"
            if "/Group" in thing and not blended:
                yield "6.2.10: transparency without a blending space"
            yield from _content(thing, thing.get("/Resources", resources), intended, blended, depth + 1)


def _operators(drawn: Any, resources: Any, intended: int, shown: dict[str, Shown]) -> Iterator[str]:
    font, mode, depth = "", 0, 0
    for instruction in pikepdf.parse_content_stream(drawn):
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            if bool(instruction.iimage.obj.get("/Interpolate", False)):
                yield "6.2.8: an interpolated picture"
            continue
        operands: list[Any] = list(instruction.operands)
        op = str(instruction.operator)
        depth += (op == "q") - (op == "Q")
        if depth > _MOST_SAVED:
            yield "6.1.13: graphics states nested deeper than 28"
        if op == "Tf":
            font = str(operands[0])
        elif op == "Tr":
            mode = int(operands[0])
        elif op in ("Tj", "'", '"', "TJ"):
            texts = operands[0] if op == "TJ" else operands[-1:]
            kept = shown.setdefault(font, Shown())
            kept.texts.extend(bytes(text) for text in texts if isinstance(text, pikepdf.String))
            kept.visible |= mode != 3
        elif op in _SETS_COLOUR:
            yield from _space(pikepdf.Name(_SETS_COLOUR[op]), intended)
        elif op in ("cs", "CS") and str(operands[0]) in _CHANNELS_OF:
            yield from _space(operands[0], intended)
        elif op == "ri" and str(operands[0]) not in _INTENTS:
            yield "6.2.6: an unknown rendering intent"


def _space(space: Any, intended: int) -> Iterator[str]:
    if isinstance(space, pikepdf.Array):
        family = str(space[0])
        if family == "/ICCBased":
            profile = bytes(space[1].read_bytes())
            channels = {b"GRAY": 1, b"RGB ": 3, b"Lab ": 3, b"CMYK": 4}.get(profile[16:20])
            if profile[36:40] != b"acsp" or channels != int(space[1].get("/N", 0)):
                yield "6.2.4.2: a colour space with a false ICC profile"
            return
        if family in ("/Indexed", "/Pattern") and len(space) > 1:
            yield from _space(space[1], intended)
        elif family in ("/Separation", "/DeviceN"):
            yield from _space(space[2], intended)
        return
    name = str(space)
    # gray means the same under any intent; colours only under an intent of their own kind
    if name in _CHANNELS_OF and (not intended or (name != "/DeviceGray" and _CHANNELS_OF[name] != intended)):
        yield f"6.2.4.3: {name[1:]} without an output intent that says what it means"


def _state(state: Any, blended: bool) -> Iterator[str]:
    if "/TR" in state or ("/TR2" in state and str(state.TR2) != "/Default") or "/HTP" in state:
        yield "6.2.5: a transfer function or halftone phase"
    opaque = float(state.get("/CA", 1)) == 1 and float(state.get("/ca", 1)) == 1
    opaque = opaque and str(state.get("/SMask", "/None")) == "/None"
    plain = str(state.get("/BM", "/Normal")) in ("/Normal", "/Compatible")
    if not (opaque and plain) and not blended:
        yield "6.2.10: transparency without a blending space"


def _image(image: Any, intended: int, blended: bool) -> Iterator[str]:
    if "/Alternates" in image or "/OPI" in image:
        yield "6.2.8: a picture that stands for another"
    if bool(image.get("/Interpolate", False)):
        yield "6.2.8: an interpolated picture"
    if "/Intent" in image and str(image.Intent) not in _INTENTS:
        yield "6.2.6: an unknown rendering intent"
    if "/BitsPerComponent" in image and int(image.BitsPerComponent) not in _BITS:
        yield "6.2.8: a picture of an unknown depth"
    if "/SMask" in image and not blended:
        yield "6.2.10: transparency without a blending space"
    if "/ColorSpace" in image:
        yield from _space(image.ColorSpace, intended)


def _annotation(annotation: Any) -> Iterator[str]:
    kind = str(annotation.get("/Subtype"))
    if kind not in _ANNOTATIONS:
        yield f"6.3.1: annotation {kind[1:]}"
    flags = int(annotation.get("/F", 0))
    if kind != "/Popup" and ((flags & _HIDDEN) or not flags & _PRINTED):
        yield "6.3.2: an annotation that is not shown or not printed"
    if kind not in _WITHOUT_LOOK and "/AP" not in annotation:
        yield "6.3.3: an annotation without an appearance"
