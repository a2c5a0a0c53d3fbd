"""What may come only once: an assertion of a client, a proof of DPoP. Kept until it would be refused as too old."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from storage.schema_service import SERVICE_SEEN

_CLEARED_AT_ONCE = 20


def first_time(connection: Connection, use: str, client_id: str, token_id: str, expires_at: datetime) -> bool:
    """False where it came before. Two that come at once: one of them is the first."""
    digest = hashlib.sha256("\x1f".join((use, client_id, token_id)).encode()).digest()
    row = insert(SERVICE_SEEN).values(digest=digest, expires_at=expires_at)
    return connection.execute(row.on_conflict_do_nothing().returning(SERVICE_SEEN.c.digest)).first() is not None


def clear(connection: Connection, now: datetime) -> None:
    """Takes away some that have expired; called with each new one, so that the table stays small."""
    table = SERVICE_SEEN
    old = (
        select(table.c.digest).where(table.c.expires_at < now).limit(_CLEARED_AT_ONCE).with_for_update(skip_locked=True)
    )
    connection.execute(delete(table).where(table.c.digest.in_(old)))


def clear_all(connection: Connection, now: datetime) -> int:
    """Takes away all that have expired; how many. What another takes away just now is left to it."""
    table = SERVICE_SEEN
    old = select(table.c.digest).where(table.c.expires_at < now).with_for_update(skip_locked=True)
    return connection.execute(delete(table).where(table.c.digest.in_(old))).rowcount
