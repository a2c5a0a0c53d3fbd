"""Looks for values in files as a thief would: in any spelling, encoding and packing in which they may lie there."""

import base64
import gzip
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")  # beginnings of gzip and zlib
_LONGEST_PACKED = 1 << 20  # bytes looked into behind a beginning
_EMPTY = re.compile(rb"\0{64,}")


def spellings(value: str) -> set[str]:
    """As it is, in both forms of Unicode, in capitals, in small letters, without marks, without spaces."""
    bare = "".join(one for one in unicodedata.normalize("NFD", value) if not unicodedata.combining(one))
    bare = bare.replace("đ", "d").replace("Đ", "D")
    cased = {one for each in (value, bare) for one in (each, each.upper(), each.lower())}
    joined = cased | {one.replace(" ", "") for one in cased}
    return {unicodedata.normalize(form, one) for form in ("NFC", "NFD") for one in joined}


def encodings(text: str) -> set[bytes]:
    """How a text may lie in a file, each long enough not to be there by chance."""
    utf8 = text.encode()
    plain = {utf8, text.encode("utf-16-le"), text.encode("utf-16-be")}
    escaped = {json.dumps(text)[1:-1].encode(), quote(text).encode(), quote_plus(text).encode()}
    hexed = {one for raw in plain for one in (raw.hex().encode(), raw.hex().upper().encode())}
    return plain | escaped | hexed | {one for raw in plain for one in _base64(raw)}


def _base64(raw: bytes) -> Iterator[bytes]:
    """Wherever it stands within what was encoded: the letters that hold bits of its neighbours are left out."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + raw)
        inner = whole[(0, 2, 3)[before] : len(whole) - (4 if (len(raw) + before) % 3 else 0)]
        yield inner
        yield inner.translate(bytes.maketrans(b"+/", b"-_"))


def found(values: Iterable[str], folder: Path) -> dict[str, set[str]]:
    """By value the files below the folder in which it lies."""
    wanted = {value: {raw for one in spellings(value) for raw in encodings(one)} for value in values}
    told: dict[str, set[str]] = {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        for content in unpacked(path.read_bytes()):
            for value, raws in wanted.items():
                if any(raw in content for raw in raws):
                    told.setdefault(value, set()).add(str(path.relative_to(folder)))
        named = str(path.relative_to(folder)).encode("utf-8", "surrogateescape")
        for value, raws in wanted.items():
            if any(raw in named for raw in raws):
                told.setdefault(value, set()).add(str(path.relative_to(folder)))
    return told


def unpacked(content: bytes) -> Iterator[bytes]:
    """The content, without its long stretches of nothing, and all that lies packed within it."""
    content = _EMPTY.sub(b"\0" * 64, content)
    yield content
    for start in _PACKED.finditer(content):
        try:
            inner = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(
                content[start.start() : start.start() + _LONGEST_PACKED], 16 * _LONGEST_PACKED
            )
        except zlib.error:
            continue
        if len(inner) > 8:
            yield inner


def every_way(value: str) -> dict[str, bytes]:
    """Files in each of which the value lies, in another way each: what a scan must find."""
    told = json.dumps({"before": "x", "value": value, "after": "y" * 50})
    nfd = unicodedata.normalize("NFD", value)
    return {
        "utf-8": b"aa" + value.encode() + b"bb",
        "decomposed": nfd.encode(),
        "capitals": value.upper().encode(),
        "utf-16": f"<{value}>".encode("utf-16"),
        "base64": base64.b64encode(f"x{value}yy".encode()),
        "base64url": base64.urlsafe_b64encode(f"xy{nfd}z".encode()),
        "hex": f"\\x{value.encode().hex()}00".encode(),
        "json": told.encode(),
        "url": f"/v1/records/{quote(value)}?a=b".encode(),
        "gzip": b"head" + gzip.compress(told.encode()) + b"tail",
        "zlib": zlib.compress(json.dumps([value], ensure_ascii=False).encode()),
    }
