"""Documents as the machine found them, and their readings: what was read stays, a correction is a revision more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.postgresql import distinct_on

from errors import NotHeld
from extractors.codec import documents_from_json, documents_to_json
from extractors.reading import Document, Evidence, FieldReading, Problem, Source
from ocr.page import Box
from storage.change import Change, Stage, id_from, latest_key
from storage.personal import Private, private
from storage.schema import DOCUMENT, READING
from storage.sealing.owner import of_dossier


class Method(Enum):
    """By what means a value came to be known. The value is what the clerk reads."""

    QR = "mã QR trên giấy"
    MRZ = "vùng đọc máy (MRZ), đúng số kiểm tra"
    OCR = "máy đọc chữ trên giấy"
    KEYED = "cán bộ nhập"
    REGISTER = "cơ sở dữ liệu trả lời"


_PERSONAL = ("value", "evidence")  # columns of a reading
METHOD_OF = {
    Source.KEYED: Method.KEYED,
    Source.QR: Method.QR,
    Source.MRZ: Method.MRZ,
    Source.PRINT: Method.OCR,
}


@dataclass(frozen=True, slots=True)
class StoredDocument:
    id: str
    scan_id: str
    document: Document  # as the machine found it


@dataclass(frozen=True, slots=True)
class StoredReading:
    """The latest revision of one field of a document."""

    document_id: str
    field: str
    value: str | None = attribute(repr=False)  # a date is written yyyy-mm-dd, or as far as it is known
    problem: Problem | None
    confidence: float  # 0..1
    method: Method
    revision: int  # 1 = the machine's
    by: str  # the step's key, or a staff id
    at: datetime
    answer_id: str | None = None  # of the station's answer that it comes from
    seen: tuple[Evidence, ...] = attribute(default=(), repr=False)  # where on the scan


def save(change: Change, dossier_id: str, key: str, found: Mapping[str, Sequence[Document]]) -> bool:
    """`found`: documents by scan id. False when this step was done before."""
    before = latest_key(change.connection, dossier_id, Stage.EXTRACT)
    if not change.first(dossier_id, Stage.EXTRACT, key):
        return False
    position = 0
    for scan_id, documents in found.items():
        for document in documents:
            position += 1
            _insert(change, dossier_id, key, scan_id, position, document)
    if before is not None:
        _carry_corrections(change, dossier_id, before, key)
    change.note("dossier.extracted", dossier_id, key=key, documents=position)
    return True


def _insert(change: Change, dossier_id: str, key: str, scan_id: str, position: int, document: Document) -> None:
    document_id = id_from("document", dossier_id, key, position)
    row = {
        "id": document_id,
        "dossier_id": dossier_id,
        "key": key,
        "scan_id": scan_id,
        "position": position,
        "form": document.form,
        "edition": document.edition,
        "pages": list(document.pages),
        "confidence": document.confidence,
        "content": Private(documents_to_json((document,)), of_dossier(dossier_id)),
        "made_at": change.now,
    }
    change.connection.execute(DOCUMENT.insert().values(row))
    owner = of_dossier(dossier_id)
    rows = [private(_reading_row(change, document_id, key, each), _PERSONAL, owner) for each in document.readings]
    if rows:
        change.connection.execute(READING.insert(), rows)


def _reading_row(change: Change, document_id: str, key: str, reading: FieldReading) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "field": reading.field,
        "revision": 1,
        "value": None if reading.value is None else as_text(reading.value),
        "problem": reading.problem.name if reading.problem else None,
        "confidence": reading.confidence,
        "method": method_of(reading).name,
        "evidence": [_evidence(piece) for piece in reading.evidence],
        "by": key,
        "made_at": change.now,
    }


def method_of(reading: FieldReading) -> Method:
    """By what means its value was read; a code that says otherwise stands among the evidence only."""
    return METHOD_OF[reading.source]


def as_text(value: object) -> str:
    """A value as the warehouse keeps it: a date as yyyy-mm-dd, or as far as it is known."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _evidence(piece: Evidence) -> dict[str, Any]:
    box = piece.box
    return {
        "page": piece.page,
        "box": [box.left, box.top, box.right, box.bottom],
        "raw": piece.raw,
        "confidence": piece.confidence,
        "source": piece.source.name,
    }


@dataclass(frozen=True, slots=True)
class Given:
    """A person's reading on its way into the warehouse: a value, or the problem that hides it."""

    value: str | None = attribute(repr=False)  # a date is written yyyy-mm-dd, or as far as it is known
    problem: Problem | None = None
    seen: tuple[Evidence, ...] = attribute(default=(), repr=False)  # what the person was shown
    answer_id: str | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.problem is None):
            raise ValueError("give a value or a problem, not both or neither")


