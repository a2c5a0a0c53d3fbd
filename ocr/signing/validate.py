"""The electronic signatures of a PDF, validated by pyHanko: the bytes first, then whose certificate it is.

No byte is written and no address is asked. The library is loaded only for a file that has a signature; its own log is
silenced, for it would name people.
"""

import asyncio
import hashlib
import io
import logging
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from ocr.signing.evidence import Evidence, operators_evidence, with_files_own
from ocr.signing.judging import Judged, allowance, judged, judged_time_stamp
from ocr.signing.report import (
    Signature,
    SignatureKind,
    SignatureReason,
    SignatureReport,
    SignatureVerdict,
    open_question,
)
from ocr.signing.trust import Trust
from ocr.signing.version import VERSION

MOST_SIGNATURES = 50
# all that pyHanko and asn1crypto let out of damaged files; RecursionError and NotImplementedError are RuntimeErrors
DAMAGED = (
    PdfError, SignatureValidationError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError,
    AssertionError, OSError, RuntimeError,
)  # fmt: skip
_TIME_STAMP = "/ETSI.RFC3161"
_SUPPORTED = ("/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/PBAD.PAdES", _TIME_STAMP)


def validate(content: bytes, trust: Trust, at: datetime) -> SignatureReport:
    """What its signatures prove as of `at`. Never raises for what the file is like: doubt is part of the report."""
    _silence()
    signatures = asyncio.run(_signatures(content, operators_evidence(trust), at))
    return SignatureReport(at, trust.digest, VERSION, tuple(signatures))


def _silence() -> None:
    for name in ("pyhanko", "pyhanko_certvalidator"):
        log = logging.getLogger(name)
        log.propagate = False
        if not log.handlers:
            log.addHandler(logging.NullHandler())


async def _signatures(content: bytes, given: Evidence, at: datetime) -> list[Signature]:
    try:
        reader, strict = _opened(content)
        if reader.encrypted and not _unlocked(reader):
            return [open_question(SignatureReason.LOCKED)]
        fields = list(islice(enumerate_sig_fields(reader, filled_status=True), MOST_SIGNATURES + 1))
    except DAMAGED:
        return [open_question(SignatureReason.UNREADABLE)]
    try:
        evidence = with_files_own(given, reader)
    except DAMAGED:  # then it proves nothing, but its bytes can still be judged
        evidence = given
    if not fields:
        return [open_question(SignatureReason.OUTSIDE_THE_FORM)] if b"/ByteRange" in content else []
    parsed, told = _parsed(reader, fields[:MOST_SIGNATURES])
    existed_at = at
    for one in reversed(parsed):  # a later time stamp of the file proves all that came before it
        found = await _judged(one, content, evidence, at, existed_at)
        if found.kind is SignatureKind.TIME_STAMP and found.stamped_at is not None:
            existed_at = min(existed_at, found.stamped_at)
        told.insert(0, found if strict else _doubted(found))
    if len(fields) > MOST_SIGNATURES:
        told.append(open_question(SignatureReason.TOO_MANY))
    return told


def _opened(content: bytes) -> tuple[PdfFileReader, bool]:
    """The file, and whether its structure is as the standard wants it: where not, programs may see different things."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=True)
        reader.root  # noqa: B018
        return reader, not reader.xrefs.hybrid_xrefs_present
    except DAMAGED:
        return PdfFileReader(io.BytesIO(content), strict=False), False


def _unlocked(reader: PdfFileReader) -> bool:
    """Whether it opens without a password: one that only restricts printing does."""
    return reader.decrypt("").status is not AuthStatus.FAILED


def _parsed(reader: PdfFileReader, fields: list[Any]) -> tuple[list[EmbeddedPdfSignature], list[Signature]]:
    """Signatures in the order in which they were made; and what is to be said of those that cannot be taken apart."""
    parsed, told = [], []
    for name, value, field in fields:
        try:
            kind = value.get_object().get("/SubFilter")
            if kind in _SUPPORTED:
                parsed.append(EmbeddedPdfSignature(reader, field, name))
            else:
                told.append(open_question(SignatureReason.UNSUPPORTED))
        except DAMAGED:
            told.append(_damaged())
    return sorted(parsed, key=lambda one: one.signed_revision), told


async def _judged(
    one: EmbeddedPdfSignature, content: bytes, evidence: Evidence, at: datetime, existed_at: datetime
) -> Signature:
    try:
        is_stamp = one.sig_object.get("/SubFilter") == _TIME_STAMP
        judge = judged_time_stamp if is_stamp else judged
        kind = SignatureKind.TIME_STAMP if is_stamp else SignatureKind.SIGNATURE
        return _told(one, kind, await judge(one, content, evidence, at, existed_at))
    except NotImplementedError:
        return open_question(SignatureReason.UNSUPPORTED)
    except DAMAGED:
        return _damaged()


def _told(one: EmbeddedPdfSignature, kind: SignatureKind, found: Judged) -> Signature:
    certificate = one.signer_cert
    serial = certificate.issuer.dump() + certificate.serial_number.to_bytes(32, "big", signed=True)
    claimed = one.self_reported_timestamp if kind is SignatureKind.SIGNATURE else None
    return Signature(
        kind,
        found.verdict,
        found.reasons,
        signer=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        certificate=hashlib.sha256(serial).hexdigest(),
        claimed_at=claimed if claimed is None or claimed.tzinfo else claimed.replace(tzinfo=UTC),
        stamped_at=found.stamped_at,
        allowance=allowance(one),
        coverage=found.coverage,
    )


def _common_name(name: Any) -> str:
    """Of a subject or issuer; its organisation where it has none."""
    held = name.native
    told = held.get("common_name") or held.get("organization_name") or ""
    return told if isinstance(told, str) else ", ".join(map(str, told))


def _doubted(found: Signature) -> Signature:
    """No signature proves anything in a file that different programs may show differently."""
    if found.verdict is SignatureVerdict.INVALID:
        return found
    reasons = (SignatureReason.LOOSE_STRUCTURE, *found.reasons)
    return replace(found, verdict=SignatureVerdict.INDETERMINATE, reasons=reasons)


def _damaged() -> Signature:
    return Signature(SignatureKind.SIGNATURE, SignatureVerdict.INVALID, (SignatureReason.DAMAGED,))
