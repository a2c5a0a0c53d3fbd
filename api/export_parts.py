"""Are the parts of a bulk export there, whole, and no others?"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

PART_NAME = re.compile(r"(records|fields)-\d{5}\.(parquet|csv)")
_PIECE = 1 << 20  # bytes read at once
_MOST_TOLD = 20


def wrong_parts(manifest: Mapping[str, Any], folder: Path) -> tuple[str, ...]:
    """A sentence for each part that is missing, changed or too many; none where all is well."""
    parts = manifest.get("parts")
    if not isinstance(parts, list) or not all(isinstance(one, dict) for one in parts):
        return ("Bản kê không liệt kê các phần.",)
    found = list(_wrong(parts, folder))
    named = {one.get("name") for one in parts}
    there = (path.name for path in sorted(folder.iterdir()) if PART_NAME.fullmatch(path.name))
    found += [f"{name}: không có trong bản kê." for name in there if name not in named]
    more = len(found) - _MOST_TOLD
    return (*found[:_MOST_TOLD], f"... và {more} phần khác.") if more > 0 else tuple(found)


def _wrong(parts: list[dict[str, Any]], folder: Path) -> Iterator[str]:
    for part in parts:
        name = part.get("name")
        if not isinstance(name, str) or not PART_NAME.fullmatch(name):
            yield "Bản kê nêu một tên phần không đúng dạng."
            continue
        place = folder / name
        if place.is_symlink() or not place.is_file():
            yield f"{name}: thiếu."
        elif place.stat().st_size != part.get("bytes"):
            yield f"{name}: sai kích thước."
        elif _sha256(place) != part.get("sha256"):
            yield f"{name}: nội dung đã bị thay đổi."


def _sha256(place: Path) -> str:
    digest = hashlib.sha256()
    with place.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
