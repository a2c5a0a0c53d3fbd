"""An extract of the population register becomes the replica: its rows, then its indexes, then the switch, or nothing.

Rows, indexes and switch are one transaction: until its end everybody asks the extract that served before, and a load
that is killed leaves no row behind. Only one load runs at a time.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg2  # type: ignore[import-untyped]
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from matching.people import Person
from matching.weighing.frequencies import Counted, count
from storage.change import Change
from storage.connection import engine_for, mapped
from storage.personal import Private
from storage.replica.clearing import alone, cleared, drop_retired, forget
from storage.replica.difference import Difference, difference
from storage.replica.file import ExtractUnusable, Flaws, Texts, Unusable, measure, person_in, rows
from storage.replica.frequencies import frequencies_to_plain
from storage.replica.keys import LOOKED_UP_BY, KeyedKeys, version
from storage.replica.schema import CONTENT, POPULATION_EXTRACT, POPULATION_PERSON, table_of
from storage.replica.state import Extract, ExtractState, retire, serving
from storage.roles import apply_grants
from storage.sealing.owner import of_extract
from storage.sealing.vault import Vault

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is in all."""

READING, INDEXING = "Nạp dòng", "Lập chỉ mục"

_ROWS_AT_ONCE = 20_000
_COLUMNS = ("position", "person_key", "row_digest", "status", *LOOKED_UP_BY, "content")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the loader says of the file, and what is tolerated. Shares are 0..1."""

    provenance: str  # whence it came; no personal value
    as_of: date  # the day of which it tells
    most_unusable: float = 0.01  # of the file's rows
    most_gone: float = 0.1  # of the persons that the extract in use holds: a file cut short looks like that
    working_memory_mb: int = 128  # of the server while it sorts an index


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file."""

    extract: Extract
    new: bool  # False: the very file is in use already, nothing was done
    flaws: Flaws
    difference: Difference | None  # to the extract that served before; None when there was none


def load(
    url: str,
    vault: Vault,
    file: Path,
    terms: Terms,
    *,
    actor: str,
    now: Callable[[], datetime],
    progress: Progress | None = None,
) -> Loaded:
    """Bring a file into use, sealed under a key of its own.

    Raises ExtractUnusable, LoadUnderWay, and what the warehouse raises.
    """
    measured = measure(file)
    engine = engine_for(url, vault)
    try:
        with mapped(), alone(engine) as connection:
            before = cleared(connection, actor, now)
            if before and (before.digest, before.key) == (measured.digest, version()):
                return Loaded(before, False, Flaws(), None)
            loaded = _Load(connection, vault, file, terms, actor, now, progress, before)
            return loaded.run(measured.digest, measured.rows)
    finally:
        engine.dispose()


