"""A process killed by SIGKILL in the middle of a save: nothing half, and the next run leaves what one run leaves."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import storage_makers as make
from object_makers import folder_store

from storage import change
from storage.incoming import open_dossiers
from storage.intake import take_in
from storage.sealing.vault import Vault
from storage.states import DossierState, Move
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract

Step = Callable[[Warehouse, Path], object]


def _intake(warehouse: Warehouse, folder: Path) -> None:
    objects = folder_store(folder / "objects")
    for incoming in open_dossiers(folder / "inbox"):
        take_in(incoming, warehouse, objects, make.inspect)


def _extraction(warehouse: Warehouse, folder: Path) -> None:
    (dossier,) = warehouse.dossiers(code="H56.12-261115-0007")
    found = {warehouse.scans(dossier.id)[0].id: [make.document(), make.document("cccd")]}
    warehouse.save_documents(dossier.id, "x1", found, Move(DossierState.EXTRACTED))


def _loading(warehouse: Warehouse, folder: Path) -> None:
    _extraction(warehouse, folder)
    (dossier,) = warehouse.dossiers(code="H56.12-261115-0007")
    warehouse.save_resolution(dossier.id, "m1", make.decision(dossier.id), [make.inquiry(dossier.id)])
    warehouse.save_records(dossier.id, "l1", [make.record()], [make.question()], Move(DossierState.IN_REVIEW))


def _killed_at(note: int, step: Step, url: str, folder: Path) -> int:
    """Run a step in a process of its own, which kills itself when it writes its n-th audit row; its exit code."""

    def run() -> None:
        count = 0
        write = change.Change.note_all

        def fatal(self: change.Change, rows: Sequence[dict[str, Any]]) -> None:
            nonlocal count
            count += 1
            if count == note:
                os.kill(os.getpid(), signal.SIGKILL)
            write(self, rows)

        change.Change.note_all = fatal  # type: ignore[assignment,method-assign]
        with make.vault(url) as vault, Warehouse(url, vault, actor="machine") as warehouse:
            step(warehouse, folder)

    child = multiprocessing.get_context("fork").Process(target=run)
    child.start()
    child.join()
    return child.exitcode or 0


@pytest.mark.parametrize(("step", "notes"), [(_intake, 3), (_extraction, 2), (_loading, 7)])
def test_killed_at_every_change_and_run_again(
    warehouse: Warehouse,
    warehouse_url: str,
    vault: Vault,
    emptied: Callable[[], None],
    tmp_path: Path,
    step: Step,
    notes: int,
) -> None:
    manifest = b'{"dossier_code": "H56.12-261115-0007"}'
    make.laid(tmp_path / "inbox", {"d1/a.pdf": b"%PDF PP", "d1/manifest.json": manifest, "d2.pdf": b"", "d3.pdf": b"x"})

    def begin() -> None:
        emptied()
        vault.forget()
        if step is not _intake:
            _intake(warehouse, tmp_path)
            (dossier,) = warehouse.dossiers(code="H56.12-261115-0007")
            warehouse.move(dossier.id, DossierState.READ)

    begin()
    step(warehouse, tmp_path)
    undisturbed = warehouse.fingerprint()
    begin()
    before = warehouse.fingerprint()
    assert _killed_at(1, step, warehouse_url, tmp_path) == -signal.SIGKILL
    assert warehouse.fingerprint() == before
    for note in range(2, notes + 1):  # each run goes on from where the one before was killed
        _killed_at(note, step, warehouse_url, tmp_path)
    step(warehouse, tmp_path)
    assert warehouse.fingerprint() == undisturbed
