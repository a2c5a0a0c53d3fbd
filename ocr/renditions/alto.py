"""Pages as ALTO 4 (Library of Congress), one file for a scan: words in px of the scan's own pages, with confidence."""

import math
from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from ocr.page import Box, Line, Page, Word
from ocr.renditions.letters import shown
from ocr.renditions.places import Corners, around, is_level, on_scan

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
SCHEMA = "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"

Size = tuple[int, int]
"""(width, height) px of a scan's page, as `ocr.renditions.sheets.size` tells it."""


def alto(pages: Iterable[tuple[Page, Size]]) -> str:
    """The document. A word that lies turned or aslant on the scan has its four corners as a polygon beside its box."""
    pages = tuple(pages)
    location = {f"{{{_INSTANCE}}}schemaLocation": f"{NAMESPACE} {SCHEMA}"}
    ElementTree.register_namespace("xsi", _INSTANCE)
    root = Element("alto", {"xmlns": NAMESPACE, **location})
    _describe(SubElement(root, "Description"), sorted({page.engine for page, _ in pages}))
    layout = SubElement(root, "Layout")
    for page, size in pages:
        _page(layout, page, size)
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _describe(description: Element, engines: list[str]) -> None:
    SubElement(description, "MeasurementUnit").text = "pixel"
    for number, engine in enumerate(engines, start=1):
        processing = SubElement(description, "Processing", ID=f"reading_{number}")
        software = SubElement(processing, "processingSoftware")
        SubElement(software, "softwareName").text = "Hoso"
        SubElement(software, "applicationDescription").text = shown(engine)


def _page(layout: Element, page: Page, size: Size) -> None:
    width, height = size
    key = f"page_{page.number}"
    drawn = SubElement(layout, "Page", ID=key, PHYSICAL_IMG_NR=str(page.number), WIDTH=str(width), HEIGHT=str(height))
    space = SubElement(drawn, "PrintSpace", HPOS="0", VPOS="0", WIDTH=str(width), HEIGHT=str(height))
    if not page.lines:
        return
    whole = around([corner for line in page.lines for corner in on_scan(line.box, page.to_scan)], *size)
    turned = {"ROTATION": f"{angle:g}"} if (angle := leaning(page)) else {}
    block = SubElement(space, "TextBlock", {"ID": f"{key}_block", **_place(whole), **turned, "LANG": "vi"})
    for number, line in enumerate(page.lines, start=1):
        _line(block, f"{key}_line_{number}", line, page, size)


def _line(block: Element, key: str, line: Line, page: Page, size: Size) -> None:
    corners = on_scan(line.box, page.to_scan)
    drawn = SubElement(block, "TextLine", {"ID": key, **_place(around(corners, *size))})
    _shape(drawn, corners)
    for number, word in enumerate(line.words, start=1):
        if number > 1:
            SubElement(drawn, "SP")
        _word(drawn, f"{key}_word_{number}", word, page, size)


def _word(line: Element, key: str, word: Word, page: Page, size: Size) -> None:
    corners = on_scan(word.box, page.to_scan)
    confidence = f"{min(max(word.confidence, 0.0), 1.0):.4g}"
    told = {"ID": key, "CONTENT": shown(word.text), **_place(around(corners, *size)), "WC": confidence}
    _shape(SubElement(line, "String", told), corners)


def _place(box: Box) -> dict[str, str]:
    return {"HPOS": str(box.left), "VPOS": str(box.top), "WIDTH": str(box.width), "HEIGHT": str(box.height)}


def _shape(drawn: Element, corners: Corners) -> None:
    if not is_level(corners):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
        SubElement(SubElement(drawn, "Shape"), "Polygon", POINTS=points)


def leaning(page: Page) -> float:
    """Degrees counterclockwise, 0..360, to which the writing is turned on the scan, in the middle of the page."""
    left, top = page.width // 2, page.height // 2
    (x, y), (right, down), *_ = on_scan(Box(left, top, left + 100, top + 1), page.to_scan)
    return round(math.degrees(math.atan2(y - down, right - x)) % 360, 2) % 360
