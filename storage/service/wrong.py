"""What an event says of a value that was given out: that it proved wrong, or was erased, and holds no more."""

from sqlalchemy import Connection, select

from errors import Erased
from storage.outbox import Event, EventKind
from storage.records import Record, record, records
from storage.schema import RECORD, RECORD_FIELD
from storage.service.recalls import Cause, Wrong

_WHOLE = {EventKind.REVOKED: Cause.REVOKED, EventKind.SUPERSEDED: Cause.SUPERSEDED}


def wrong_by(connection: Connection, event: Event) -> tuple[Wrong, ...]:
    """None where nothing that was given out is wrong: a first load, or a revision that says the same."""
    if event.person_id is None or event.record_id is None:
        return ()
    if event.kind in _WHOLE:
        return (_wrong(event, "", 0, _WHOLE[event.kind]),)
    if event.kind is EventKind.REVISED:
        field, revision = event.codes["field"], int(event.codes["revision"])
        differs = _differs(connection, event.record_id, field, revision)
        return (_wrong(event, field, revision - 1, Cause.REVISED),) if differs else ()
    if event.kind is EventKind.STATE_CHANGED:
        erased = event.codes.get("state") == Cause.ERASED.name
        return (_wrong(event, "", 0, Cause.ERASED),) if erased else ()
    return _outdated(connection, event) if event.kind is EventKind.OUTDATED else ()


def _wrong(event: Event, field: str, revision: int, cause: Cause) -> Wrong:
    assert event.person_id
    assert event.record_id
    return Wrong(event.person_id, event.record_id, field, revision, cause, event.at)


def _differs(connection: Connection, record_id: str, field: str, revision: int) -> bool:
    """Whether this revision says otherwise than the one before; the first one corrects nothing. Of a value that was
    erased since nobody can tell, and its readers are told."""
    ours = (RECORD_FIELD.c.record_id == record_id) & (RECORD_FIELD.c.field == field)
    both = select(RECORD_FIELD.c.value).where(ours, RECORD_FIELD.c.revision.in_((revision - 1, revision)))
    try:
        values = connection.execute(both).scalars().all()
    except Erased:
        return revision > 1
    return len(values) == 2 and values[0] != values[1]


def _outdated(connection: Connection, event: Event) -> tuple[Wrong, ...]:
    """Its dossier was loaded again: fields that no record of the same kind and person says any more as they stood.

    No such record at all: the whole record was wrong. A field that the later load leaves out is not known to be wrong.
    """
    assert event.record_id
    dossier_id = connection.scalar(select(RECORD.c.dossier_id).where(RECORD.c.id == event.record_id))
    try:
        old = record(connection, event.record_id)
        heirs = [one for one in records(connection, str(dossier_id)) if _same(one, old)]
    except Erased:
        return (_wrong(event, "", 0, Cause.REVOKED),)
    if not heirs:
        return (_wrong(event, "", 0, Cause.REVOKED),)
    now: dict[str, set[str]] = {}
    for one in heirs:
        for each in one.fields:
            now.setdefault(each.field, set()).add(each.value)
    gone = [each for each in old.fields if each.field in now and each.value not in now[each.field]]
    return tuple(_wrong(event, each.field, each.revision, Cause.REVISED) for each in gone)


def _same(one: Record, old: Record) -> bool:
    return one.id != old.id and (one.kind, one.person_id) == (old.kind, old.person_id)
