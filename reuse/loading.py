"""The end of a dossier's way: what is settled goes into the warehouse, and what is not becomes questions for people."""

from collections.abc import Sequence
from dataclasses import dataclass

import ocr.reading
from followup.again import result_of
from followup.basis import Basis, corrections, digest, said, told
from followup.joining import asked_of_people
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
from storage.findings import PlacedFinding, holding
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


@dataclass(frozen=True, slots=True)
class Rules:
    """By which a load is thought out."""

    accept: float | None  # probability from which a value is accepted; None: as `storage.settled` says
    template: CodeTemplate
    secret: bytes  # of the key


def ready(
    dossier_id: str, known: Basis, decided_under: str, keys: tuple[str, str], rules: Rules, warehouse: Warehouse
) -> Ready | None:
    """`decided_under`: key of the decision; `keys`: of extraction, and of matching if nobody had asked for it again.

    None where matching broke or waits for a register: what was resolved upon older readings counts no more.
    """
    resolution = warehouse.resolution(dossier_id, decided_under)
    if resolution is None:
        return None
    by_people = said(dossier_id, warehouse)
    held = holding(warehouse.findings(dossier_id, ocr.reading.version()), by_people)
    parts = (*(one.finding.name for one in held), *corrections(known.papers), *map(repr, by_people))
    key = digest(rules.secret, *keys, result_of(resolution), settled.VERSION, rules.accept, *parts)
    joins = asked_of_people(dossier_id, known.papers, told(dossier_id, warehouse), warehouse)
    result = settled.settled(known.papers, known.fused, resolution, rules.accept, held, by_people, joins)
    load = load_of(dossier_id, (key, decided_under), known.papers, resolution, held, result, rules.template, warehouse)
    return Ready(load, known.papers, known.fused, resolution, result)


def load_of(
    dossier_id: str,
    keys: tuple[str, str],
    found: Sequence[Paper],
    resolution: Resolution,
    held: Sequence[PlacedFinding],
    result: Settled,
    template: CodeTemplate,
    warehouse: Warehouse,
) -> Load:
    """What is written of a result. `keys`: of this load, and of the decision that it rests on."""
    key, decided_under = keys
    with warehouse.looking() as connection:
        records = proven(result.records, provenance(connection, dossier_id, decided_under))
    records = addressed(records, catalogue().papers)
    if records:
        reason = ASKED.format(count=len(result.questions)) if result.questions else ""
        then = Move(DossierState.LOADED, reason)
    else:  # nothing is left to ask: people looked, and the citizen must bring something else
        state = DossierState.IN_REVIEW if result.questions else DossierState.WAITING_FOR_COUNTER
        then = Move(state, settled.why_in_review(resolution, held))
    return Load(dossier_id, key, records, result.questions, then, describer(template, found))


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
