"""Gives committed rows of the audit their links: one linker at a time, and no writer ever waits for it.

A row that is committed waits in `audit_waiting` until it is linked, however its process ended: a linker that is killed
leaves nothing, and the next one takes the same rows.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, func, select

from errors import DossierError
from storage.audit.chain import GENESIS, AuditRow, Link, content_of, linked
from storage.connection import transaction
from storage.schema import AUDIT
from storage.schema_audit import AUDIT_LINK, AUDIT_WAITING

BATCH = 2000  # rows linked in one transaction
MOST_BATCHES = 10  # of one turn: a backlog, as an upgrade leaves it, is shared by many turns or left to the seal
SECONDS_BETWEEN = 1.0  # that a writer's own rows wait, at most, while it goes on writing
_ONE_AT_A_TIME = 7203010  # advisory lock


class Linker:
    """Links what a process has written, now and then and at its end. What goes wrong is left to the next linker."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._last = time.monotonic()
        self._written = False

    def written(self) -> None:
        """Rows of the audit were committed."""
        self._written = True
        if time.monotonic() - self._last >= SECONDS_BETWEEN:
            self.finish()

    def link(self) -> int:
        """Give every committed row its link, waiting for other linkers; how many had none. Raises as `link_all`."""
        return link_all(self._engine, self._clock)

    def finish(self) -> None:
        if self._written:
            self._written = False
            with suppress(DossierError):  # the rows are committed and wait: nothing is lost
                for _ in range(MOST_BATCHES):
                    if self._some() < BATCH:
                        break
            self._last = time.monotonic()

    def _some(self) -> int:
        with transaction(self._engine) as connection:
            return link_some(connection, self._clock(), patient=False)


def link_all(engine: Engine, clock: Callable[[], datetime]) -> int:
    """Link every row that waits; how many there were. Raises StorageUnavailable, StorageFull or NotSetUp."""
    count = 0
    while True:
        with transaction(engine) as connection:
            done = link_some(connection, clock(), patient=True)
        count += done
        if done < BATCH:
            return count


def link_some(connection: Connection, now: datetime, *, patient: bool) -> int:
    """Link up to BATCH waiting rows within the transaction of this connection; how many.

    While another links: wait for it, or unless `patient` leave the rows to it.
    """
    if patient:
        connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
    elif not connection.scalar(select(func.pg_try_advisory_xact_lock(_ONE_AT_A_TIME))):
        return 0
    last = connection.execute(select(AUDIT_LINK).order_by(AUDIT_LINK.c.position.desc()).limit(1)).first()
    position, head = (last.position, bytes(last.hash)) if last else (0, GENESIS)
    links = []
    for seq, row in _taken(connection):
        link = linked(position + 1, seq, content_of(row), head, now)
        position, head = link.position, link.hash
        links.append({name: getattr(link, name) for name in Link.__slots__})
    if links:
        connection.execute(AUDIT_LINK.insert(), links)
    return len(links)


def _taken(connection: Connection) -> list[tuple[int, AuditRow | None]]:
    """The next rows in order, no longer waiting; None for one that is gone already."""
    next_ones = select(AUDIT_WAITING.c.seq).order_by(AUDIT_WAITING.c.seq).limit(BATCH)
    taken = delete(AUDIT_WAITING).where(AUDIT_WAITING.c.seq.in_(next_ones)).returning(AUDIT_WAITING.c.seq).cte()
    both = select(taken.c.seq.label("waiting"), AUDIT).join_from(taken, AUDIT, AUDIT.c.seq == taken.c.seq, isouter=True)
    rows = connection.execute(both.order_by(taken.c.seq))
    return [(row.waiting, audit_row(row) if row.seq is not None else None) for row in rows]


def audit_row(row: object) -> AuditRow:
    """From a row of a query that has all columns of the audit."""
    return AuditRow(*(getattr(row, name) for name in AuditRow.__slots__))
