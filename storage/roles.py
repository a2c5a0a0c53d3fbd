"""Brings the roles of the database, their rights and their rows to what `data/grants.toml` says, and tells what
differs.

Roles belong to the whole server: several databases of one server share them, and each has its own rights for them.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from sqlalchemy import Connection, text

from errors import NotSetUp
from storage.grants import Grants, Role, TableGrants, grants, lockers, policies, privileges

_COPY_OF = re.compile(r"(population_person)_\d+")  # the table of one extract has the rights of its shape
_ROUNDS = 3  # a right to a whole table that is taken away takes those to its columns along: they are given again
_BIND = text("SELECT set_config('hoso.offices', :offices, true), set_config('hoso.purpose', :purpose, true)")
_Privilege = tuple[str, Role, str, str]  # table, role, verb, column ("" for the whole table)
_CREATE = """
DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
"""
_HELD = """
SELECT c.relname, g.rolname, a.privilege_type, '' FROM pg_class c, aclexplode(c.relacl) a, pg_roles g
WHERE g.oid = a.grantee AND g.rolname = ANY (:roles) AND c.relkind IN ('r', 'p')
AND c.relnamespace = current_schema()::regnamespace
UNION ALL
SELECT c.relname, g.rolname, a.privilege_type, t.attname
FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a, pg_roles g
WHERE g.oid = a.grantee AND g.rolname = ANY (:roles) AND c.relkind IN ('r', 'p') AND NOT t.attisdropped
AND c.relnamespace = current_schema()::regnamespace
"""
_TABLES = """
SELECT c.relname, c.relrowsecurity,
    coalesce((SELECT t.attname FROM pg_index i JOIN pg_attribute t ON t.attrelid = i.indrelid AND t.attnum = i.indkey[0]
        WHERE i.indrelid = c.oid AND i.indisprimary), '') AS key
FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
"""
_POLICIES = """
SELECT c.relname, p.polname, coalesce(obj_description(p.oid, 'pg_policy'), '') FROM pg_policy p
JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace = current_schema()::regnamespace
"""
_TWICE = """
SELECT u.rolname, array_agg(g.rolname::text ORDER BY g.rolname) FROM pg_roles u JOIN pg_roles g
ON pg_has_role(u.oid, g.oid, 'member') WHERE g.rolname = ANY (:roles) AND u.rolcanlogin AND NOT u.rolsuper
GROUP BY u.rolname HAVING count(*) > 1
"""


class RolesMissing(NotSetUp):
    """The roles of the database are not there, and this user may not make them: a DBA runs the SQL that is named."""

    sentence = "Cơ sở dữ liệu chưa có các vai trò của Hoso và tài khoản này không được tạo. Nhờ quản trị CSDL tạo."


def ensure_roles(connection: Connection, roles: Sequence[str] = tuple(Role)) -> None:
    """Make the roles that are missing; several databases of one server may do so at once. Raises RolesMissing."""
    missing = missing_roles(connection, roles)
    if not missing:
        return
    if not connection.scalar(text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")):
        raise RolesMissing(f"the database has no roles {', '.join(missing)}: a DBA runs {sql_for_dba(missing)}")
    for role in missing:
        connection.exec_driver_sql(_CREATE.format(role=role))


def missing_roles(connection: Connection, roles: Sequence[str] = tuple(Role)) -> list[str]:
    there = connection.scalars(text("SELECT rolname FROM pg_roles WHERE rolname = ANY (:roles)"), {"roles": [*roles]})
    held = set(there)
    return [str(role) for role in roles if role not in held]


def sql_for_dba(roles: Iterable[str]) -> str:
    """What somebody who may create roles has to run, once for a server."""
    return " ".join(f"CREATE ROLE {role} NOLOGIN;" for role in roles)


def apply_grants(connection: Connection, wanted: Grants | None = None) -> int:
    """Rights and rows as the table says, in the transaction of this connection; how many statements it took."""
    wanted = wanted or grants()
    count = 0
    for _ in range(_ROUNDS):
        statements = [*_rights(connection, wanted), *_rows(connection, wanted)]
        for statement in statements:
            connection.exec_driver_sql(statement)
        count += len(statements)
        if not statements:
            break
    return count


def faults(connection: Connection) -> list[str]:
    """What the database gives otherwise than the table says; sentences for an operator."""
    missing = missing_roles(connection)
    if missing:
        return [f"thiếu vai trò {', '.join(missing)}: quản trị CSDL chạy {sql_for_dba(missing)}"]
    found = [*_rights(connection, grants()), *_rows(connection, grants())]
    told = [f"{len(found)} quyền hoặc chính sách hàng khác bảng quyền, như: {found[0]}"] if found else []
    for login, groups in connection.execute(text(_TWICE), {"roles": [*Role]}):
        told.append(f"tài khoản {login} thuộc {', '.join(groups)}: mỗi tài khoản chỉ một vai trò")
    return told


def bind(connection: Connection, offices: Sequence[str], purpose: str) -> None:
    """For this transaction: whose rows may be seen, and what for. Roles that see all rows take no notice of it."""
    if any("," in office for office in offices):
        raise ValueError("an office's code has no comma")
    told = {"offices": ",".join(offices), "purpose": purpose}
    connection.execute(_BIND, told)


def _rights(connection: Connection, wanted: Grants) -> list[str]:
    """Statements that take away what is too much, then those that give what is missing."""
    tables = {name: key for name, _, key in connection.execute(text(_TABLES))}
    right: set[_Privilege] = set()
    for name, key in tables.items():
        copied = _COPY_OF.fullmatch(name)
        table = wanted.tables.get(copied[1] if copied else name)
        if table:
            right |= {(name, *privilege) for privilege in privileges(table, key)}
    held = {(row[0], Role(row[1]), row[2], row[3]) for row in connection.execute(text(_HELD), {"roles": [*Role]})}
    away = [f"REVOKE {what} FROM {role}" for role, what in _told(held - right)]
    return away + [f"GRANT {what} TO {role}" for role, what in _told(right - held)]


def _told(privileges: Iterable[_Privilege]) -> Iterable[tuple[Role, str]]:
    """(role, what): the columns of one right together, for the table's own name as it stands in the catalogue."""
    ordered = sorted(privileges, key=lambda one: (one[0], one[1], one[2], one[3]))
    for (table, role, verb), group in groupby(ordered, key=lambda one: one[:3]):
        columns = [one[3] for one in group]
        named = ", ".join(f'"{column}"' for column in columns if column)
        if "" in columns:
            yield role, f'{verb} ON "{table}"'
        if named:
            yield role, f'{verb} ({named}) ON "{table}"'


def _rows(connection: Connection, wanted: Grants) -> list[str]:
    """Statements that bring row security to what is wanted."""
    secured = {name: secure for name, secure, _ in connection.execute(text(_TABLES))}
    held = {(table, name): told for table, name, told in connection.execute(text(_POLICIES))}
    right: dict[tuple[str, str], tuple[str, str]] = {}
    statements = []
    for name, table in wanted.tables.items():
        if name in secured and table.by_rows:
            right |= _policies(table)
            if not secured[name]:
                statements.append(f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY')
    for place, (digest, made) in sorted(right.items()):
        if held.get(place) != digest:
            statements += [f'DROP POLICY "{place[1]}" ON "{place[0]}"'] * (place in held)
            statements += [made, f'COMMENT ON POLICY "{place[1]}" ON "{place[0]}" IS \'{digest}\'']
    others = [place for place in held if place not in right and place[1].startswith("hoso_")]
    return statements + [f'DROP POLICY "{name}" ON "{table}"' for table, name in sorted(others)]


def _policies(table: TableGrants) -> dict[tuple[str, str], tuple[str, str]]:
    """(table, name) of each policy to its digest, by which it is known again, and the statement that makes it."""
    found = {}
    for role, condition in policies(table).items():
        found[(table.table, f"{role}_rows")] = f"TO {role} USING ({condition})"
    for role in lockers(table):
        found[(table.table, f"{role}_locks")] = f"AS RESTRICTIVE FOR UPDATE TO {role} USING (true) WITH CHECK (false)"
    made = {place: f'CREATE POLICY "{place[1]}" ON "{place[0]}" {told}' for place, told in found.items()}
    return {place: (hashlib.sha256(told.encode()).hexdigest()[:16], told) for place, told in made.items()}
