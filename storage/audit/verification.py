"""The whole audit looked at again, however long it is: a page of links at a time, each with its row."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, exists, func, select

from storage.audit.chain import AuditRow, Link
from storage.audit.checking import Checker
from storage.audit.linking import audit_row
from storage.schema import AUDIT
from storage.schema_audit import AUDIT_LINK, AUDIT_WAITING
from storage.warehouse import Warehouse

PAGE = 5000  # links in memory at once

Progress = Callable[[int, int], None]
"""Called with the links looked at and the links in all."""


def look_through(warehouse: Warehouse, checker: Checker, progress: Progress | None = None) -> None:
    """Give the checker every link behind where it is, up to the last that stands now. Raises as `Warehouse`."""
    with warehouse.looking() as connection:
        last = connection.scalar(select(func.max(AUDIT_LINK.c.position))) or 0
    while checker.position < last:
        with warehouse.looking() as connection:
            page = _page(connection, checker.position, last)
        if not page:
            break
        for link, row in page:
            checker.take(link, row)
        if progress:
            progress(checker.position, last)


def look_for_strays(warehouse: Warehouse, checker: Checker) -> None:
    """Give the checker every row that has no link and waits for none."""
    for row in _strays(warehouse):
        checker.stray(row)


def _page(connection: Connection, after: int, last: int) -> list[tuple[Link, AuditRow | None]]:
    link = [column.label(f"link_{column.name}") for column in AUDIT_LINK.columns]
    both = select(*link, AUDIT).join_from(AUDIT_LINK, AUDIT, AUDIT.c.seq == AUDIT_LINK.c.seq, isouter=True)
    chosen = both.where(AUDIT_LINK.c.position > after, AUDIT_LINK.c.position <= last)
    rows = connection.execute(chosen.order_by(AUDIT_LINK.c.position).limit(PAGE)).all()
    return [(_link(row), audit_row(row) if row.seq is not None else None) for row in rows]


def _link(row: Any) -> Link:
    hashes = (bytes(row.link_content), bytes(row.link_previous), bytes(row.link_hash))
    return Link(row.link_position, row.link_seq, *hashes, row.link_made_at)


def _strays(warehouse: Warehouse) -> Iterator[AuditRow]:
    seq = -1
    has_link = exists().where(AUDIT_LINK.c.seq == AUDIT.c.seq)
    waits = exists().where(AUDIT_WAITING.c.seq == AUDIT.c.seq)
    while True:
        chosen = select(AUDIT).where(AUDIT.c.seq > seq, ~has_link, ~waits).order_by(AUDIT.c.seq).limit(PAGE)
        with warehouse.looking() as connection:
            rows = [audit_row(row) for row in connection.execute(chosen)]
        yield from rows
        if len(rows) < PAGE:
            return
        seq = rows[-1].seq