def correct(change: Change, document_id: str, field_name: str, given: Given) -> int:
    """Write a person's reading beside the machine's; its revision. Raises NotHeld."""
    chosen = select(DOCUMENT.c.dossier_id).where(DOCUMENT.c.id == document_id).with_for_update()
    dossier_id = change.connection.scalar(chosen)
    if dossier_id is None:
        raise NotHeld(f"no document {document_id} is held")
    known = select(READING.c.revision).where(READING.c.document_id == document_id, READING.c.field == field_name)
    revision = max(change.connection.execute(known).scalars(), default=1) + 1
    row: dict[str, Any] = {
        "document_id": document_id,
        "field": field_name,
        "revision": revision,
        "value": given.value,
        "problem": given.problem.name if given.problem else None,
        "confidence": 1.0,
        "method": Method.KEYED.name,
        "evidence": [_evidence(replace(piece, source=Source.KEYED)) for piece in given.seen],
        "by": change.actor,
        "answer_id": given.answer_id,
        "made_at": change.now,
    }
    change.connection.execute(READING.insert().values(private(row, _PERSONAL, of_dossier(dossier_id))))
    told = {"document": document_id, "field": field_name, "revision": revision, "answer": given.answer_id}
    change.note("reading.corrected", dossier_id, **told)
    return revision


def keyed(connection: Connection, document_ids: Sequence[str]) -> tuple[StoredReading, ...]:
    """What people settled of these documents: of each field the latest revision, where it is a person's."""
    latest = _latest().where(READING.c.document_id.in_(list(document_ids))).subquery()
    ours = select(latest).where(latest.c.method == Method.KEYED.name)
    return tuple(_reading(row) for row in connection.execute(ours.order_by(latest.c.document_id, latest.c.field)))


def _carry_corrections(change: Change, dossier_id: str, before: str, key: str) -> None:
    """What a person has settled stays settled when a better machine reads the same paper again."""
    new = {_paper(each): each.id for each in documents(change.connection, dossier_id, key)}
    for old in documents(change.connection, dossier_id, before):
        heir = new.get(_paper(old))
        latest = _latest().where(READING.c.document_id == old.id).subquery()
        for row in change.connection.execute(select(latest).where(latest.c.method == Method.KEYED.name)):
            if heir is not None:
                kept = {**row._mapping, "document_id": heir, "revision": 2, "made_at": change.now}
                change.connection.execute(READING.insert().values(private(kept, _PERSONAL, of_dossier(dossier_id))))


def _paper(stored: StoredDocument) -> tuple[str, str, tuple[int, ...], Box | None]:
    return stored.scan_id, stored.document.form, stored.document.pages, stored.document.region


def documents(connection: Connection, dossier_id: str, key: str | None = None) -> tuple[StoredDocument, ...]:
    """In order of scan and page, as found under this key; without one, under the key of the latest extraction."""
    key = key or latest_key(connection, dossier_id, Stage.EXTRACT)
    chosen = select(DOCUMENT).where(DOCUMENT.c.dossier_id == dossier_id, DOCUMENT.c.key == key)
    return tuple(_document(row) for row in connection.execute(chosen.order_by(DOCUMENT.c.position)))


def document(connection: Connection, document_id: str) -> StoredDocument:
    """Raises NotHeld."""
    row = connection.execute(select(DOCUMENT).where(DOCUMENT.c.id == document_id)).first()
    if row is None:
        raise NotHeld(f"no document {document_id} is held")
    return _document(row)


def _document(row: Row[Any]) -> StoredDocument:
    (document,) = documents_from_json(row.content)
    return StoredDocument(row.id, row.scan_id, document)


def readings(connection: Connection, dossier_id: str) -> tuple[StoredReading, ...]:
    """The latest revision of every field of the dossier's documents."""
    key = latest_key(connection, dossier_id, Stage.EXTRACT)
    ours = select(DOCUMENT.c.id).where(DOCUMENT.c.dossier_id == dossier_id, DOCUMENT.c.key == key)
    latest = _latest().where(READING.c.document_id.in_(ours)).subquery()
    chosen = select(latest).join(DOCUMENT, DOCUMENT.c.id == latest.c.document_id)
    rows = connection.execute(chosen.order_by(DOCUMENT.c.position, latest.c.field))
    return tuple(_reading(row) for row in rows)


def reading(connection: Connection, document_id: str, field_name: str) -> StoredReading | None:
    """The latest revision of one field; None where the machine did not find the field."""
    ours = select(READING).where(READING.c.document_id == document_id, READING.c.field == field_name)
    row = connection.execute(ours.order_by(READING.c.revision.desc()).limit(1)).first()
    return None if row is None else _reading(row)


def _latest() -> Any:
    ordered = select(READING).order_by(READING.c.document_id, READING.c.field, READING.c.revision.desc())
    return ordered.ext(distinct_on(READING.c.document_id, READING.c.field))


def _reading(row: Row[Any]) -> StoredReading:
    return StoredReading(
        document_id=row.document_id,
        field=row.field,
        value=row.value,
        problem=None if row.problem is None else Problem[row.problem],
        confidence=row.confidence,
        method=Method[row.method],
        revision=row.revision,
        by=row.by,
        at=row.made_at,
        answer_id=row.answer_id,
        seen=tuple(_seen(held) for held in row.evidence),
    )


def _seen(held: Mapping[str, Any]) -> Evidence:
    return Evidence(held["page"], Box(*held["box"]), held["raw"], held["confidence"], Source[held["source"]])
