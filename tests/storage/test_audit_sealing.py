"""The audit in PostgreSQL, sealed and touched: `Seals` finds it, and does not seal over it unless a person says so."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import storage_makers as make
from sqlalchemy import text

from errors import AuditBroken, ReadNotLogged, SealNotStamped, StorageUnavailable
from storage import records
from storage.audit.faults import Flaw
from storage.audit.reading import ReadPurpose, reading
from storage.audit.rows import rows
from storage.audit.sealing import Seals
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
DAY = timedelta(days=1)
NOW = datetime(2026, 11, 20, 16, 50, tzinfo=UTC)
PURPOSE = ReadPurpose("1.004194", basis="ND-61-2018:23")


@pytest.fixture
def seals(warehouse: Warehouse, tmp_path: Path) -> Seals:
    return Seals(warehouse, tmp_path / "state", tmp_path / "elsewhere")


def write(warehouse: Warehouse, count: int) -> None:
    for number in range(count):
        with warehouse.changing() as change:
            change.note("page.read", f"subject-{number}", number=number)


def touch(warehouse: Warehouse, *statements: str) -> None:
    """As one does it who may do everything in the database; {4} stands for the row at position 4."""
    with warehouse.looking() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        at = {f"{{{n}}}": f"(SELECT seq FROM audit_link WHERE position = {n})" for n in range(1, 9)}
        for statement in statements:
            for place, meant in at.items():
                statement = statement.replace(place, meant)
            connection.execute(text(statement))


def found(seals: Seals) -> list[tuple[Flaw, int | None, int | None]]:
    return [(fault.flaw, fault.position, fault.seal) for fault in seals.verify().faults]


def test_day_by_day_each_seal_names_the_one_before(warehouse: Warehouse, seals: Seals, tmp_path: Path) -> None:
    write(warehouse, 3)
    first = seals.seal(NOW).seal
    write(warehouse, 2)
    second = seals.seal(NOW + DAY).seal
    assert (first.number, first.position, first.count, first.previous) == (1, 3, 3, "")
    assert (second.number, second.position, second.count, second.previous) == (2, 6, 6, first.digest)  # and its own row
    here, there = (sorted((tmp_path / name).glob("*.json")) for name in ("state/seals", "elsewhere"))
    assert [one.name for one in here] == ["000001-2026-11-20.json", "000002-2026-11-21.json"]
    assert [one.read_bytes() for one in here] == [one.read_bytes() for one in there]
    report = seals.verify()
    assert (report.faults, report.rows) == ((), 7)


def test_sealing_again_on_a_day_on_which_nothing_happened_makes_no_seal(warehouse: Warehouse, seals: Seals) -> None:
    write(warehouse, 1)
    assert seals.seal(NOW).new
    seals.verify()
    assert not seals.seal(NOW).new
    write(warehouse, 1)
    assert seals.seal(NOW).new
    assert seals.seal(NOW + DAY).new


def test_an_empty_audit_is_sealed_too(seals: Seals) -> None:
    assert seals.seal(NOW).seal.position == 0
    assert seals.verify().whole
    assert seals.seal(NOW + DAY).seal.position == 2


TOUCHED = {  # sealed at 5, nine rows written after
    "changed": (["UPDATE audit SET actor = 'x' WHERE seq = {3}"], [(Flaw.CHANGED, 3, None)]),
    "details": (["UPDATE audit SET details = '{{}}' WHERE seq = {7}"], [(Flaw.CHANGED, 7, None)]),
    "deleted": (["DELETE FROM audit WHERE seq = {3}"], [(Flaw.MISSING, 3, None)]),
    "deleted with its link": (
        ["DELETE FROM audit WHERE seq = {3}", "DELETE FROM audit_link WHERE position = 3"],
        [(Flaw.LINKS_MISSING, 3, None)],
    ),
    "put in": (
        ["INSERT INTO audit (made_at, actor, action, subject, details) VALUES (now(), 'a', 'b', 'c', '{{}}')"],
        [(Flaw.NOT_CHAINED, None, None)],
    ),
    "cut off": (["DELETE FROM audit_link WHERE position > 2", "DELETE FROM audit WHERE seq > {2}"],
                [(Flaw.TRUNCATED, 3, None)]),
    "all gone": (["DELETE FROM audit_link", "DELETE FROM audit"], [(Flaw.TRUNCATED, 1, None)]),
}  # fmt: skip


@pytest.mark.parametrize("what", TOUCHED)
def test_what_is_touched_in_the_database_is_found(warehouse: Warehouse, seals: Seals, what: str) -> None:
    statements, expected = TOUCHED[what]
    write(warehouse, 5)
    seals.seal(NOW)
    write(warehouse, 3)
    warehouse.linker.link()
    touch(warehouse, *(statement.replace("{{}}", "{}") for statement in statements))
    assert found(seals) == expected


def test_a_seal_is_not_set_over_what_was_touched_unless_a_person_says_so(warehouse: Warehouse, seals: Seals) -> None:
    write(warehouse, 5)
    seals.seal(NOW)
    write(warehouse, 3)
    warehouse.linker.link()
    touch(warehouse, "DELETE FROM audit WHERE seq = {7}")
    with pytest.raises(AuditBroken, match=r"1 places.*hoso audit verify"):
        seals.seal(NOW + DAY)
    accepted = seals.seal(NOW + DAY, "can-bo-1", accept_faults=True).seal
    assert (accepted.accepted_faults, accepted.position) == (1, 9)
    write(warehouse, 1)
    assert seals.seal(NOW + 2 * DAY).seal.accepted_faults == 0
    assert found(seals) == [(Flaw.MISSING, 7, None)]  # it stays found for ever


def test_an_audit_that_was_cut_short_can_be_sealed_by_a_person(warehouse: Warehouse, seals: Seals) -> None:
    write(warehouse, 5)
    seals.seal(NOW)
    touch(warehouse, "DELETE FROM audit WHERE seq > {2}", "DELETE FROM audit_link WHERE position > 2")
    with pytest.raises(AuditBroken):
        seals.seal(NOW + DAY)
    assert seals.seal(NOW + DAY, accept_faults=True).seal.position == 2


def test_a_seal_that_was_taken_away_is_missed(warehouse: Warehouse, seals: Seals, tmp_path: Path) -> None:
    write(warehouse, 1)
    seals.seal(NOW)
    for place in ("state/seals", "elsewhere"):
        (tmp_path / place / "000001-2026-11-20.json").unlink()
    assert found(seals) == [(Flaw.SEAL_LOST, None, 1)]


def test_another_key_is_another_sealer(warehouse: Warehouse, seals: Seals, tmp_path: Path) -> None:
    write(warehouse, 1)
    seals.seal(NOW)
    (tmp_path / "state" / "seal.key").unlink()
    assert Flaw.SEAL_FOREIGN in [fault.flaw for fault in seals.verify().faults]


def test_when_the_other_place_is_away_the_next_run_catches_up(warehouse: Warehouse, tmp_path: Path) -> None:
    away = tmp_path / "elsewhere"
    away.write_bytes(b"")  # a file where a folder should be mounted
    seals = Seals(warehouse, tmp_path / "state", away)
    write(warehouse, 1)
    with pytest.raises(StorageUnavailable):
        seals.seal(NOW)
    away.unlink()
    assert seals.seal(NOW).seal.number == 1
    assert (away / "000001-2026-11-20.json").is_file()
    assert seals.verify().whole


def test_a_seal_without_its_stamp_stands_and_is_stamped_later(warehouse: Warehouse, tmp_path: Path) -> None:
    def away(content: bytes) -> bytes:
        raise SealNotStamped("away")

    write(warehouse, 1)
    with pytest.raises(SealNotStamped):
        Seals(warehouse, tmp_path, stamper=away).seal(NOW)
    assert not Seals(warehouse, tmp_path, stamper=lambda content: b"no stamp").seal(NOW).new
    assert found(Seals(warehouse, tmp_path)) == [(Flaw.STAMP_WRONG, None, 1)]


# --- a read that cannot be logged is refused


def test_the_row_is_there_before_the_value(warehouse: Warehouse) -> None:
    record_id = stored_record(warehouse)
    with reading(warehouse, PURPOSE, "record", record_id, reader="can-bo-1", fields=["ho_ten"]) as connection:
        with warehouse.looking() as other:  # another transaction sees it: it is committed
            (placed,) = rows(other, subject=record_id, action="record.read")
        value = records.record(connection, record_id)
    assert value.id == record_id
    assert placed.row.actor == "can-bo-1"
    assert placed.row.details == {
        "procedure": "1.004194", "basis": "ND-61-2018:23", "dossier": None, "fields": ["ho_ten"],
    }  # fmt: skip


def test_nothing_is_read_when_the_row_cannot_be_written(warehouse: Warehouse, warehouse_url: str, vault: Vault) -> None:
    record_id = stored_record(warehouse)
    read_only = f"{warehouse_url}{'&' if '?' in warehouse_url else '?'}options=-c%20default_transaction_read_only%3Don"
    with Warehouse(read_only, vault) as other:
        assert other.record(record_id).id == record_id  # it could be read
        with pytest.raises(ReadNotLogged), reading(other, PURPOSE, "record", record_id, reader="can-bo-1"):
            pytest.fail("a value was within reach")


@pytest.mark.parametrize(
    "subject", [make.NAME, make.NUMBER, "0912345678", f"record-{make.NUMBER}", "", "a b", "a" * 101]
)
def test_a_personal_value_is_no_subject(warehouse: Warehouse, subject: str) -> None:
    with (
        pytest.raises(ValueError, match="code or an id") as told,
        reading(warehouse, PURPOSE, "record", subject, reader="a"),
    ):
        pytest.fail("a value was within reach")
    assert subject == "" or subject not in str(told.value)


def stored_record(warehouse: Warehouse) -> str:
    dossier_id = warehouse.take_in(make.new_dossier())
    warehouse.save_records(dossier_id, "l1", [make.record()])
    return warehouse.records(dossier_id)[0].id
