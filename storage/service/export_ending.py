"""The end of bulk exports: after their term, or because a person whose values they may hold was erased.

A part is noted before it is kept, so that none is ever left behind, however its export ended. An export ends by its
state, and from then on none of it is given out; its parts are gone once their keys are destroyed, which is the owner's.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from errors import ExportRefused
from storage.change import Change
from storage.fixity_rows import erased
from storage.schema import DOSSIER, RECORD
from storage.schema_keys import DATA_KEY
from storage.schema_signing import EXPORT, EXPORT_PART
from storage.sealing import erasing
from storage.sealing.owner import Owner, OwnerKind, of_object
from storage.sealing.shut import named_in_sql
from storage.service.exports import Export, ExportState, export_of, of_offices
from storage.warehouse import Warehouse

STANDING = (ExportState.ASKED, ExportState.DONE)


def note_part(change: Change, export_id: str, digest: str) -> None:
    """Before a part is kept. Raises ExportRefused where the export was ended meanwhile."""
    state = change.connection.scalar(select(EXPORT.c.state).where(EXPORT.c.id == export_id).with_for_update())
    if state != ExportState.ASKED.name:
        raise ExportRefused("the export was ended while it was carried out: ask for it again")
    row = insert(EXPORT_PART).values(export_id=export_id, digest=digest, made_at=change.now)
    change.connection.execute(row.on_conflict_do_nothing())


def expire(change: Change, before: datetime) -> int:
    """End those that last moved before; how many."""
    over = update(EXPORT).where(EXPORT.c.state.in_(_names(STANDING)), EXPORT.c.changed_at < before)
    ended = change.connection.execute(
        over.values(state=ExportState.EXPIRED.name, changed_at=change.now).returning(EXPORT.c.id)
    )
    ids = sorted(ended.scalars())
    for export_id in ids:
        change.note("export.expired", export_id)
    return len(ids)


def touched(connection: Connection, owners: Iterable[Owner]) -> tuple[str, ...]:
    """Ids of the exports that stand and may hold values of these people or dossiers; in doubt they do."""
    ids = {kind: [one.id for one in owners if one.kind is kind] for kind in (OwnerKind.PERSON, OwnerKind.DOSSIER)}
    theirs = RECORD.c.person_id.in_(ids[OwnerKind.PERSON]) | RECORD.c.dossier_id.in_(ids[OwnerKind.DOSSIER])
    chosen = select(RECORD.c.kind, RECORD.c.made_at, DOSSIER.c.receiving_office).where(theirs)
    held = connection.execute(chosen.join(DOSSIER, DOSSIER.c.id == RECORD.c.dossier_id)).all()
    rows = connection.execute(select(EXPORT).where(EXPORT.c.state.in_(_names(STANDING))).order_by(EXPORT.c.id))
    standing = map(export_of, rows)
    return tuple(one.order.id for one in standing if any(_may_hold(one, *record) for record in held))


def _may_hold(one: Export, kind: str, loaded_at: datetime, office: str | None) -> bool:
    order = one.order
    return bool(
        order.scopes
        and loaded_at <= order.until
        and (not order.kinds or kind in order.kinds)
        and of_offices(office, order.offices)
    )


def own_parts(connection: Connection, export_ids: Sequence[str]) -> tuple[str, ...]:
    """Digests of their parts that still have a key and are part of no other export that stands."""
    others = select(EXPORT_PART.c.digest).join(EXPORT, EXPORT.c.id == EXPORT_PART.c.export_id)
    others = others.where(EXPORT.c.state.in_(_names(STANDING)), EXPORT.c.id.not_in(export_ids))
    living = select(DATA_KEY.c.owner).where(DATA_KEY.c.wrapped.is_not(None))
    chosen = select(EXPORT_PART.c.digest).where(EXPORT_PART.c.export_id.in_(export_ids)).distinct()
    chosen = chosen.where(
        EXPORT_PART.c.digest.not_in(others), named_in_sql(OwnerKind.OBJECT, EXPORT_PART.c.digest).in_(living)
    )
    return tuple(connection.execute(chosen.order_by(EXPORT_PART.c.digest)).scalars())


def withdraw(change: Change, export_ids: Sequence[str], receipt_id: str) -> None:
    """End these because of an erasure; their own parts are erased with it."""
    gone = {"state": ExportState.WITHDRAWN.name, "changed_at": change.now}
    change.connection.execute(update(EXPORT).where(EXPORT.c.id.in_(export_ids)).values(gone))
    for export_id in export_ids:
        change.note("export.withdrawn", export_id, receipt=receipt_id)


def drop_parts(warehouse: Warehouse) -> int:
    """Destroy the keys of what is left of ended exports; how many parts. Raises NotGranted to all but the owner."""
    with warehouse.changing() as change:
        ended = select(EXPORT.c.id).where(EXPORT.c.state.not_in(_names(STANDING))).order_by(EXPORT.c.id)
        ids = [str(one) for one in change.connection.execute(ended).scalars()]
        parts = own_parts(change.connection, ids) if ids else ()
        for digest in parts:
            erasing.erase(change, of_object(digest), "export/ended")
        erased(change, parts)
    return len(parts)


def parts_of_ended(connection: Connection) -> tuple[str, ...]:
    """Digests of all parts of ended exports, in order: their bytes are to go."""
    chosen = select(EXPORT_PART.c.digest).join(EXPORT, EXPORT.c.id == EXPORT_PART.c.export_id).distinct()
    chosen = chosen.where(EXPORT.c.state.not_in(_names(STANDING)))
    return tuple(connection.execute(chosen.order_by(EXPORT_PART.c.digest)).scalars())


def _names(states: Iterable[ExportState]) -> list[str]:
    return [one.name for one in states]
