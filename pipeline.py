"""The way of a dossier as plain functions, without Airflow: take in -> read -> extract -> match -> load.

Each step is load, think, save, keyed by the digest of its input and the version of what thinks: run twice, it leaves
what one run leaves. `read_batch` and its like do one step for every dossier of a batch and are what the DAG calls; one
dossier that fails is put aside with its reason and the others go on.
"""

import hmac
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import extractors.papers
import ocr.reading
from errors import DossierError, ErasedBefore, RegisterUnavailable
from extractors.agreement.cross_checks import across
from extractors.confidence.probability import assessed
from extractors.reading import Document
from followup.again import asked_again_parts, note_answered, result_of, waiting
from followup.put_aside import put_aside
from matching import trace
from matching.witnesses import Fused, claim_of
from ocr.files.sandbox import inspect_confined
from ocr.reading import PageFailure, PageReading
from ocr.signing.confined import signature_check
from ocr.verdict.dossier import DossierJudge
from ocr.workers import read_pages
from reuse.loading import Ready, follow_up, ready, save_together
from storage import settled
from storage.change import Stage
from storage.declared import declared_claim, declared_of
from storage.document_codes import CodeTemplate
from storage.findings import holding
from storage.incoming import IncomingDossier
from storage.intake import open_dossier, open_dossiers
from storage.intake import take_in as take_in_one
from storage.opening import S3
from storage.page_tasks import by_scan, page_tasks
from storage.pages import MissingPage
from storage.repeats import by_picture
from storage.settled import Paper
from storage.states import DossierState, Move, Owner, TaskState
from system import System, open_registers, open_system, s3_access

__all__ = ["System", "open_system"]  # what the DAG and the commands open before they call a step

_LOG = logging.getLogger("hoso.intake")

Progress = Callable[[int, int], None]
"""Called with the pages done and the pages in all."""

NOT_READ = "Không trang nào đọc được. Hãy quét lại giấy tờ."


# --- the steps for one dossier


def take_in(source: str, system: System, refused: Callable[[ErasedBefore], None] | None = None) -> tuple[str, ...]:
    """Keep every original of every dossier below a folder or s3://bucket/prefix; their ids, in order of names.

    A dossier that was erased before is not taken in; it is told to `refused`, or else in the log, and the others go on.
    """
    s3 = s3_access(system.settings).client() if source.startswith(S3) else None
    found: dict[str, None] = {}
    for one in open_dossiers(source if s3 else Path(source), s3):
        try:
            found[_taken_in(one, system)] = None
        except ErasedBefore as erased:
            (refused or _log_refused)(erased)
    return tuple(found)


def _log_refused(erased: ErasedBefore) -> None:
    _LOG.warning("%s", erased.sentence)


def take_in_dossier(path: Path, system: System) -> str:
    """Keep every original of one dossier: a folder, a ZIP or a single file. Raises ErasedBefore."""
    return _taken_in(open_dossier(path), system)


def _taken_in(incoming: IncomingDossier, system: System) -> str:
    validate = signature_check(system.settings.trust_anchors)
    return take_in_one(incoming, system.warehouse, system.objects, inspect_confined, DossierJudge().scan, validate)


def read(dossier_ids: Sequence[str], system: System, progress: Progress | None = None) -> None:
    """Scans -> pages of words, over several processes. A page that cannot be read fails alone."""
    key = ocr.reading.version()
    missing = system.warehouse.missing_pages(dossier_ids, key)
    lost: dict[str, DossierError] = {}
    pictures = by_picture(missing, (scan for one in dossier_ids for scan in system.warehouse.scans(one)))
    same = {page: pages for pages in pictures for page in pages}
    settings = system.settings
    tasks, done = page_tasks(pictures, system.objects, lost), 0
    for digest, reading in read_pages(tasks, settings.jobs, page_seconds=settings.page_seconds) if missing else ():
        number = reading.page.number if isinstance(reading, PageReading) else reading.number
        _keep(reading, same[MissingPage(digest, number)], key, system)
        done += len(same[MissingPage(digest, number)])
        if progress:
            progress(done, len(missing))
    for dossier_id in dossier_ids:
        broken = next((lost[scan.digest] for scan in system.warehouse.scans(dossier_id) if scan.digest in lost), None)
        if broken:
            system.warehouse.move(dossier_id, DossierState.FAILED, broken.sentence)
        elif system.warehouse.dossier(dossier_id).state is DossierState.RECEIVED:
            system.warehouse.move(dossier_id, DossierState.READ)


