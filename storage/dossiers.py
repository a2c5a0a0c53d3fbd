"""Dossiers and their scans: taken in once, then moved from state to state."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, any_, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY

from errors import DossierError, NotHeld
from ocr.files.refusal import Refusal
from ocr.files.scan_finding import ScanFinding
from ocr.signing.report import SignatureReport
from ocr.verdict.codec import verdict_from_json, verdict_to_json
from ocr.verdict.verdict import ScanVerdict
from storage import signatures
from storage.change import Change, id_from
from storage.handed_in_again import alone_with_intakes, identity, refuse_overtaken
from storage.manifest import Applicant, Manifest
from storage.personal import Private, private
from storage.schema import DELIVERY, DOSSIER, SCAN
from storage.sealing.owner import OwnerKind, of_dossier
from storage.sealing.shut import none_destroyed
from storage.states import DossierState, Move, Owner, ScanState, due


@dataclass(frozen=True, slots=True)
class NewScan:
    """One file of a dossier as it came in; its bytes are in the object store already."""

    name: str = field(repr=False)  # within the dossier
    digest: str
    size: int  # bytes
    kind: str | None  # media type by content; None when refused
    pages: int | None
    refusal: Refusal | None = None
    verdict: ScanVerdict | None = None  # None when it was not looked at
    findings: tuple[ScanFinding, ...] = ()
    part_of: int | None = None  # position, 1.. within the dossier, of the PDF that it was attached to
    signatures: SignatureReport | None = None  # None where there is none to check


@dataclass(frozen=True, slots=True)
class NewDossier:
    digest: str  # over manifest and scans: the same content is the same dossier
    label: str = field(repr=False)  # name of the folder, archive or file
    manifest: Manifest
    scans: tuple[NewScan, ...]  # a PDF before what is attached to it
    state: DossierState  # RECEIVED or QUARANTINED
    reason: str = ""  # a sentence for the clerk; holds no personal value
    manifest_object: str | None = None  # digest in the object store
    archive_object: str | None = None  # of the ZIP it came in


@dataclass(frozen=True, slots=True)
class Delivery:
    """One way in which a dossier's content came in."""

    label: str = field(repr=False)
    archive_object: str | None


@dataclass(frozen=True, slots=True)
class Scan:
    id: str
    dossier_id: str
    position: int  # 1.. within the dossier
    name: str = field(repr=False)
    digest: str
    size: int
    kind: str | None
    pages: int | None
    state: ScanState
    refusal: Refusal | None
    duplicate_of: str | None  # id of the first scan with the same bytes
    verdict: ScanVerdict | None = None  # what was told of it at intake
    findings: tuple[ScanFinding, ...] = ()  # what is odd about the file as a whole
    part_of: str | None = None  # id of the scan that it was attached to


@dataclass(frozen=True, slots=True)
class Dossier:
    id: str
    label: str = field(repr=False)
    manifest: Manifest
    state: DossierState
    reason: str
    owner: Owner | None
    deadline: date | None
    received_at: datetime
    manifest_object: str | None


def take_in(change: Change, new: NewDossier) -> str:
    """Its id. Content that is here already changes nothing, but that it came under a further name is written down.

    Raises ErasedBefore, and Overtaken where a file of it can no longer be opened.
    """
    # one intake at a time decides which of two equal scans was the first, and none runs beside an erasure
    alone_with_intakes(change.connection)
    new = replace(new, digest=identity(change.connection, new.digest))
    dossier_id = id_from("dossier", new.digest)
    refuse_overtaken(change.connection, {new.manifest_object, new.archive_object, *(one.digest for one in new.scans)})
    if change.connection.scalar(select(DOSSIER.c.id).where(DOSSIER.c.id == dossier_id)) is None:
        _insert(change, dossier_id, new)
    _deliver(change, dossier_id, Delivery(new.label, new.archive_object))
    return dossier_id


