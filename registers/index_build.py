"""Makes the index file of a parquet file: once, whole or not at all, and again only when the parquet file changes."""

import errno
import fcntl
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from registers.index_file import BETWEEN, FORMAT, HEAD_BYTES, Head, IndexFile, Part, head_of

_AT_ONCE = 65_536  # rows
_LARGE = 200_000  # rows from which on people are told how far it is
_TOLD_EVERY_S = 2.0
_FOOT = 65_536  # bytes: a parquet file ends with the sizes and extremes of its columns


@dataclass(frozen=True, slots=True)
class Columns:
    """What is taken of a parquet file, in this order; `optional` ones are "" where the file has none."""

    names: tuple[str, ...]
    keys: tuple[str, ...]  # columns by whose number rows are found
    optional: tuple[str, ...] = ()


def opened(source: Path, columns: Columns) -> IndexFile:
    """The index of a parquet file: as it stands beside it, else made now.

    Where nothing can be written beside it, the index is a file without a name that ends with this process.
    Raises OSError when the source is not there, KeyError when a column lacks, ValueError when a value is not text.
    """
    made_from = _stamp(source, columns)
    beside = source.with_suffix(".index")
    part_path = beside.with_suffix(".index.part")
    head = head_of(beside)
    if head is None or head.made_from != made_from:
        try:
            with _alone(part_path) as part:
                head = head_of(beside)  # somebody else may have made it while we waited
                if head is None or head.made_from != made_from:
                    part.truncate(0)
                    _write(part, source, columns, made_from)
                    part_path.replace(beside)
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise
            return _nameless(source, columns, made_from)
    with beside.open("rb") as file:
        return IndexFile(file)


def _nameless(source: Path, columns: Columns, made_from: str) -> IndexFile:
    with tempfile.TemporaryFile() as file:
        _write(file, source, columns, made_from)
        return IndexFile(file)


def _stamp(source: Path, columns: Columns) -> str:
    """Differs whenever the source or what is taken of it does: size, time of change, and the file's own foot."""
    state = source.stat()
    with source.open("rb") as file:
        file.seek(max(0, state.st_size - _FOOT))
        foot = hashlib.sha256(file.read()).hexdigest()
    told = f"{FORMAT} {state.st_size} {state.st_mtime_ns} {foot} {columns}"
    return hashlib.sha256(told.encode()).hexdigest()


@contextmanager
def _alone(path: Path) -> Iterator[BinaryIO]:
    """The file at a path, held by nobody else; what a killed process left there is written over."""
    while True:
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "rb+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not _is_at(path, file):
                continue  # whoever held it has given it its name
            try:
                yield file
            finally:
                if _is_at(path, file):
                    path.unlink()
            return


def _is_at(path: Path, file: BinaryIO) -> bool:
    try:
        return path.stat().st_ino == os.fstat(file.fileno()).st_ino
    except FileNotFoundError:
        return False


def _write(file: BinaryIO, source: Path, columns: Columns, made_from: str) -> None:
    """Rows as they come, then where they end, then the sorted keys; the head last. Memory: 24 bytes a row and key."""
    import numpy as np

    table = _table(source, columns)
    many = table.metadata.num_rows
    keys = {name: np.full(many, -1, dtype=np.int64) for name in columns.keys}
    lengths = np.zeros(many, dtype=np.uint64)
    file.write(b" " * HEAD_BYTES)
    done = 0
    for batch in _told(table.iter_batches(_AT_ONCE, columns=_held(table, columns)), source.stem, many):
        texts = _texts(batch, columns)
        joined, here = _joined(list(texts.values())), slice(done, done + len(batch))
        ends = np.frombuffer(joined.buffers()[1], dtype=np.int64)[: len(batch) + 1]
        lengths[here] = np.diff(ends)
        file.write(memoryview(joined.buffers()[2])[: ends[-1]])
        for name, numbers in keys.items():
            numbers[here] = _numbers(texts[name])
        done += len(batch)
    ends = np.cumsum(lengths, dtype=np.uint64)
    parts = {"rows": Part(HEAD_BYTES, int(ends[-1]) if many else 0), "ends": _put(file, ends)}
    for name, numbers in keys.items():
        order = np.argsort(numbers, kind="stable")
        order = order[np.searchsorted(numbers[order], 0) :]  # without those that have no such number
        parts[f"key {name}"] = _put(file, numbers[order])
        parts[f"of {name}"] = _put(file, order.astype(np.uint32))
    file.seek(0)
    file.write(Head(made_from, many, parts).to_bytes())
    file.flush()
    os.fsync(file.fileno())
    _give_back()


def _give_back() -> None:
    """Memory that reading parquet took and will not take again."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()


def _table(source: Path, columns: Columns) -> Any:
    import pyarrow.parquet as pq

    table = pq.ParquetFile(source)
    missing = sorted(set(columns.names) - set(columns.optional) - set(table.schema_arrow.names))
    if missing:
        raise KeyError(f"{source.name} lacks the columns {', '.join(missing)}")
    return table


def _held(table: Any, columns: Columns) -> list[str]:
    return [name for name in columns.names if name in table.schema_arrow.names]


def _texts(batch: Any, columns: Columns) -> dict[str, Any]:
    """Columns by name, as text without nulls."""
    import pyarrow as pa
    import pyarrow.compute as pc

    none = pa.array([""] * len(batch), pa.large_string())
    held = set(batch.schema.names)
    return {
        name: pc.fill_null(batch.column(name).cast(pa.large_string()), "") if name in held else none
        for name in columns.names
    }


def _joined(texts: Sequence[Any]) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    joined = pc.binary_join_element_wise(*texts, pa.scalar(BETWEEN, pa.large_string()))
    if len(joined) and pc.max(pc.count_substring(joined, BETWEEN)).as_py() != len(texts) - 1:
        raise ValueError("a value holds a character that no name, number or address has (U+001F)")
    return joined


def _numbers(texts: Any) -> Any:
    """Whole numbers; -1 for what is none, so that it is never found."""
    import pyarrow as pa
    import pyarrow.compute as pc

    is_number = pc.match_substring_regex(texts, r"^[0-9]{1,18}$")
    return pc.if_else(is_number, texts, "-1").cast(pa.int64()).to_numpy(zero_copy_only=False)


def _put(file: BinaryIO, numbers: Any) -> Part:
    """Write an array at the next multiple of 8."""
    file.seek(0, 2)
    file.write(b"\0" * (-file.tell() % 8))
    start = file.tell()
    file.write(memoryview(numbers).cast("B") if len(numbers) else b"")
    return Part(start, numbers.nbytes)


def _told(batches: Iterator[Any], what: str, many: int) -> Iterator[Any]:
    """The same batches; how far it is goes to standard error where it takes long."""
    done, told_at = 0, time.monotonic()
    for batch in batches:
        yield batch
        done += len(batch)
        if many >= _LARGE and (time.monotonic() - told_at > _TOLD_EVERY_S or done == many):
            told_at = time.monotonic()
            print(f"Lập chỉ mục {what}: {done:,} / {many:,} dòng".replace(",", "."), file=sys.stderr, flush=True)
