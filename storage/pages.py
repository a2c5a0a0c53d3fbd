"""Pages as read, by digest of the scan and key of the engine: the same bytes are read once, whoever handed them in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Text, and_, func, literal, select
from sqlalchemy.dialects.postgresql import insert

from ocr.codec import page_from_json, page_to_json
from ocr.files.refusal import Refusal
from ocr.files.scan_finding import ScanFinding
from ocr.page import Page
from storage.change import Change
from storage.personal import private
from storage.schema import PAGE, SCAN
from storage.schema_keys import DATA_KEY
from storage.sealing.owner import OwnerKind, of_object
from storage.sealing.shut import named_in_sql
from storage.states import ScanState


@dataclass(frozen=True, slots=True)
class MissingPage:
    """A page that nobody has read yet under the asked key."""

    scan_digest: str
    number: int  # 1.. within its scan


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page of one scan of a dossier: as read, or why it could not be."""

    scan_id: str
    scan_digest: str
    number: int
    page: Page | None
    failure: Refusal | None
    picture: str | None  # digest of the upright page image in the object store
    findings: tuple[ScanFinding, ...] = ()  # what is odd about the page


def save(
    change: Change,
    scan_digest: str,
    key: str,
    page: Page,
    picture: str | None,
    findings: Sequence[ScanFinding],
) -> bool:
    names = [finding.name for finding in findings]
    row = {"number": page.number, "content": page_to_json(page), "picture": picture, "findings": names}
    return _insert(change, scan_digest, key, row, "page.read")


def save_failure(change: Change, scan_digest: str, key: str, number: int, failure: Refusal) -> bool:
    row = {"number": number, "failure": failure.name}
    return _insert(change, scan_digest, key, row, "page.failed")


def _insert(change: Change, scan_digest: str, key: str, row: dict[str, Any], action: str) -> bool:
    """The row is its own done marker; False when it stands already."""
    row = {"scan_digest": scan_digest, "made_at": change.now, "content": None, **row}
    row = private(row, ("content",), of_object(scan_digest)) | {"key": _round(literal(scan_digest), key)}
    done = insert(PAGE).values(row).on_conflict_do_nothing().returning(PAGE.c.number)
    if change.connection.execute(done).first() is None:
        return False
    change.note(action, scan_digest, number=row["number"], key=key, failure=row.get("failure"))
    return True


def _round(digest: ColumnElement[Any], key: str) -> ColumnElement[str]:
    """The key under which a scan's pages stand: what was read before the scan was erased is no reading of the one that
    was handed in again."""
    ours = DATA_KEY.c.owner == named_in_sql(OwnerKind.OBJECT, digest)
    living = func.min(DATA_KEY.c.version).filter(DATA_KEY.c.wrapped.is_not(None))
    again = select(func.concat(key, "#") + living.cast(Text)).where(ours).having(func.count(DATA_KEY.c.erased_at) > 0)
    return func.coalesce(again.correlate_except(DATA_KEY).scalar_subquery(), key)


def pages(connection: Connection, dossier_id: str, key: str) -> tuple[StoredPage, ...]:
    """In order of scan and number; what is not read under this key is left out."""
    same = and_(PAGE.c.scan_digest == SCAN.c.digest, PAGE.c.key == _round(SCAN.c.digest, key))
    chosen = select(SCAN.c.id.label("scan_id"), PAGE).join_from(SCAN, PAGE, same)
    chosen = chosen.where(SCAN.c.dossier_id == dossier_id).order_by(SCAN.c.position, PAGE.c.number)
    return tuple(_page(row) for row in connection.execute(chosen))


def _page(row: Row[Any]) -> StoredPage:
    return StoredPage(
        scan_id=row.scan_id,
        scan_digest=row.scan_digest,
        number=row.number,
        page=None if row.content is None else page_from_json(row.content),
        failure=None if row.failure is None else Refusal[row.failure],
        picture=row.picture,
        findings=tuple(ScanFinding[name] for name in row.findings or ()),
    )


def findings(connection: Connection, dossier_id: str, key: str) -> dict[tuple[str, int], tuple[ScanFinding, ...]]:
    """By id of the scan and number of the page, in order; pages of which nothing is told are left out."""
    same = and_(PAGE.c.scan_digest == SCAN.c.digest, PAGE.c.key == _round(SCAN.c.digest, key))
    chosen = select(SCAN.c.id, PAGE.c.number, PAGE.c.findings).join_from(SCAN, PAGE, same)
    chosen = chosen.where(SCAN.c.dossier_id == dossier_id, func.cardinality(PAGE.c.findings) > 0)
    rows = connection.execute(chosen.order_by(SCAN.c.position, PAGE.c.number))
    return {(scan_id, number): tuple(ScanFinding[name] for name in names) for scan_id, number, names in rows}


def missing(connection: Connection, dossier_ids: Sequence[str], key: str) -> tuple[MissingPage, ...]:
    """Every page of the accepted scans that is not there under this key, each once, whole scans together."""
    wanted = select(
        SCAN.c.digest, func.min(SCAN.c.made_at).label("made_at"), func.max(SCAN.c.page_count).label("pages")
    ).where(SCAN.c.dossier_id.in_(dossier_ids), SCAN.c.state == ScanState.ACCEPTED.name)
    scan = wanted.group_by(SCAN.c.digest).subquery()
    number = func.generate_series(1, scan.c.pages).table_valued("number", joins_implicitly=True).render_derived()
    read = select(PAGE.c.number).where(
        PAGE.c.scan_digest == scan.c.digest, PAGE.c.number == number.c.number, PAGE.c.key == _round(scan.c.digest, key)
    )
    chosen = select(scan.c.digest, number.c.number).where(~read.exists())
    chosen = chosen.order_by(scan.c.made_at, scan.c.digest, number.c.number)
    return tuple(MissingPage(digest, int(page)) for digest, page in connection.execute(chosen))
