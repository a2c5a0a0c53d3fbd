"""What is told of each signature beside its verdict; whom an installation trusts; and what a hostile file can do."""

import logging
import random
import re
import socket
import time
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from authorities import BETWEEN, DAY, NOW, ROOT, SIGNER, STAMPER, Holder, holder, revocation_list
from pyhanko.sign import fields
from signed_papers import PAPER, flipped, paper, proven, signed, stamped_whole, written_over

from errors import NotSetUp
from ocr.files.sandbox import inspect_confined
from ocr.files.scan_finding import ScanFinding
from ocr.signing import confined, validate
from ocr.signing.report import (
    Allowance,
    Coverage,
    SignatureKind,
    SignatureReason,
    SignatureReport,
    SignatureVerdict,
    findings_of,
)
from ocr.signing.trust import Trust, read_trust

TRUSTED = Trust((ROOT.der,))
SOON = NOW + timedelta(hours=1)
SECOND = holder("Phạm Thị Thử", BETWEEN)
LISTS = (revocation_list(ROOT), revocation_list(BETWEEN))


def report(content: bytes, trust: Trust = TRUSTED) -> SignatureReport:
    return validate.validate(content, trust, SOON)


# --- what is told


def test_each_signature_is_told_with_who_when_and_how_much() -> None:
    content = proven(signed(signed(stamped=True), SECOND, field="Ky2", certify=None))
    first, second = report(stamped_whole(content)).signatures[:2]
    assert (first.signer, first.issuer) == ("Đặng Thị Thử", "CA trung gian thử nghiệm")
    assert (first.kind, first.verdict, first.coverage) == (
        SignatureKind.SIGNATURE, SignatureVerdict.VALID, Coverage.REVISION,
    )  # fmt: skip
    assert first.stamped_at == NOW
    assert first.claimed_at is not None
    assert second.signer == "Phạm Thị Thử"
    assert second.certificate != first.certificate
    assert len(first.certificate) == 64


def test_a_time_stamp_over_the_file_is_told_as_one() -> None:
    stamp = report(stamped_whole(proven(signed()))).signatures[-1]
    assert (stamp.kind, stamp.verdict, stamp.coverage) == (
        SignatureKind.TIME_STAMP, SignatureVerdict.VALID, Coverage.FILE,
    )  # fmt: skip
    assert (stamp.stamped_at, stamp.claimed_at) == (NOW, None)


@pytest.mark.parametrize(
    ("certify", "allowance"),
    [
        (None, Allowance.UNSAID),
        (fields.MDPPerm.NO_CHANGES, Allowance.NOTHING),
        (fields.MDPPerm.FILL_FORMS, Allowance.FORMS),
        (fields.MDPPerm.ANNOTATE, Allowance.NOTES),
    ],
)
def test_what_the_signer_lets_others_add(certify: fields.MDPPerm | None, allowance: Allowance) -> None:
    (one,) = report(signed(certify=certify)).signatures
    assert (one.allowance, one.coverage) == (allowance, Coverage.FILE)


def test_one_damaged_signature_hides_no_other() -> None:
    found = report(flipped(proven(signed(signed(), SECOND, field="Ky2"))))
    assert [one.verdict for one in found.signatures] == [SignatureVerdict.INVALID] * 2
    assert found.reasons == (SignatureReason.CONTENT_DIFFERS,)


def test_a_file_that_only_restricts_printing_is_validated() -> None:
    locked = paper(encryption=pikepdf.Encryption(user="", owner="chủ"))
    found = report(signed(locked, password=""))
    assert found.reasons == (SignatureReason.NO_REVOCATION_DATA,)


def test_traces_of_a_signature_outside_any_field_are_told() -> None:
    assert report(PAPER + b"\n% /ByteRange [0 1 2 3]\n").reasons == (SignatureReason.OUTSIDE_THE_FORM,)


def test_proofs_that_cannot_be_read_prove_nothing_and_hide_nothing() -> None:
    found = report(re.sub(rb"/CRLs \[ (\d+) 0 R", rb"/CRLs [ \1 0 7", proven(signed())))
    assert SignatureReason.UNREADABLE not in found.reasons
    assert found.verdict is not SignatureVerdict.VALID
    assert found.signatures[0].signer == "Đặng Thị Thử"


def test_a_file_without_any_structure_cannot_be_looked_at() -> None:
    found = report(b"%PDF-1.7\n/ByteRange [0 1 2 3]\n%%EOF")
    assert (found.verdict, found.reasons) == (SignatureVerdict.INDETERMINATE, (SignatureReason.UNREADABLE,))


def test_only_so_many_signatures_of_a_file_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validate, "MOST_SIGNATURES", 1)
    found = report(signed(signed(), SECOND, field="Ky2"))
    assert len(found.signatures) == 2
    assert SignatureReason.TOO_MANY in found.reasons


def test_the_report_names_nobody_where_it_may_be_logged() -> None:
    told = report(signed())
    assert "Thử" not in repr(told)
    assert "thử" not in repr(told)


