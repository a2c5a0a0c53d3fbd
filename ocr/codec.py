"""`Page` as JSON and back: compact, the same bytes for the same page, so that it can be stored under its digest."""

import json

from ocr.page import Box, Code, CodeKind, Line, Page, Tick, Word

FORMAT = 1
"""Raised whenever the shape changes; an older shape is refused, never guessed at."""


def page_to_json(page: Page) -> str:
    """A box is [left, top, right, bottom], a word [text, box, confidence], a line its words, a tick [box, inked]."""
    held = {
        "format": FORMAT,
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "dpi": page.dpi,
        "turned": page.turned,
        "skew": page.skew,
        "to_scan": list(page.to_scan),
        "lines": [[[word.text, _numbers(word.box), word.confidence] for word in line.words] for line in page.lines],
        "codes": [[code.kind.name, code.text, _numbers(code.box)] for code in page.codes],
        "cells": [_numbers(cell) for cell in page.cells],
        "engine": page.engine,
    }
    if page.ticks:  # most pages have none, and are written as they were before ticks were looked for
        held["ticks"] = [[_numbers(tick.box), tick.inked] for tick in page.ticks]
    return json.dumps(held, ensure_ascii=False, separators=(",", ":"))


def page_from_json(text: str) -> Page:
    """The page as it was. Raises ValueError for anything that `page_to_json` did not write."""
    try:
        held = json.loads(text)
        if held.pop("format") != FORMAT:
            raise ValueError("a page of another format")
        lines = tuple(Line(tuple(_word(*word) for word in line)) for line in held.pop("lines"))
        codes = tuple(Code(CodeKind[kind], payload, Box(*box)) for kind, payload, box in held.pop("codes"))
        cells = tuple(Box(*cell) for cell in held.pop("cells"))
        ticks = tuple(Tick(Box(*box), inked) for box, inked in held.pop("ticks", ()))
        to_scan = tuple(float(number) for number in held.pop("to_scan"))
        page = Page(to_scan=to_scan, lines=lines, codes=codes, cells=cells, ticks=ticks, **held)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not a stored page: {type(error).__name__}") from None
    if len(page.to_scan) != 9 or not all(line.words for line in page.lines):
        raise ValueError("not a stored page")
    return page


def _numbers(box: Box) -> list[int]:
    return [box.left, box.top, box.right, box.bottom]


def _word(text: str, box: list[int], confidence: float) -> Word:
    return Word(text, Box(*box), confidence)
