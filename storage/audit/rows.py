"""The audit as people look at it: what happened to one subject, or what happened last."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from storage.audit.chain import AuditRow
from storage.audit.linking import audit_row
from storage.schema import AUDIT
from storage.schema_audit import AUDIT_LINK


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """One row with its place in the chain; None while it waits for it."""

    row: AuditRow
    position: int | None


def rows(
    connection: Connection, *, subject: str = "", action: str = "", actor: str = "", last: int = 50
) -> tuple[PlacedRow, ...]:
    """The last so many that are about this subject, of this kind and by this person; the newest last."""
    chosen = select(AUDIT, AUDIT_LINK.c.position).join_from(
        AUDIT, AUDIT_LINK, AUDIT_LINK.c.seq == AUDIT.c.seq, isouter=True
    )
    for column, wanted in ((AUDIT.c.subject, subject), (AUDIT.c.action, action), (AUDIT.c.actor, actor)):
        if wanted:
            chosen = chosen.where(column == wanted)
    found = connection.execute(chosen.order_by(AUDIT.c.seq.desc()).limit(last)).all()
    return tuple(PlacedRow(audit_row(row), row.position) for row in reversed(found))