def _keep(reading: PageReading | PageFailure, pages: Sequence[MissingPage], key: str, system: System) -> None:
    """Save what was read of one picture for every page that is this picture."""
    picture = system.objects.put(reading.picture) if isinstance(reading, PageReading) else None
    for page in pages:
        if isinstance(reading, PageReading):
            read_page = replace(reading.page, number=page.number)
            system.warehouse.save_page(page.scan_digest, key, read_page, picture, reading.findings)
        else:
            system.warehouse.save_failed_page(page.scan_digest, key, page.number, reading.reason)


def extract(dossier_id: str, system: System) -> None:
    """Pages -> papers and their fields."""
    warehouse = system.warehouse
    key = _extract_key(dossier_id, system)
    if warehouse.done(dossier_id, Stage.EXTRACT, key) or warehouse.missing_pages((dossier_id,), ocr.reading.version()):
        return
    pages = warehouse.pages(dossier_id, ocr.reading.version())
    if not any(page.page for page in pages):
        warehouse.move(dossier_id, DossierState.QUARANTINED, NOT_READ)
        return
    pages_of = by_scan(pages)
    found = {scan_id: extractors.papers.extract(its_pages) for scan_id, its_pages in pages_of.items()}
    agreed = across(found, declared_of(warehouse.dossier(dossier_id).manifest))
    judged = {scan_id: [assessed(one, pages_of[scan_id]) for one in papers] for scan_id, papers in agreed.items()}
    warehouse.save_documents(dossier_id, key, judged, Move(DossierState.EXTRACTED))


def match(dossier_id: str, system: System) -> None:
    """Fields -> whom the dossier is about, and whose phone it names. A register that is down leaves it waiting."""
    warehouse = system.warehouse
    if not warehouse.done(dossier_id, Stage.EXTRACT, _extract_key(dossier_id, system)):
        return  # extraction broke: what the manifest declares is no ground to decide upon alone
    fused = fused_claim(dossier_id, system)
    again = asked_again_parts(dossier_id, warehouse)
    key = _match_key(fused, system, *again)
    if warehouse.done(dossier_id, Stage.RESOLVE, key):
        note_answered(dossier_id, warehouse)
        if warehouse.dossier(dossier_id).state in (DossierState.EXTRACTED, DossierState.WAITING_FOR_REGISTER):
            warehouse.move(dossier_id, DossierState.RESOLVED)  # read anew, and it says what it said before
        return
    try:
        with open_registers(dossier_id, system, fresh=bool(again)) as asked:
            decision = trace.decide(
                fused.claim, asked.population, asked.telco, asked.frequencies, doubts=fused.doubts, index=asked.index
            )
    except RegisterUnavailable as silent:
        warehouse.move(dossier_id, DossierState.WAITING_FOR_REGISTER, silent.sentence)
        return
    before, state = warehouse.resolution(dossier_id), warehouse.dossier(dossier_id).state
    same = before is not None and result_of(before) == result_of(decision.resolution)
    stays = same and state in (DossierState.LOADED, DossierState.IN_REVIEW)  # asked again, and nothing has changed
    then = None if stays else Move(DossierState.RESOLVED)
    warehouse.save_resolution(dossier_id, key, decision, asked.inquiries, then)
    asked.keep_answers()
    note_answered(dossier_id, warehouse, changed=not same)


def load(dossier_id: str, system: System) -> None:
    """What is settled -> records; what is not -> questions for people."""
    for one in _ready(dossier_id, system):
        new = bool(system.warehouse.load_all([one.load]))
        follow_up(one, new, system.warehouse)


def _ready(dossier_id: str, system: System) -> tuple[Ready, ...]:
    """The load of a dossier, thought out but not saved; none while it is not matched."""
    warehouse = system.warehouse
    fused = fused_claim(dossier_id, system)
    decided_under = _match_key(fused, system, *asked_again_parts(dossier_id, warehouse))
    resolution = warehouse.resolution(dossier_id, decided_under)
    if resolution is None:
        return ()  # matching broke or waits for a register; what was resolved upon older readings counts no more
    accept = system.settings.accept_probability
    answered = {task.question.kind for task in warehouse.tasks(dossier_id, TaskState.SETTLED)}
    held = holding(warehouse.findings(dossier_id, ocr.reading.version()), answered)
    kinds = (one.finding.name for one in held)
    basis = (_extract_key(dossier_id, system), _match_key(fused, system), result_of(resolution))
    keys = (_digest(system, *basis, settled.VERSION, accept, *kinds), decided_under)
    template = CodeTemplate(system.settings.document_code)
    found = papers(dossier_id, system)
    return (ready(dossier_id, keys, found, fused, resolution, held, accept, template, warehouse),)


