"""`ScanVerdict` as JSON and back. It holds measures and digests of images, nothing of what they show."""

import json
from dataclasses import asdict
from typing import Any

from ocr.verdict.verdict import Fault, Measures, PageVerdict, ScanVerdict, Side

FORMAT = 2
"""Raised whenever the shape changes. 1 had neither the count of pages nor the digests of their images."""


def verdict_to_json(verdict: ScanVerdict) -> str:
    """Grades and sentences stand beside the facts from which they follow, for whoever reads the table without us."""
    return json.dumps(
        {
            "format": FORMAT,
            "grade": verdict.grade.name,
            "count": verdict.count,
            "pages": [_page(page) for page in verdict.pages],
        },
        ensure_ascii=False,
    )


def verdict_from_json(text: str) -> ScanVerdict:
    """The verdict as it was. Raises ValueError for anything that `verdict_to_json` did not write."""
    try:
        held = json.loads(text)
        if held["format"] not in (1, FORMAT):
            raise ValueError("a verdict of another format")
        pages = tuple(_read(**page) for page in held["pages"])
        return ScanVerdict(pages, held.get("count", 0))
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not a stored verdict: {type(error).__name__}") from None


def _page(page: PageVerdict) -> dict[str, Any]:
    measures = {name: round(value, 4) if isinstance(value, float) else value for name, value in _measures(page)}
    return {
        "number": page.number,
        "dpi": page.dpi,
        "grade": page.grade.name,
        "faults": [fault.name for fault in page.faults],
        "sentences": list(page.sentences),
        "measures": {**measures, "cut": [side.name for side in page.measures.cut]},
        "repeats": list(page.repeats) if page.repeats else None,
        "image": page.image,
    }


def _measures(page: PageVerdict) -> list[tuple[str, Any]]:
    return list(asdict(page.measures).items())


def _read(
    number: int,
    dpi: int,
    faults: list[str],
    measures: dict[str, Any],
    repeats: list[int] | None,
    grade: str,
    sentences: list[str],
    image: str = "",
) -> PageVerdict:
    sides = tuple(Side[name] for name in measures.pop("cut"))
    first = (repeats[0], repeats[1]) if repeats else None
    return PageVerdict(
        number, dpi, tuple(Fault[name] for name in faults), Measures(cut=sides, **measures), first, image
    )
