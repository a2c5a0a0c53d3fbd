"""What each role of the database may do, as `data/grants.toml` says it: rights by table and verb, and rows."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("data") / "grants.toml"
_RIGHT = re.compile(r"(select|insert|update|delete|lock)(?:\(([a-z_ ]+)\))?(?:\s+|$)")
_OF = re.compile(r"(\w+)\.(\w+) = (\w+)")


class Role(StrEnum):
    """Groups that nobody logs in as; who logs in is a member of one of them. The value is the role's name."""

    DAG = "hoso_dag"
    REVIEW = "hoso_review"
    API = "hoso_api"
    AUDIT = "hoso_audit"


LINKING = frozenset({None, Role.DAG, Role.AUDIT})
"""Who may give rows of the audit their links; None: the owner of the tables."""


@dataclass(frozen=True, slots=True)
class Right:
    """One verb on one table. `columns`: none named means all of them."""

    verb: str  # select, insert, update, delete or lock
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parent:
    """By which row of which table a row belongs to an office."""

    table: str
    key: str
    column: str  # of the row itself


@dataclass(frozen=True, slots=True)
class TableGrants:
    table: str
    rights: Mapping[Role, tuple[Right, ...]]
    of: Parent | None = None
    purpose: bool = False  # the reuse service sees rows only for a purpose that it names

    @property
    def by_rows(self) -> bool:
        """Whether some role sees some of the rows only."""
        return self.of is not None or self.purpose or self.table == "dossier"


@dataclass(frozen=True, slots=True)
class Grants:
    tables: Mapping[str, TableGrants]
    deleted: Mapping[str, str]  # table to why its rows may go


@cache
def grants() -> Grants:
    """The table as it stands in this version."""
    return parse_grants(FILE.read_text(encoding="utf-8"))


def parse_grants(text: str) -> Grants:
    """Raises ValueError for what is not understood: a right that was misspelt must not be left out in silence."""
    held = tomllib.loads(text)
    tables = {name: _table(name, row) for name, row in held["tables"].items()}
    for name, table in tables.items():
        deletes = [role for role, rights in table.rights.items() if any(right.verb == "delete" for right in rights)]
        if deletes and name not in held["deleted"]:
            raise ValueError(f"{name}: only the owner may delete")
        if table.of and table.of.table not in tables:
            raise ValueError(f"{name}: no table {table.of.table}")
    return Grants(tables, held["deleted"])


def _table(name: str, row: Mapping[str, object]) -> TableGrants:
    rights = {Role(key): _rights(str(value)) for key, value in row.items() if key not in ("of", "purpose")}
    of = _OF.fullmatch(str(row["of"])) if "of" in row else None
    if "of" in row and of is None:
        raise ValueError(f"{name}: `of` is table.key = column")
    return TableGrants(name, rights, Parent(*of.groups()) if of else None, row.get("purpose") is True)


def _rights(text: str) -> tuple[Right, ...]:
    found = list(_RIGHT.finditer(text))
    if "".join(one[0] for one in found) != text:
        raise ValueError(f"not understood: {text}")
    return tuple(Right(one[1], tuple((one[2] or "").split())) for one in found)


def policies(table: TableGrants) -> dict[Role, str]:
    """Which rows each role sees and writes, as a condition of SQL; none where every row is everybody's.

    What is asked of the session stands in a subquery of its own: it is worked out once a statement, not once a row.
    """
    if not table.by_rows:
        return {}
    found = dict.fromkeys(table.rights, "true")
    if Role.REVIEW in found:
        found[Role.REVIEW] = _of_office(table)
    if table.purpose and Role.API in found:
        found[Role.API] = "(SELECT coalesce(current_setting('hoso.purpose', true), '') <> '')"
    return found


def lockers(table: TableGrants) -> list[Role]:
    """Who may lock rows that are not theirs to change: row security refuses what such a row would become."""
    verbs = {role: {right.verb for right in rights} for role, rights in table.rights.items()}
    return [role for role, held in verbs.items() if table.by_rows and "lock" in held and "update" not in held]


def _of_office(table: TableGrants) -> str:
    if table.of is None:
        if table.table != "dossier":
            return "true"
        return (
            "receiving_office = ANY ((SELECT string_to_array(current_setting('hoso.offices', true), ','))::text[]) "
            "OR (SELECT coalesce('*' = ANY (string_to_array(current_setting('hoso.offices', true), ',')), false))"
        )
    of = table.of
    return f"EXISTS (SELECT FROM {of.table} one WHERE one.{of.key} = {table.table}.{of.column})"


def privileges(table: TableGrants, key: str) -> Iterable[tuple[Role, str, str]]:
    """(role, verb of PostgreSQL, column), "" for the whole table. `key`: a column of the table's primary key."""
    for role, rights in table.rights.items():
        for right in rights:
            verb, columns = right.verb.upper(), right.columns
            if right.verb == "lock":
                verb, columns = "UPDATE", (key,)
            for column in columns or ("",):
                yield role, verb, column
