"""Every save, on a real PostgreSQL: done once, written down in the audit, all of it or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import storage_makers as make

from errors import DossierError, NotHeld, NotSetUp, StorageUnavailable
from extractors.reading import Problem
from ocr.files.refusal import Refusal
from storage import warehouse as warehouse_module
from storage.change import Change, Stage
from storage.connection import engine_for
from storage.readings import Method
from storage.records import RecordField
from storage.sealing.vault import Vault
from storage.states import DossierState, Move, Owner, TaskState
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


def _taken_in(warehouse: Warehouse) -> str:
    return warehouse.take_in(make.new_dossier())


def _extracted(warehouse: Warehouse) -> str:
    dossier_id = _taken_in(warehouse)
    scan = warehouse.scans(dossier_id)[0]
    warehouse.save_page(scan.digest, "tess 1", make.page())
    warehouse.move(dossier_id, DossierState.READ)
    warehouse.save_documents(dossier_id, "x1", {scan.id: [make.document()]}, Move(DossierState.EXTRACTED))
    return dossier_id


def _save_page(warehouse: Warehouse, dossier_id: str) -> object:
    return warehouse.save_page(warehouse.scans(dossier_id)[0].digest, "tess 2", make.page(), "ab" * 32)


def _save_failed_page(warehouse: Warehouse, dossier_id: str) -> object:
    digest = warehouse.scans(dossier_id)[0].digest
    return warehouse.save_failed_page(digest, "tess 1", 2, Refusal.DAMAGED_PAGE)


def _save_documents(warehouse: Warehouse, dossier_id: str) -> object:
    found = {warehouse.scans(dossier_id)[0].id: [make.document(), make.document("cccd", None)]}
    return warehouse.save_documents(dossier_id, "x2", found)


def _save_resolution(warehouse: Warehouse, dossier_id: str) -> object:
    asked = [make.inquiry(dossier_id), make.inquiry(dossier_id, "r2")]
    then = Move(DossierState.RESOLVED)
    return warehouse.save_resolution(dossier_id, "m1", make.decision(dossier_id), asked, then)


def _open_tasks(warehouse: Warehouse, dossier_id: str) -> object:
    return warehouse.open_tasks(dossier_id, "m1", [make.question()], Move(DossierState.IN_REVIEW))


def _save_records(warehouse: Warehouse, dossier_id: str) -> object:
    document_id = warehouse.documents(dossier_id)[0].id
    then = Move(DossierState.IN_REVIEW, "Còn số điện thoại chưa chắc chắn.")
    return warehouse.save_records(dossier_id, "l1", [make.record(document_id)], [make.question()], then)


def _plan(warehouse: Warehouse, dossier_id: str) -> object:
    return warehouse.plan_batches([dossier_id], 10)


def _move(warehouse: Warehouse, dossier_id: str) -> object:
    return warehouse.move(dossier_id, DossierState.FAILED, "Hết bộ nhớ.")


SAVES = (_save_page, _save_failed_page, _save_documents, _save_resolution, _open_tasks, _save_records, _plan, _move)


@pytest.mark.parametrize("save", SAVES)
def test_a_save_done_twice_leaves_what_one_leaves(warehouse: Warehouse, save: Callable[..., object]) -> None:
    dossier_id = _extracted(warehouse)
    before = warehouse.fingerprint()
    assert save(warehouse, dossier_id)
    once = warehouse.fingerprint()
    assert once != before
    save(warehouse, dossier_id)
    assert warehouse.fingerprint() == once


@pytest.mark.parametrize("save", SAVES)
def test_a_save_that_breaks_before_its_end_leaves_nothing(
    warehouse: Warehouse, save: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The audit row is the last thing that every save writes: breaking there, all else has been sent already."""
    dossier_id = _extracted(warehouse)
    before = warehouse.fingerprint()

    def break_off(self: Change, *_: object, **__: object) -> None:
        raise RuntimeError("broken off")

    with monkeypatch.context() as patched:
        patched.setattr(warehouse_module.Change, "note_all", break_off)
        with pytest.raises(RuntimeError):
            save(warehouse, dossier_id)
    assert warehouse.fingerprint() == before
    assert save(warehouse, dossier_id)


