"""Keys are changed: a new master key wraps all data keys anew, or owners get a new data key for what is written next.

Both go on in small transactions, and both can be killed and run again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on

from errors import NotSetUp
from storage.change import Change
from storage.schema import AUDIT
from storage.schema_keys import DATA_KEY
from storage.sealing import key_rows
from storage.sealing.master import Master
from storage.sealing.owner import LOOKUP, OwnerKind
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

_AT_ONCE = 1000  # keys of one transaction
Advance = Callable[[int, int | None], None]
"""Called with how many are done and, where it is known, how many there are."""


@dataclass(frozen=True, slots=True)
class KeyCount:
    """How many keys there are of one kind of owner under one generation of the master key."""

    kind: str
    master: str
    keys: int
    owners: int
    erased: int


def key_counts(connection: Connection) -> tuple[KeyCount, ...]:
    """Of the whole table, by kind of owner and generation."""
    kind = func.split_part(DATA_KEY.c.owner, ":", 1)
    erased = func.count(DATA_KEY.c.erased_at)
    chosen = select(kind, DATA_KEY.c.master, func.count(), func.count(DATA_KEY.c.owner.distinct()), erased)
    rows = connection.execute(chosen.group_by(kind, DATA_KEY.c.master).order_by(kind, DATA_KEY.c.master))
    return tuple(KeyCount(*row) for row in rows)


def still_under_older(connection: Connection, master: Master) -> int:
    """Keys that another generation than that of now wraps."""
    older = select(func.count()).where(DATA_KEY.c.wrapped.is_not(None), DATA_KEY.c.master != master.id)
    return int(connection.scalar(older) or 0)


def generation_since(connection: Connection, generation: str) -> datetime | None:
    """Since when a generation of the master key wraps; None where it wraps nothing yet."""
    begun = select(func.max(AUDIT.c.made_at)).where(
        AUDIT.c.action == "keys.master_begun", AUDIT.c.subject == generation
    )
    first = select(func.min(DATA_KEY.c.made_at)).where(DATA_KEY.c.master == generation)
    found: datetime | None = connection.scalar(begun) or connection.scalar(first)
    return found


def rotate_master(warehouse: Warehouse, vault: Vault, advance: Advance | None = None) -> int:
    """Wrap all data keys under a new generation of the master key; how many were wrapped anew.

    Where an earlier turn was killed, that one is finished and no newer generation is begun. Meanwhile old and new
    generation unwrap. Values and objects are not touched: they are sealed under data keys.
    """
    with warehouse.changing() as change:
        _alone(change)
        left = still_under_older(change.connection, vault.master)
        if not left:
            change.note("keys.master_begun", vault.master.renew())
            left = still_under_older(change.connection, vault.master)
    done = 0
    while True:
        with warehouse.changing() as change:
            some = _wrap_some(change, vault.master)
        done += some
        if advance:
            advance(done, max(done, left))
        if some < _AT_ONCE:
            return done


def _wrap_some(change: Change, master: Master) -> int:
    older = select(DATA_KEY).where(DATA_KEY.c.wrapped.is_not(None), DATA_KEY.c.master != master.id)
    # what another turn wraps is left to it; what is being erased is erased first
    rows = change.connection.execute(older.limit(_AT_ONCE).with_for_update(skip_locked=True)).all()
    if not rows:
        return 0
    held = [key_rows.wrapped_in(row) for row in rows]
    secret = master.unwrap(held)
    bare = [key_rows.Bare(key.about, each) for key, each in zip(held, secret, strict=True)]
    anew = [
        {"key_id": row.id, **key_rows.columns(wrapped)} for row, wrapped in zip(rows, master.wrap(bare), strict=True)
    ]
    change.connection.execute(DATA_KEY.update().where(DATA_KEY.c.id == bindparam("key_id")), anew)
    change.note("keys.wrapped", master.id, keys=len(rows))
    return len(rows)


def retire_masters(warehouse: Warehouse, vault: Vault) -> tuple[str, ...]:
    """Destroy every generation of the master key but the last; their names.

    From then on no older copy of the database opens, and what was erased is erased in all of them. Raises NotSetUp
    while a key is still wrapped by an older one.
    """
    with warehouse.changing() as change:
        _alone(change)
        left = still_under_older(change.connection, vault.master)
        if left:
            raise NotSetUp(f"{left} keys are still wrapped by an older generation: run `hoso keys rotate-master` first")
        gone = vault.master.retire()
        change.note("keys.masters_retired", vault.master.id, retired=list(gone))
    return gone


def _alone(change: Change) -> None:
    """Until it ends nobody else makes a key, or a generation: a file of generations is read and written as a whole."""
    change.connection.execute(select(func.pg_advisory_xact_lock(key_rows.RETIRING)))


def rotate(warehouse: Warehouse, vault: Vault, kind: OwnerKind | None = None, advance: Advance | None = None) -> int:
    """Give every owner (of one kind, or of all) a new version of its key, for what is written from now on; how many.

    What is written already stays under its version: the tables are written once. An owner that was erased gets none.
    """
    begun, done = datetime.now(UTC), 0  # as a key's own time is taken
    while True:
        with warehouse.changing() as change:
            newest = _newest(kind).subquery()
            due = select(newest).where(newest.c.made_at < begun, newest.c.wrapped.is_not(None)).limit(_AT_ONCE)
            found = change.connection.execute(due).all()
            rows = _held_on_to(change, found)
            for version in {row.version for row in rows}:
                names = [row.owner for row in rows if row.version == version]
                key_rows.make(change.connection, vault.master, names, version + 1)
            if rows:
                change.note("keys.rotated", vault.master.id, owners=len(rows), kind=kind.value if kind else None)
        done += len(rows)
        if advance:
            advance(done, None)
        if len(found) < _AT_ONCE or not rows:
            vault.forget()
            return done


def _held_on_to(change: Change, found: Sequence[Any]) -> Sequence[Any]:
    """Those that nobody can destroy until the change ends; who is being erased is left out."""
    named = tuple_(DATA_KEY.c.owner, DATA_KEY.c.version).in_([(row.owner, row.version) for row in found])
    chosen = select(DATA_KEY.c.owner, DATA_KEY.c.version).where(named, DATA_KEY.c.wrapped.is_not(None))
    return change.connection.execute(chosen.with_for_update(skip_locked=True)).all() if found else ()


def _newest(kind: OwnerKind | None) -> Select[Any]:
    """The highest version of each owner."""
    chosen = select(DATA_KEY.c.owner, DATA_KEY.c.version, DATA_KEY.c.wrapped, DATA_KEY.c.made_at)
    chosen = chosen.ext(distinct_on(DATA_KEY.c.owner)).where(DATA_KEY.c.owner != str(LOOKUP))
    if kind is not None:
        chosen = chosen.where(DATA_KEY.c.owner.startswith(f"{kind.value}:"))
    return chosen.order_by(DATA_KEY.c.owner, DATA_KEY.c.version.desc())
