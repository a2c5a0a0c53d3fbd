"""An index as one read-only file: arrays one after another, then a header that says where each is.

The file is written beside its name and renamed when it is whole. It is mapped into memory, so that all processes of a
machine share one copy, and only what is looked at is read from disk.
"""

import json
import mmap
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"HOSOIDX1"
_ALIGNED = 64  # bytes: where an array may begin
_TAIL = 16  # bytes at the end: length of the header, and the magic again

Part = tuple[dict[str, NDArray[np.generic]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Opened:
    """The arrays of an index by name, read-only, and its header."""

    arrays: dict[str, NDArray[np.generic]]
    header: dict[str, Any]


def in_memory(parts: Iterable[Part]) -> Opened:
    """The same without a file."""
    arrays: dict[str, NDArray[np.generic]] = {}
    header: dict[str, Any] = {}
    for more, entries in parts:
        arrays |= more
        header |= entries
    return Opened(arrays, header)


def write(path: Path, parts: Iterable[Part]) -> None:
    """The file appears whole or not at all; of two processes that write the same one, either wins."""
    half = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with half.open("wb") as out:
            out.write(_MAGIC)
            placed: dict[str, list[Any]] = {}
            header: dict[str, Any] = {}
            for arrays, entries in parts:
                header |= entries
                for name, array in arrays.items():
                    out.write(b"\0" * (-out.tell() % _ALIGNED))
                    placed[name] = [array.dtype.str, out.tell(), len(array)]
                    out.write(np.ascontiguousarray(array).data if len(array) else b"")
            told = json.dumps({"arrays": placed, "header": header}, ensure_ascii=False).encode()
            out.write(told + len(told).to_bytes(8, "little") + _MAGIC)
            out.flush()
            os.fsync(out.fileno())
        half.replace(path)
    finally:
        with suppress(FileNotFoundError):
            half.unlink()


def is_whole(path: Path) -> bool:
    """There is such a file and it can be opened."""
    try:
        read(path)
    except (OSError, ValueError):
        return False
    return True


def read(path: Path) -> Opened:
    """The index mapped. Raises FileNotFoundError, or ValueError when the file is not a whole index."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < len(_MAGIC) + _TAIL:
            raise ValueError("not an index: too short")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if mapped[: len(_MAGIC)] != _MAGIC or mapped[-len(_MAGIC) :] != _MAGIC:
        raise ValueError("not a whole index")
    length = int.from_bytes(mapped[-_TAIL : -len(_MAGIC)], "little")
    told = json.loads(mapped[size - _TAIL - length : size - _TAIL])
    arrays = {
        name: np.frombuffer(mapped, dtype=np.dtype(kind), count=count, offset=offset)
        for name, (kind, offset, count) in told["arrays"].items()
    }
    return Opened(arrays, told["header"])
