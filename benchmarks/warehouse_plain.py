"""What one would write instead: the records of a person as JSONB in one table, found by the number.

Nothing is sealed, audited or signed, no load is told apart from the next, and whoever can read the table reads
everything. It stands in the same server, so that both have the same disk, memory and settings.
"""

import json
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg2  # type: ignore[import-untyped]
from psycopg2.extras import execute_values  # type: ignore[import-untyped]

from benchmarks.warehouse_load import SET, Rate
from benchmarks.warehouse_made import RECORDS, code_of, somebody, verified
from storage.records import Record, RecordField

DATABASE = "plain"
_TABLE = """
CREATE TABLE IF NOT EXISTS paper (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id_number text NOT NULL, dossier text NOT NULL, kind text NOT NULL, fields jsonb NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS ix_paper_id_number ON paper (id_number);
"""
_FORK = multiprocessing.get_context("fork")


def make(server: str, url: str) -> None:
    """The database and its table, where they are not there. `server`: URL of another database of the same server."""
    with _connected(server) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE}")
    with _connected(url) as connection, connection:
        connection.cursor().execute(_TABLE)


def load(url: str, people: range, processes: int, progress: Callable[[int], None] = lambda done: None) -> Rate:
    """The same dossiers as the warehouse gets, in sets of as many, over as many processes."""
    sets = [(url, people[start : start + SET]) for start in range(0, len(people), SET)]
    with _FORK.Pool(processes) as pool:
        spent = []
        for done in pool.imap_unordered(_load, sets):
            spent.append(done)
            progress(SET)
    return Rate(len(people), sum(spent) / processes)


def _load(work: tuple[str, range]) -> float:
    """Seconds, without those in which the dossiers were made up."""
    url, people = work
    made = list(verified(people))
    with _connected(url) as connection:
        began = time.perf_counter()
        rows = [
            (number, one.dossier.manifest.dossier_code, record.kind, json.dumps(_fields(record), ensure_ascii=False))
            for one in made
            for number in [one.records[0].value("id_number")]
            for record in one.records
        ]
        with connection:
            insert = "INSERT INTO paper (id_number, dossier, kind, fields) VALUES %s"
            execute_values(connection.cursor(), insert, rows, page_size=1000)
        return time.perf_counter() - began


def _fields(record: Record) -> dict[str, Any]:
    return {one.field: _field(one) for one in record.fields}


def _field(one: RecordField) -> dict[str, Any]:
    (place,) = one.evidence
    box = [place.box.left, place.box.top, place.box.right, place.box.bottom]
    return {
        "value": one.value,
        "method": one.method.name,
        "engine": one.engine,
        "confidence": one.confidence,
        "evidence": [{"scan": place.scan_digest, "page": place.page, "box": box, "raw": place.raw}],
        "verified_against": one.verified_against,
        "verified_by": one.verified_by,
        "verified_at": one.verified_at.isoformat() if one.verified_at else None,
    }


def lookups(url: str, people: Sequence[int]) -> tuple[float, ...]:
    """As `benchmarks.warehouse_lookup.lookups`."""
    with _connected(url) as connection:
        connection.autocommit = True
        return tuple(sorted([_looked_up(connection, one) for one in people][20:]))


def _looked_up(connection: Any, number: int) -> float:
    wanted = somebody(number).id_number
    began = time.perf_counter()
    cursor = connection.cursor()
    cursor.execute("SELECT kind, dossier, fields, made_at FROM paper WHERE id_number = %s ORDER BY id", (wanted,))
    found = cursor.fetchall()
    took = time.perf_counter() - began
    if len(found) != RECORDS:
        raise ValueError("the plain table gave something else than the records of the person who was asked for")
    return took


def size(url: str) -> int:
    """Bytes of the database."""
    with _connected(url) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def forget(url: str, first: int) -> None:
    """Dossiers of people of this number and higher, as an interrupted run may have left them."""
    with _connected(url) as connection, connection:
        connection.cursor().execute("DELETE FROM paper WHERE dossier >= %s", (code_of(first),))


@contextmanager
def _connected(url: str) -> Iterator[Any]:
    connection = psycopg2.connect(url.replace("postgresql+psycopg2://", "postgresql://"))
    try:
        yield connection
    finally:
        connection.close()
