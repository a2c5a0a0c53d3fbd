"""One signature judged: its bytes, what was added later, its certificate now and, where that fails, when it was made.

The order is that of ETSI EN 319 102-1: what is wrong with the bytes makes it invalid whoever signed; what cannot be
known of the signer leaves it open. A time stamp that holds proves that the signature existed by then.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pyhanko.sign.ades.report import AdESIndeterminate, AdESSubIndic
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel, SignatureStatus

from ocr.signing.evidence import Evidence, Revocation, with_signatures_own
from ocr.signing.report import Allowance, Coverage, SignatureReason, SignatureVerdict

_COVERAGE: dict[SignatureCoverageLevel | None, Coverage] = {
    SignatureCoverageLevel.ENTIRE_FILE: Coverage.FILE,
    SignatureCoverageLevel.ENTIRE_REVISION: Coverage.REVISION,
}
_ALLOWANCE = {
    MDPPerm.NO_CHANGES: Allowance.NOTHING,
    MDPPerm.FILL_FORMS: Allowance.FORMS,
    MDPPerm.ANNOTATE: Allowance.NOTES,
}
# certificates for signing documents name one of the two: RFC 5280, 4.2.1.3
_FOR_SIGNING = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)


@dataclass(frozen=True, slots=True)
class Judged:
    verdict: SignatureVerdict
    reasons: tuple[SignatureReason, ...] = ()
    stamped_at: datetime | None = None
    coverage: Coverage = Coverage.PART


def allowance(signature: EmbeddedPdfSignature) -> Allowance:
    level = signature.docmdp_level
    return Allowance.UNSAID if level is None else _ALLOWANCE[level]


async def judged(
    signature: EmbeddedPdfSignature, content: bytes, given: Evidence, at: datetime, existed_at: datetime
) -> Judged:
    """`existed_at`: by when later time stamps of the file prove that it existed; `at` where none does."""
    signature.compute_integrity_info()
    coverage = _COVERAGE.get(signature.coverage, Coverage.PART)
    if coverage is Coverage.PART or not value_fills_the_gap(signature, content):
        return _invalid(SignatureReason.COVERS_A_PART)
    evidence = with_signatures_own(given, signature)
    look = _Look(signature, evidence, existed_at)
    now = await look.status(at)
    reason = _what_is_broken(now, signature)
    if reason:
        return _invalid(reason, coverage)
    stamped = await _stamped_at(look, now, at)
    proven = min(filter(None, (stamped, existed_at if existed_at < at else None)), default=None)
    if not given.anchors:
        return Judged(SignatureVerdict.INDETERMINATE, (SignatureReason.NO_ANCHORS,), None, coverage)
    verdict, why = await _trusted(look, now, at, proven)
    if now.seed_value_constraint_error is not None and verdict is not SignatureVerdict.INVALID:
        verdict, why = SignatureVerdict.INDETERMINATE, SignatureReason.FIELD_RULES_BROKEN
    return Judged(verdict, _with_additions(why, signature), proven, coverage)


async def judged_time_stamp(
    signature: EmbeddedPdfSignature, content: bytes, given: Evidence, at: datetime, existed_at: datetime
) -> Judged:
    """A time stamp over the file, judged as of when later ones prove it.

    Whether its authority was revoked counts where it is told; that it is told is not asked for: nearly no file brings
    along what would show it.
    """
    status = await async_validate_pdf_timestamp(signature, given.context(existed_at, Revocation.PASSED_OVER))
    told = await async_validate_pdf_timestamp(signature, given.context(at, Revocation.EVER_TOLD), skip_diff=True)
    coverage = _COVERAGE.get(signature.coverage, Coverage.PART)
    if coverage is Coverage.PART or not value_fills_the_gap(signature, content):
        return _invalid(SignatureReason.COVERS_A_PART)
    reason = _what_is_broken(status, signature)
    if reason:
        return _invalid(reason, coverage)
    if not given.anchors:
        return Judged(SignatureVerdict.INDETERMINATE, (SignatureReason.NO_ANCHORS,), None, coverage)
    if not status.trusted or told.revocation_details is not None:
        verdict, why = _doubt(told if status.trusted else status, signature)
        return Judged(verdict, _with_additions(why, signature), None, coverage)
    verdict = SignatureVerdict.VALID if existed_at == at else SignatureVerdict.VALID_THEN
    return Judged(verdict, _with_additions(None, signature), status.timestamp, coverage)


def value_fills_the_gap(signature: EmbeddedPdfSignature, content: bytes) -> bool:
    """Whether all that the signature leaves out is its own value, written as one hexadecimal string."""
    numbers = [int(number) for number in signature.byte_range]
    if len(numbers) != 4 or numbers[0] != 0 or min(numbers) < 0 or numbers[2] + numbers[3] > len(content):
        return False
    gap = content[numbers[1] : numbers[2]]
    return gap[:1] == b"<" and gap[-1:] == b">" and bytes.fromhex(gap[1:-1].decode("ascii")) == signature.pkcs7_content


@dataclass(frozen=True, slots=True)
class _Look:
    """The signer's certificate, looked at as of one moment or another."""

    signature: EmbeddedPdfSignature
    evidence: Evidence
    existed_at: datetime

    async def status(
        self,
        moment: datetime,
        revocation: Revocation = Revocation.OF_ALL,
        of_stamps: Revocation = Revocation.PASSED_OVER,
    ) -> PdfSignatureStatus:
        return await async_validate_pdf_signature(
            self.signature,
            self.evidence.context(moment, revocation),
            self.evidence.context(self.existed_at, of_stamps),
            key_usage_settings=_FOR_SIGNING,
            skip_diff=True,  # that was done once
        )


