"""A request that comes again gets the answer that it got. The row is written in the transaction of the change itself:
either both are there, or neither; a second request that comes at once waits for the first."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import datetime

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from storage.change import Change
from storage.personal import Private
from storage.schema_service import SERVICE_ONCE
from storage.sealing.owner import SYSTEM


class KeyReused(Exception):
    """The key stands for another request: take a new key."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """As it was given the first time."""

    status: int
    headers: Mapping[str, str]
    body: bytes = attribute(repr=False)


def begin(change: Change, client_id: str, key: str, operation: str, request: bytes) -> KeptAnswer | None:
    """None: it comes for the first time, and `finish` must follow in the same change. Raises KeyReused.

    `request`: keyed digest of what was asked.
    """
    row = {"operation": operation, "request": request, "made_at": change.now, **_named(client_id, key)}
    made = insert(SERVICE_ONCE).values(row).on_conflict_do_nothing().returning(SERVICE_ONCE.c.key)
    if change.connection.execute(made).first() is not None:
        return None
    kept = kept_answer(change.connection, client_id, key, operation, request)
    if kept is None:
        raise KeyReused("the key went while it was looked at: send the request again with a new one")
    return kept


def kept_answer(connection: Connection, client_id: str, key: str, operation: str, request: bytes) -> KeptAnswer | None:
    """None: nothing is kept under the key. Raises KeyReused."""
    table, named = SERVICE_ONCE.c, _named(client_id, key)
    chosen = select(SERVICE_ONCE).where(table.client_id == client_id, table.key == named["key"])
    row = connection.execute(chosen).first()
    if row is None:
        return None
    if (row.operation, bytes(row.request)) != (operation, request):
        raise KeyReused("the key stands for another request")
    return KeptAnswer(row.status, row.headers or {}, row.answer.encode())


def finish(change: Change, client_id: str, key: str, answer: KeptAnswer) -> None:
    """Keep the answer, sealed. It is text."""
    table, named = SERVICE_ONCE.c, _named(client_id, key)
    kept = {
        "status": answer.status,
        "headers": dict(answer.headers),
        "answer": Private(answer.body.decode(), SYSTEM),
    }
    chosen = update(SERVICE_ONCE).where(table.client_id == client_id, table.key == named["key"])
    change.connection.execute(chosen.values(kept))


def forget(connection: Connection, before: datetime) -> int:
    """Answers of before that time; how many went."""
    return connection.execute(delete(SERVICE_ONCE).where(SERVICE_ONCE.c.made_at < before)).rowcount


def _named(client_id: str, key: str) -> dict[str, str | bytes]:
    return {"client_id": client_id, "key": hashlib.sha256(key.encode()).digest()}
