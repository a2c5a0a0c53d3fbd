"""Rows of the extract in use, looked up by key: the indexes of `matching.index.blocking.Blocking` over PostgreSQL."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from matching.index.blocking import Blocking, Glance
from matching.index.extract_files import POPULATION_COLUMNS, partial_date, person_of
from matching.index.keys import DAY_BITS
from matching.people import Person
from storage.connection import mapped
from storage.replica.keys import KeyedKeys, fits
from storage.replica.schema import CONTENT
from storage.sealing.sealer import vault_of

_PARENTS = ("father", "mother")
_NAME, _FORMER, _BORN = (POPULATION_COLUMNS.index(name) for name in ("full_name", "other_name", "dob"))


class ReplicaRows:
    """Rows of an extract's table, kept once seen; what is found comes with the whole row, so it is one round trip."""

    def __init__(self, connection: Connection, table: str) -> None:
        self._connection = connection
        self._table = table
        self._vault = vault_of(connection.dialect)
        self._keyed = KeyedKeys(self._vault)
        self._texts: dict[int, list[str]] = {}
        self._people: dict[int, Person] = {}
        self.asked: set[str] = set()  # names of the look-ups asked

    def blocking(self) -> Blocking:
        """The look-ups by name of their column."""
        columns = (
            "number",
            "old_number",
            "day",
            "name_and_day",
            "short_name_and_day",
            "former_name_and_day",
            "household",
        )
        return Blocking(
            **{name: _Lookup(self, (name,)) for name in columns},
            name_and_year=_YearLookup(self),
            parent=_Lookup(self, _PARENTS),
            person=self.person,
            glances=self.glances,
            maybe_close=None,  # rows come sealed and whole: nothing is saved by looking at less
        )

    def person(self, row: int) -> Person:
        """Of a row that a look-up has given."""
        if row not in self._people:
            self._people[row] = person_of(dict(zip(POPULATION_COLUMNS, self._texts[row], strict=True)))
        return self._people[row]

    def glances(self, rows: Sequence[int]) -> list[Glance]:
        """Of rows that a look-up has given."""
        texts = (self._texts[row] for row in rows)
        return [Glance(row[_NAME], row[_FORMER], partial_date(row[_BORN])) for row in texts]

    def find(self, column: str, keys: list[int]) -> list[int]:
        """Rows whose column holds one of the keys: by key, then in the order of the register's key."""
        plain = {self._keyed.of(column, key): key for key in keys}
        return self._ask(column, "= ANY(%s)", (list(plain),), plain.__getitem__) if keys else []

    def find_in_year(self, column: str, key: int) -> list[int]:
        """Rows of the name and year of a key: by day, then in the order of the register's key."""
        first, lowest = self._keyed.year_of(column, key)
        highest = lowest | ((1 << DAY_BITS) - 1)
        return self._ask(column, "BETWEEN %s AND %s", (lowest, highest), lambda keyed: keyed ^ first)

    def _ask(self, column: str, condition: str, values: tuple[object, ...], plain: Callable[[int], int]) -> list[int]:
        """`plain`: the order of what is found, by its keyed key."""
        self.asked.add(column)
        wanted = f"SELECT {column}, position, content FROM {self._table} WHERE {column} {condition}"
        with mapped():
            found = self._connection.exec_driver_sql(wanted, values).all()
        entries = []
        for key, row, content in found:  # plain SQL goes past the column's type
            if row not in self._texts:
                self._texts[row] = CONTENT.process_result_value(
                    content, self._connection.dialect
                )  # plain SQL goes past it
            entries.append((plain(key), self._texts[row][0], row))
        return [row for _, _, row in sorted(entries)]


@dataclass(frozen=True, slots=True)
class _Lookup:
    """`matching.index.keys.Index` over one column, or several that hold the same kind of key."""

    rows: ReplicaRows
    columns: tuple[str, ...]

    def find(self, key: int) -> list[int]:
        """Rows of one key."""
        return self.find_any((key,))

    def find_any(self, keys: Iterable[int]) -> list[int]:
        """Rows of any of the keys."""
        wanted = sorted({key for key in keys if fits(key)})
        return [row for column in self.columns for row in self.rows.find(column, wanted)]


@dataclass(frozen=True, slots=True)
class _YearLookup:
    """The look-up by name and year: the days of a year are neighbours in the index by name and day."""

    rows: ReplicaRows

    def find(self, key: int) -> list[int]:
        """Rows of one name and year."""
        return self.rows.find_in_year("name_and_day", key)

    def find_any(self, keys: Iterable[int]) -> list[int]:
        """Rows of any of the keys."""
        return [row for key in sorted(set(keys)) for row in self.find(key)]
