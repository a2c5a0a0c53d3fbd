"""The daily care: what is over goes, what waits for a person is told, and nothing else is touched."""

from datetime import timedelta

import pytest
import storage_makers as make
from sqlalchemy import func, select

from errors import CareDue, NotGranted
from storage import care
from storage.care import end_exports, forget_spent, lacks, link_audit, refuse_lacks, sweep
from storage.erasure import plan
from storage.grants import Role
from storage.objects import FolderStore
from storage.outbox import EventKind, announce, oldest_waiting
from storage.personal import Private
from storage.protection import Lock
from storage.schema_audit import AUDIT_WAITING
from storage.schema_cache import KEPT_ANSWER
from storage.schema_service import SERVICE_SEEN, SERVICE_USE
from storage.sealed_objects import sealer_of
from storage.sealing.drill import destroys, opens_all, unsealed
from storage.sealing.master import FileMaster
from storage.sealing.owner import SYSTEM, of_dossier
from storage.service import export_ending
from storage.service.signing_keys import ensure_keys
from storage.service.tokens import first_time
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract

DAY = timedelta(days=1)


def answer(digest: str, deadline) -> dict[str, object]:
    plain = {"request_digest": digest, "register": "population", "answer_digest": "x", "mock": True}
    return {**plain, "content": Private("x", SYSTEM), "asked_at": make.NOON, "deadline": deadline}


def test_what_is_over_goes_and_what_is_not_stays(warehouse):
    with warehouse.changing() as change:
        change.connection.execute(KEPT_ANSWER.insert(), [answer("a", make.NOON), answer("b", make.NOON + DAY)])
        assert first_time(change.connection, "assertion", "portal", "1", make.NOON - DAY)
        assert first_time(change.connection, "assertion", "portal", "2", make.NOON + DAY)
        use = {"client_id": "portal", "kind": "CLIENT", "key": "", "used": 1, "allowed": 9}
        days = (make.NOON.date() - 40 * DAY, make.NOON.date())
        change.connection.execute(SERVICE_USE.insert(), [{**use, "day": day} for day in days])
    assert forget_spent(warehouse, make.NOON) == 3
    assert forget_spent(warehouse, make.NOON) == 0
    with warehouse.looking() as connection:
        left = [connection.scalar(select(func.count()).select_from(one)) for one in (KEPT_ANSWER, SERVICE_SEEN)]
    assert left == [1, 1]


def test_rows_of_the_audit_without_a_link_get_theirs(warehouse_url, vault):
    quiet = Warehouse(warehouse_url, vault)
    with quiet.changing() as change:
        change.note("a", "b")
        change.note("a", "c")
    assert link_audit(quiet) == 2
    assert link_audit(quiet) == 0
    quiet.close()


def test_nothing_but_what_was_erased_is_swept(warehouse, vault, tmp_path):
    store = FolderStore(tmp_path, sealer_of(vault), Lock(1))
    kept = store.put(b"kept")
    assert sweep(warehouse, [store]).removed == 0
    assert store.get(kept) == b"kept"


def test_whoever_may_destroy_no_key_still_ends_exports(warehouse, monkeypatch):
    def refused(*_: object) -> int:
        raise NotGranted("no")

    monkeypatch.setattr(export_ending, "drop_parts", refused)
    assert end_exports(warehouse, make.NOON, 7) == 0


def test_what_waits_for_a_person_is_told_with_its_command(warehouse, monkeypatch):
    now = warehouse._clock()
    refuse_lacks(warehouse, now, 90)
    with warehouse.changing() as change:
        ensure_keys(change)
        change.note(care.NOTED, "1", number=1)
        change.connection.execute(AUDIT_WAITING.insert(), [{"seq": number} for number in range(10**9, 10**9 + 3)])
    monkeypatch.setattr(care, "MOST_UNLINKED", 2)
    with pytest.raises(CareDue) as due:
        refuse_lacks(warehouse, now + 91.5 * DAY, 90)
    told = str(due.value)
    assert all(one in told for one in ("hoso signing rotate", "91 ngày", "hoso audit seal", "móc nối"))
    with warehouse.looking() as connection:
        assert len(list(lacks(connection, now + 89 * DAY, 90))) == 2  # the key is not due yet


def test_events_that_a_change_holds_back_are_told(warehouse, monkeypatch):
    monkeypatch.setattr(care, "LONGEST_HOLD", timedelta(0))
    with warehouse.changing() as slow:
        slow.connection.execute(select(func.pg_current_xact_id()))
        with warehouse.changing() as change:
            announce(change, EventKind.LOADED, None, None)
        with warehouse.looking() as connection:
            held = oldest_waiting(connection)
            assert held is not None
            assert any("pg_stat_activity" in one for one in lacks(connection, held + DAY, 90))
    with warehouse.looking() as connection:
        assert oldest_waiting(connection) is None


def test_a_copy_of_the_master_key_is_proven_and_another_one_is_not(warehouse, vault, tmp_path):
    warehouse.take_in(make.new_dossier("a"))
    good, other = opens_all(warehouse, vault.master), opens_all(warehouse, FileMaster.made(tmp_path / "other.key"))
    assert good.keys > 0
    assert (good.shut, other.keys, other.shut) == (0, 0, good.keys)
    assert destroys(warehouse, vault)


def test_what_lies_in_clear_is_found(warehouse):
    dossier_id = warehouse.take_in(make.new_dossier("a"))
    with warehouse.looking() as connection:
        assert unsealed(connection) == ()
        connection.exec_driver_sql("UPDATE dossier SET label = 'h2.in clear'")
        assert unsealed(connection) == ("dossier.label",)
        assert of_dossier(dossier_id) in plan(connection, of_dossier(dossier_id)).gone
        connection.rollback()


def test_the_pipelines_own_role_may_care_but_destroys_no_key(warehouse_url, vault, tmp_path):
    store = FolderStore(tmp_path, sealer_of(vault), Lock(1))
    with Warehouse(warehouse_url, vault, role=Role.DAG) as served:
        assert end_exports(served, make.NOON, 7) == 0
        assert forget_spent(served, make.NOON) == 0
        assert sweep(served, [store]).removed == 0
        link_audit(served)
        refuse_lacks(served, make.NOON, 90)