@pytest.mark.parametrize("save", SAVES)
def test_every_save_is_in_the_audit(warehouse: Warehouse, warehouse_url: str, save: Callable[..., object]) -> None:
    dossier_id = _extracted(warehouse)
    engine = engine_for(warehouse_url)
    with engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM audit").scalar_one()
        connection.rollback()
        save(warehouse, dossier_id)
        rows = connection.exec_driver_sql("SELECT actor, details::text FROM audit ORDER BY seq").all()
    engine.dispose()
    assert len(rows) > before
    assert {row.actor for row in rows} == {"machine"}
    assert not any(make.NAME in row.details or make.NUMBER in row.details for row in rows)


def test_what_was_saved_comes_back(warehouse: Warehouse) -> None:
    dossier_id = _extracted(warehouse)
    _save_resolution(warehouse, dossier_id)
    _save_records(warehouse, dossier_id)
    scan = warehouse.scans(dossier_id)[0]
    held = warehouse.dossier(dossier_id)
    assert (held.manifest, held.state, held.owner) == (
        make.new_dossier().manifest,
        DossierState.IN_REVIEW,
        Owner.REVIEWER,
    )
    assert [stored.page for stored in warehouse.pages(dossier_id, "tess 1")] == [make.page()]
    (found,) = warehouse.documents(dossier_id)
    assert (found.scan_id, found.document) == (scan.id, make.document())
    assert warehouse.resolution(dossier_id) == make.resolution(dossier_id)
    assert warehouse.decisions(dossier_id) == (make.decision(dossier_id),)
    assert warehouse.inquiries(dossier_id) == (make.inquiry(dossier_id), make.inquiry(dossier_id, "r2"))
    (loaded,) = warehouse.records(dossier_id)
    assert loaded == replace(make.record(found.id), id=loaded.id, person_id=loaded.person_id, register_key=None)
    assert loaded == warehouse.record(loaded.id)
    (task,) = warehouse.tasks()
    assert (task.question, task.state, task.owner) == (make.question(), TaskState.OPEN, Owner.REVIEWER)


def test_readings_are_typed_and_carry_their_method(warehouse: Warehouse) -> None:
    dossier_id = _extracted(warehouse)
    _save_documents(warehouse, dossier_id)
    assert [(read.field, read.value, read.problem, read.method) for read in warehouse.readings(dossier_id)] == [
        ("ho_ten", make.NAME, None, Method.QR),
        ("ngay_sinh", "1987-03-12", None, Method.OCR),
        ("ho_ten", None, Problem.UNREADABLE, Method.QR),
        ("ngay_sinh", "1987-03-12", None, Method.OCR),
    ]


def test_a_correction_stands_beside_what_was_read_and_outlives_a_better_engine(warehouse: Warehouse) -> None:
    dossier_id = _extracted(warehouse)
    (found,) = warehouse.documents(dossier_id)
    assert warehouse.correct_reading(found.id, "ho_ten", "Đặng Thị Hồng Thư", person="cb-7") == 2
    assert warehouse.documents(dossier_id)[0].document == make.document()
    scan = warehouse.scans(dossier_id)[0]
    warehouse.save_documents(dossier_id, "x9", {scan.id: [make.document(name="Đặng Thị Hồng Thứ")]})
    name = warehouse.readings(dossier_id)[0]
    assert (name.value, name.method, name.revision, name.by) == ("Đặng Thị Hồng Thư", Method.KEYED, 2, "cb-7")


