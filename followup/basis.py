"""What each step of a dossier's way starts from, and the key that says so: the papers as they are believed, the claim
that they make, what people told, chose and said.

Where nobody has answered anything, every key is that of the machine's own work. An answer changes the keys of the
steps that depend on it, and of no others: a value that was confirmed as read changes no claim, so no register is asked.
"""

import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import extractors.papers
import ocr.reading
from extractors.corrected import Keyed, corrected
from extractors.keyed import Fault, keyed
from extractors.reading import Document
from extractors.sorting.told import ToldPaper
from matching.deciding.choices import Choice
from matching.people import Claim
from matching.witnesses import Fused, claim_of
from ocr.page import Page
from storage import readings
from storage.change import Stage
from storage.declared import declared_claim, declared_of
from storage.page_tasks import by_scan
from storage.paper import Paper
from storage.readings import StoredDocument, StoredReading
from storage.resolutions import candidates_before
from storage.review.in_effect import ChosenPerson, Said, chosen_person, said_of_files, tellings, told_papers
from storage.warehouse import Warehouse

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Basis:
    """Of one dossier."""

    papers: tuple[Paper, ...]
    fused: Fused  # what the papers say of the person who asks, and what they disagree in
    compared: Claim  # the same for the key: as sure as the machine was of what it read as people do
    chosen: ChosenPerson | None  # whom a person chose
    refused: tuple[str, ...] = ()  # the candidates of whom a person said that it is none

    @property
    def choice(self) -> Choice | None:
        return Choice(self.chosen.person_id, self.refused) if self.chosen else None

    @property
    def parts(self) -> tuple[str, ...]:
        """Of the key of matching."""
        claim = replace(self.compared, confidence=dict(sorted(self.compared.confidence.items())))
        chosen = (f"chosen {self.chosen.number} {self.chosen.person_id}",) if self.chosen else ()
        return (repr(claim), *(reason.name for reason in self.fused.doubts), *chosen)


def told(dossier_id: str, warehouse: Warehouse) -> dict[str, tuple[ToldPaper, ...]]:
    """By id of the scan: which papers people told its pages to be."""
    with warehouse.looking() as connection:
        return told_papers(connection, dossier_id)


def said(dossier_id: str, warehouse: Warehouse) -> tuple[Said, ...]:
    """What people said of files and papers."""
    with warehouse.looking() as connection:
        return said_of_files(connection, dossier_id)


def extract_key(dossier_id: str, warehouse: Warehouse, secret: bytes) -> str:
    declared = declared_of(warehouse.dossier(dossier_id).manifest)  # the operator is a witness, too
    scans = [scan.digest for scan in warehouse.scans(dossier_id)]
    with warehouse.looking() as connection:
        by_people, times = told_papers(connection, dossier_id), tellings(connection, dossier_id)
    scan_ids = [scan.id for scan in warehouse.scans(dossier_id) if scan.id in by_people]
    parts = [f"{one} {times[one]} {by_people[one]}" for one in scan_ids]
    return digest(secret, ocr.reading.version(), extractors.papers.VERSION, repr(declared), *scans, *parts)


def papers(dossier_id: str, warehouse: Warehouse, secret: bytes) -> tuple[Paper, ...]:
    """The dossier's documents as this version finds them, else as found last, with what people settled laid over."""
    return _laid_over(dossier_id, _found(dossier_id, warehouse, secret), warehouse)


def basis(dossier_id: str, warehouse: Warehouse, secret: bytes) -> Basis:
    found = _found(dossier_id, warehouse, secret)
    ours = _laid_over(dossier_id, found, warehouse)
    declared = declared_claim(dossier_id, warehouse.dossier(dossier_id).manifest)
    fused = claim_of([paper.stored.document for paper in ours], dossier_id, declared)
    by_machine = fused
    if any(paper.keyed for paper in ours):
        by_machine = claim_of([one.document for one in found], dossier_id, declared)
    with warehouse.looking() as connection:
        chosen = chosen_person(connection, dossier_id)
        none = chosen is not None and chosen.person_id is None
        refused = candidates_before(connection, dossier_id, chosen.at) if chosen and none else ()
    return Basis(ours, fused, _compared(fused.claim, by_machine.claim), chosen, refused)


def corrections(papers: Sequence[Paper]) -> tuple[str, ...]:
    """Of the key of loading: what people settled of which field of which paper, and for the how manieth time: what is
    set right again as it was before is loaded again."""
    return tuple(
        repr((position, name, one.value, one.problem, one.by, one.revision))
        for position, paper in enumerate(papers)
        for name, one in sorted(paper.keyed.items())
    )


def digest(secret: bytes, *parts: object) -> str:
    """Keyed: what the papers say could be guessed from a bare digest of it."""
    return hmac.digest(secret, "\x1f".join(map(str, parts)).encode(), "sha256").hex()


def _found(dossier_id: str, warehouse: Warehouse, secret: bytes) -> tuple[StoredDocument, ...]:
    key = extract_key(dossier_id, warehouse, secret)
    return warehouse.documents(dossier_id, key if warehouse.done(dossier_id, Stage.EXTRACT, key) else None)


def _laid_over(dossier_id: str, found: Sequence[StoredDocument], warehouse: Warehouse) -> tuple[Paper, ...]:
    digests = {scan.id: scan.digest for scan in warehouse.scans(dossier_id)}
    with warehouse.looking() as connection:
        by_people = readings.keyed(connection, [one.id for one in found]) if found else ()
    theirs = [{one.field: one for one in by_people if one.document_id == each.id} for each in found]
    documents = [one.document for one in found]
    if by_people:
        read: dict[str, list[Page]] = {}

        def pages_of(index: int) -> Sequence[Page]:
            if not read:
                read.update(by_scan(warehouse.pages(dossier_id, ocr.reading.version())))
            return read.get(found[index].scan_id, ())

        told_values = {
            index: [_keyed(documents[index], one) for one in fields.values()] for index, fields in enumerate(theirs)
        }
        declared = declared_of(warehouse.dossier(dossier_id).manifest)
        documents = list(corrected(documents, told_values, declared, pages_of))
    return tuple(
        Paper(replace(stored, document=document), digests[stored.scan_id], fields)
        for stored, document, fields in zip(found, documents, theirs, strict=True)
    )


def _keyed(document: Document, one: StoredReading) -> Keyed:
    """A stored value as its parser reads it; one that no parser takes stays text."""
    if one.value is None:
        return Keyed(one.field, None, one.problem, one.seen)
    read = keyed(document.form, one.field, one.value, date.max)
    if isinstance(read, Fault):
        return Keyed(one.field, one.value, None, one.seen)
    return Keyed(one.field, read.value, None, one.seen, read.alternatives)


def _compared(claim: Claim, by_machine: Claim) -> Claim:
    """The claim, of each value that is the machine's too as sure, and with as many other readings, as the machine."""
    names = {*claim.confidence, *claim.alternatives, *by_machine.confidence, *by_machine.alternatives}
    same = {name for name in names if getattr(claim, name) == getattr(by_machine, name)}
    confidence = _taken(claim.confidence, by_machine.confidence, same)
    return replace(claim, confidence=confidence, alternatives=_taken(claim.alternatives, by_machine.alternatives, same))


def _taken(ours: Mapping[str, T], theirs: Mapping[str, T], same: Collection[str]) -> dict[str, T]:
    """Ours, but of the fields that are the same theirs."""
    kept = {name: value for name, value in ours.items() if name not in same}
    return dict(sorted({**kept, **{name: value for name, value in theirs.items() if name in same}}.items()))
