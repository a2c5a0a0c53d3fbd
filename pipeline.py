"""The way of a dossier as plain functions, without Airflow: take in -> read -> extract -> match -> load.

Each step is load, think, save, keyed by the digest of its input and the version of what thinks: run twice, it leaves
what one run leaves. `read_batch` and its like do one step for every dossier of a batch and are what the DAG calls; one
dossier that fails is put aside with its reason and the others go on.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import extractors.papers
import ocr.reading
from errors import DossierError, ErasedBefore, RegisterUnavailable
from extractors.agreement.cross_checks import across
from extractors.confidence.probability import assessed
from followup import basis as start
from followup.again import asked_again_parts, note_answered, result_of, waiting
from followup.basis import Basis
from followup.going_on import GRACE, heed, heed_all, to_go_on
from followup.put_aside import put_aside
from matching import trace
from matching.witnesses import Fused
from ocr.files.sandbox import inspect_confined
from ocr.reading import PageFailure, PageReading
from ocr.signing.confined import signature_check
from ocr.verdict.dossier import DossierJudge
from ocr.workers import read_pages
from reuse.loading import Ready, Rules, follow_up, ready, save_together
from storage.change import Stage
from storage.declared import declared_of
from storage.document_codes import CodeTemplate
from storage.incoming import IncomingDossier
from storage.intake import open_dossier, open_dossiers
from storage.intake import take_in as take_in_one
from storage.opening import S3
from storage.page_tasks import by_scan, page_tasks
from storage.pages import MissingPage
from storage.paper import Paper
from storage.repeats import by_picture
from storage.states import DossierState, Move, Owner
from system import System, open_registers, open_system, s3_access

__all__ = ["System", "open_system"]  # what the DAG and the commands open before they call a step

_LOG = logging.getLogger("hoso.intake")

Progress = Callable[[int, int], None]
"""Called with the pages done and the pages in all."""

_ENDS = (DossierState.LOADED, DossierState.IN_REVIEW, DossierState.WAITING_FOR_COUNTER)
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
    told = start.told(dossier_id, warehouse)
    found = {one: extractors.papers.extract(read, told=told.get(one, ())) for one, read in pages_of.items()}
    agreed = across(found, declared_of(warehouse.dossier(dossier_id).manifest))
    judged = {scan_id: [assessed(one, pages_of[scan_id]) for one in papers] for scan_id, papers in agreed.items()}
    warehouse.save_documents(dossier_id, key, judged, Move(DossierState.EXTRACTED))


def match(dossier_id: str, system: System) -> None:
    """Fields -> whom the dossier is about, and whose phone it names. A register that is down leaves it waiting."""
    warehouse = system.warehouse
    if not warehouse.done(dossier_id, Stage.EXTRACT, _extract_key(dossier_id, system)):
        return  # extraction broke: what the manifest declares is no ground to decide upon alone
    known = start.basis(dossier_id, warehouse, system.digest_key)
    fused, again = known.fused, asked_again_parts(dossier_id, warehouse)
    key = _match_key(known, system, *again)
    if warehouse.done(dossier_id, Stage.RESOLVE, key):
        note_answered(dossier_id, warehouse)
        if warehouse.dossier(dossier_id).state in (DossierState.EXTRACTED, DossierState.WAITING_FOR_REGISTER):
            warehouse.move(dossier_id, DossierState.RESOLVED)  # read anew, and it says what it said before
        return
    try:
        with open_registers(dossier_id, system, fresh=bool(again)) as asked:
            way = (asked.population, asked.telco, asked.frequencies)
            decision = trace.decide(fused.claim, *way, doubts=fused.doubts, index=asked.index, choice=known.choice)
    except RegisterUnavailable as silent:
        warehouse.move(dossier_id, DossierState.WAITING_FOR_REGISTER, silent.sentence)
        return
    before, state = warehouse.resolution(dossier_id), warehouse.dossier(dossier_id).state
    same = before is not None and result_of(before) == result_of(decision.resolution)
    stays = same and state in _ENDS  # asked again, and nothing has changed
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
    known, settings = start.basis(dossier_id, system.warehouse, system.digest_key), system.settings
    decided_under = _match_key(known, system, *asked_again_parts(dossier_id, system.warehouse))
    keys = (_extract_key(dossier_id, system), _match_key(known, system))
    rules = Rules(settings.accept_probability, CodeTemplate(settings.document_code), system.digest_key)
    found = ready(dossier_id, known, decided_under, keys, rules, system.warehouse)
    return (found,) if found else ()


def run(dossier_id: str, system: System, progress: Progress | None = None) -> None:
    """The whole way of one dossier."""
    read((dossier_id,), system, progress)
    for step in (extract, match, load):
        _put_aside(step, dossier_id, system)


# --- going on from what people answered


def go_on(dossier_id: str, system: System) -> None:
    """Put the answers into effect, and run again what depends on them; nothing where a question is open still."""
    for step in (extract, match, load) if heed(dossier_id, system.warehouse) else ():
        _put_aside(step, dossier_id, system)


def go_on_all(system: System, grace: timedelta = GRACE) -> int:
    """Every dossier whose questions are answered, and every one whose going on was interrupted; how many.

    `grace`: since the last answer, in which it may still be taken back.
    """
    ids = to_go_on(system.warehouse, grace)
    for dossier_id in ids:
        go_on(dossier_id, system)
    return len(ids)


# --- the steps for a batch, as the DAG calls them


def plan(dossier_ids: Sequence[str], system: System) -> list[str]:
    """Ids of batches, each bounded by its pages: these dossiers, and every other that waits for the machine.

    So a dossier that waited for a register, or whose run was killed, is taken up by whatever run comes next; and so is
    one whose questions are answered, or that is to be matched again because a register has changed.
    """
    heed_all(system.warehouse)
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
    """The dossier's documents, with what people settled laid over what the machine read."""
    return start.papers(dossier_id, system.warehouse, system.digest_key)


def fused_claim(dossier_id: str, system: System) -> Fused:
    """What the papers of a dossier say of the person who asks, and what they disagree in."""
    return start.basis(dossier_id, system.warehouse, system.digest_key).fused


def _extract_key(dossier_id: str, system: System) -> str:
    return start.extract_key(dossier_id, system.warehouse, system.digest_key)


def _match_key(known: Basis, system: System, *again: str) -> str:
    return start.digest(system.digest_key, trace.version(), *known.parts, *again)