def _insert(change: Change, dossier_id: str, new: NewDossier) -> None:
    manifest, state, owner = new.manifest, new.state, of_dossier(dossier_id)
    row = {
        "id": dossier_id,
        "digest": new.digest,
        "label": Private(new.label, owner),
        "code": manifest.dossier_code or None,
        "procedure_code": manifest.procedure_code or None,
        "channel": manifest.channel or None,
        "receiving_office": manifest.receiving_office or None,
        "applicant": Private(asdict(manifest.applicant), owner) if manifest.applicant else None,
        "manifest_object": new.manifest_object,
        "made_at": change.now,
        **_standing(change, state, new.reason),
    }
    change.connection.execute(DOSSIER.insert().values(row))
    for position, scan in enumerate(new.scans, start=1):
        change.connection.execute(SCAN.insert().values(_scan_row(change, dossier_id, position, scan)))
        if scan.signatures is not None:
            signatures.save(change, scan.digest, scan.signatures)
    refused = sum(scan.refusal is not None for scan in new.scans)
    change.note("dossier.received", dossier_id, state=state.name, scans=len(new.scans), refused=refused)


def _scan_row(change: Change, dossier_id: str, position: int, scan: NewScan) -> dict[str, Any]:
    # empty files are all alike, and no copies of each other
    first = select(SCAN.c.id).where(SCAN.c.digest == scan.digest, SCAN.c.duplicate_of.is_(None))
    return {
        "id": id_from("scan", dossier_id, position),
        "dossier_id": dossier_id,
        "position": position,
        "name": Private(scan.name, of_dossier(dossier_id)),
        "digest": scan.digest,
        "size": scan.size,
        "kind": scan.kind,
        "page_count": scan.pages,
        "state": (ScanState.QUARANTINED if scan.refusal else ScanState.ACCEPTED).name,
        "refusal": scan.refusal.name if scan.refusal else None,
        "duplicate_of": change.connection.scalar(first) if scan.size else None,
        "verdict": json.loads(verdict_to_json(scan.verdict)) if scan.verdict else None,
        "part_of": id_from("scan", dossier_id, scan.part_of) if scan.part_of else None,
        "findings": None if scan.refusal else [finding.name for finding in scan.findings],
        "made_at": change.now,
    }


def _deliver(change: Change, dossier_id: str, delivery: Delivery) -> None:
    known = deliveries(change.connection, dossier_id)
    if delivery in known:
        return
    number = len(known) + 1
    row = {"dossier_id": dossier_id, "number": number, "made_at": change.now, **asdict(delivery)}
    row = private(row, ("label",), of_dossier(dossier_id))
    change.connection.execute(DELIVERY.insert().values(row))
    if known:
        change.note("dossier.delivered_again", dossier_id, number=number)


def move(change: Change, dossier_id: str, state: DossierState, reason: str = "") -> bool:
    """Set state, reason, owner and deadline; False when it stands so already. Raises DossierError when it may not."""
    return dossier_id in move_all(change, {dossier_id: Move(state, reason)})


def move_all(change: Change, moves: Mapping[str, Move]) -> frozenset[str]:
    """The same for many dossiers, each by its id; those that did not stand so yet. Nothing is set where one may not."""
    stood = lock(change, moves) if moves else {}
    notes, ids = [], defaultdict(list)
    for dossier_id, to in moves.items():
        if dossier_id not in stood:
            raise NotHeld(f"no dossier {dossier_id} is held")
        was = stood[dossier_id]
        if was == to:
            continue
        if was.state is not to.state and not was.state.may_become(to.state):
            raise DossierError(f"dossier {dossier_id}: {was.state.name} may not become {to.state.name}")
        ids[to].append(dossier_id)
        notes.append(change.noted("dossier.moved", dossier_id, before=was.state.name, after=to.state.name))
    for to, movers in ids.items():
        ours = DOSSIER.update().where(DOSSIER.c.id == any_(literal(movers, ARRAY(DOSSIER.c.id.type))))
        change.connection.execute(ours.values(_standing(change, to.state, to.reason)))
    change.note_all(notes)
    return frozenset(one for movers in ids.values() for one in movers)


def lock(change: Change, dossier_ids: Iterable[str]) -> dict[str, Move]:
    """Where each stands, and nobody else moves it until this change ends; one that is not held is left out.

    Locked in order of their ids, so that two changes of many never wait for each other in a circle.
    """
    wanted = DOSSIER.c.id == any_(literal(list(dossier_ids), ARRAY(DOSSIER.c.id.type)))
    chosen = select(DOSSIER.c.id, DOSSIER.c.state, DOSSIER.c.reason).where(wanted)
    rows = change.connection.execute(chosen.order_by(DOSSIER.c.id).with_for_update())
    return {row.id: Move(DossierState[row.state], row.reason) for row in rows}


