"""Pages as hOCR 1.2, one file for a scan: words in px of the scan's own pages, with confidence."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from ocr.page import Line, Page
from ocr.renditions.alto import Size, leaning
from ocr.renditions.letters import shown
from ocr.renditions.places import around, on_scan

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="vi" lang="vi">
 <head>
  <title></title>
  <meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>
  <meta name="ocr-system" content={engine}/>
  <meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_line ocrx_word ocrp_wconf"/>
  <meta name="ocr-number-of-pages" content="{count}"/>
 </head>
 <body>
"""
_FOOT = " </body>\n</html>\n"


def hocr(pages: Iterable[tuple[Page, Size]]) -> str:
    """The document. A turned line tells its angle (`textangle`), a confidence is 0..100 (`x_wconf`)."""
    pages = tuple(pages)
    engine = quoteattr("; ".join(["Hoso", *sorted({shown(page.engine) for page, _ in pages})]))
    drawn = [part for page, size in pages for part in _page(page, size)]
    return _HEAD.format(engine=engine, count=len(pages)) + "".join(drawn) + _FOOT


def _page(page: Page, size: Size) -> list[str]:
    key = f"page_{page.number}"
    title = f"bbox 0 0 {size[0]} {size[1]}; ppageno {page.number - 1}; scan_res {page.dpi} {page.dpi}"
    parts = [f'  <div class="ocr_page" id="{key}" title="{title}">\n']
    if page.lines:
        corners = [corner for line in page.lines for corner in on_scan(line.box, page.to_scan)]
        parts.append(f'   <div class="ocr_carea" id="{key}_area" title="{_bbox(corners, size)}">\n')
        angle = leaning(page)
        parts += [_line(f"{key}_line_{number}", line, page, size, angle) for number, line in enumerate(page.lines, 1)]
        parts.append("   </div>\n")
    return [*parts, "  </div>\n"]


def _line(key: str, line: Line, page: Page, size: Size, angle: float) -> str:
    turned = f"; textangle {angle:g}" if angle else ""
    words = []
    for number, word in enumerate(line.words, start=1):
        sure = round(100 * min(max(word.confidence, 0.0), 1.0))
        title = f"{_bbox(on_scan(word.box, page.to_scan), size)}; x_wconf {sure}"
        text = escape(shown(word.text))
        words.append(f'     <span class="ocrx_word" id="{key}_word_{number}" title="{title}">{text}</span>\n')
    title = _bbox(on_scan(line.box, page.to_scan), size) + turned
    return f'    <span class="ocr_line" id="{key}" title="{title}">\n{"".join(words)}    </span>\n'


def _bbox(corners: Iterable[tuple[float, float]], size: Size) -> str:
    box = around(tuple(corners), *size)
    return f"bbox {box.left} {box.top} {box.right} {box.bottom}"
