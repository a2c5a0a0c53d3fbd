"""What the validation of a scan's electronic signatures said, kept by digest of the scan. Nothing is written over."""

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, select

from errors import Erased
from ocr.signing.report import (
    Allowance,
    Coverage,
    Signature,
    SignatureKind,
    SignatureReason,
    SignatureReport,
    SignatureVerdict,
)
from storage import dossiers
from storage.change import Change
from storage.personal import private
from storage.schema_signatures import SIGNATURE, SIGNATURE_CHECK
from storage.sealing.owner import of_object


@dataclass(frozen=True, slots=True)
class SignedScan:
    """A scan of a dossier with the last report on its signatures."""

    scan_id: str
    scan_name: str = field(repr=False)
    report: SignatureReport


def save(change: Change, scan_digest: str, report: SignatureReport) -> bool:
    """False when the last check, with the same trust anchors and version, said the same: then nothing is written."""
    last = _readable(change.connection, scan_digest)
    if last is not None and replace(last, checked_at=report.checked_at) == report:
        return False
    number = _count(change.connection, scan_digest) + 1
    row = {
        "scan_digest": scan_digest,
        "number": number,
        "verdict": report.verdict.name,
        "trust": report.trust,
        "version": report.version,
        "made_at": report.checked_at,
    }
    change.connection.execute(SIGNATURE_CHECK.insert().values(row))
    for position, one in enumerate(report.signatures, start=1):
        named = {name: value.name if isinstance(value, Enum) else value for name, value in asdict(one).items()}
        named |= {"reasons": [reason.name for reason in one.reasons], "position": position}
        named |= {"scan_digest": scan_digest, "check_number": number}
        sealed = private(named, ("signer", "issuer"), of_object(scan_digest))
        change.connection.execute(SIGNATURE.insert().values(sealed))
    verdict = report.verdict.name
    change.note("scan.signatures_checked", scan_digest, number=number, verdict=verdict, trust=report.trust)
    return True


def latest(connection: Connection, scan_digest: str, *, named: bool = True) -> SignatureReport | None:
    """What was said last; None where the signatures of the scan were never checked. Not `named`: signer and issuer
    are not even read, and stand as ""."""
    chosen = select(SIGNATURE_CHECK).where(SIGNATURE_CHECK.c.scan_digest == scan_digest)
    row = connection.execute(chosen.order_by(SIGNATURE_CHECK.c.number.desc()).limit(1)).first()
    if row is None:
        return None
    ours = (SIGNATURE.c.scan_digest == scan_digest) & (SIGNATURE.c.check_number == row.number)
    columns = [one for one in SIGNATURE.c if named or one.name not in ("signer", "issuer")]
    held = connection.execute(select(*columns).where(ours).order_by(SIGNATURE.c.position))
    return SignatureReport(_utc(row.made_at), row.trust, row.version, tuple(_signature(one) for one in held))


def _readable(connection: Connection, scan_digest: str) -> SignatureReport | None:
    """The last report; None also where it was erased: what comes again is judged again."""
    try:
        return latest(connection, scan_digest)
    except Erased:
        return None


def signed_scans(connection: Connection, dossier_id: str) -> tuple[SignedScan, ...]:
    """Those of a dossier whose signatures were checked, in order."""
    found = ((scan, latest(connection, scan.digest)) for scan in dossiers.scans(connection, dossier_id))
    return tuple(SignedScan(scan.id, scan.name, report) for scan, report in found if report is not None)


def _count(connection: Connection, scan_digest: str) -> int:
    chosen = select(SIGNATURE_CHECK.c.number).where(SIGNATURE_CHECK.c.scan_digest == scan_digest)
    return len(connection.execute(chosen).all())


def _signature(row: Row[Any]) -> Signature:
    return Signature(
        kind=SignatureKind[row.kind],
        verdict=SignatureVerdict[row.verdict],
        reasons=tuple(SignatureReason[name] for name in row.reasons),
        signer=getattr(row, "signer", ""),
        issuer=getattr(row, "issuer", ""),
        certificate=row.certificate,
        claimed_at=_utc(row.claimed_at),
        stamped_at=_utc(row.stamped_at),
        allowance=Allowance[row.allowance],
        coverage=Coverage[row.coverage],
    )


def _utc(moment: datetime | None) -> Any:
    return None if moment is None else moment.astimezone(UTC)
