"""Whose values nobody can open any more."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, func, select

from storage.schema_keys import DATA_KEY
from storage.sealing.owner import Owner, OwnerKind


def shut(connection: Connection, owners: Iterable[Owner]) -> set[Owner]:
    """Those of which every key was destroyed; who never had one is not among them."""
    named = {str(owner): owner for owner in owners}
    if not named:
        return set()
    chosen = select(DATA_KEY.c.owner).where(DATA_KEY.c.owner.in_(named)).group_by(DATA_KEY.c.owner)
    rows = connection.execute(chosen.having(func.count(DATA_KEY.c.wrapped) == 0))
    return {named[name] for name in rows.scalars()}


def erased_once(connection: Connection, owners: Iterable[Owner]) -> set[Owner]:
    """Those of which some key was destroyed, also where another was begun since."""
    named = {str(owner): owner for owner in owners}
    chosen = select(DATA_KEY.c.owner).where(DATA_KEY.c.owner.in_(named), DATA_KEY.c.wrapped.is_(None)).distinct()
    return {named[name] for name in connection.execute(chosen).scalars()} if named else set()


def begun_again(connection: Connection, owner: Owner) -> int | None:
    """Number of the key that an officer let begin after all before it were destroyed. 0: none was ever destroyed;
    None: all are, and none was begun."""
    ours = DATA_KEY.c.owner == str(owner)
    chosen = select(
        func.min(DATA_KEY.c.version).filter(DATA_KEY.c.wrapped.is_not(None)), func.count(DATA_KEY.c.erased_at)
    )
    first, erased = connection.execute(chosen.where(ours)).one()
    return first if erased else 0


def none_destroyed(kind: OwnerKind, name: ColumnElement[Any]) -> ColumnElement[bool]:
    """Condition of SQL: no key of this owner was ever destroyed. `name`: its id, a column."""
    gone = select(DATA_KEY.c.id).where(DATA_KEY.c.owner == named_in_sql(kind, name), DATA_KEY.c.wrapped.is_(None))
    return ~gone.exists()


def named_in_sql(kind: OwnerKind, name: ColumnElement[Any]) -> ColumnElement[str]:
    return func.concat(f"{kind.value}:", name.cast(Text))