async def _stamped_at(look: _Look, now: PdfSignatureStatus, at: datetime) -> datetime | None:
    """By its own time stamp, where that holds and its authority is not known to have been revoked."""
    stamp = now.timestamp_validity
    if stamp is None or not stamp.trusted:
        return None
    told = (await look.status(at, of_stamps=Revocation.EVER_TOLD)).timestamp_validity
    return stamp.timestamp if told is None or told.revocation_details is None else None


def _what_is_broken(status: Any, signature: EmbeddedPdfSignature) -> SignatureReason | None:
    if not status.intact:
        return SignatureReason.CONTENT_DIFFERS
    if not status.valid:
        return SignatureReason.KEY_DIFFERS
    if not signature.summarise_integrity_info()["docmdp_ok"]:
        return SignatureReason.CHANGED_AFTERWARDS
    return None


async def _trusted(
    look: _Look, now: PdfSignatureStatus, at: datetime, proven: datetime | None
) -> tuple[SignatureVerdict, SignatureReason | None]:
    """By the certificate as it stands now; where that does not do, as it stood when the signature was proven."""
    if now.trusted:
        return SignatureVerdict.VALID, None
    verdict, reason = await _doubt_now(look, now, at)
    if proven is not None and (await look.status(proven, Revocation.OF_ALL_LATER)).trusted:
        return SignatureVerdict.VALID_THEN, _SINCE.get(reason, SignatureReason.REVOCATION_DATA_OLD)
    return verdict, reason


async def _doubt_now(look: _Look, now: PdfSignatureStatus, at: datetime) -> tuple[SignatureVerdict, SignatureReason]:
    """The gravest first: pyHanko names what it meets first, which may be an authority's list that grew old."""
    chain = await look.status(at, Revocation.PASSED_OVER)
    if not chain.trusted:
        return _doubt(chain, look.signature)
    signers_own = await look.status(at, Revocation.EVER_TOLD)
    if signers_own.revocation_details is not None:
        return _doubt(signers_own, look.signature)
    if now.trust_problem_indic is AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE:
        return SignatureVerdict.INDETERMINATE, SignatureReason.NO_REVOCATION_DATA
    return _doubt(now, look.signature)


