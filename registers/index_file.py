"""The file that a register looks things up in: rows one after another, and sorted numbers that say where each row is.

Nothing is loaded: numbers are mapped, so that memory holds the pages that were touched lately and the system may take
them back; rows are read one by one.

    head    4096 bytes: JSON, padded by spaces
    rows    each row's values joined by U+001F, UTF-8
    ends    where each row ends, counted from the first row's first byte: uint64
    for each key: its numbers in rising order (int64), and whose row each is (uint32)
"""

import json
import mmap
import os
import weakref
from bisect import bisect_left
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Literal

FORMAT = 1
HEAD_BYTES = 4096
BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Part:
    """Where a part of the file stands, in bytes; the start is a multiple of 8."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Head:
    """What the file says of itself."""

    made_from: str  # changes whenever the source does
    rows: int
    parts: dict[str, Part]
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self)).encode().ljust(HEAD_BYTES)


def head_of(path: Path) -> Head | None:
    """The head of an index file; None when there is none of this format."""
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(HEAD_BYTES))
        if told["format"] != FORMAT:
            return None
        parts = {name: Part(**part) for name, part in told["parts"].items()}
        return Head(told["made_from"], told["rows"], parts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


class IndexFile:
    """Rows by place and by key. Safe to share among threads; the file may be replaced while it is open."""

    def __init__(self, file: BinaryIO) -> None:
        """The file may be closed afterwards. Raises ValueError when it is not whole."""
        file.seek(0)
        head = json.loads(file.read(HEAD_BYTES))
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        parts = {name: Part(**part) for name, part in head["parts"].items()}
        if any(part.start + part.length > len(mapped) for part in parts.values()):
            raise ValueError("the index file is not whole")
        mapped.madvise(mmap.MADV_RANDOM)  # neighbours in the file are strangers to a question
        whole = memoryview(mapped)
        self._file = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._file)
        self._rows = parts["rows"].start
        self._ends = _numbers(whole, parts["ends"], "Q")
        self._keys = {
            name.removeprefix("key "): (_numbers(whole, part, "q"), _numbers(whole, parts[f"of {name[4:]}"], "I"))
            for name, part in parts.items()
            if name.startswith("key ")
        }

    def __len__(self) -> int:
        return len(self._ends)

    def held(self, key: str) -> int:
        """How many rows have a number of this kind."""
        return len(self._keys[key][0])

    def row(self, at: int) -> list[str]:
        """The values of one row, in order of the columns."""
        start, end = self._ends[at - 1] if at else 0, self._ends[at]
        return os.pread(self._file, end - start, self._rows + start).decode().split(BETWEEN)

    def find(self, key: str, number: str) -> list[int]:
        """Rows of a number, in order of the source. Leading zeros do not count: compare what the row holds."""
        if not (number.isascii() and number.isdecimal() and len(number) <= 18):
            return []
        wanted = int(number)
        numbers, rows = self._keys[key]
        first = bisect_left(numbers, wanted)
        found = []
        while first < len(numbers) and numbers[first] == wanted:
            found.append(rows[first])
            first += 1
        return found


def _numbers(whole: memoryview, part: Part, kind: Literal["Q", "q", "I"]) -> memoryview:
    return whole[part.start : part.start + part.length].cast(kind)
