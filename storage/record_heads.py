"""Of what a record or a document is, before any value of it is read: kind, person, file. No personal value."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from storage.change import Change
from storage.schema import DOCUMENT, DOSSIER, PAGE, RECORD, SCAN


@dataclass(frozen=True, slots=True)
class Head:
    record_id: str
    kind: str
    person_id: str | None
    document_id: str | None


@dataclass(frozen=True, slots=True)
class PaperFile:
    """Where a paper lies: pages of one scan."""

    document_id: str
    scan_digest: str
    media_type: str
    size: int  # bytes, of the whole scan
    pages: tuple[int, ...]  # 1.. within the scan
    pages_of_scan: int
    form: str
    edition: str
    office: str  # that received the dossier; "" where it is not known

    @property
    def whole(self) -> bool:
        """Whether the scan holds this paper and nothing else."""
        return len(set(self.pages)) == self.pages_of_scan


def head_of(connection: Connection, record_id: str) -> Head | None:
    row = connection.execute(select(RECORD).where(RECORD.c.id == record_id)).first()
    return None if row is None else _head(row)


def head_of_document(connection: Connection, document_id: str) -> Head | None:
    """Of the record that rests on it, the latest loaded; None where none does."""
    chosen = select(RECORD).where(RECORD.c.document_id == document_id)
    row = connection.execute(chosen.order_by(RECORD.c.made_at.desc(), RECORD.c.id).limit(1)).first()
    return None if row is None else _head(row)


def hold_record(change: Change, record_id: str) -> None:
    """Nobody else writes about it until the change ends."""
    change.connection.execute(select(RECORD.c.id).where(RECORD.c.id == record_id).with_for_update())


def file_of(connection: Connection, document_id: str) -> PaperFile | None:
    held = (SCAN.c.digest, SCAN.c.kind, SCAN.c.size, SCAN.c.page_count, DOSSIER.c.receiving_office)
    chosen = select(DOCUMENT.c.id, DOCUMENT.c.pages, DOCUMENT.c.form, DOCUMENT.c.edition, *held)
    chosen = chosen.join(SCAN, SCAN.c.id == DOCUMENT.c.scan_id).join(DOSSIER, DOSSIER.c.id == DOCUMENT.c.dossier_id)
    row = connection.execute(chosen.where(DOCUMENT.c.id == document_id)).first()
    if row is None:
        return None
    return PaperFile(
        document_id=row.id,
        scan_digest=row.digest,
        media_type=row.kind or "application/octet-stream",
        size=row.size,
        pages=tuple(row.pages),
        pages_of_scan=row.page_count or 0,
        form=row.form,
        edition=row.edition,
        office=(row.receiving_office or "").strip(),
    )


def pictures_of(connection: Connection, scan_digest: str, pages: tuple[int, ...]) -> dict[int, str]:
    """By page the digest of its upright picture, as it was read last; a page without one is left out."""
    chosen = select(PAGE.c.number, PAGE.c.picture).where(PAGE.c.scan_digest == scan_digest, PAGE.c.number.in_(pages))
    chosen = chosen.where(PAGE.c.picture.is_not(None)).order_by(PAGE.c.number, PAGE.c.made_at)
    return {row.number: row.picture for row in connection.execute(chosen)}


def _head(row: Row[Any]) -> Head:
    return Head(row.id, row.kind, row.person_id, row.document_id)