def _doubt(status: SignatureStatus, signature: EmbeddedPdfSignature) -> tuple[SignatureVerdict, SignatureReason]:
    """Why a certificate is not trusted, and whether that speaks against the signature or only not for it."""
    indication: AdESSubIndic | None = status.trust_problem_indic
    claimed = signature.self_reported_timestamp
    if status.revocation_details is not None:
        if claimed is not None and _utc(claimed) >= _utc(status.revocation_details.revocation_date):
            return SignatureVerdict.INVALID, SignatureReason.AFTER_REVOCATION
        return SignatureVerdict.INDETERMINATE, SignatureReason.REVOKED_TIME_UNKNOWN
    expired_at = status.error_time_horizon
    if indication in _OUT_OF_DATE and expired_at is not None:
        if claimed is not None and _utc(claimed) > _utc(expired_at):
            return SignatureVerdict.INVALID, SignatureReason.AFTER_EXPIRY
        return SignatureVerdict.INDETERMINATE, SignatureReason.EXPIRED_TIME_UNKNOWN
    if indication in _NO_CHAIN and signature.signer_cert.self_issued:
        return SignatureVerdict.INDETERMINATE, SignatureReason.SELF_SIGNED
    return _OTHER.get(indication, (SignatureVerdict.INDETERMINATE, SignatureReason.UNSUPPORTED))


_GENERAL = AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE
# of a certificate above the signer's pyHanko tells when it ran out, but calls it a general failure
_OUT_OF_DATE = (AdESIndeterminate.OUT_OF_BOUNDS_NO_POE, _GENERAL)
_NO_CHAIN = (AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND, AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE)
_OTHER: dict[AdESSubIndic | None, tuple[SignatureVerdict, SignatureReason]] = {
    _GENERAL: (SignatureVerdict.INVALID, SignatureReason.BROKEN_CHAIN),
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: (SignatureVerdict.INVALID, SignatureReason.WRONG_USE),
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: (SignatureVerdict.INDETERMINATE, SignatureReason.UNKNOWN_ISSUER),
    AdESIndeterminate.TRY_LATER: (SignatureVerdict.INDETERMINATE, SignatureReason.STALE_REVOCATION_DATA),
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: (SignatureVerdict.INDETERMINATE, SignatureReason.WEAK_ALGORITHM),
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: (
        SignatureVerdict.INDETERMINATE,
        SignatureReason.WEAK_ALGORITHM,
    ),
}
_SINCE: dict[SignatureReason | None, SignatureReason] = {
    SignatureReason.REVOKED_TIME_UNKNOWN: SignatureReason.REVOKED_SINCE,
    SignatureReason.AFTER_REVOCATION: SignatureReason.REVOKED_SINCE,
    SignatureReason.EXPIRED_TIME_UNKNOWN: SignatureReason.EXPIRED_SINCE,
    SignatureReason.AFTER_EXPIRY: SignatureReason.EXPIRED_SINCE,
}


def _utc(moment: datetime) -> datetime:
    """A time that names no zone is taken for UTC: what it decides is only whether a signature condemns itself."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _with_additions(why: SignatureReason | None, signature: EmbeddedPdfSignature) -> tuple[SignatureReason, ...]:
    """And what was added later, all of it allowed."""
    added = None
    if signature.coverage is SignatureCoverageLevel.ENTIRE_REVISION:
        found = signature.diff_result
        content_stays = isinstance(found, DiffResult) and found.modification_level <= ModificationLevel.LTA_UPDATES
        added = SignatureReason.PROOFS_ADDED if content_stays else SignatureReason.LATER_ADDITIONS
    return tuple(one for one in (why, added) if one is not None)


def _invalid(reason: SignatureReason, coverage: Coverage = Coverage.PART) -> Judged:
    return Judged(SignatureVerdict.INVALID, (reason,), None, coverage)
