"""Data keys in their table: made, fetched and wrapped anew. Nothing here remembers a key."""

import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Row, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on, insert
from sqlalchemy.types import Text, Uuid

from errors import Erased
from storage.schema_keys import DATA_KEY
from storage.sealing.master import KEY_BYTES, Bare, Master, Wrapped

RETIRING = 7203014  # advisory lock: shared by who makes a key


@dataclass(frozen=True, slots=True)
class Key:
    """A data key, ready for use. Never written, never shown."""

    id: bytes  # 16, as in every token
    owner: str
    version: int
    cipher: AESGCM = field(repr=False)
    secret: bytes = field(repr=False)


def latest(connection: Connection, master: Master, owners: Sequence[str]) -> dict[str, Key]:
    """The keys under which these owners' new values are sealed; who has none is left out. Raises Erased."""
    chosen = select(DATA_KEY).where(DATA_KEY.c.owner == any_(literal(list(owners), ARRAY(Text))))
    chosen = chosen.ext(distinct_on(DATA_KEY.c.owner)).order_by(DATA_KEY.c.owner, DATA_KEY.c.version.desc())
    rows = connection.execute(chosen).all()
    if any(row.wrapped is None for row in rows):
        raise Erased("sealed under a key that was destroyed: nothing new is written for whom it was")
    return {key.owner: key for key in _opened(master, rows)}


def by_id(connection: Connection, master: Master, ids: Sequence[bytes]) -> dict[bytes, Key]:
    """The keys of these ids; what was erased or never was is left out."""
    wanted = literal([uuid.UUID(bytes=each) for each in ids], ARRAY(Uuid))
    chosen = select(DATA_KEY).where(DATA_KEY.c.id == any_(wanted), DATA_KEY.c.wrapped.is_not(None))
    return {key.id: key for key in _opened(master, connection.execute(chosen).all())}


def was_erased(connection: Connection, key_id: bytes) -> bool:
    """Whether there was such a key and it was destroyed."""
    chosen = select(DATA_KEY.c.erased_at.is_not(None)).where(DATA_KEY.c.id == uuid.UUID(bytes=key_id))
    return bool(connection.scalar(chosen))


def make(connection: Connection, master: Master, owners: Iterable[str], version: int = 1) -> None:
    """A key for each; whoever came first made it, and his stands.

    Until this is committed no generation of the master key can be retired: none is left wrapped by one that is gone.
    """
    connection.execute(select(func.pg_advisory_xact_lock_shared(RETIRING)))
    ids = {owner: uuid.uuid4() for owner in owners}
    bare = [Bare(about(key_id.bytes, owner), secrets.token_bytes(KEY_BYTES)) for owner, key_id in ids.items()]
    now = datetime.now(UTC)
    rows = [
        {"id": key_id, "owner": owner, "version": version, "made_at": now, **columns(wrapped)}
        for (owner, key_id), wrapped in zip(ids.items(), master.wrap(bare), strict=True)
    ]
    if rows:  # with RETURNING many rows go in one statement
        connection.execute(insert(DATA_KEY).on_conflict_do_nothing().returning(DATA_KEY.c.id), rows)


def columns(wrapped: Wrapped) -> dict[str, Any]:
    return {"wrapped": wrapped.content, "master": wrapped.generation}


def about(key_id: bytes, owner: str) -> bytes:
    """To what a wrapped key is bound: exchanged between two rows, neither opens."""
    return b"data_key\0" + key_id + owner.encode()


def wrapped_in(row: Row[Any]) -> Wrapped:
    return Wrapped(about(row.id.bytes, row.owner), bytes(row.wrapped), row.master)


def _opened(master: Master, rows: Sequence[Row[Any]]) -> list[Key]:
    secret = master.unwrap([wrapped_in(row) for row in rows])
    return [
        Key(row.id.bytes, row.owner, row.version, AESGCM(opened), opened)
        for row, opened in zip(rows, secret, strict=True)
    ]
