"""The drill of the keys: does this master key open every data key, and is what is destroyed really gone?"""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Text, select, type_coerce

from errors import Erased, NotSetUp
from storage.personal import PersonalJson, PersonalText
from storage.schema import METADATA
from storage.schema_keys import DATA_KEY
from storage.sealing import erasing, key_rows
from storage.sealing.master import Master
from storage.sealing.owner import Owner, OwnerKind
from storage.sealing.token import SIGN
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

_AT_ONCE = 1000
_PLACE = "drill.value"


@dataclass(frozen=True, slots=True)
class Opened:
    keys: int  # data keys that it opens
    shut: int  # that it does not open: whatever was sealed under them is lost with it


def opens_all(warehouse: Warehouse, master: Master) -> Opened:
    """Try every data key that stands; nothing is changed. So a copy of the master key is proven before it is needed."""
    opened = failed = 0
    with warehouse.looking() as connection:
        chosen = select(DATA_KEY).where(DATA_KEY.c.wrapped.is_not(None)).execution_options(yield_per=_AT_ONCE)
        for rows in connection.execute(chosen).partitions(_AT_ONCE):
            done = _opening(master, rows)
            opened, failed = opened + done, failed + len(rows) - done
    return Opened(opened, failed)


def destroys(warehouse: Warehouse, vault: Vault) -> bool:
    """Seal a value of nobody, destroy its key, and try to open it: True where it is gone."""
    owner = Owner(OwnerKind.SYSTEM, f"drill-{uuid.uuid4()}")
    token = vault.seal(owner, _PLACE, b"drill")
    with warehouse.changing() as change:
        erasing.erase(change, owner, "drill")
    try:
        vault.unseal(_PLACE, token)
    except Erased:
        with warehouse.changing() as change:  # it was nobody's: no row has to say that it is gone
            change.connection.execute(DATA_KEY.delete().where(DATA_KEY.c.owner == str(owner)))
        return True
    return False


def unsealed(connection: Connection, most: int = 10_000) -> tuple[str, ...]:
    """Names of personal columns in which something lies in clear, as far as a look at so many rows of each tells."""
    found = []
    for table in METADATA.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, PersonalText | PersonalJson):
                seen = select(type_coerce(column, Text).label("held")).where(column.is_not(None)).limit(most).subquery()
                clear = select(seen.c.held).where(~seen.c.held.startswith(SIGN, autoescape=True)).limit(1)
                found += [str(column)] * (connection.execute(clear).first() is not None)
    return tuple(found)


def _opening(master: Master, rows: "list[Row[Any]] | Any") -> int:
    """How many of these open. All at once where all do; else each by itself."""
    held = [key_rows.wrapped_in(row) for row in rows]
    try:
        return len(master.unwrap(held))
    except NotSetUp:
        return sum(_opens(master, one) for one in held) if len(held) > 1 else 0


def _opens(master: Master, one: Any) -> bool:
    try:
        master.unwrap([one])
    except NotSetUp:
        return False
    return True