def test_a_settled_record_field_outlives_a_second_loading(warehouse: Warehouse) -> None:
    dossier_id = _extracted(warehouse)
    warehouse.save_records(dossier_id, "l1", [make.record()])
    (loaded,) = warehouse.records(dossier_id)
    keyed = RecordField("so_dien_thoai", "0912345679", Method.KEYED, verified_by="cb-7")
    assert warehouse.revise_record(loaded.id, keyed, person="cb-7") == 2
    warehouse.save_records(dossier_id, "l2", [make.record()])
    (again,) = warehouse.records(dossier_id)
    assert again.id != loaded.id
    assert [(each.field, each.value, each.revision) for each in again.fields] == [
        ("ho_ten", make.NAME, 1),
        ("so_dien_thoai", "0912345679", 2),
    ]


def test_questions_are_settled_once_and_withdrawn_when_asked_anew(warehouse: Warehouse) -> None:
    dossier_id = _extracted(warehouse)
    warehouse.open_tasks(dossier_id, "k1", [make.question("A"), make.question("B")])
    first, second = warehouse.tasks(dossier_id)
    warehouse.settle_task(first.id, "Đúng", person="cb-7")
    with pytest.raises(DossierError, match="SETTLED"):
        warehouse.settle_task(first.id, "Sai", person="cb-8")
    warehouse.open_tasks(dossier_id, "k2", [make.question("C")])
    states = {task.question.kind: task.state for task in warehouse.tasks(dossier_id, state=None)}
    assert states == {
        first.question.kind: TaskState.SETTLED,
        second.question.kind: TaskState.WITHDRAWN,
        "C": TaskState.OPEN,
    }


def test_a_query_is_written_down_even_when_it_led_nowhere(warehouse: Warehouse) -> None:
    dossier_id = _taken_in(warehouse)
    assert warehouse.save_inquiries(dossier_id, [make.inquiry(dossier_id)]) == 1
    assert warehouse.save_inquiries(dossier_id, [make.inquiry(dossier_id), make.inquiry(dossier_id, "r2")]) == 1
    assert len(warehouse.inquiries(dossier_id)) == 2


def test_pages_of_a_duplicate_are_read_once(warehouse: Warehouse) -> None:
    first = warehouse.take_in(make.new_dossier("a", (2,)))
    copy = replace(make.new_dossier("b", ()), scans=make.new_dossier("a", (2,)).scans)
    second = warehouse.take_in(copy)
    (original,), (duplicate,) = warehouse.scans(first), warehouse.scans(second)
    assert (original.duplicate_of, duplicate.duplicate_of) == (None, original.id)
    missing = warehouse.missing_pages([first, second], "tess 1")
    assert [(page.scan_digest, page.number) for page in missing] == [(original.digest, 1), (original.digest, 2)]
    warehouse.save_page(original.digest, "tess 1", make.page(1))
    warehouse.save_failed_page(original.digest, "tess 1", 2, Refusal.DAMAGED_PAGE)
    assert warehouse.missing_pages([first, second], "tess 1") == ()
    assert len(warehouse.missing_pages([second], "tess 2")) == 2
    assert [(page.scan_id, page.failure) for page in warehouse.pages(second, "tess 1")] == [
        (duplicate.id, None),
        (duplicate.id, Refusal.DAMAGED_PAGE),
    ]


def test_batches_are_bounded_by_pages_and_the_same_for_the_same_dossiers(warehouse: Warehouse) -> None:
    sizes = [(3,), (4,), (12,), (1, 1), ()]
    ids = [warehouse.take_in(make.new_dossier(f"d{number}", pages)) for number, pages in enumerate(sizes)]
    planned = warehouse.plan_batches(ids, 8)
    assert [(batch.dossier_ids, batch.pages) for batch in planned] == [
        ((ids[0], ids[1]), 7),
        ((ids[2],), 12),
        ((ids[3], ids[4]), 2),
    ]
    assert warehouse.plan_batches(ids, 8) == planned
    assert warehouse.batch(planned[0].id) == (ids[0], ids[1])


def test_the_same_content_under_a_further_name_is_the_same_dossier(warehouse: Warehouse) -> None:
    new = make.new_dossier()
    first = warehouse.take_in(new)
    assert warehouse.take_in(replace(new, label="bản nộp lại")) == first
    once = warehouse.fingerprint()
    warehouse.take_in(replace(new, label="bản nộp lại"))
    assert warehouse.fingerprint() == once
    assert [each.label for each in warehouse.deliveries(first)] == [new.label, "bản nộp lại"]


