"""What a person looks at while answering: the pages of a scan, the other questions of a dossier, who may be meant."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import distinct_on

from matching.codec import decision_from_json
from matching.decision import Decision
from ocr.codec import page_from_json
from ocr.page import Page
from storage.change import Stage, latest_key
from storage.question import Origin
from storage.schema import DOCUMENT, PAGE, RESOLUTION, REVIEW_TASK, SCAN
from storage.states import TaskState


@dataclass(frozen=True, slots=True)
class SeenPage:
    """One page of a scan of which there is a picture."""

    scan_id: str
    scan_digest: str
    number: int  # 1.. within the scan
    picture: str  # digest of the upright page image in the object store


@dataclass(frozen=True, slots=True)
class ScanFile:
    """One file of a dossier."""

    id: str
    digest: str
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sibling:
    """A question of the same dossier, without any personal value."""

    task_id: str
    kind: str
    document_id: str | None
    form: str | None  # of the paper that it is about
    field: str | None
    state: TaskState


def scan_files(connection: Connection, dossier_id: str) -> tuple[ScanFile, ...]:
    """In their order."""
    chosen = select(SCAN.c.id, SCAN.c.digest, SCAN.c.name).where(SCAN.c.dossier_id == dossier_id)
    rows = connection.execute(chosen.order_by(SCAN.c.position))
    return tuple(ScanFile(row.id, row.digest, row.name) for row in rows)


def seen_pages(connection: Connection, scan_ids: Sequence[str]) -> tuple[SeenPage, ...]:
    """The pages of these scans as they were read last, scan after scan."""
    chosen = select(SCAN.c.id, SCAN.c.digest, SCAN.c.position, PAGE.c.number, PAGE.c.picture, PAGE.c.made_at)
    chosen = chosen.join_from(SCAN, PAGE, PAGE.c.scan_digest == SCAN.c.digest)
    chosen = chosen.where(SCAN.c.id.in_(list(scan_ids)), PAGE.c.picture.is_not(None))
    ordered = chosen.order_by(SCAN.c.position, SCAN.c.id, PAGE.c.number, PAGE.c.made_at.desc())
    rows = connection.execute(ordered.ext(distinct_on(SCAN.c.position, SCAN.c.id, PAGE.c.number)))
    return tuple(SeenPage(row.id, row.digest, row.number, row.picture) for row in rows)


def read_page(connection: Connection, scan_digest: str, number: int) -> Page | None:
    """The page as it was read last; None where nobody could read it."""
    chosen = select(PAGE.c.content).where(PAGE.c.scan_digest == scan_digest, PAGE.c.number == number)
    chosen = chosen.where(PAGE.c.content.is_not(None)).order_by(PAGE.c.made_at.desc()).limit(1)
    content = connection.scalar(chosen)
    return None if content is None else page_from_json(content)


def siblings(connection: Connection, dossier_id: str) -> tuple[Sibling, ...]:
    """The questions that this dossier waits for or waited for, the open ones first. What only measures is left out."""
    measuring = [one.name for one in Origin if not one.holds]
    task = REVIEW_TASK.c
    chosen = select(task.id, task.kind, task.document_id, task.field, task.state, DOCUMENT.c.form)
    chosen = chosen.select_from(REVIEW_TASK.outerjoin(DOCUMENT, DOCUMENT.c.id == task.document_id))
    chosen = chosen.where(task.dossier_id == dossier_id, task.state != TaskState.WITHDRAWN.name)
    rows = connection.execute(chosen.where(task.origin.not_in(measuring)).order_by(task.state, task.made_at, task.id))
    return tuple(Sibling(row.id, row.kind, row.document_id, row.form, row.field, TaskState[row.state]) for row in rows)


def decision(connection: Connection, dossier_id: str) -> Decision | None:
    """The latest about whom the dossier is; None where nothing was decided."""
    key = latest_key(connection, dossier_id, Stage.RESOLVE)
    chosen = select(RESOLUTION.c.content).where(RESOLUTION.c.dossier_id == dossier_id, RESOLUTION.c.key == key)
    content = connection.scalar(chosen)
    return None if content is None else decision_from_json(content)


def scans_with(connection: Connection, dossier_id: str, finding: str) -> tuple[str, ...]:
    """Ids of the scans in which this was found, on the file or on a page of it; in order."""
    on_page = select(PAGE.c.number).where(PAGE.c.scan_digest == SCAN.c.digest, PAGE.c.findings.contains([finding]))
    chosen = select(SCAN.c.id).where(SCAN.c.dossier_id == dossier_id)
    chosen = chosen.where(SCAN.c.findings.contains([finding]) | on_page.exists())
    return tuple(connection.scalars(chosen.order_by(SCAN.c.position)))


def picture_of(connection: Connection, scan_digest: str, number: int) -> str | None:
    """Digest of the upright page image, as it was read last."""
    chosen = select(PAGE.c.picture).where(PAGE.c.scan_digest == scan_digest, PAGE.c.number == number)
    chosen = chosen.where(PAGE.c.picture.is_not(None)).order_by(PAGE.c.made_at.desc()).limit(1)
    found = connection.scalar(chosen)
    return None if found is None else str(found)
