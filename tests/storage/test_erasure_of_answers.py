"""What people answered about a dossier that is erased is read by nobody, and stops nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import review_rows as rows
import storage_makers as make

from storage.erasure import erase
from storage.labels import labelled_cases
from storage.objects import FolderStore
from storage.quality.judging import judge
from storage.quality.lots import Accepted
from storage.quality.samples import Control, ask
from storage.question import Origin, Question
from storage.review.answers import mark_gone_on
from storage.reviewed import reviewed_fields
from storage.sealed_objects import sealer_of
from storage.sealing.owner import of_dossier
from storage.sealing.vault import Vault
from storage.states import DossierState, Move
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
LONG_AGO = datetime(2004, 5, 3, 2, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)


@pytest.fixture
def clock() -> rows.Clock:
    return rows.Clock(LONG_AGO)


@pytest.fixture
def held(warehouse_url: str, vault: Vault, clock: rows.Clock) -> Iterator[Warehouse]:
    with Warehouse(warehouse_url, vault, actor="machine", clock=clock) as opened:
        yield opened


@pytest.fixture
def store(vault: Vault, tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path, sealer_of(vault))


def loaded(held: Warehouse, store: FolderStore, seed: str) -> str:
    """A dossier with one paper that is found, decided upon and loaded; its id."""
    new = make.new_dossier(seed)
    dossier_id = held.take_in(replace(new, scans=(replace(new.scans[0], digest=store.put(seed.encode())),)))
    (scan,) = held.scans(dossier_id)
    held.move(dossier_id, DossierState.READ)
    held.save_documents(dossier_id, "x1", {scan.id: [make.document()]}, Move(DossierState.EXTRACTED))
    held.save_resolution(dossier_id, "m1", make.decision(dossier_id), (), Move(DossierState.RESOLVED))
    (paper,) = held.documents(dossier_id)
    held.save_records(
        dossier_id, "l1", [replace(make.record(paper.id), register_key="P1")], (), Move(DossierState.LOADED)
    )
    return dossier_id


def gone(held: Warehouse, store: FolderStore, dossier_id: str) -> None:
    erase(held, of_dossier(dossier_id), "12/QĐ-UBND", store.on_hold, person="staff-1")


def test_what_people_found_is_told_without_what_is_erased(held, store, clock):
    """One dossier that is erased must not keep the machine from learning of all the others."""
    for seed in "ab":
        dossier_id = loaded(held, store, seed)
        (paper,) = held.documents(dossier_id)
        held.open_tasks(dossier_id, "q1", [Question("LOW_CONFIDENCE", "?", "ho_ten", paper.id)])
        (task,) = held.tasks(dossier_id)
        rows.answered(held, task.id)
        with held.changing() as change:
            mark_gone_on(change, [task.id])
    clock.now = NOW
    with held.looking() as connection:
        assert (len(list(reviewed_fields(connection))), len(list(labelled_cases(connection)))) == (2, 2)
    gone(held, store, dossier_id)
    with held.looking() as connection:
        assert (len(list(reviewed_fields(connection))), len(list(labelled_cases(connection)))) == (1, 1)


def test_an_answer_to_a_sample_that_is_erased_is_judged_by_nobody(held, store, clock):
    """It would stop the judging of all the others, and with it every dossier that goes on."""
    dossier_id = loaded(held, store, "a")
    (record,) = held.records(dossier_id)
    of = Accepted(dossier_id, record.id, record.document_id, record.kind, "ho_ten", "OCR")
    clock.now = NOW
    with held.changing() as change:
        assert ask(change, Control(of, Origin.SAMPLE, "lot", "Đặng"))
    rows.answered(held, held.tasks()[0].id)
    gone(held, store, dossier_id)
    clock.now = NOW + timedelta(hours=1)
    with held.changing() as change:
        assert judge(change) == 0
