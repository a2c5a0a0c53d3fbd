"""What a signed PDF is good for: each verdict, with its reason, of files that people sign and others change."""

import hashlib
from datetime import timedelta

import pytest
from authorities import (
    BETWEEN,
    DAY,
    NOW,
    ROOT,
    SIGNER,
    STAMPER,
    STRANGE_ROOT,
    Holder,
    holder,
    revocation_list,
    status_answer,
)
from pyhanko.sign import fields
from pyhanko_certvalidator import ValidationContext
from signed_papers import (
    PAPER,
    damaged_value,
    flipped,
    paper,
    proven,
    signed,
    stamped_whole,
    with_gap,
    written_over,
)

from ocr.signing.report import SignatureReason, SignatureReport, SignatureVerdict
from ocr.signing.trust import Trust
from ocr.signing.validate import validate

UNSIGNED, VALID, VALID_THEN, OPEN, INVALID = SignatureVerdict
WHY = SignatureReason
ADDED = WHY.PROOFS_ADDED
TRUSTED = Trust((ROOT.der,))
SOON = NOW + timedelta(hours=1)
LATER = NOW + 200 * DAY  # the certificate of SHORT has expired, and every revocation list is old

SHORT = holder("Lê Văn Thử", BETWEEN, days=(-30, 100))
ALONE = holder("Tự Cấp Thử")
STRANGER = holder("Người Lạ Thử", STRANGE_ROOT)
FORGED = holder("Giả Mạo Thử", BETWEEN, forged=True)
NOT_FOR_SIGNING = holder("Mã Hóa Thử", BETWEEN, signs=False)
EXPIRED = holder("Hết Hạn Thử", BETWEEN, days=(-60, -1))


def taken_back(one: Holder, day: int, **how: object) -> list[bytes]:
    return [revocation_list(ROOT, **how), revocation_list(BETWEEN, [(one, day)], **how)]


