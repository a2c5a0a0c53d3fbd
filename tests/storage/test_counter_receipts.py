"""Receipts of the counter: the same again is the same receipt, codes are the law's, and a changed one is told."""

from dataclasses import replace
from datetime import date

import pytest
import storage_makers as make
from sqlalchemy import text

from errors import HandInRefused, NotHeld
from storage import counter
from storage.change import Change
from storage.counter import CodeOrigin, HandedIn
from storage.dossier_codes import made_code, parse_dossier_code
from storage.dossiers import NewDossier
from storage.objects import digest_of
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
CLERK = "6f1c2a34-0000-4000-8000-000000000001"
HANDED = HandedIn("H56.12", "1.004194", "", (digest_of(b"one"), digest_of(b"two")), 3)


def begin(warehouse: Warehouse, handed: HandedIn = HANDED) -> tuple[counter.Receipt, bool]:
    with warehouse.changing(CLERK) as change:
        return counter.begin(change, handed)


def held(warehouse: Warehouse, *digests: str, code: str = "") -> str:
    """A dossier that came in by another way."""
    made: NewDossier = make.new_dossier("z", (1,) * len(digests))
    scans = tuple(replace(scan, digest=digest) for scan, digest in zip(made.scans, digests, strict=True))
    return warehouse.take_in(replace(made, scans=scans, manifest=replace(made.manifest, dossier_code=code)))


CODES = """
typed                      | understood
H56.12-261122-0007         | H56.12-261122-0007
 h56.12 – 261122 – 0007    | H56.12-261122-0007
000.00.12.H56-221122-0005  | 000.00.12.H56-221122-0005
G01.899-261122-AB0007      | G01.899-261122-AB0007
H56-261122-00000007        | H56-261122-00000007
H56.12-261322-0007         | -
H56.12-261122-007          | -
H56.12-261122              | -
261122-0007                | -
H56.12-261122-0007'--      | -
Ｈ56.12-261122-0007        | -
"""


@pytest.mark.parametrize("line", CODES.strip().splitlines()[1:])
def test_codes_of_dossiers(line: str) -> None:
    typed, understood = line.split("|")
    assert (parse_dossier_code(typed) or "-") == understood.strip()


def test_a_code_is_made_for_an_agency_only() -> None:
    assert made_code("H56.12", date(2026, 11, 22), 7) == "H56.12-261122-0007"
    assert made_code("Một cửa", date(2026, 11, 22), 7) is None


def test_the_same_files_are_the_same_receipt_in_whatever_order_and_under_whatever_code(warehouse: Warehouse) -> None:
    first, new = begin(warehouse)
    again = replace(HANDED, digests=HANDED.digests[::-1], code="H56.12-261122-0099")
    assert new
    assert begin(warehouse, again) == (first, False)
    other, new = begin(warehouse, replace(HANDED, procedure="1.001193"))
    assert new
    assert other.number != first.number
    assert other.code != first.code


def test_a_receipt_says_what_was_handed_in_and_nothing_of_anybody(warehouse: Warehouse) -> None:
    receipt, _ = begin(warehouse)
    day = f"{receipt.at:%y%m%d}"
    assert (receipt.number, receipt.code) == (f"PT-H56.12-{day}-0001", f"H56.12-{day}-0001")
    assert (receipt.papers, receipt.pages, receipt.origin, receipt.by) == (2, 3, CodeOrigin.GIVEN, CLERK)
    assert receipt.qr == f"HOSO1/{receipt.code}/{receipt.number}/{receipt.signature[:20].upper()}"


def test_a_typed_code_is_taken_unless_it_is_another_dossiers(warehouse: Warehouse) -> None:
    receipt, _ = begin(warehouse, replace(HANDED, code="H56.12-261122-0007"))
    assert (receipt.code, receipt.origin) == ("H56.12-261122-0007", CodeOrigin.TYPED)
    with pytest.raises(HandInRefused) as refused:
        begin(warehouse, replace(HANDED, digests=(digest_of(b"x"),), code="H56.12-261122-0007"))
    assert refused.value.field == "dossier_code"


def test_a_given_code_passes_over_those_that_dossiers_have(warehouse: Warehouse) -> None:
    first, _ = begin(warehouse, replace(HANDED, digests=(digest_of(b"first"),)))
    held(warehouse, digest_of(b"other"), code=first.code[:-1] + "2")
    second, _ = begin(warehouse)
    assert second.code == first.code[:-1] + "3"


def test_what_came_in_by_another_way_is_told(warehouse: Warehouse) -> None:
    dossier = held(warehouse, *HANDED.digests, code="H56.12-261115-0007")
    receipt, new = begin(warehouse)
    assert not new
    assert (receipt.dossier_id, receipt.code, receipt.origin) == (dossier, "H56.12-261115-0007", CodeOrigin.HELD)


def test_a_part_of_a_dossier_is_another(warehouse: Warehouse) -> None:
    held(warehouse, *HANDED.digests, digest_of(b"three"))
    receipt, new = begin(warehouse)
    assert new
    assert receipt.dossier_id is None


def test_an_office_without_an_agencys_code_has_to_type_one(warehouse: Warehouse) -> None:
    with pytest.raises(HandInRefused) as refused:
        begin(warehouse, replace(HANDED, office="Một cửa"))
    assert refused.value.field == "dossier_code"


def test_a_receipt_is_found_by_number_code_and_qr_and_by_no_forged_one(warehouse: Warehouse) -> None:
    receipt, _ = begin(warehouse)
    forged = receipt.qr[:-1] + ("0" if receipt.qr[-1] != "0" else "1")
    with warehouse.looking() as connection:
        for said in (receipt.number, receipt.code, receipt.qr, f" {receipt.code.lower()} "):
            assert counter.found(connection, said, ["H56.12"]) == receipt
        for said in (forged, "", "HOSO1///", "x", receipt.qr + "/x"):
            assert counter.found(connection, said, ["H56.12"]) is None
        assert counter.found(connection, receipt.number, ["H01.7"]) is None
        assert counter.genuine(connection, receipt)
        assert not counter.genuine(connection, replace(receipt, pages=4))
        with pytest.raises(NotHeld):
            counter.receipt(connection, "PT-X-1")


def test_a_receipt_names_its_dossier_once(warehouse: Warehouse) -> None:
    receipt, _ = begin(warehouse)
    dossier = held(warehouse, digest_of(b"other"))
    change: Change
    for _ in range(2):
        with warehouse.changing(CLERK) as change:
            assert counter.complete(change, receipt.number, dossier).dossier_id == dossier
    with warehouse.looking() as connection:
        noted = text("SELECT count(*) FROM audit WHERE action = 'counter.taken_in'")
        assert connection.scalar(noted) == 1
        assert [one.number for one in counter.latest(connection, None)] == [receipt.number]
        assert counter.latest(connection, ["H01.7"]) == ()
