"""What is odd about a file is kept with its scan, about a page with its reading; nothing is written over."""

from pathlib import Path

import pytest
import storage_makers as make
from sqlalchemy import text

from errors import ScanRefused
from ocr.codec import page_to_json
from ocr.files.attachments import Attachment
from ocr.files.refusal import Refusal
from ocr.files.scan_finding import ScanFinding
from storage.connection import engine_for
from storage.findings import PlacedFinding, holding, question_about
from storage.incoming import open_dossier
from storage.intake import take_in
from storage.objects import FolderStore, digest_of
from storage.review.in_effect import Said
from storage.sealing.owner import of_object
from storage.sealing.vault import Vault
from storage.states import ScanState
from storage.warehouse import Warehouse

SIGNED, SCRIPT, ORDER, OFF = (
    ScanFinding.SIGNED,
    ScanFinding.JAVASCRIPT,
    ScanFinding.INSTRUCTIONS,
    ScanFinding.TEXT_OFF_PAGE,
)
WITHIN = (
    Attachment("ảnh.pdf", b"%PDF P"),
    Attachment("bảng.xls", b"no scan"),
    Attachment("khóa.pdf", b"%PDF locked"),
    Attachment("trống.pdf", b""),
    Attachment("lồng.pdf", b"%PDF P with more"),
)


def inspect(content: bytes) -> make.Facts:
    """As `storage_makers.inspect`; what begins with "%PDF S" is signed, and some have files within them."""
    if content == b"%PDF locked":
        raise ScanRefused(Refusal.ENCRYPTED)
    facts = make.inspect(content)
    found = (SIGNED, SCRIPT) if content.startswith(b"%PDF S") else ()
    within = WITHIN if content.endswith(b"with files") else WITHIN[:1] if content.endswith(b"with more") else ()
    return make.Facts(facts.kind, facts.pages, found, within)


FILES = {"a.pdf": b"%PDF S PP", "b.pdf": b"%PDF P with files", "c.pdf": b"%PDF PPP", "d.pdf": b""}


@pytest.fixture
def dossier_id(warehouse: Warehouse, objects: FolderStore, tmp_path: Path) -> str:
    return take_in(open_dossier(make.laid(tmp_path / "d1", FILES)), warehouse, objects, inspect)


@pytest.mark.contract
def test_findings_of_a_file_are_kept_with_its_scan(warehouse: Warehouse, dossier_id: str) -> None:
    found = {scan.name: scan.findings for scan in warehouse.scans(dossier_id) if scan.part_of is None}
    assert found == {"a.pdf": (SIGNED, SCRIPT), "b.pdf": (), "c.pdf": (), "d.pdf": ()}


@pytest.mark.contract
def test_scans_within_a_pdf_are_scans_of_its_dossier_with_a_link_to_it(
    warehouse: Warehouse, objects: FolderStore, dossier_id: str
) -> None:
    scans = warehouse.scans(dossier_id)
    parent, attached = scans[1], scans[4:]
    assert [scan.name for scan in scans[:4]] == list(FILES)
    assert [(scan.name, scan.refusal, scan.position) for scan in attached] == [
        ("b.pdf/ảnh.pdf", None, 5),
        ("b.pdf/khóa.pdf", Refusal.ENCRYPTED, 6),
        ("b.pdf/lồng.pdf", None, 7),
    ]
    assert {scan.part_of for scan in attached} == {parent.id}
    assert [objects.get(scan.digest) for scan in attached] == [WITHIN[at].content for at in (0, 2, 4)]
    assert attached[2].findings == (ScanFinding.ATTACHMENTS_LEFT,)  # one within one within: not taken out
    assert digest_of(b"no scan") not in tuple(objects)


@pytest.mark.contract
def test_a_dossier_that_is_held_gets_no_second_row_and_keeps_its_id(
    warehouse: Warehouse, objects: FolderStore, dossier_id: str, tmp_path: Path
) -> None:
    rows, kept = warehouse.fingerprint(), tuple(objects)
    again = open_dossier(tmp_path / "d1")
    assert take_in(again, warehouse, objects, inspect) == dossier_id
    assert take_in(again, warehouse, objects, make.inspect) == dossier_id  # by its files, whatever is found in them
    assert (warehouse.fingerprint(), tuple(objects)) == (rows, kept)


