"""Signatures are read on the screen of a dossier with who, when, how much and why; the doctor tells whom we trust."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console
from told_stories import told

from cli.doctor import trust_finding
from cli.signatures import TONES, signature_lines
from cli.table import STYLES, print_story
from ocr.signing.report import (
    Allowance,
    Coverage,
    Signature,
    SignatureKind,
    SignatureReason,
    SignatureReport,
    SignatureVerdict,
    open_question,
)
from storage.signatures import SignedScan

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NAME = "[red]<b> Thử"
SIGNED = Signature(
    SignatureKind.SIGNATURE, SignatureVerdict.VALID_THEN, (SignatureReason.EXPIRED_SINCE,), NAME, "CA thử", "ab" * 32,
    NOON, NOON, Allowance.NOTHING, Coverage.FILE,
)  # fmt: skip
CLAIMED = replace(SIGNED, verdict=SignatureVerdict.INVALID, stamped_at=None, reasons=(SignatureReason.CONTENT_DIFFERS,))


def lines(*signatures: Signature) -> list[str]:
    report = SignatureReport(NOON, "", "thử 1", signatures)
    return [line.strip() for _, line in signature_lines(SignedScan("s1", "a.pdf", report))]


def test_a_signature_is_told_with_its_proven_time_and_reason() -> None:
    head, one, why = lines(SIGNED)
    assert head.startswith(f"a.pdf: {SignatureVerdict.VALID_THEN.value} (kiểm tra lúc ")
    assert one.startswith(f"Chữ ký số: {NAME}; do CA thử cấp; dấu thời gian ")
    assert one.endswith(f"bao toàn bộ tệp; không cho thêm gì. {SignatureVerdict.VALID_THEN.value}")
    assert "tự ghi" not in one
    assert why == f"• {SignatureReason.EXPIRED_SINCE.value}"


def test_a_time_that_only_the_signer_tells_is_said_to_be_his() -> None:
    head, one, _ = lines(CLAIMED)
    assert SignatureVerdict.INVALID.value in head
    assert "tự ghi lúc ký" in one
    assert "dấu thời gian" not in one


def test_what_could_not_be_looked_at_is_told_as_nobodys() -> None:
    _, one, why = lines(open_question(SignatureReason.NOT_FINISHED))
    assert one == f"Chữ ký số: (không rõ người ký). {SignatureVerdict.INDETERMINATE.value}"
    assert why == f"• {SignatureReason.NOT_FINISHED.value}"


def test_the_screen_of_a_dossier_shows_them_and_takes_no_name_for_markup() -> None:
    screen = io.StringIO()
    report = SignatureReport(NOON, "", "thử 1", (SIGNED, CLAIMED))
    story = replace(told("a"), signed=(SignedScan("s1", "a.pdf", report),))
    print_story(story, Console(file=screen, width=3000, color_system=None, emoji=False))
    assert screen.getvalue().count(NAME) == 2
    assert set(TONES.values()) <= set(STYLES)


@pytest.mark.parametrize(
    ("files", "good", "seen"),
    [(None, True, "chưa đặt"), ({}, False, "0 chứng thư"), ({"la.pem": b"xin chao"}, False, "la.pem")],
)
def test_the_doctor_tells_whom_signatures_are_held_against(
    files: dict[str, bytes] | None, good: bool, seen: str, tmp_path: Path
) -> None:
    for name, content in (files or {}).items():
        (tmp_path / name).write_bytes(content)
    found = trust_finding("" if files is None else str(tmp_path))
    assert (found.good, seen in found.seen) == (good, True)
    assert good or found.remedy