UNTOUCHED = {
    # name: (content, whether a signature speaks for all that it shows)
    "as signed": (signed, True),
    "with proofs": (lambda: proven(signed()), True),
    "with proofs and a time stamp": (lambda: stamped_whole(proven(signed())), True),
    "signed by two": (lambda: signed(signed(), SECOND, field="Ky2"), True),
    "only stamped": (lambda: stamped_whole(PAPER), False),
    "written over": (lambda: written_over(signed()), False),
    "written over and signed": (lambda: signed(written_over(signed()), SECOND, field="Ky2"), False),
    "a digit changed": (lambda: flipped(signed()), False),
    "unsigned": (lambda: PAPER, False),
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_whether_all_that_is_shown_is_signed(name: str) -> None:
    make, holds = UNTOUCHED[name]
    assert report(make()).content_is_signed is holds


# --- whom an installation trusts


def laid(folder: Path, **files: bytes) -> Path:
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_bytes(content)
    return folder


def test_anchors_and_lists_are_read_from_one_folder(tmp_path: Path) -> None:
    trust = read_trust(laid(tmp_path, goc_pem=ROOT.pem + BETWEEN.pem, thuhoi_crl=LISTS[1], ghichu_txt=b"xin chao"))
    assert trust == Trust((ROOT.der, BETWEEN.der), (LISTS[1],))
    assert trust.digest == Trust((BETWEEN.der, ROOT.der), (LISTS[1],)).digest != TRUSTED.digest
    (laid(tmp_path, goc_pem=b"", them_der=ROOT.der) / "goc.pem").unlink()
    assert read_trust(tmp_path).certificates == (ROOT.der,)


def test_the_operators_lists_count_where_the_file_brings_none(tmp_path: Path) -> None:
    trust = read_trust(laid(tmp_path, a_cer=ROOT.der, b_crl=LISTS[0], c_crl=LISTS[1]))
    assert report(signed(), trust).verdict is SignatureVerdict.VALID
    assert report(signed()).verdict is SignatureVerdict.INDETERMINATE


def test_only_who_vouches_for_itself_is_an_anchor() -> None:
    assert report(proven(signed()), Trust((BETWEEN.der,))).reasons[0] is SignatureReason.NO_ANCHORS


@pytest.mark.parametrize("content", [b"", b"xin chao", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"])
def test_what_is_no_certificate_is_refused_by_its_file(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(NotSetUp, match=r"la\.pem"):
        read_trust(laid(tmp_path, la_pem=content))


def test_no_folder_trusts_nobody_and_a_lost_one_is_told(tmp_path: Path) -> None:
    assert read_trust(None).digest == ""
    assert report(proven(signed()), Trust()).reasons == (SignatureReason.NO_ANCHORS,)
    with pytest.raises(NotSetUp):
        read_trust(tmp_path / "lost")


# --- what a file can do


def test_no_address_is_asked_and_nobody_is_named_in_a_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    heard: list[logging.LogRecord] = []
    listener = logging.Handler()
    listener.emit = heard.append  # type: ignore[method-assign]
    monkeypatch.setattr(socket.socket, "connect", refuse)
    validate.validate(signed(), TRUSTED, SOON + 400 * DAY)
    log = logging.getLogger("pyhanko.sign.validation")
    logging.getLogger().addHandler(listener)
    log.warning("Validation error")
    logging.getLogger().removeHandler(listener)
    assert heard == []


def test_a_file_torn_anywhere_gets_a_verdict_and_never_a_good_one() -> None:
    whole = proven(signed(stamped=True))
    chance = random.Random(9)
    for _ in range(40):
        torn = bytearray(whole)
        for _ in range(chance.choice((1, 3, 30))):
            torn[chance.randrange(len(PAPER))] = chance.randrange(256)
        if bytes(torn) == whole:
            continue
        found = report(bytes(torn))
        assert found.verdict in (SignatureVerdict.INVALID, SignatureVerdict.INDETERMINATE, SignatureVerdict.UNSIGNED)


def hang(*_: object) -> SignatureReport:
    time.sleep(60)  # the confined process is ended long before
    raise AssertionError


def test_a_file_that_keeps_the_validation_busy_is_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "validated", hang)
    monkeypatch.setattr(confined, "SECONDS", 0.05)
    found = confined.validate_confined(signed(), TRUSTED, SOON)
    assert (found.verdict, found.reasons) == (SignatureVerdict.INDETERMINATE, (SignatureReason.NOT_FINISHED,))


@pytest.mark.contract
def test_the_confined_process_says_the_same(tmp_path: Path) -> None:
    content = proven(signed(by=SIGNER, stamped=True))
    check = confined.signature_check(str(laid(tmp_path, goc_pem=ROOT.pem)), lambda: SOON)
    assert check(content) == report(content)
    assert findings_of(check(content)) == ()
    assert ScanFinding.SIGNED in inspect_confined(content).findings
    assert check(content).content_is_signed
    assert ScanFinding.SIGNATURE_INVALID in findings_of(check(flipped(content)))


def test_the_stamping_service_is_no_signer() -> None:
    found = report(proven(signed(by=STAMPER, beside=())))
    assert isinstance(STAMPER, Holder)
    assert found.signatures[0].signer == "Dịch vụ dấu thời gian thử nghiệm"
