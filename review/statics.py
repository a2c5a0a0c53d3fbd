"""Styles, scripts and pictures of the screen. Their address holds a digest of all of them, so browsers keep them for
ever and still get what is new; they are packed once, when the station starts."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).with_name("static")
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".json": "application/json",
    ".woff2": "font/woff2",
}
_PACKED = (".css", ".js", ".svg", ".json")


@dataclass(frozen=True, slots=True)
class Static:
    content: bytes
    kind: str  # media type
    packed: bytes | None  # by gzip, where that is shorter


@dataclass(frozen=True, slots=True)
class Statics:
    digest: str
    files: Mapping[str, Static]  # by path below static/

    def address(self, name: str) -> str:
        """Raises KeyError for a file that is not there."""
        if name not in self.files:
            raise KeyError(f"no file static/{name}")
        return f"/static/{self.digest}/{name}"


@cache
def statics() -> Statics:
    """Read once."""
    files = {}
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in KINDS and path.is_file():
            files[path.relative_to(FOLDER).as_posix()] = _static(path)
    whole = sha256()
    for name, one in files.items():
        whole.update(name.encode() + b"\0" + sha256(one.content).digest())
    return Statics(whole.hexdigest()[:16], files)


def _static(path: Path) -> Static:
    content = path.read_bytes()
    packed = gzip.compress(content, 9, mtime=0) if path.suffix in _PACKED else None
    return Static(content, KINDS[path.suffix], packed if packed and len(packed) < len(content) else None)
