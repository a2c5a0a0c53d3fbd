"""What a validation of signatures said is kept with its scan; asked again, what is new stands beside what was."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import storage_makers as make
from sqlalchemy.exc import DBAPIError

from ocr.files.scan_finding import ScanFinding
from ocr.signing.report import (
    Allowance,
    Coverage,
    Signature,
    SignatureKind,
    SignatureReason,
    SignatureReport,
    SignatureVerdict,
    findings_of,
    open_question,
    worst,
)
from storage.connection import engine_for
from storage.incoming import open_dossier
from storage.intake import take_in
from storage.objects import FolderStore, digest_of
from storage.signatures import latest, save, signed_scans
from storage.warehouse import Warehouse

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HELD = Signature(
    SignatureKind.SIGNATURE, SignatureVerdict.VALID_THEN, (SignatureReason.EXPIRED_SINCE,), make.NAME, "CA thử",
    "ab" * 32, NOON - timedelta(days=400), NOON - timedelta(days=399), Allowance.FORMS, Coverage.FILE,
)  # fmt: skip
STAMP = Signature(SignatureKind.TIME_STAMP, SignatureVerdict.VALID)
REPORT = SignatureReport(NOON, "cd" * 32, "thử 1", (HELD, STAMP))
SIGNED, PLAIN = b"%PDF S P", b"%PDF P"


def broken(reason: SignatureReason, verdict: SignatureVerdict = SignatureVerdict.INVALID) -> SignatureReport:
    return replace(REPORT, signatures=(replace(HELD, verdict=verdict, reasons=(reason,)),))


def inspect(content: bytes) -> make.Facts:
    facts = make.inspect(content)
    return replace(facts, findings=(ScanFinding.SIGNED,) if content.startswith(b"%PDF S") else ())


class Validator:
    """Says what it is told to, and remembers what it was shown."""

    def __init__(self, report: SignatureReport = REPORT) -> None:
        self.report = report
        self.seen: list[bytes] = []

    def __call__(self, content: bytes) -> SignatureReport:
        self.seen.append(content)
        return self.report


@pytest.fixture
def taken(warehouse: Warehouse, objects: FolderStore, tmp_path: Path) -> Callable[[Validator], str]:
    folder = make.laid(tmp_path / "d1", {"a.pdf": SIGNED, "b.pdf": PLAIN, "c.pdf": b""})

    def take(validator: Validator) -> str:
        return take_in(open_dossier(folder), warehouse, objects, inspect, None, validator)

    return take


@pytest.mark.contract
def test_only_what_is_signed_is_validated_and_its_report_is_kept(
    warehouse: Warehouse, objects: FolderStore, taken: Callable[[Validator], str]
) -> None:
    validator = Validator()
    dossier_id = taken(validator)
    assert validator.seen == [SIGNED]
    with warehouse.looking() as connection:
        (scan,) = signed_scans(connection, dossier_id)
    assert (scan.scan_name, scan.report) == ("a.pdf", REPORT)
    assert objects.get(digest_of(SIGNED)) == SIGNED


@pytest.mark.contract
def test_the_same_dossier_again_is_not_validated_again(warehouse: Warehouse, taken: Callable[[Validator], str]) -> None:
    dossier_id = taken(Validator())
    rows, validator = warehouse.fingerprint(), Validator(broken(SignatureReason.CONTENT_DIFFERS))
    assert taken(validator) == dossier_id
    assert (warehouse.fingerprint(), validator.seen) == (rows, [])


@pytest.mark.contract
@pytest.mark.parametrize(
    ("report", "found"),
    [
        (REPORT, ()),
        (broken(SignatureReason.CONTENT_DIFFERS), (ScanFinding.SIGNATURE_INVALID,)),
        (
            broken(SignatureReason.REVOKED_TIME_UNKNOWN, SignatureVerdict.INDETERMINATE),
            (ScanFinding.SIGNATURE_REVOKED, ScanFinding.SIGNATURE_UNPROVEN),
        ),
        (
            replace(REPORT, signatures=(open_question(SignatureReason.NOT_FINISHED),)),
            (ScanFinding.SIGNATURE_UNREADABLE, ScanFinding.SIGNATURE_UNPROVEN),
        ),
        (
            broken(SignatureReason.NO_ANCHORS, SignatureVerdict.INDETERMINATE),
            (ScanFinding.SIGNATURE_UNPROVEN,),
        ),
    ],
)
def test_what_a_report_says_is_a_finding_of_its_scan(
    report: SignatureReport,
    found: tuple[ScanFinding, ...],
    warehouse: Warehouse,
    taken: Callable[[Validator], str],
) -> None:
    scans = warehouse.scans(taken(Validator(report)))
    assert [scan.findings for scan in scans] == [(ScanFinding.SIGNED, *found), (), ()]
    assert findings_of(report) == found


@pytest.mark.contract
def test_a_later_check_stands_beside_the_earlier_one_and_the_same_is_not_written_twice(warehouse: Warehouse) -> None:
    later = replace(REPORT, checked_at=NOON + timedelta(days=30))
    changed = replace(broken(SignatureReason.NO_ANCHORS), trust="")
    written = []
    for report in (REPORT, later, changed, REPORT):
        with warehouse.changing() as change:
            written.append(save(change, "ef" * 32, report))
            held = latest(change.connection, "ef" * 32)
        assert held is not None
        assert held.signatures == report.signatures
    assert written == [True, False, True, True]
    with warehouse.looking() as connection:
        assert latest(connection, "00" * 32) is None


@pytest.mark.contract
@pytest.mark.parametrize("table", ["signature", "signature_check"])
@pytest.mark.parametrize("change", ["UPDATE {} SET verdict = 'VALID'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_was_said_cannot_be_changed(table: str, change: str, migrated_url: str) -> None:
    engine = engine_for(migrated_url)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="written once"):
        connection.exec_driver_sql(change.format(table))
    engine.dispose()


@pytest.mark.contract
def test_nobody_is_named_outside_the_personal_columns(
    warehouse: Warehouse, warehouse_url: str, taken: Callable[[Validator], str]
) -> None:
    taken(Validator())
    engine = engine_for(warehouse_url)
    with engine.connect() as connection:
        audited = connection.exec_driver_sql("SELECT action, subject, details FROM audit").all()
    engine.dispose()
    assert "scan.signatures_checked" in {row.action for row in audited}
    assert make.NAME not in str(audited)
    assert make.NAME not in repr(REPORT)


def test_a_file_is_what_its_worst_signature_is() -> None:
    order = [SignatureVerdict.VALID, SignatureVerdict.INVALID, SignatureVerdict.INDETERMINATE]
    assert worst(order) is SignatureVerdict.INVALID
    assert worst(order[:1]) is SignatureVerdict.VALID
    assert worst([]) is SignatureVerdict.UNSIGNED
