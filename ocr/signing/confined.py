"""The signatures of a file validated in the confined process: whoever sent it may have built it to hurt."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from errors import ScanRefused
from ocr.files.sandbox import confined
from ocr.signing.report import SignatureReason, SignatureReport, open_question
from ocr.signing.trust import Trust, read_trust
from ocr.signing.version import VERSION

MEMORY = 1024**3  # bytes beside twice the file's own
SECONDS = 60.0  # a contract of 300 pages with five signatures takes two


def _now() -> datetime:
    return datetime.now(UTC)


def signature_check(anchors: str, clock: Callable[[], datetime] = _now) -> Callable[[bytes], SignatureReport]:
    """Validates files one after another. `anchors`: folder of what is trusted, looked into at the first; "" for none.

    What it gives raises NotSetUp, also for a folder that is not as `read_trust` wants it.
    """

    @cache
    def trust() -> Trust:
        return read_trust(Path(anchors) if anchors else None)

    return lambda content: validate_confined(content, trust(), clock())


def validate_confined(content: bytes, trust: Trust, at: datetime) -> SignatureReport:
    """What `ocr.signing.validate.validate` says; NOT_FINISHED where it took too long, too much memory, or died of it.

    Raises NotSetUp when no process can be started.
    """
    try:
        report: SignatureReport = confined(validated, content, trust, at, seconds=SECONDS, memory=MEMORY)
    except ScanRefused:
        return SignatureReport(at, trust.digest, VERSION, (open_question(SignatureReason.NOT_FINISHED),))
    return report


def validated(content: bytes, trust: Trust, at: datetime) -> SignatureReport:
    """Asked of the confined process, which loads the library only where there is a signature: it takes a second."""
    from ocr.signing.validate import validate

    return validate(content, trust, at)
