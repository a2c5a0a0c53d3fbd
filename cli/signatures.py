"""The electronic signatures of a dossier's files, as a clerk reads them."""

from collections.abc import Iterator
from datetime import datetime

from ocr.signing.report import Allowance, Signature, SignatureVerdict
from storage.signatures import SignedScan

TONES = {
    SignatureVerdict.VALID: "good",
    SignatureVerdict.VALID_THEN: "good",
    SignatureVerdict.INDETERMINATE: "ask",
    SignatureVerdict.INVALID: "bad",
}


def signature_lines(one: SignedScan) -> Iterator[tuple[str, str]]:
    """(tone, line) of each: first what the file is worth, then signature by signature."""
    checked = f"kiểm tra lúc {_at(one.report.checked_at)}"
    yield TONES.get(one.report.verdict, "ask"), f"{one.scan_name}: {one.report.verdict.value} ({checked})"
    for signature in one.report.signatures:
        yield TONES.get(signature.verdict, "ask"), f"    {_told(signature)}"
        for reason in signature.reasons:
            yield "ask", f"      • {reason.value}"


def _told(one: Signature) -> str:
    parts = [f"{one.kind.value}: {one.signer or '(không rõ người ký)'}"]
    parts += [f"do {one.issuer} cấp"] if one.issuer else []
    parts += [f"dấu thời gian {_at(one.stamped_at)}"] if one.stamped_at else []
    parts += [f"tự ghi lúc ký {_at(one.claimed_at)}"] if one.claimed_at and not one.stamped_at else []
    parts += [f"bao {one.coverage.value}"] if one.signer else []
    parts += [one.allowance.value] if one.allowance is not Allowance.UNSAID else []
    return f"{'; '.join(parts)}. {one.verdict.value}"


def _at(moment: datetime) -> str:
    return f"{moment.astimezone():%d/%m/%Y %H:%M}"