AFTERWARDS = {"days": (11, 13)}  # of a list that was made ten days after the signing
CASES = {
    # name: (content, as of, verdict of the file, reasons of the file)
    "no signature": (lambda: PAPER, SOON, UNSIGNED, ()),
    "proven by lists": (lambda: proven(signed()), SOON, VALID, (ADDED,)),
    "proven by an answer": (
        lambda: proven(signed(), [revocation_list(ROOT)], [status_answer(SIGNER, BETWEEN)]), SOON, VALID, (ADDED,),
    ),
    "stamped": (lambda: proven(signed(stamped=True)), SOON, VALID, (ADDED,)),
    "stamped, then expired": (
        lambda: proven(signed(by=SHORT, stamped=True)), LATER, VALID_THEN, (WHY.EXPIRED_SINCE, ADDED),
    ),
    "stamped, lists grown old": (
        lambda: proven(signed(stamped=True)), LATER, VALID_THEN, (WHY.REVOCATION_DATA_OLD, ADDED),
    ),
    "stamped, then revoked": (
        lambda: proven(signed(stamped=True), taken_back(SIGNER, 10, **AFTERWARDS)),
        NOW + 12 * DAY, VALID_THEN, (WHY.REVOKED_SINCE, ADDED),
    ),
    "whole file stamped, then expired": (
        lambda: stamped_whole(proven(signed(by=SHORT))), LATER, VALID_THEN, (WHY.EXPIRED_SINCE, ADDED),
    ),
    "stamped by a service that was itself revoked": (
        lambda: proven(
            signed(by=SHORT, stamped=True), [revocation_list(ROOT, [(STAMPER, -5)]), revocation_list(BETWEEN)]
        ), LATER, OPEN, (WHY.EXPIRED_TIME_UNKNOWN, ADDED),
    ),
    "signed with a weak algorithm": (
        lambda: proven(signed(md_algorithm="sha1")), SOON, OPEN, (WHY.WEAK_ALGORITHM, ADDED),
    ),
    "proof within the signature": (
        lambda: signed(
            subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED, embed_validation_info=True,
            validation_context=proof(),
        ), SOON, VALID, (),
    ),
    "never stamped, expired": (
        lambda: proven(signed(by=SHORT)), LATER, OPEN, (WHY.EXPIRED_TIME_UNKNOWN, ADDED),
    ),
    "never stamped, lists grown old": (
        lambda: proven(signed()), LATER, OPEN, (WHY.STALE_REVOCATION_DATA, ADDED),
    ),
    "never stamped, revoked": (
        lambda: proven(signed(), taken_back(SIGNER, 10, **AFTERWARDS)),
        NOW + 12 * DAY, OPEN, (WHY.REVOKED_TIME_UNKNOWN, ADDED),
    ),
    "never stamped, revoked long ago": (
        lambda: proven(signed(), taken_back(SIGNER, 10, **AFTERWARDS)), LATER, OPEN, (WHY.REVOKED_TIME_UNKNOWN, ADDED),
    ),
    "revoked by an answer": (
        lambda: proven(signed(), [revocation_list(ROOT)], [status_answer(SIGNER, BETWEEN, 10, (11, 13))]),
        NOW + 12 * DAY, OPEN, (WHY.REVOKED_TIME_UNKNOWN, ADDED),
    ),
    "signed after it was revoked": (
        lambda: proven(signed(), taken_back(SIGNER, -5)), SOON, INVALID, (WHY.AFTER_REVOCATION, ADDED),
    ),
    "signed after it expired": (
        lambda: proven(signed(by=EXPIRED)), SOON, INVALID, (WHY.AFTER_EXPIRY, ADDED),
    ),
    "no revocation data": (signed, SOON, OPEN, (WHY.NO_REVOCATION_DATA,)),
    "signed by nobody's certificate but his own": (
        lambda: signed(by=ALONE, beside=()), SOON, OPEN, (WHY.SELF_SIGNED,),
    ),
    "unknown authority": (
        lambda: signed(by=STRANGER, beside=(STRANGE_ROOT,)), SOON, OPEN, (WHY.UNKNOWN_ISSUER,),
    ),
    "certificate that its issuer never signed": (
        lambda: proven(signed(by=FORGED)), SOON, INVALID, (WHY.BROKEN_CHAIN, ADDED),
    ),
    "certificate for another use": (
        lambda: proven(signed(by=NOT_FOR_SIGNING, signer_key_usage={"key_encipherment"})),
        SOON, INVALID, (WHY.WRONG_USE, ADDED),
    ),
    "a digit changed": (lambda: flipped(signed()), SOON, INVALID, (WHY.CONTENT_DIFFERS,)),
    "page written over": (lambda: written_over(signed()), SOON, INVALID, (WHY.CHANGED_AFTERWARDS,)),
    "page written over, then signed again": (
        lambda: proven(signed(written_over(proven(signed())), field="Ky2")),
        SOON, INVALID, (WHY.CHANGED_AFTERWARDS, ADDED),
    ),
    "signed by two": (
        lambda: proven(signed(signed(), SHORT, field="Ky2")), SOON, VALID, (WHY.LATER_ADDITIONS, ADDED),
    ),
    "signed by two though the first allows nothing": (
        lambda: signed(signed(certify=fields.MDPPerm.NO_CHANGES), SHORT, field="Ky2"),
        SOON, INVALID, (WHY.CHANGED_AFTERWARDS, WHY.NO_REVOCATION_DATA),
    ),
    "signed in part": (lambda: with_gap(signed()), SOON, INVALID, (WHY.COVERS_A_PART,)),
    "value damaged": (lambda: damaged_value(signed()), SOON, INVALID, (WHY.DAMAGED,)),
    "another kind of signature": (
        lambda: signed().replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1 "), SOON, OPEN, (WHY.UNSUPPORTED,),
    ),
    "locked": (
        lambda: paper(encryption=pikepdf_lock("mở")), SOON, OPEN, (WHY.LOCKED,),
    ),
}  # fmt: skip


def proof() -> ValidationContext:
    """Out of which the signer takes what shows that nobody is revoked."""
    lists = [revocation_list(ROOT), revocation_list(BETWEEN)]
    return ValidationContext([ROOT.asn1], other_certs=[BETWEEN.asn1], crls=lists, revocation_mode="require", moment=NOW)


def pikepdf_lock(user: str) -> object:
    import pikepdf

    return pikepdf.Encryption(user=user, owner="chủ")


def report(content: bytes, at: object = SOON, trust: Trust = TRUSTED) -> SignatureReport:
    before = hashlib.sha256(content).hexdigest()
    found = validate(content, trust, at)
    assert hashlib.sha256(content).hexdigest() == before
    return found


@pytest.mark.parametrize("name", CASES)
def test_verdict_and_reasons(name: str) -> None:
    make, at, verdict, reasons = CASES[name]
    found = report(make(), at)
    assert (found.verdict, found.reasons) == (verdict, reasons)


def test_every_verdict_has_a_case() -> None:
    assert {verdict for _, _, verdict, _ in CASES.values()} == set(SignatureVerdict)


@pytest.mark.parametrize("words", [SignatureReason, SignatureVerdict], ids=lambda words: words.__name__)
def test_each_word_has_a_sentence_of_its_own(words: type[SignatureReason] | type[SignatureVerdict]) -> None:
    assert all(word.value.endswith(".") for word in words)
    assert len({word.value for word in words}) == len(words.__members__)