@dataclass(frozen=True, slots=True)
class _Load:
    """One load, on the connection that holds the lock."""

    connection: Connection
    vault: Vault
    file: Path
    terms: Terms
    actor: str
    now: Callable[[], datetime]
    progress: Progress | None
    before: Extract | None

    def run(self, digest: str, expected: int) -> Loaded:
        with self.connection.begin():
            extract_id = self._announced(digest)
        try:
            with self.connection.begin():
                flaws, found = self._filled(extract_id, expected)
        except BaseException:
            forget(self.connection, extract_id)
            raise
        drop_retired(self.connection)
        extract = serving(self.connection)
        self.connection.rollback()  # the transaction of that look
        assert extract is not None
        return Loaded(extract, True, flaws, found)

    def _announced(self, digest: str) -> int:
        row = {
            "digest": digest, "key": version(), "state": ExtractState.BUILDING.name, "rows": 0, "details": {},
            "provenance": self.terms.provenance, "as_of": self.terms.as_of,
            "made_at": self.now(), "changed_at": self.now(),
        }  # fmt: skip
        inserted = POPULATION_EXTRACT.insert().values(row).returning(POPULATION_EXTRACT.c.id)
        number: int = self.connection.execute(inserted).scalar_one()
        return number

    def _filled(self, extract_id: int, expected: int) -> tuple[Flaws, Difference | None]:
        """Rows, indexes, switch."""
        table, flaws = table_of(extract_id), Flaws()
        self.connection.exec_driver_sql(f"CREATE TABLE {table} (LIKE {POPULATION_PERSON.name})")
        apply_grants(self.connection)  # whoever asks the register may read the new table, too
        counted = count(self._counted(extract_id, flaws, expected))
        _drop_doubled(self.connection, table, flaws)
        held, status = _held(self.connection, table)
        self._check_share(held, flaws)
        self._index(table)
        found = difference(self.connection, table_of(self.before.id), table) if self.before else None
        self._check_gone(found)
        details = {
            "status": status,
            "unusable": {kind.name: n for kind, n in flaws.counts.items() if isinstance(kind, Unusable)},
            "noted": {kind.name: n for kind, n in flaws.counts.items() if not isinstance(kind, Unusable)},
            "difference": asdict(found) if found else None,
        }
        self._switch(extract_id, held, details, frequencies_to_plain(counted))
        return flaws, found

    def _counted(self, extract_id: int, flaws: Flaws, expected: int) -> Iterator[Counted]:
        """Every usable row, written to the table in passing."""
        table, owner, keyed = table_of(extract_id), of_extract(extract_id), KeyedKeys(self.vault)

        def sealed(texts: Texts) -> str:  # COPY goes past the column's type
            return CONTENT.process_bind_param(Private(texts, owner), self.connection.dialect) or ""

        lines: list[str] = []
        number = 0
        for number, texts in rows(self.file):
            person = person_in(texts, number, flaws)
            if person is not None:
                lines.append(_line(number, texts, person, keyed, sealed(texts)))
                yield Counted(
                    person.full_name, person.sex, person.birth_date.year, person.address, person.address_old,
                    person.id_number,
                )  # fmt: skip
            if len(lines) >= _ROWS_AT_ONCE:
                self._copy(table, lines)
                self._told(READING, number, max(expected, number))
        self._copy(table, lines)
        self._told(READING, number, number)

    def _copy(self, table: str, lines: list[str]) -> None:
        text = io.StringIO("".join(lines))
        with _raw():
            cursor: Any = self.connection.connection.cursor()
            cursor.copy_expert(f"COPY {table} ({', '.join(_COLUMNS)}) FROM STDIN WITH (FREEZE)", text)
        lines.clear()

    def _check_share(self, held: int, flaws: Flaws) -> None:
        share = flaws.unusable / max(held + flaws.unusable, 1)
        if not held or share > self.terms.most_unusable:
            why = "; ".join(flaws.sentences()) or "no row at all"
            raise ExtractUnusable(f"{flaws.unusable} rows of {held + flaws.unusable} cannot be used: {why}")

    def _check_gone(self, found: Difference | None) -> None:
        if found and self.before and found.gone > self.terms.most_gone * self.before.rows:
            raise ExtractUnusable(
                f"{found.gone} persons of {self.before.rows} are gone: is the file whole? If so, allow more to be gone"
            )

    def _index(self, table: str) -> None:
        self.connection.exec_driver_sql(f"SET LOCAL maintenance_work_mem = '{self.terms.working_memory_mb}MB'")
        for done, column in enumerate(LOOKED_UP_BY):
            self._told(INDEXING, done, len(LOOKED_UP_BY))
            self.connection.exec_driver_sql(f"CREATE INDEX ON {table} ({column}) WHERE {column} IS NOT NULL")
        self.connection.exec_driver_sql(f"ANALYZE {table}")
        self._told(INDEXING, len(LOOKED_UP_BY), len(LOOKED_UP_BY))

    def _switch(self, extract_id: int, held: int, details: Mapping[str, Any], counted: Mapping[str, Any]) -> None:
        change = Change(self.connection, self.actor, self.now())
        if self.before:
            retire(change, self.before)
        row = {
            "state": ExtractState.SERVING.name, "rows": held, "details": details,
            "frequencies": Private(counted, of_extract(extract_id)), "changed_at": change.now,
        }  # fmt: skip
        ours = POPULATION_EXTRACT.update().where(POPULATION_EXTRACT.c.id == extract_id)
        digest = self.connection.execute(ours.values(row).returning(POPULATION_EXTRACT.c.digest)).scalar_one()
        unusable = sum(details["unusable"].values())
        change.note("register.loaded", str(extract_id), digest=digest, rows=held, unusable=unusable)
        change.note("register.switched", str(extract_id), before=self.before.id if self.before else None)

    def _told(self, what: str, done: int, total: int) -> None:
        if self.progress:
            self.progress(what, done, total)


def _line(number: int, texts: Texts, person: Person, keyed: KeyedKeys, content: str) -> str:
    """A row as COPY takes it; a sealed `content` holds no sign that COPY would read otherwise."""
    known = (keyed.of_person(person.person_id), keyed.of_row(texts))
    keys = (number - 1, *known, person.status.name, *keyed.of_columns(person))
    cells = ("\\N" if key is None else str(key) for key in keys)
    return "\t".join((*cells, content)) + "\n"


def _drop_doubled(connection: Connection, table: str, flaws: Flaws) -> None:
    """Of several rows with one key of a person the first is kept."""
    doubled = connection.exec_driver_sql(
        f"DELETE FROM {table} AS one USING (SELECT person_key, min(position) AS first FROM {table} GROUP BY person_key"
        " HAVING count(*) > 1) AS many WHERE one.person_key = many.person_key AND one.position > many.first"
        " RETURNING one.position"
    )
    for position in sorted(doubled.scalars()):
        flaws.note(Unusable.DOUBLED_KEY, position + 1)


def _held(connection: Connection, table: str) -> tuple[int, dict[str, int]]:
    found = connection.exec_driver_sql(f"SELECT status, count(*) FROM {table} GROUP BY status ORDER BY status")
    status: dict[str, int] = dict(found.all())
    return sum(status.values()), status


@contextmanager
def _raw() -> Iterator[None]:
    """COPY goes past SQLAlchemy: the driver's error as SQLAlchemy would tell it, for `mapped`."""
    try:
        yield
    except psycopg2.Error as error:
        raise DBAPIError.instance(None, None, error, psycopg2.Error, hide_parameters=True) from None