def run(dossier_id: str, system: System, progress: Progress | None = None) -> None:
    """The whole way of one dossier."""
    read((dossier_id,), system, progress)
    for step in (extract, match, load):
        _put_aside(step, dossier_id, system)


# --- the steps for a batch, as the DAG calls them


def plan(dossier_ids: Sequence[str], system: System) -> list[str]:
    """Ids of batches, each bounded by its pages: these dossiers, and every other that waits for the machine.

    So a dossier that waited for a register, or whose run was killed, is taken up by whatever run comes next; and so is
    one that is to be matched again because a register has changed.
    """
    for_the_machine = [state for state in DossierState if state.owner is Owner.MACHINE]
    unfinished = [dossier.id for dossier in system.warehouse.dossiers(*for_the_machine)]
    again = waiting(system.warehouse)
    wanted = [one for one in dict.fromkeys((*dossier_ids, *unfinished, *again)) if not _set_aside(one, system)]
    return [batch.id for batch in system.warehouse.plan_batches(wanted, system.settings.pages_per_batch)]


def read_batch(batch_id: str, system: System) -> str:
    read(_of_batch(batch_id, system), system)
    return batch_id


def extract_batch(batch_id: str, system: System) -> str:
    return _each(extract, batch_id, system)


def match_batch(batch_id: str, system: System) -> str:
    return _each(match, batch_id, system)


def load_batch(batch_id: str, system: System) -> str:
    """Thought out one by one and saved together; where that is refused each is saved alone, so that one bad dossier
    does not stop the others."""
    all_ready: list[Ready] = []
    for dossier_id in _of_batch(batch_id, system):
        with put_aside("load", dossier_id, system.warehouse):
            all_ready += _ready(dossier_id, system)
    new = save_together([one.load for one in all_ready], system.warehouse)
    for one in all_ready:
        with put_aside("load", one.load.dossier_id, system.warehouse):
            alone = system.warehouse.load_all([one.load]) if new is None else new
            follow_up(one, one.load.dossier_id in alone, system.warehouse)
    return batch_id


def _each(step: Callable[[str, System], None], batch_id: str, system: System) -> str:
    for dossier_id in _of_batch(batch_id, system):
        _put_aside(step, dossier_id, system)
    return batch_id


def _of_batch(batch_id: str, system: System) -> tuple[str, ...]:
    return tuple(one for one in system.warehouse.batch(batch_id) if not _set_aside(one, system))


def _set_aside(dossier_id: str, system: System) -> bool:
    return system.warehouse.dossier(dossier_id).state in (DossierState.QUARANTINED, DossierState.CLOSED)


def _put_aside(step: Callable[[str, System], None], dossier_id: str, system: System) -> None:
    """Run a step; a dossier on which it breaks is put aside."""
    if not _set_aside(dossier_id, system):
        with put_aside(step.__name__, dossier_id, system.warehouse):
            step(dossier_id, system)


# --- what a step starts from


def papers(dossier_id: str, system: System) -> tuple[Paper, ...]:
    """The dossier's documents as this version finds them, else as found last; each with the digest of its scan."""
    warehouse = system.warehouse
    digests = {scan.id: scan.digest for scan in warehouse.scans(dossier_id)}
    key = _extract_key(dossier_id, system)
    current = key if warehouse.done(dossier_id, Stage.EXTRACT, key) else None
    return tuple(Paper(stored, digests[stored.scan_id]) for stored in warehouse.documents(dossier_id, current))


def fused_claim(dossier_id: str, system: System) -> Fused:
    """What the papers of a dossier say of the person who asks, and what they disagree in."""
    documents: list[Document] = [paper.stored.document for paper in papers(dossier_id, system)]
    manifest = system.warehouse.dossier(dossier_id).manifest
    return claim_of(documents, dossier_id, declared_claim(dossier_id, manifest))


def _extract_key(dossier_id: str, system: System) -> str:
    declared = declared_of(system.warehouse.dossier(dossier_id).manifest)  # the operator is a witness, too
    scans = [scan.digest for scan in system.warehouse.scans(dossier_id)]
    return _digest(system, ocr.reading.version(), extractors.papers.VERSION, repr(declared), *scans)


def _match_key(fused: Fused, system: System, *again: str) -> str:
    claim = replace(fused.claim, confidence=dict(sorted(fused.claim.confidence.items())))
    return _digest(system, trace.version(), repr(claim), *(reason.name for reason in fused.doubts), *again)


def _digest(system: System, *parts: object) -> str:
    """Keyed: what the papers say could be guessed from a bare digest of it."""
    return hmac.digest(system.digest_key, "\x1f".join(map(str, parts)).encode(), "sha256").hex()
