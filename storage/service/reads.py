"""Who has read what is held about one person: found in the audit by the ids that its rows name.

Every read leaves a row whose action ends with ".read" and whose subject is the id of what was read: a person, a record,
a document, a dossier. A bulk export leaves a row for each part that is fetched; of what it is made, its order tells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select, union

from storage.plain import is_id
from storage.schema import AUDIT, DOSSIER, RECORD
from storage.schema_signing import EXPORT as ORDERED

# what the house's own staff looked at or took out, dossier by dossier
OF_DOSSIERS = ("dossier.read", "letter.written", "worklist.written", "portal_sync.written", "correction.written")
EXPORT = "export.fetched"
OWN_VIEWS = ("subject_log.read", "subject_request.read")  # by the person, through a portal that is given no value


@dataclass(frozen=True, slots=True)
class Read:
    """One row of the audit, as far as it tells of a read. Codes and ids only."""

    seq: int
    at: datetime
    reader: str  # client or staff id
    action: str
    subject: str
    procedure: str
    dossier: str  # id or code of the dossier that it was for; "" for none
    basis: str
    fields: tuple[str, ...]  # none: all
    kinds: tuple[str, ...] = ()  # of an export; none: all
    offices: tuple[str, ...] = ()  # of whose dossiers an export is, each with those below it; none: all

    @property
    def for_dossier(self) -> str:
        """What is shown or printed of a dossier is for that one."""
        return self.subject if self.action in OF_DOSSIERS else self.dossier


def reads_of(
    connection: Connection,
    subjects: Sequence[str],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    last: int | None = None,
) -> tuple[Read, ...]:
    """Reads of these and all exports between two times, the newest first. `before`: only rows of a lower number."""
    named = AUDIT.c.subject.in_(subjects) & or_(AUDIT.c.action.like("%.read"), AUDIT.c.action.in_(OF_DOSSIERS))
    chosen = select(AUDIT).where(or_(named, AUDIT.c.action == EXPORT))
    if since is not None:
        chosen = chosen.where(AUDIT.c.made_at >= since)
    if until is not None:
        chosen = chosen.where(AUDIT.c.made_at <= until)
    if before is not None:
        chosen = chosen.where(AUDIT.c.seq < before)
    rows = connection.execute(chosen.order_by(AUDIT.c.seq.desc()).limit(last)).all()
    return _with_orders(connection, [_read(row) for row in rows])


def _with_orders(connection: Connection, reads: Sequence[Read]) -> tuple[Read, ...]:
    """Exports with the kinds and fields that they are made of."""
    ids = {one.subject for one in reads if one.action == EXPORT}
    if not ids:
        return tuple(reads)
    chosen = select(ORDERED.c.id, ORDERED.c.kinds, ORDERED.c.fields, ORDERED.c.offices).where(ORDERED.c.id.in_(ids))
    orders = {str(row.id): row for row in connection.execute(chosen)}
    return tuple(
        replace(one, kinds=tuple(order.kinds), fields=tuple(order.fields), offices=tuple(order.offices))
        if (order := orders.get(one.subject))
        else one
        for one in reads
    )


def subjects_of(connection: Connection, person_id: str) -> tuple[str, ...]:
    """Under which ids reads about a person stand in the audit, also those of what is replaced by now."""
    ours = RECORD.c.person_id == person_id
    columns = (RECORD.c.id, RECORD.c.document_id, RECORD.c.dossier_id)
    found = connection.execute(union(*(select(column.label("id")).where(ours) for column in columns))).scalars()
    return (person_id, *(str(one) for one in found if one))


def kinds_of(connection: Connection, person_id: str) -> Mapping[str, datetime]:
    """Of which kinds records about a person have ever been held, each with since when."""
    chosen = select(RECORD.c.kind, func.min(RECORD.c.made_at).label("since")).where(RECORD.c.person_id == person_id)
    return {row.kind: row.since for row in connection.execute(chosen.group_by(RECORD.c.kind))}


def own_dossiers(connection: Connection, person_id: str, named: Sequence[str]) -> frozenset[str]:
    """Those of these dossiers, named by id or code, that are this person's and nobody else's."""
    if not named:
        return frozenset()
    ids = [one for one in named if is_id(one)]
    by: ColumnElement[bool] = or_(DOSSIER.c.id.in_(ids), DOSSIER.c.code.in_(named))
    chosen = select(DOSSIER.c.id, DOSSIER.c.code, RECORD.c.person_id)
    rows = connection.execute(chosen.join(RECORD, RECORD.c.dossier_id == DOSSIER.c.id).where(by)).all()
    people: dict[str, set[str | None]] = {}
    for row in rows:
        for name in {row.id, row.code} & set(named):
            people.setdefault(name, set()).add(row.person_id)
    return frozenset(name for name, found in people.items() if found == {person_id})


def _read(row: Row[Any]) -> Read:
    told: Mapping[str, Any] = row.details
    procedure, dossier, basis = (str(told.get(name) or "") for name in ("procedure", "dossier", "basis"))
    fields = tuple(told.get("fields") or ())
    return Read(row.seq, row.made_at, row.actor, row.action, row.subject, procedure, dossier, basis, fields)
