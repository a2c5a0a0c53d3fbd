"""Verified records: what may be reused, each field with its whole provenance. A correction is a further revision.

They are written by `storage.record_writing`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, any_, bindparam, null, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from errors import NotHeld
from matching.reasons import Reason
from ocr.page import Box
from storage.change import Change, Stage, latest_key
from storage.personal import private
from storage.readings import Method
from storage.schema import RECORD, RECORD_FIELD
from storage.sealing.owner import Owner

PERSON = "person"  # the record of what a register confirmed of somebody
_SEALED = ("value", "evidence", "written")


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
    confidence: float | None = None  # 0..1, calibrated; None where nobody estimated one
    evidence: tuple[Place, ...] = ()
    written: str | None = attribute(default=None, repr=False)  # what the paper says, where the value was corrected
    reason: Reason | None = None  # of the correction
    verified_against: str | None = None  # "population", "telco"; None: it rests on the paper alone
    verified_by: str | None = None  # staff id, or the version of the engine that decided
    verified_at: datetime | None = None
    revision: int = 1
    engine: str | None = None  # that read it, with its version; None: no machine read it


@dataclass(frozen=True, slots=True)
class Record:
    """A person or a paper, as far as it is settled."""

    kind: str  # "person", or the code of the paper
    register_key: str | None = attribute(repr=False)  # of whom it is about, to save it; None once read
    fields: tuple[RecordField, ...]
    document_id: str | None = None
    id: str = ""  # given when it is saved
    person_id: str | None = None  # of ours: whom it is about; given when it is saved

    def value(self, name: str) -> str:
        """Of a field; "" where the record does not say."""
        return next((one.value for one in self.fields if one.field == name), "")

    def revision_of(self, name: str) -> int:
        """The latest of a field; 0 where the record does not have it."""
        return max((one.revision for one in self.fields if one.field == name), default=0)


def records(connection: Connection, dossier_id: str, key: str | None = None) -> tuple[Record, ...]:
    """In order, each field at its latest revision, as loaded under this key; without one, as loaded last."""
    key = key or latest_key(connection, dossier_id, Stage.LOAD)
    chosen = select(RECORD).where(RECORD.c.dossier_id == dossier_id, RECORD.c.key == key)
    return read(connection, connection.execute(chosen.order_by(RECORD.c.position)).all())


def records_of(connection: Connection, keys: Mapping[str, str]) -> dict[str, tuple[Record, ...]]:
    """The same of many dossiers, each as loaded under the key that is given with its id."""
    if not keys:
        return {}
    chosen = select(RECORD).where(tuple_(RECORD.c.dossier_id, RECORD.c.key).in_(list(keys.items())))
    rows = connection.execute(chosen.order_by(RECORD.c.dossier_id, RECORD.c.position)).all()
    found: dict[str, tuple[Record, ...]] = {}
    for row, one in zip(rows, read(connection, rows), strict=True):
        found[row.dossier_id] = (*found.get(row.dossier_id, ()), one)
    return found


def record(connection: Connection, record_id: str) -> Record:
    """Raises NotHeld."""
    row = connection.execute(select(RECORD).where(RECORD.c.id == record_id)).first()
    if row is None:
        raise NotHeld(f"no record {record_id} is held")
    return read(connection, [row])[0]


def read(
    connection: Connection, rows: Sequence[Row[Any]], known_at: datetime | None = None, *, places: bool = True
) -> tuple[Record, ...]:
    """Records of rows of RECORD, each field as it was known at a moment; in one statement, however many.

    `places`: False leaves sealed where on a scan each value stands: the fields then have no evidence.
    """
    fields: dict[str, list[RecordField]] = {row.id: [] for row in rows}
    asked = {"record_ids": list(fields), "known_at": known_at}
    for each in connection.execute(_latest_fields(known_at is not None, places), asked) if rows else ():
        fields[each.record_id].append(field_of(each))
    return tuple(Record(row.kind, None, tuple(fields[row.id]), row.document_id, row.id, row.person_id) for row in rows)


@cache
def _latest_fields(known: bool, places: bool) -> Select[Any]:
    """Of `record_ids`; `known`: as known at `known_at`."""
    table = RECORD_FIELD.c
    columns = [one if places or one.name != "evidence" else null().label("evidence") for one in table]
    wanted = any_(bindparam("record_ids", type_=ARRAY(table.record_id.type)))
    chosen: Select[Any] = select(*columns).where(table.record_id == wanted)
    if known:
        chosen = chosen.where(table.made_at <= bindparam("known_at"))
    ordered = chosen.order_by(table.record_id, table.field, table.revision.desc())
    return ordered.ext(distinct_on(table.record_id, table.field))


def field_of(row: Row[Any]) -> RecordField:
    """Of a row of RECORD_FIELD."""
    return RecordField(
        field=row.field,
        value=row.value,
        method=Method[row.method],
        confidence=row.confidence,
        evidence=tuple(_place(held) for held in row.evidence or ()),
        written=row.written,
        reason=None if row.reason is None else Reason[row.reason],
        verified_against=row.verified_against,
        verified_by=row.verified_by,
        verified_at=row.verified_at,
        revision=row.revision,
        engine=row.engine,
    )


def _place_json(place: Place) -> dict[str, Any]:
    box = [place.box.left, place.box.top, place.box.right, place.box.bottom]
    return {"scan": place.scan_digest, "page": place.page, "box": box, "raw": place.raw}


def _place(held: dict[str, Any]) -> Place:
    return Place(held["scan"], held["page"], Box(*held["box"]), held["raw"])


def field_row(change: Change, record_id: str, owner: Owner, each: RecordField) -> dict[str, Any]:
    row = {
        "record_id": record_id,
        "field": each.field,
        "revision": each.revision,
        "value": each.value,
        "method": each.method.name,
        "engine": each.engine,
        "confidence": each.confidence,
        "evidence": [_place_json(place) for place in each.evidence],
        "written": each.written,
        "reason": each.reason.name if each.reason else None,
        "verified_against": each.verified_against,
        "verified_by": each.verified_by,
        "verified_at": each.verified_at,
        "made_at": change.now,
    }
    return private(row, _SEALED, owner)
