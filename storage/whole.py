"""The warehouse as a whole: how much it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Table, Text, func, select

from storage import schema_audit as schema_audit
from storage import schema_cache as schema_cache
from storage import schema_counter as schema_counter
from storage import schema_fixity as schema_fixity
from storage import schema_followup as schema_followup  # its tables are part of the whole
from storage import schema_quality as schema_quality
from storage import schema_records as schema_records
from storage import schema_retention as schema_retention
from storage import schema_reuse as schema_reuse
from storage import schema_review as schema_review
from storage import schema_service as schema_service
from storage import schema_signatures as schema_signatures
from storage import schema_signing as schema_signing
from storage import schema_staff as schema_staff
from storage import schema_subjects as schema_subjects
from storage.change import Stage
from storage.replica import schema as schema  # and these
from storage.schema import DOCUMENT, DOSSIER, PAGE, READING, RECORD, REVIEW_TASK, SCAN, STEP
from storage.states import DossierState, TaskState


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there are; of what a step found, what it found last."""

    dossiers: Mapping[DossierState, int]  # every state, also those in which none stands
    scans: int
    refused_scans: int
    duplicate_scans: int
    pages: int
    failed_pages: int
    documents: int
    readings: int
    open_tasks: int
    records: int


def counts(connection: Connection) -> Counts:
    standing = connection.execute(select(DOSSIER.c.state, func.count()).group_by(DOSSIER.c.state))
    by_state: dict[str, int] = dict(standing.all())
    each = {
        "scans": select(func.count()).select_from(SCAN),
        "refused_scans": select(func.count()).where(SCAN.c.refusal.is_not(None)),
        "duplicate_scans": select(func.count()).where(SCAN.c.duplicate_of.is_not(None)),
        "pages": select(func.count(PAGE.c.scan_digest.concat(PAGE.c.number.cast(Text)).distinct())),
        "failed_pages": select(func.count()).where(PAGE.c.failure.is_not(None)),
        "documents": select(func.count()).select_from(DOCUMENT).where(DOCUMENT.c.key == _last(DOCUMENT, Stage.EXTRACT)),
        "readings": select(func.count()).select_from(READING),
        "open_tasks": select(func.count()).where(REVIEW_TASK.c.state == TaskState.OPEN.name),
        "records": select(func.count()).select_from(RECORD).where(RECORD.c.key == _last(RECORD, Stage.LOAD)),
    }
    row = connection.execute(select(*(chosen.scalar_subquery().label(name) for name, chosen in each.items()))).one()
    return Counts({state: by_state.get(state.name, 0) for state in DossierState}, **row._mapping)


def _last(table: Table, stage: Stage) -> ScalarSelect[Any]:
    """The key under which the step was last done for the dossier of a row; earlier results stay, but count no more."""
    keys = select(STEP.c.key).where(STEP.c.subject == table.c.dossier_id.cast(Text), STEP.c.stage == stage.value)
    return keys.order_by(STEP.c.seq.desc()).limit(1).correlate(table).scalar_subquery()
