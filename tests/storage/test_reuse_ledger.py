"""The ledger of reuse and the told facts in a real database: written once, told again in vain, withdrawn aloud."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import storage_makers as make
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from errors import NotHeld
from storage.connection import engine_for
from storage.readings import Method
from storage.records import Record, RecordField
from storage.reuse_counted import Counted, counted
from storage.reuse_ledger import Origin, Reuse, Source, What, record, replace_load, standing
from storage.schema_reuse import REUSE
from storage.told_facts import ToldFact, tell, told
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


def field(dossier_id: str, name: str = "ngay_sinh", source: Source = Source.POPULATION, minutes: float = 0.5) -> Reuse:
    return Reuse(
        dossier_id, What.FIELD, "ct01", name, "1.004194", "H56.12", source, "", minutes, "FIELD/*@2026-01-01", True
    )


def component(dossier_id: str, code: str = "giay_khai_sinh", source: Source = Source.RECORD) -> Reuse:
    plain = field(dossier_id, "", source, 15.0)
    return replace(plain, what=What.COMPONENT, component=code, source_id="record-1", origin=Origin.SERVICE)


def rows(warehouse: Warehouse) -> int:
    with warehouse.looking() as connection:
        return int(connection.scalar(select(func.count()).select_from(REUSE)) or 0)


def stands(warehouse: Warehouse, dossier_id: str) -> list[str]:
    with warehouse.looking() as connection:
        return [one.field or one.component for one in standing(connection, dossier_id)]


def test_the_same_reuse_told_again_leaves_nothing_new(warehouse: Warehouse) -> None:
    held = warehouse.take_in(make.new_dossier())
    with warehouse.changing() as change:
        assert replace_load(change, held, [field(held), field(held)]) == 1
    with warehouse.changing("can-bo-2") as change:
        assert record(change, [component(held)]) == 1
    before = warehouse.fingerprint()
    with warehouse.changing("can-bo-3") as change:
        assert replace_load(change, held, [field(held, minutes=9.0)]) == 0
        assert record(change, [component(held)]) == 0
    assert warehouse.fingerprint() == before
    assert stands(warehouse, held) == ["ngay_sinh", "giay_khai_sinh"]


def test_a_later_load_says_what_no_longer_stands_and_may_say_it_again(warehouse: Warehouse) -> None:
    held = warehouse.take_in(make.new_dossier())
    for names, stand, count in (
        (["ngay_sinh", "ho_ten"], ["ngay_sinh", "ho_ten"], 2),
        (["ho_ten"], ["ho_ten"], 3),
        (["ho_ten"], ["ho_ten"], 3),
        ([], [], 4),
        (["ho_ten"], ["ho_ten"], 5),
    ):
        with warehouse.changing() as change:
            replace_load(change, held, [field(held, name) for name in names])
        assert stands(warehouse, held) == stand
        assert rows(warehouse) == count


def test_a_load_withdraws_nothing_that_the_service_or_another_dossier_told(warehouse: Warehouse) -> None:
    one, other = (warehouse.take_in(make.new_dossier(seed)) for seed in "ab")
    with warehouse.changing() as change:
        record(change, [component(one), field(other)])
        replace_load(change, one, [])
    assert (stands(warehouse, one), stands(warehouse, other)) == (["giay_khai_sinh"], ["ngay_sinh"])


@pytest.mark.parametrize("table", ["reuse", "told_fact"])
@pytest.mark.parametrize("change", ["UPDATE {} SET made_at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_ledger_refuses_change(table: str, change: str, migrated_url: str) -> None:
    engine = engine_for(migrated_url)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="written once"):
        connection.exec_driver_sql(change.format(table))
    engine.dispose()


def test_a_fact_is_told_once_and_the_latest_rules(warehouse: Warehouse) -> None:
    held = warehouse.take_in(make.new_dossier())
    for holds, new in ((True, 1), (True, 0), (False, 1), (True, 1)):
        with warehouse.changing("can-bo-2") as change:
            assert tell(change, held, {ToldFact.RESULT_ELECTRONIC: holds}, "mot-cua.csv") == new
        with warehouse.looking() as connection:
            assert told(connection) == {held: {ToldFact.RESULT_ELECTRONIC: holds}}


def test_a_fact_of_a_dossier_that_is_not_here_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(NotHeld), warehouse.changing() as change:
        tell(change, "00000000-0000-5000-8000-000000000000", {ToldFact.VNEID: True}, "mot-cua.csv")


# --- one line a dossier


def one_line(warehouse: Warehouse) -> Counted:
    with warehouse.looking() as connection:
        (found,) = counted(connection)
    return found


def test_a_dossier_of_which_nothing_is_known_yet(warehouse: Warehouse) -> None:
    held = warehouse.take_in(make.new_dossier(pages=(2, 1)))
    found = one_line(warehouse)
    assert (found.dossier_id, found.code, found.office) == (held, "H56.12-261115-0007", "H56.12")
    assert (found.files_kept, found.fields_needed, found.population_hits) == (2, 0, 0)
    assert found.told == {}


def test_fields_components_answers_and_minutes_are_each_counted_once(warehouse: Warehouse) -> None:
    held = warehouse.take_in(make.new_dossier())
    (scan,) = warehouse.scans(held)
    warehouse.save_documents(held, "extract-1", {scan.id: [make.document()]})
    (paper,) = warehouse.documents(held)
    loaded = Record(
        "ct01", "P1", tuple(RecordField(name, "x", Method.OCR) for name in ("ho_ten", "gioi_tinh")), paper.id
    )
    asked = replace(make.question(), document_id=paper.id, field="dien_thoai")
    warehouse.save_records(held, "load-0", [replace(loaded, fields=(RecordField("cu", "x", Method.OCR),))])
    warehouse.save_records(held, "load-1", [make.record(), loaded], [asked])
    ours = [replace(field(held, name), document_id=paper.id) for name in ("ho_ten", "ngay_sinh")]
    with warehouse.changing() as change:
        replace_load(change, held, ours)
        record(change, [component(held), component(held, source=Source.NATIONAL_STORE)])
    warehouse.save_inquiries(held, [make.inquiry(held, "r1"), replace(make.inquiry(held, "r2"), mock=False)])
    warehouse.save_inquiries(held, [replace(make.inquiry(held, "r3"), service="replica")])
    found = one_line(warehouse)
    # of the paper: ho_ten, gioi_tinh (loaded last), dien_thoai (asked), ngay_sinh (reused); ho_ten is reused, too
    assert (found.fields_needed, found.fields_reused) == (4, 2)
    # one component, told by two sources; the store is one of them
    assert (found.components_reused, found.components_from_store) == (1, 1)
    assert (found.minutes_saved, found.minutes_assumed) == (16.0, 16.0)  # 0.5 + 0.5 + 15
    assert (found.population_hits, found.population_mocked) == (2, 1)  # the agency's own extract is no connection


def test_what_was_withdrawn_counts_no_more(warehouse: Warehouse) -> None:
    held = warehouse.take_in(make.new_dossier())
    for told_now in ([field(held)], []):
        with warehouse.changing() as change:
            replace_load(change, held, told_now)
    found = one_line(warehouse)
    assert (found.fields_reused, found.minutes_saved) == (0, 0.0)
    assert found.received_at <= datetime.now(UTC)
