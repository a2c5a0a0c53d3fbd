"""Taking a dossier in: every original kept byte for byte, told by its content, and written down once.

One bad file never stops its dossier, and one bad dossier never stops its batch: what cannot be read is put aside with
a typed reason and the sentence that the clerk reads.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from typing import Protocol

from errors import ManifestRefused, NotHeld, ScanRefused
from ocr.files.refusal import Refusal
from ocr.files.scan_finding import ScanFinding
from ocr.signing.report import SignatureReport, findings_of
from ocr.verdict.verdict import ScanVerdict
from storage.change import id_from
from storage.dossiers import NewDossier, NewScan
from storage.handed_in_again import Overtaken
from storage.held_back import Kept
from storage.incoming import IncomingDossier, IncomingFile, open_dossier, open_dossiers
from storage.manifest import Manifest, parse_manifest
from storage.objects import ObjectStore, digest_of
from storage.states import DossierState
from storage.warehouse import Warehouse

__all__ = ["ScanFacts", "open_dossier", "open_dossiers", "take_in"]

_CHOKED = (ScanRefused, ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, OSError, MemoryError)
NO_FILES = "Hồ sơ không có tệp quét nào. Hãy nộp lại cùng các tệp quét."
NO_SCAN = "Không tệp nào trong hồ sơ đọc được. "
NO_MANIFEST = "Tệp manifest.json không đúng quy định ({detail}). Hãy sửa rồi nộp lại hồ sơ."


class Attachment(Protocol):
    """A file within a PDF: `ocr.files.attachments.Attachment`."""

    @property
    def name(self) -> str: ...

    @property
    def content(self) -> bytes: ...


class ScanFacts(Protocol):
    """What an inspection tells of a file: `ocr.files.opening.ScanFacts`."""

    @property
    def kind(self) -> Enum:
        """Its value is the media type."""
        ...

    @property
    def pages(self) -> int: ...

    @property
    def findings(self) -> tuple[ScanFinding, ...]: ...

    @property
    def attachments(self) -> Sequence[Attachment]: ...


def take_in(
    incoming: IncomingDossier,
    warehouse: Warehouse,
    objects: ObjectStore,
    inspect: Callable[[bytes], ScanFacts],
    judge: Callable[[bytes, int], ScanVerdict] | None = None,
    validate: Callable[[bytes], SignatureReport] | None = None,
) -> str:
    """The dossier's id. `inspect` is `ocr.files.opening.inspect`; it raises ScanRefused.

    `judge` is the `scan` of an `ocr.verdict.dossier.DossierJudge`; it is shown what can be read of a new dossier.
    `validate` is that of `ocr.signing.confined`; it is shown what has a signature.

    First the bytes, then one transaction: killed between the two, the next run finds the same bytes and goes on.
    Raises StorageFull and StorageUnavailable, and ErasedBefore for a dossier that was erased: nothing of it is kept.
    """
    try:
        return _taken_in(incoming, warehouse, Kept(objects, warehouse), inspect, judge, validate)
    except Overtaken:
        return _taken_in(incoming, warehouse, Kept(objects, warehouse), inspect, judge, validate)


def _taken_in(
    incoming: IncomingDossier,
    warehouse: Warehouse,
    objects: Kept,
    inspect: Callable[[bytes], ScanFacts],
    judge: Callable[[bytes, int], ScanVerdict] | None,
    validate: Callable[[bytes], SignatureReport] | None,
) -> str:
    archive_object = None if incoming.archive is None else digest_of(incoming.archive)
    manifest, manifest_object, complaint = _manifest(incoming, objects)
    files = [_scan(file, archive_object, objects, inspect) for file in incoming.files]
    scans = tuple(scan for scan, _ in files)
    state, reason = _standing(scans, complaint)
    digest = warehouse.identity(_identity(incoming, manifest_object, scans))
    objects.keep(incoming.archive)
    for position, (scan, within) in enumerate(files, start=1):
        scans += tuple(_attached(scan, position, within, objects, inspect))
    is_new = _is_new(digest, warehouse)
    if judge is not None and is_new:
        scans = tuple(_judged(scan, position, objects, judge) for position, scan in enumerate(scans, start=1))
    if validate is not None and is_new:
        scans = tuple(_validated(scan, objects, validate) for scan in scans)
    return warehouse.take_in(
        NewDossier(
            digest=digest,
            label=incoming.label,
            manifest=manifest,
            scans=scans,
            state=state,
            reason=reason,
            manifest_object=manifest_object,
            archive_object=archive_object,
        )
    )


def _manifest(incoming: IncomingDossier, objects: Kept) -> tuple[Manifest, str | None, str]:
    """The manifest, its object, and the complaint when it is not understood."""
    if incoming.manifest is None:
        return Manifest(), None, ""
    try:
        content = incoming.manifest()
    except ScanRefused:
        return Manifest(), None, NO_MANIFEST.format(detail="không đọc được tệp")
    digest = objects.put(content)
    try:
        return parse_manifest(content), digest, ""
    except ManifestRefused as refused:
        return Manifest(), digest, NO_MANIFEST.format(detail=refused)


def _scan(
    file: IncomingFile, archive_object: str | None, objects: Kept, inspect: Callable[[bytes], ScanFacts]
) -> tuple[NewScan, Sequence[Attachment]]:
    """The scan, and the files within it."""
    try:
        content = file.read()
    except ScanRefused as refused:  # of a ZIP that was not opened, or a file in it: the ZIP itself is the original
        digest = archive_object or objects.put(b"")
        return NewScan(file.name, digest, 0, None, None, _refusal(refused)), ()
    objects.put(content)
    return _inspected(file.name, content, inspect)


def _inspected(
    name: str, content: bytes, inspect: Callable[[bytes], ScanFacts]
) -> tuple[NewScan, Sequence[Attachment]]:
    digest = digest_of(content)
    try:
        facts = inspect(content)
    except ScanRefused as refused:
        return NewScan(name, digest, len(content), None, None, _refusal(refused)), ()
    except _CHOKED:
        # a library choked on it in a way that nobody foresaw: it is put aside like any other that cannot be read
        return NewScan(name, digest, len(content), None, None, Refusal.TRUNCATED), ()
    scan = NewScan(name, digest, len(content), str(facts.kind.value), facts.pages, findings=facts.findings)
    return scan, facts.attachments


def _attached(
    parent: NewScan,
    position: int,
    within: Sequence[Attachment],
    objects: Kept,
    inspect: Callable[[bytes], ScanFacts],
) -> Iterator[NewScan]:
    """The scans among the files within a PDF, also those that cannot be read. What lies within them stays there."""
    for attachment in within:
        scan, deeper = _inspected(f"{parent.name}/{attachment.name}", attachment.content, inspect)
        if scan.refusal in (Refusal.NOT_A_SCAN, Refusal.EMPTY):
            continue  # a table, a letter: kept in the PDF that holds it
        objects.put(attachment.content)
        found = set(scan.findings) | ({ScanFinding.ATTACHMENTS_LEFT} if deeper else set())
        yield replace(scan, findings=tuple(one for one in ScanFinding if one in found), part_of=position)


def _is_new(digest: str, warehouse: Warehouse) -> bool:
    try:
        warehouse.dossier(id_from("dossier", digest))
    except NotHeld:
        return True
    return False


def _judged(scan: NewScan, position: int, objects: Kept, judge: Callable[[bytes, int], ScanVerdict]) -> NewScan:
    """The scan with its verdict; without one where it cannot be judged: reading will tell why."""
    if scan.refusal:
        return scan
    try:
        return replace(scan, verdict=judge(objects.get(scan.digest), position))
    except _CHOKED:
        return scan


def _validated(scan: NewScan, objects: Kept, validate: Callable[[bytes], SignatureReport]) -> NewScan:
    """The scan with what its signatures prove, and what is odd about that. Its bytes are only looked at."""
    if scan.refusal or ScanFinding.SIGNED not in scan.findings:
        return scan
    report = validate(objects.get(scan.digest))
    found = {*scan.findings, *findings_of(report)}
    if report.content_is_signed:  # a first look at the bytes takes some proofs that were added for changes
        found.discard(ScanFinding.CHANGED_AFTER_SIGNING)
    return replace(scan, signatures=report, findings=tuple(one for one in ScanFinding if one in found))


def _refusal(refused: ScanRefused) -> Refusal:
    return refused.reason if isinstance(refused.reason, Refusal) else Refusal.TRUNCATED


def _standing(scans: tuple[NewScan, ...], complaint: str) -> tuple[DossierState, str]:
    if complaint:
        return DossierState.QUARANTINED, complaint
    if not scans:
        return DossierState.QUARANTINED, NO_FILES
    if all(scan.refusal for scan in scans):
        return DossierState.QUARANTINED, NO_SCAN + str(scans[0].refusal.value if scans[0].refusal else "")
    return DossierState.RECEIVED, ""


def _identity(incoming: IncomingDossier, manifest_object: str | None, scans: tuple[NewScan, ...]) -> str:
    """Over manifest and scans, whatever their names; where there are no bytes at all, over the dossier's name."""
    parts = [manifest_object or "", *sorted(scan.digest for scan in scans)]
    if manifest_object is None and not any(scan.size for scan in scans):
        parts = ["empty", digest_of(incoming.label.encode())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