@pytest.mark.contract
def test_an_attached_scan_that_was_also_handed_in_is_its_duplicate(
    warehouse: Warehouse, objects: FolderStore, tmp_path: Path
) -> None:
    files = {"a.pdf": b"%PDF P with more", "b.pdf": WITHIN[0].content}
    dossier_id = take_in(open_dossier(make.laid(tmp_path / "d2", files)), warehouse, objects, inspect)
    _, handed_in, attached = warehouse.scans(dossier_id)
    assert attached.duplicate_of == handed_in.id
    assert attached.state is ScanState.ACCEPTED


@pytest.mark.contract
def test_findings_of_a_page_are_kept_with_its_reading_and_a_second_reading_stands_beside(
    warehouse: Warehouse, dossier_id: str
) -> None:
    signed = warehouse.scans(dossier_id)[0].digest
    assert warehouse.save_page(signed, "k1", make.page(1), None, (ORDER, OFF))
    assert warehouse.save_page(signed, "k1", make.page(2), None, (ORDER,))
    rows = warehouse.fingerprint()
    assert not warehouse.save_page(signed, "k1", make.page(1), None, ())
    assert warehouse.fingerprint() == rows
    assert warehouse.save_page(signed, "k2", make.page(1))
    assert [page.findings for page in warehouse.pages(dossier_id, "k1")] == [(ORDER, OFF), (ORDER,)]
    assert [page.findings for page in warehouse.pages(dossier_id, "k2")] == [()]


@pytest.mark.contract
def test_all_findings_of_a_dossier_are_told_file_by_file_with_their_pages(
    warehouse: Warehouse, dossier_id: str
) -> None:
    first, third = (warehouse.scans(dossier_id)[at] for at in (0, 2))
    for number in (2, 1):
        warehouse.save_page(first.digest, "k", make.page(number), None, (ORDER,) if number == 2 else (ORDER, OFF))
    warehouse.save_page(third.digest, "k", make.page(3), None, (OFF,))
    warehouse.save_page(third.digest, "k", make.page(2))
    told = [(one.finding, one.place) for one in warehouse.findings(dossier_id, "k")]
    assert told == [
        (SIGNED, "a.pdf"),
        (SCRIPT, "a.pdf"),
        (OFF, "a.pdf, trang 1"),
        (ORDER, "a.pdf, trang 1, 2"),
        (OFF, "c.pdf, trang 3"),
        (ScanFinding.ATTACHMENTS_LEFT, "b.pdf/lồng.pdf"),
    ]
    assert len(warehouse.findings(dossier_id, "another")) == 3


@pytest.mark.contract
def test_of_what_was_taken_in_before_findings_were_kept_nothing_is_told(
    warehouse: Warehouse, warehouse_url: str, vault: Vault, dossier_id: str
) -> None:
    signed = warehouse.scans(dossier_id)[0].digest
    engine = engine_for(warehouse_url)
    content = vault.seal(of_object(signed), "page.content", page_to_json(make.page(1)).encode())
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE scan SET findings = NULL")
        values = {"digest": signed, "content": content}
        old = "INSERT INTO page (scan_digest, number, key, content, made_at) VALUES (:digest, 1, 'k', :content, now())"
        connection.execute(text(old), values)
    engine.dispose()
    assert {scan.findings for scan in warehouse.scans(dossier_id)} == {()}
    assert [page.findings for page in warehouse.pages(dossier_id, "k")] == [()]
    assert warehouse.findings(dossier_id, "k") == ()


def test_only_what_matters_holds_and_only_until_a_person_has_looked() -> None:
    signed, order = (PlacedFinding(finding, "s1", "a.pdf") for finding in (SIGNED, ORDER))
    assert holding((signed, order), ()) == (order,)
    assert holding((signed, order), [Said(ORDER.name, "s1", (), usable=True)]) == ()
    assert holding((signed, order), [Said(ORDER.name, None, (), usable=True)]) == ()
    assert holding((signed, order), [Said(ORDER.name, "s2", (), usable=True)]) == (order,)
    assert holding((signed, order), [Said(ORDER.name, "s1", (), usable=False)]) == (order,)


def test_the_question_names_place_finding_and_why() -> None:
    asked = question_about(PlacedFinding(ORDER, "s1", "a.pdf", (2, 3)))
    assert asked.kind == "INSTRUCTIONS"
    assert asked.question.startswith(f"a.pdf, trang 2, 3: {ORDER.value} {ORDER.why_held} ")
    assert asked.question.endswith("?")
