"""A digest over all that a warehouse says, however it is sealed: for telling whether two runs left the same.

Left out are times, sequence numbers, keys and what is found by keys, and that somebody looked. A person's id, which
depends on the secret of the blind index, counts as what the person is known by. Rows are streamed; only the ids of
people are held at once.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Table, Text, select, type_coerce

from errors import Erased
from storage.personal import PersonalJson, PersonalText
from storage.schema import AUDIT, METADATA, VOLATILE
from storage.schema_records import PERSON_ALIAS
from storage.sealing.sealer import vault_of
from storage.sealing.token import key_id_in

_ROWS_AT_ONCE = 1000
_SUM = 1 << 256
_ERASED = "(erased)"
_READ = ".read"  # ends the action of every row about a read
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MADE_FROM_INDEX = ("person_alias.id",)  # beside the ids of people


def fingerprint(connection: Connection) -> str:
    """The same for two warehouses that say the same, in whatever order it was written and under whatever keys."""
    people = _people(connection)
    whole = sha256()
    for table in METADATA.sorted_tables:
        if table.info.get("fingerprint", True):
            whole.update(f"{table.name} {_sum(connection, table, people):x}\n".encode())
    return whole.hexdigest()


def _sum(connection: Connection, table: Table, people: Mapping[str, str]) -> int:
    """Of the digests of all rows: it does not depend on their order."""
    total = 0
    named = partial(_UUID.sub, lambda found: people.get(found[0], found[0]))
    for row in _rows(connection, table, [column for column in table.columns if _counts(column)]):
        text = named(json.dumps(row, default=str, sort_keys=True, ensure_ascii=False))
        total = (total + int.from_bytes(sha256(text.encode()).digest(), "big")) % _SUM
    return total


def _counts(column: Column[Any]) -> bool:
    if column.name in VOLATILE or str(column) in _MADE_FROM_INDEX:
        return False
    return not isinstance(column.type, LargeBinary) and column.info.get("fingerprint", True)


def _people(connection: Connection) -> dict[str, str]:
    """What stands for each person's id: a digest of the numbers by which the person is known."""
    known: dict[str, list[str]] = {}
    for row in _rows(connection, PERSON_ALIAS, [PERSON_ALIAS.c.person_id, PERSON_ALIAS.c.kind, PERSON_ALIAS.c.value]):
        known.setdefault(row["person_id"], []).append(f"{row['kind']} {row['value']}")
    return {person: sha256("\n".join(sorted(said)).encode()).hexdigest()[:32] for person, said in known.items()}


def _rows(connection: Connection, table: Table, columns: Iterable[Column[Any]]) -> Iterator[dict[str, Any]]:
    """Every row, its personal values opened; the keys of many rows are fetched at once."""
    columns = list(columns)
    sealed = {column.name: column.type for column in columns if isinstance(column.type, PersonalText | PersonalJson)}
    raw = [type_coerce(column, Text).label(column.name) if column.name in sealed else column for column in columns]
    chosen = select(*raw).select_from(table)
    if table is AUDIT:  # to look changes nothing of what is held
        chosen = chosen.where(~AUDIT.c.action.endswith(_READ))
    for rows in connection.execute(chosen, execution_options={"yield_per": _ROWS_AT_ONCE}).mappings().partitions():
        tokens = [row[name] for row in rows for name in sealed if row[name] is not None]
        if tokens:
            vault_of(connection.dialect).fetch_ids({key_id_in(token) for token in tokens})
        for row in rows:
            yield {**row, **{name: _opened(connection, kind, row[name]) for name, kind in sealed.items()}}


def _opened(connection: Connection, kind: PersonalText | PersonalJson, token: str | None) -> Any:
    try:
        return kind.process_result_value(token, connection.dialect)
    except Erased:
        return _ERASED