def test_a_state_has_an_owner_and_a_deadline_that_can_pass(warehouse_url: str, vault: Vault) -> None:
    friday = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    with Warehouse(warehouse_url, vault, clock=lambda: friday) as warehouse:
        dossier_id = _extracted(warehouse)
        warehouse.move(dossier_id, DossierState.IN_REVIEW)
        assert warehouse.dossier(dossier_id).deadline == date(2026, 11, 24)
        assert warehouse.overdue(date(2026, 11, 24)) == ()
        assert [late.id for late in warehouse.overdue(date(2026, 11, 25))] == [dossier_id]


def test_a_move_that_is_not_allowed_changes_nothing(warehouse: Warehouse) -> None:
    dossier_id = _taken_in(warehouse)
    once = warehouse.fingerprint()
    with pytest.raises(DossierError, match="RECEIVED may not become LOADED"):
        warehouse.move(dossier_id, DossierState.LOADED)
    scan = warehouse.scans(dossier_id)[0]
    with pytest.raises(DossierError):
        warehouse.save_documents(dossier_id, "x1", {scan.id: [make.document()]}, Move(DossierState.LOADED))
    assert warehouse.fingerprint() == once


def test_a_step_is_known_to_be_done_under_its_key(warehouse: Warehouse) -> None:
    dossier_id = _extracted(warehouse)
    assert warehouse.done(dossier_id, Stage.EXTRACT, "x1")
    assert not warehouse.done(dossier_id, Stage.EXTRACT, "x2")
    assert not warehouse.done(dossier_id, Stage.RESOLVE, "x1")


def test_counts(warehouse: Warehouse) -> None:
    dossier_id = _extracted(warehouse)
    _save_failed_page(warehouse, dossier_id)
    _save_records(warehouse, dossier_id)
    counts = warehouse.counts()
    assert counts.dossiers[DossierState.IN_REVIEW] == 1
    assert sum(counts.dossiers.values()) == 1
    assert (counts.scans, counts.pages, counts.failed_pages) == (1, 2, 1)
    assert (counts.documents, counts.readings, counts.records, counts.open_tasks) == (1, 2, 1, 1)


def test_what_is_not_held(warehouse: Warehouse) -> None:
    nobody = "00000000-0000-5000-8000-000000000000"
    for ask in (warehouse.dossier, warehouse.batch, warehouse.record, warehouse.save_inquiries):
        arguments = (nobody, []) if ask == warehouse.save_inquiries else (nobody,)
        with pytest.raises(NotHeld):
            ask(*arguments)
    with pytest.raises(NotHeld):
        warehouse.dossier("not an id")
    assert warehouse.resolution(nobody) is None


def test_errors_come_by_their_name_and_say_no_value(warehouse_url: str, empty_url: str) -> None:
    with Warehouse(empty_url) as warehouse, pytest.raises(NotSetUp, match="migrations"):
        warehouse.take_in(make.new_dossier())
    with Warehouse(empty_url) as warehouse, pytest.raises(NotSetUp, match="migration none"):
        warehouse.check()
    with Warehouse(warehouse_url.replace("/test_", "/no_such_")) as warehouse, pytest.raises(NotSetUp):
        warehouse.check()
    with Warehouse("postgresql+psycopg2://nobody@127.0.0.1:1/x") as warehouse, pytest.raises(StorageUnavailable):
        warehouse.check()
    with pytest.raises(NotSetUp):
        Warehouse("sqlite://")
    with Warehouse(warehouse_url) as warehouse:
        warehouse.check()
        wrong = replace(
            make.new_dossier(), manifest=replace(make.new_dossier().manifest, dossier_code="\0" + make.NAME)
        )
        with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is, it must not say the name
            warehouse.take_in(wrong)
        assert make.NAME not in f"{caught.value!r}"
