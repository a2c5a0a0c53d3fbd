"""No change is committed that sealed a value under a key which was destroyed meanwhile.

A process remembers a key for a minute, and may go on sealing under it while another destroys it. So each transaction
knows under which keys it sealed, and asks in one statement, last of all, whether they stand. An erasure commits alone,
while nobody is between that question and the end: what was answered stays true until the commit.
"""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, event

from errors import Erased
from storage.sealing.sealer import vault_of
from storage.sealing.token import ID_BYTES, SIGN

ERASING = 7203024  # advisory lock: shared by who commits what was sealed, held alone by who commits an erasure
_WATCH = "hoso_sealed_under"
_BEGIN = len(SIGN)
_ID = slice(_BEGIN, _BEGIN + 21)  # letters of a token that the id of its key alone makes: 126 of its 128 bits
_WHOLE_ID = slice(_BEGIN, _BEGIN + 24)  # letters that hold all of it
_LETTERS = re.compile(r"[A-Za-z0-9_-]{24}")
# two statements in one message: the second sees what was committed while the first waited
_ASK = f"""
SELECT pg_advisory_xact_lock_shared({ERASING});
SELECT EXISTS (SELECT FROM data_key WHERE id = ANY (%(ids)s::uuid[]) AND wrapped IS NULL)
"""
_ALONE = f"SELECT pg_advisory_xact_lock({ERASING})"


@dataclass(slots=True)
class _Watch:
    """What one transaction did with keys."""

    sealed: dict[str, str] = field(default_factory=dict)  # beginnings of tokens, one for each key
    erases: bool = False


def watch(engine: Engine) -> None:
    """From now on transactions of this engine know under which keys they sealed."""
    event.listen(engine, "before_cursor_execute", _seen)


@contextmanager
def watched(engine: Engine) -> Iterator[Connection]:
    """A transaction. At its end, before the commit: raises Erased where a key that was sealed under is destroyed.
    After the commit of an erasure no key is remembered: until then another thread could still fetch it."""
    with engine.begin() as connection:
        about = connection.info  # asked for later, it is refused where the connection was lost
        held = about[_WATCH] = _Watch()
        try:
            yield connection
            if connection.in_transaction():
                _end(connection, held)
        finally:
            if about.get(_WATCH) is held:  # the place of a connection that was lost may be another's by now
                del about[_WATCH]
    if held.erases:
        vault_of(engine.dialect).forget()


def erases(connection: Connection) -> None:
    """This transaction destroys keys: it is committed while nobody commits what was sealed under them."""
    held: _Watch | None = connection.info.get(_WATCH)
    if held is None:
        connection.exec_driver_sql(_ALONE)
    else:
        held.erases = True


def _end(connection: Connection, held: _Watch) -> None:
    """Nothing is waited for after these locks, so they can never be part of a circle."""
    if held.erases:
        connection.exec_driver_sql(_ALONE)
    if not held.sealed:
        return
    letters = (one for one in held.sealed.values() if _LETTERS.fullmatch(one))  # others only begin like a token
    ids = [str(UUID(bytes=base64.urlsafe_b64decode(one)[:ID_BYTES])) for one in letters]
    if connection.exec_driver_sql(_ASK, {"ids": ids}).scalar():
        vault_of(connection.dialect).forget()
        raise Erased("a key was destroyed while something was sealed under it: nothing of this change was written")


def _seen(connection: Connection, _cursor: Any, _statement: str, parameters: Any, *_: Any) -> None:
    held: _Watch | None = connection.info.get(_WATCH)
    if held is None or not parameters:
        return
    for row in parameters if isinstance(parameters, list) else (parameters,):
        for value in row.values() if isinstance(row, dict) else row:
            if type(value) is str and value.startswith(SIGN) and value[_ID] not in held.sealed:
                held.sealed[value[_ID]] = value[_WHOLE_ID]
