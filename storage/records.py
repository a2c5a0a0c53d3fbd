"""Verified records: what may be reused, each field with its whole provenance. A correction is a further revision."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.postgresql import distinct_on

from errors import NotHeld
from matching.reasons import Reason
from ocr.page import Box
from storage.change import Change, Stage, id_from, latest_key
from storage.readings import Method
from storage.schema import RECORD, RECORD_FIELD


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a scan a value was seen."""

    scan_digest: str
    page: int  # 1.. within its scan
    box: Box  # px of the upright page
    raw: str = attribute(default="", repr=False)  # as recognised


@dataclass(frozen=True, slots=True)
class RecordField:
    field: str
    value: str = attribute(repr=False)  # a date is written yyyy-mm-dd, or as far as it is known
    method: Method
    confidence: float | None = None  # 0..1; None where nobody estimated one
    evidence: tuple[Place, ...] = ()
    written: str | None = attribute(default=None, repr=False)  # what the paper says, where the value was corrected
    reason: Reason | None = None  # of the correction
    verified_against: str | None = None  # "population", "telco"; None: it rests on the paper alone
    verified_by: str | None = None  # staff id, or the version of the engine that decided
    verified_at: datetime | None = None
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Record:
    """A person or a paper, as far as it is settled."""

    kind: str  # "person", or the code of the paper
    subject: str | None = attribute(repr=False)  # the register's key of the person whom it is about
    fields: tuple[RecordField, ...]
    document_id: str | None = None
    id: str = ""  # given when it is saved


def save(change: Change, dossier_id: str, key: str, records: Sequence[Record]) -> bool:
    """False when this step was done before."""
    before = latest_key(change.connection, dossier_id, Stage.LOAD)
    if not change.first(dossier_id, Stage.LOAD, key):
        return False
    for position, record in enumerate(records, start=1):
        record_id = id_from("record", dossier_id, key, position)
        row = {
            "id": record_id,
            "dossier_id": dossier_id,
            "key": key,
            "position": position,
            "kind": record.kind,
            "subject": record.subject,
            "document_id": record.document_id,
            "made_at": change.now,
        }
        change.connection.execute(RECORD.insert().values(row))
        rows = [_field_row(change, record_id, each) for each in record.fields]
        if rows:
            change.connection.execute(RECORD_FIELD.insert(), rows)
    if before is not None:
        _carry_settled(change, dossier_id, before, key)
    change.note("dossier.loaded", dossier_id, key=key, records=len(records))
    return True


def _field_row(change: Change, record_id: str, each: RecordField) -> dict[str, Any]:
    return {
        "record_id": record_id,
        "field": each.field,
        "revision": each.revision,
        "value": each.value,
        "method": each.method.name,
        "confidence": each.confidence,
        "evidence": [_place_json(place) for place in each.evidence],
        "written": each.written,
        "reason": each.reason.name if each.reason else None,
        "verified_against": each.verified_against,
        "verified_by": each.verified_by,
        "verified_at": each.verified_at,
        "made_at": change.now,
    }


def revise(change: Change, record_id: str, new: RecordField) -> int:
    """Write a further revision of one field; its number. What stood before stays."""
    held = select(RECORD.c.dossier_id).where(RECORD.c.id == record_id).with_for_update()
    dossier_id = change.connection.scalar(held)
    if dossier_id is None:
        raise NotHeld(f"no record {record_id} is held")
    ours = (RECORD_FIELD.c.record_id == record_id) & (RECORD_FIELD.c.field == new.field)
    revision = max(change.connection.execute(select(RECORD_FIELD.c.revision).where(ours)).scalars(), default=0) + 1
    row = _field_row(change, record_id, new) | {"revision": revision}
    change.connection.execute(RECORD_FIELD.insert().values(row))
    change.note("record.revised", dossier_id, record=record_id, field=new.field, revision=revision)
    return revision


def _carry_settled(change: Change, dossier_id: str, before: str, key: str) -> None:
    """What a person has settled stays settled when the same paper, about the same person, is loaded again."""
    heirs = {(each.kind, each.subject): each for each in records(change.connection, dossier_id, key)}
    for old in records(change.connection, dossier_id, before):
        heir = heirs.get((old.kind, old.subject))
        for each in old.fields:
            if heir is not None and each.method is Method.KEYED:
                revise(change, heir.id, each)


def records(connection: Connection, dossier_id: str, key: str | None = None) -> tuple[Record, ...]:
    """In order, each field at its latest revision, as loaded under this key; without one, as loaded last."""
    key = key or latest_key(connection, dossier_id, Stage.LOAD)
    chosen = select(RECORD).where(RECORD.c.dossier_id == dossier_id, RECORD.c.key == key)
    return tuple(_record(connection, row) for row in connection.execute(chosen.order_by(RECORD.c.position)).all())


def record(connection: Connection, record_id: str) -> Record:
    """Raises NotHeld."""
    row = connection.execute(select(RECORD).where(RECORD.c.id == record_id)).first()
    if row is None:
        raise NotHeld(f"no record {record_id} is held")
    return _record(connection, row)


def _record(connection: Connection, row: Row[Any]) -> Record:
    ordered = select(RECORD_FIELD).order_by(RECORD_FIELD.c.field, RECORD_FIELD.c.revision.desc())
    latest = ordered.ext(distinct_on(RECORD_FIELD.c.field)).where(RECORD_FIELD.c.record_id == row.id)
    fields = tuple(_field(each) for each in connection.execute(latest))
    return Record(row.kind, row.subject, fields, row.document_id, row.id)


def _field(row: Row[Any]) -> RecordField:
    return RecordField(
        field=row.field,
        value=row.value,
        method=Method[row.method],
        confidence=row.confidence,
        evidence=tuple(_place(held) for held in row.evidence),
        written=row.written,
        reason=None if row.reason is None else Reason[row.reason],
        verified_against=row.verified_against,
        verified_by=row.verified_by,
        verified_at=row.verified_at,
        revision=row.revision,
    )


def _place_json(place: Place) -> dict[str, Any]:
    box = [place.box.left, place.box.top, place.box.right, place.box.bottom]
    return {"scan": place.scan_digest, "page": place.page, "box": box, "raw": place.raw}


def _place(held: dict[str, Any]) -> Place:
    return Place(held["scan"], held["page"], Box(*held["box"]), held["raw"])
