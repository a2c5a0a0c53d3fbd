"""Loads verified dossiers as the pipeline does, over several processes, and tells how long the loads took.

That each dossier was taken in and went its way is written in sets beforehand, and is not timed.
"""

import hashlib
import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from typing import Any

from benchmarks.warehouse_made import Verified, verified
from reuse.describing import describer
from settings import Settings
from storage.change import id_from, write_all
from storage.document_codes import CodeTemplate
from storage.loads import Load
from storage.personal import Private
from storage.schema import DELIVERY, DOSSIER, SCAN
from storage.sealing.owner import of_dossier
from storage.sealing.vault import Vault
from storage.states import DossierState, Move, Owner, ScanState
from storage.warehouse import Warehouse
from system import open_vault

SET = 250  # dossiers saved together
_PATIENCE_S = 600.0  # that a process may be silent
_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Rate:
    """What came of loading so many dossiers."""

    dossiers: int
    seconds: float  # from the first load's beginning to the last one's end

    @property
    def a_second(self) -> float:
        return self.dossiers / self.seconds if self.seconds else 0.0


def fill(settings: Settings, people: range, processes: int, progress: Callable[[int], None]) -> None:
    """One dossier of each of these people; what is there is left. `progress`: told how many more are done."""
    sets, done = _sets(people), _FORK.Queue()
    children = [_FORK.Process(target=_fill, args=(settings, sets[at::processes], done)) for at in range(processes)]
    for child in children:
        child.start()
    for _ in sets:
        progress(done.get(timeout=_PATIENCE_S))
    for child in children:
        child.join()


def _fill(settings: Settings, sets: list[range], done: "Queue[int]") -> None:
    with _open(settings) as (warehouse, vault):
        for people in sets:
            warehouse.load_all(_taken_in(warehouse, vault, people, settings))
            done.put(len(people))


def timed(settings: Settings, people: range, processes: int) -> Rate:
    """The same, all taken in before the first is loaded."""
    barrier, ends = _FORK.Barrier(processes), _FORK.Queue()
    sets = _sets(people)
    children = [
        _FORK.Process(target=_timed, args=(settings, sets[at::processes], barrier, ends)) for at in range(processes)
    ]
    for child in children:
        child.start()
    spent = [ends.get(timeout=_PATIENCE_S) for _ in children]
    for child in children:
        child.join()
    return Rate(len(people), max(end for _, end in spent) - min(began for began, _ in spent))


def _timed(settings: Settings, sets: list[range], barrier: Barrier, ends: "Queue[tuple[float, float]]") -> None:
    with _open(settings) as (warehouse, vault):
        ready = [_taken_in(warehouse, vault, people, settings) for people in sets]
        vault.forget()
        barrier.wait()
        began = time.perf_counter()
        for loads in ready:
            warehouse.load_all(loads)
        ends.put((began, time.perf_counter()))


def _sets(people: range) -> list[range]:
    return [people[start : start + SET] for start in range(0, len(people), SET)]


@contextmanager
def _open(settings: Settings) -> Iterator[tuple[Warehouse, Vault]]:
    with open_vault(settings) as vault, Warehouse(settings.warehouse_url, vault) as warehouse:
        yield warehouse, vault


def _taken_in(warehouse: Warehouse, vault: Vault, people: range, settings: Settings) -> list[Load]:
    """What loads them; their dossiers stand where matching leaves them."""
    found = {id_from("dossier", one.dossier.digest): one for one in verified(people)}
    vault.prepare(of_dossier(one) for one in found)
    with warehouse.changing() as change:
        dossiers, scans, deliveries = zip(*(_rows(one, held, change.now) for one, held in found.items()), strict=True)
        for table, rows in ((DOSSIER, dossiers), (SCAN, scans), (DELIVERY, deliveries)):
            write_all(change.connection, table, rows, unless_there=True)
        change.note_all([change.noted("dossier.received", one, state="RECEIVED", scans=1, refused=0) for one in found])
    template = CodeTemplate(settings.document_code)
    return [_load(dossier_id, one, template) for dossier_id, one in found.items()]


def _rows(dossier_id: str, held: Verified, now: datetime) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Of the tables dossier, scan and delivery."""
    one, owner = held.dossier, of_dossier(dossier_id)
    (scan,) = one.scans
    dossier = {
        "id": dossier_id,
        "digest": one.digest,
        "label": Private(one.label, owner),
        "code": one.manifest.dossier_code,
        "procedure_code": one.manifest.procedure_code,
        "channel": one.manifest.channel,
        "receiving_office": one.manifest.receiving_office,
        "state": DossierState.RESOLVED.name,
        "reason": "",
        "owner": Owner.MACHINE.name,
        "made_at": now,
        "changed_at": now,
    }
    file = {
        "id": id_from("scan", dossier_id, 1),
        "dossier_id": dossier_id,
        "position": 1,
        "name": Private(scan.name, owner),
        "digest": scan.digest,
        "size": scan.size,
        "kind": scan.kind,
        "page_count": scan.pages,
        "state": ScanState.ACCEPTED.name,
        "findings": [],
        "made_at": now,
    }
    delivery = {"dossier_id": dossier_id, "number": 1, "label": Private(one.label, owner), "made_at": now}
    return dossier, file, delivery


def _load(dossier_id: str, one: Verified, template: CodeTemplate) -> Load:
    key = hashlib.sha256(f"{dossier_id} load".encode()).hexdigest()
    return Load(dossier_id, key, one.records, (), Move(DossierState.LOADED), describer(template))