def _standing(change: Change, state: DossierState, reason: str) -> dict[str, Any]:
    return {
        "state": state.name,
        "reason": reason,
        "owner": state.owner.name if state.owner else None,
        "deadline": due(state.days, change.today),
        "changed_at": change.now,
    }


def dossier(connection: Connection, dossier_id: str) -> Dossier:
    """Raises NotHeld."""
    row = connection.execute(select(DOSSIER).where(DOSSIER.c.id == dossier_id)).first()
    if row is None:
        raise NotHeld(f"no dossier {dossier_id} is held")
    return _dossier(row)


def dossiers(connection: Connection, states: Sequence[DossierState], code: str | None) -> tuple[Dossier, ...]:
    """In order of arrival; all states when none is named. What was erased is left out."""
    chosen = (
        select(DOSSIER).where(none_destroyed(OwnerKind.DOSSIER, DOSSIER.c.id)).order_by(DOSSIER.c.made_at, DOSSIER.c.id)
    )
    if states:
        chosen = chosen.where(DOSSIER.c.state.in_([state.name for state in states]))
    if code is not None:
        chosen = chosen.where(DOSSIER.c.code == code)
    return tuple(_dossier(row) for row in connection.execute(chosen))


def overdue(connection: Connection, today: date) -> tuple[Dossier, ...]:
    """Dossiers whose deadline has passed, the longest first."""
    standing = none_destroyed(OwnerKind.DOSSIER, DOSSIER.c.id)
    chosen = select(DOSSIER).where(DOSSIER.c.deadline < today, standing).order_by(DOSSIER.c.deadline, DOSSIER.c.id)
    return tuple(_dossier(row) for row in connection.execute(chosen))


def deliveries(connection: Connection, dossier_id: str) -> tuple[Delivery, ...]:
    """Every way in which the dossier's content came in, the first first."""
    chosen = select(DELIVERY.c.label, DELIVERY.c.archive_object).where(DELIVERY.c.dossier_id == dossier_id)
    return tuple(Delivery(*row) for row in connection.execute(chosen.order_by(DELIVERY.c.number)))


def scans(connection: Connection, dossier_id: str) -> tuple[Scan, ...]:
    """In order of position."""
    chosen = select(SCAN).where(SCAN.c.dossier_id == dossier_id).order_by(SCAN.c.position)
    return tuple(_scan(row) for row in connection.execute(chosen))


def accepted_pages(connection: Connection, dossier_ids: Sequence[str]) -> dict[str, int]:
    """Number of pages that can be read, by dossier; a dossier without any is left out."""
    chosen = select(SCAN.c.dossier_id, func.sum(SCAN.c.page_count)).group_by(SCAN.c.dossier_id)
    chosen = chosen.where(SCAN.c.dossier_id.in_(dossier_ids), SCAN.c.state == ScanState.ACCEPTED.name)
    return {dossier_id: int(pages) for dossier_id, pages in connection.execute(chosen)}


def _dossier(row: Row[Any]) -> Dossier:
    applicant = None if row.applicant is None else Applicant(**row.applicant)
    manifest = Manifest(
        row.code or "", row.procedure_code or "", row.channel or "", row.receiving_office or "", applicant
    )
    return Dossier(
        id=row.id,
        label=row.label,
        manifest=manifest,
        state=DossierState[row.state],
        reason=row.reason,
        owner=None if row.owner is None else Owner[row.owner],
        deadline=row.deadline,
        received_at=row.made_at,
        manifest_object=row.manifest_object,
    )


def _scan(row: Row[Any]) -> Scan:
    return Scan(
        id=row.id,
        dossier_id=row.dossier_id,
        position=row.position,
        name=row.name,
        digest=row.digest,
        size=row.size,
        kind=row.kind,
        pages=row.page_count,
        state=ScanState[row.state],
        refusal=None if row.refusal is None else Refusal[row.refusal],
        duplicate_of=row.duplicate_of,
        verdict=None if row.verdict is None else verdict_from_json(json.dumps(row.verdict)),
        findings=tuple(ScanFinding[name] for name in row.findings or ()),
        part_of=row.part_of,
    )
