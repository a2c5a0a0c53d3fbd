"""Pages of scans, read once and kept: extraction alone is then measured again in seconds.

A page is kept under the digest of its scan and of the reading engine's name and version, so that neither another scan
nor another engine is ever answered by an old page. What is kept holds what the papers say: it stays on the machine.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from benchmarks.truth import Scan
from ocr.codec import page_from_json, page_to_json
from ocr.page import Page
from ocr.reading import PageReading, read_scan, version

FOLDER = Path(".hoso/benchmarks/pages")


def pages_of(scan: Path, folder: Path) -> tuple[Page, ...]:
    """The pages of a scan that can be read, in order."""
    content = scan.read_bytes()
    place = folder / f"{hashlib.sha256(content + _engine().encode()).hexdigest()[:32]}.json"
    if place.is_file():
        return tuple(page_from_json(one) for one in json.loads(place.read_text(encoding="utf-8")))
    pages = tuple(one.page for one in read_scan(content) if isinstance(one, PageReading))
    folder.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps([page_to_json(one) for one in pages]), encoding="utf-8")
    return pages


def all_pages(
    scans: Sequence[Scan], folder: Path, progress: Callable[[int], None]
) -> list[tuple[Scan, tuple[Page, ...]]]:
    """Each scan with its pages. `progress` is told how many pages of the truth are done."""
    found, done = [], 0
    for scan in scans:
        found.append((scan, pages_of(scan.path, folder)))
        done += len(scan.pages)
        progress(done)
    return found


@cache
def _engine() -> str:
    return version()
