"""What people found of what the machine read, for the calibration to be fitted again. No value leaves the warehouse.

A field counts where somebody said what stands on the paper, or that nothing does; where nobody can read it, nobody
knows whether the machine was right. Questions whose answer was known tell nothing new.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from extractors.confidence.reviewed import ReviewedField
from extractors.confidence.signals import all_signs, kind_of, signals
from extractors.reading import FieldReading
from ocr.page import Page
from storage import readings
from storage.question import Origin
from storage.readings import StoredDocument, as_text
from storage.review.answers import Decided, decided
from storage.review.given import Action
from storage.review.sight import read_page
from storage.schema import REVIEW_TASK, SCAN
from storage.sealing.owner import OwnerKind
from storage.sealing.shut import none_destroyed
from storage.states import TaskState

_MEASURES = (Origin.GOLD, Origin.PREFILL_TEST)


def reviewed_fields(connection: Connection) -> Iterator[ReviewedField]:
    """Dossier after dossier; each field that people settled once."""
    task = REVIEW_TASK.c
    held = none_destroyed(OwnerKind.DOSSIER, task.dossier_id)
    ours = (task.state == TaskState.SETTLED.name, task.field.is_not(None), held)
    chosen = select(task.dossier_id).where(*ours).distinct()
    for dossier_id in connection.execute(chosen.order_by(task.dossier_id)).scalars().all():
        for one in decided(connection, dossier_id, gone_on=True):
            if one.field is not None and one.document_id is not None and one.origin not in _MEASURES:
                yield from _reviewed(connection, one, one.document_id, one.field)


def _reviewed(connection: Connection, one: Decided, document_id: str, field: str) -> Iterator[ReviewedField]:
    if one.answer.action is Action.UNREADABLE:
        return
    stored = readings.document(connection, document_id)
    machine = stored.document.reading(field)
    if machine is None:
        return
    read = signals(machine, stored.document, all_signs(_pages(connection, stored))) if machine.value is not None else ()
    told = machine if machine.value is not None else FieldReading(field, one.answer.value or "-", ())
    sure = machine.probability if machine.value is not None else None
    right = machine.value is not None and _same(machine, one)
    yield ReviewedField(stored.document.form, field, kind_of(told), one.origin.name, sure, right, read)


def _same(machine: FieldReading, one: Decided) -> bool:
    said = one.answer.value
    return said is not None and (as_text(machine.value) == said or _bare(as_text(machine.value)) == _bare(said))


def _bare(text: str) -> str:
    """Case and spaces do not count; marks do."""
    return "".join(text.casefold().split())


def _pages(connection: Connection, stored: StoredDocument) -> list[Page]:
    digest = connection.scalar(select(SCAN.c.digest).where(SCAN.c.id == stored.scan_id))
    found = (read_page(connection, str(digest), number) for number in stored.document.pages)
    return [page for page in found if page is not None]
