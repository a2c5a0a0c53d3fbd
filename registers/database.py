"""A register's rows in an SQLite database beside their parquet file: made once, whole or not at all, then only read."""

import errno
import fcntl
import hashlib
import os
import sqlite3
import sys
import tempfile
import time
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_VERSION = 1  # of the tables below
_AT_ONCE = 65_536  # rows
_LARGE = 200_000  # rows from which on people are told how far it is
_TOLD_EVERY_S = 2.0
_FOOT = 65_536  # bytes: a parquet file ends with the sizes and extremes of its columns
_NOT_BESIDE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBADF)  # the last: NFS locks no folder
_MOST_MAPPED = 1 << 40  # bytes; SQLite takes as much of it as it was built for


@dataclass(frozen=True, slots=True)
class Columns:
    """What is taken of a parquet file, in this order; `optional` ones are "" where the file has none."""

    names: tuple[str, ...]
    keys: tuple[str, ...]  # columns by whose value rows are found
    optional: tuple[str, ...] = ()


class Table:
    """Rows by place and by key, each a tuple of texts in the order of the columns. May be shared among threads."""

    def __init__(self, database: Path, columns: Columns, made_from: str) -> None:
        """Raises sqlite3.Error when there is no such database, LookupError when it was made from something else."""
        uri = f"{database.absolute().as_uri()}?mode=ro&immutable=1"  # so that it may be replaced while it is open
        self._read = sqlite3.connect(uri, uri=True, check_same_thread=False)
        weakref.finalize(self, self._read.close)
        told, self.rows, self.held = self._read.execute("SELECT made_from, row_count, held FROM about").fetchone()
        if told != made_from:
            raise LookupError(f"{database.name} was made from something else")
        self._read.execute(f"PRAGMA mmap_size = {_MOST_MAPPED}")
        taken = f"SELECT {', '.join(columns.names)} FROM register"
        self._at = f"{taken} WHERE rowid = ?"
        self._find = {key: f"{taken} WHERE {key} = ? AND {key} <> '' ORDER BY rowid" for key in columns.keys}

    def at(self, row: int) -> tuple[str, ...]:
        """A row of the parquet file, counted from 0. Raises IndexError."""
        found: tuple[str, ...] | None = self._read.execute(self._at, (row + 1,)).fetchone()
        if found is None:
            raise IndexError(row)
        return found

    def find(self, key: str, value: str) -> list[tuple[str, ...]]:
        """Rows that have this value, in order of the file; none for ""."""
        return self._read.execute(self._find[key], (value,)).fetchall()


def opened(source: Path, columns: Columns) -> Table:
    """The database of a parquet file: as it stands beside it, else made now.

    Where nothing can be written beside it, the database is a file without a name that ends with this process.
    Raises OSError when the source is not there or the database cannot be made, KeyError when a column lacks.
    """
    made_from, beside = _stamp(source, columns), source.with_suffix(".sqlite")
    table = _standing(beside, columns, made_from)
    if table is not None:
        return table
    part = beside.with_suffix(".sqlite.part")
    try:
        with _alone(source.parent):
            table = _standing(beside, columns, made_from)  # somebody else may have made it while we waited
            if table is None:
                part.write_bytes(b"")  # over what a killed process left
                _made(part, source, columns, made_from)
                part.replace(beside)
                table = Table(beside, columns, made_from)
            return table
    except OSError as error:
        if error.errno not in _NOT_BESIDE:
            raise
    with tempfile.TemporaryDirectory() as elsewhere:
        hidden = Path(elsewhere, beside.name)
        _made(hidden, source, columns, made_from)
        return Table(hidden, columns, made_from)


def _stamp(source: Path, columns: Columns) -> str:
    """Differs whenever the source or what is taken of it does: size, time of change, and the file's own foot."""
    state = source.stat()
    with source.open("rb") as file:
        file.seek(max(0, state.st_size - _FOOT))
        foot = hashlib.sha256(file.read()).hexdigest()
    told = f"{_VERSION} {state.st_size} {state.st_mtime_ns} {foot} {columns}"
    return hashlib.sha256(told.encode()).hexdigest()


def _standing(database: Path, columns: Columns, made_from: str) -> Table | None:
    try:
        return Table(database, columns, made_from)
    except (sqlite3.Error, LookupError, TypeError):
        return None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While no other process makes a database in this folder."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _made(database: Path, source: Path, columns: Columns, made_from: str) -> None:
    """Rows first, then the keys; what is not finished is removed. Raises OSError when it cannot be."""
    try:
        with closing(sqlite3.connect(database)) as written:
            _write(written, source, columns, made_from)
        with database.open("rb") as file:
            os.fsync(file.fileno())
    except BaseException as error:
        database.unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error):
            raise OSError(f"{database.name}: {error}") from None
        raise


def _write(written: sqlite3.Connection, source: Path, columns: Columns, made_from: str) -> None:
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536"):
        written.execute(f"PRAGMA {pragma}")
    written.execute(f"CREATE TABLE register ({', '.join(f'{name} TEXT NOT NULL' for name in columns.names)})")
    put = f"INSERT INTO register VALUES ({', '.join('?' * len(columns.names))})"
    for rows in _batches(source, columns):
        written.executemany(put, rows)
    for key in columns.keys:
        written.execute(f"CREATE INDEX by_{key} ON register ({key}) WHERE {key} <> ''")
    written.execute(
        "CREATE TABLE about AS SELECT ? AS made_from, (SELECT count(*) FROM register) AS row_count, "
        f"(SELECT count(*) FROM register WHERE {columns.keys[0]} <> '') AS held",
        (made_from,),
    )
    written.commit()


def _batches(source: Path, columns: Columns) -> Iterator[Iterator[tuple[str, ...]]]:
    """The rows as text without nulls; how far it is goes to standard error where it takes long."""
    import pyarrow.parquet as pq

    table = pq.ParquetFile(source)
    held, many = set(table.schema_arrow.names), table.metadata.num_rows
    missing = sorted(set(columns.names) - set(columns.optional) - held)
    if missing:
        raise KeyError(f"{source.name} lacks the columns {', '.join(missing)}")
    done, told_at = 0, time.monotonic()
    for batch in table.iter_batches(_AT_ONCE, columns=[name for name in columns.names if name in held]):
        yield zip(*(_texts(batch, name, name in held) for name in columns.names), strict=True)
        done += len(batch)
        if many >= _LARGE and (time.monotonic() - told_at > _TOLD_EVERY_S or done == many):
            told_at = time.monotonic()
            print(f"Lập chỉ mục {source.stem}: {done:,} / {many:,} dòng".replace(",", "."), file=sys.stderr, flush=True)


def _texts(batch: Any, name: str, held: bool) -> list[str]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not held:
        return [""] * len(batch)
    texts: list[str] = pc.fill_null(batch.column(name).cast(pa.string()), "").to_pylist()
    return texts
