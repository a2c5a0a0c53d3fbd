"""The end of a dossier's way: what is settled goes into the warehouse, and what is not becomes questions for people."""

from collections.abc import Sequence
from dataclasses import dataclass

from followup.proposals import propose
from followup.put_aside import around
from matching.resolution import Resolution
from matching.witnesses import Fused
from reuse.catalogue import catalogue
from reuse.describing import describer
from reuse.held import addressed
from reuse.ledger import note_load
from storage import settled
from storage.document_codes import CodeTemplate
from storage.findings import PlacedFinding
from storage.loads import Load
from storage.provenance import proven, provenance
from storage.settled import Paper, Settled
from storage.states import DossierState, Move
from storage.warehouse import Warehouse

ASKED = "Đã lưu vào kho dữ liệu, dùng lại được; còn {count} mục chờ cán bộ đối chiếu với bản quét."


@dataclass(frozen=True, slots=True)
class Ready:
    """A dossier whose load is thought out, with what that rests on."""

    load: Load
    papers: Sequence[Paper]
    fused: Fused
    resolution: Resolution
    result: Settled


def ready(
    dossier_id: str,
    keys: tuple[str, str],
    found: Sequence[Paper],
    fused: Fused,
    resolution: Resolution,
    held: Sequence[PlacedFinding],
    accept: float | None,
    template: CodeTemplate,
    warehouse: Warehouse,
) -> Ready:
    """`keys`: of this load, and of the decision that it rests on. `held`: findings that a person must settle first.
    `accept`: probability from which a value is accepted; None: as `storage.settled` says."""
    key, decided_under = keys
    result = settled.settled(found, fused, resolution, accept, held)
    with warehouse.looking() as connection:
        records = proven(result.records, provenance(connection, dossier_id, decided_under))
    records = addressed(records, catalogue().papers)
    if records:
        reason = ASKED.format(count=len(result.questions)) if result.questions else ""
        then = Move(DossierState.LOADED, reason)
    else:
        then = Move(DossierState.IN_REVIEW, settled.why_in_review(resolution, held))
    load = Load(dossier_id, key, records, result.questions, then, describer(template, found))
    return Ready(load, found, fused, resolution, result)


def save_together(loads: Sequence[Load], warehouse: Warehouse) -> frozenset[str] | None:
    """All of them or none; the ids of those that are new. None where one is refused, and so nothing is saved."""
    try:
        return warehouse.load_all(loads)
    except Exception as error:
        if around(error):
            raise
        return None


def follow_up(one: Ready, new: bool, warehouse: Warehouse) -> None:
    """What comes of a load that is saved: drafts of corrections, and the ledger of what nobody was asked for."""
    dossier_id, then = one.load.dossier_id, one.load.then
    if not new and then and warehouse.dossier(dossier_id).state in (DossierState.FAILED, DossierState.RESOLVED):
        warehouse.move(dossier_id, then.state, then.reason)  # all was done when a later run broke on it, or had to wait
    propose(dossier_id, one.papers, one.fused, one.resolution, warehouse)
    note_load(dossier_id, one.papers, one.fused, one.result, warehouse)
