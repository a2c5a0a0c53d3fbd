"""What nothing keeps may be erased, whole and for ever; what a term, a hold or another person needs may not."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import review_rows as rows
import storage_makers as make
from object_makers import place_of
from sqlalchemy import select

from errors import Erased, NotHeld, ObjectProtected
from storage.erasure import erase, plan, receipts
from storage.fixity import Bound, fixity_run
from storage.fixity_rows import Site
from storage.legal_holds import hold, holds, owner_in, release
from storage.objects import FolderStore, digest_of
from storage.of_person import of_person
from storage.outbox import OUTBOX
from storage.people import person_of
from storage.protection import Lock
from storage.removal import remove_erased
from storage.retention import due, kept
from storage.review.answers import decided
from storage.review.questions import Wanted, queue
from storage.schema import AUDIT
from storage.schema_keys import DATA_KEY
from storage.schema_retention import ERASURE
from storage.sealed_objects import sealer_of
from storage.sealing.owner import Owner, of_dossier, of_object
from storage.sealing.owner import of_person as owner_of_person
from storage.sealing.vault import Vault
from storage.states import DossierState, Move
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract

LONG_AGO = datetime(2004, 5, 3, 2, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
BASIS = "12/QĐ-UBND"
SHARED = b"handed in with both"


class Clock:
    now = LONG_AGO

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def held(warehouse_url: str, vault: Vault, clock: Clock) -> Iterator[Warehouse]:
    with Warehouse(warehouse_url, vault, actor="machine", clock=clock) as opened:
        yield opened


@pytest.fixture
def store(vault: Vault, tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path, sealer_of(vault))


def loaded(held: Warehouse, store: FolderStore, seed: str, *subjects: str, manifest: bytes = b"") -> str:
    """A dossier of one page with a record about each of these, settled and loaded; its id."""
    new = make.new_dossier(seed)
    scan = replace(new.scans[0], digest=store.put(f"{seed}1".encode()))
    named = {"manifest_object": store.put(manifest)} if manifest else {}
    dossier_id = held.take_in(replace(new, scans=(scan,), **named))
    for state in (DossierState.READ, DossierState.EXTRACTED, DossierState.RESOLVED):
        held.move(dossier_id, state)
    found = [replace(make.record(), register_key=each) for each in subjects]
    held.save_records(dossier_id, "l1", found, (), Move(DossierState.LOADED))
    return dossier_id


def person(held: Warehouse, dossier_id: str, place: int = 0) -> str:
    with held.looking() as connection:
        return person_of(connection, held.records(dossier_id)[place].id)


def gone(held: Warehouse, store: FolderStore, what: Owner) -> None:
    erase(held, what, BASIS, store.on_hold, person="staff-1")


def is_living(held: Warehouse, owner: Owner) -> bool:
    with held.looking() as connection:
        chosen = select(DATA_KEY.c.wrapped).where(DATA_KEY.c.owner == str(owner))
        return all(key is not None for key in connection.execute(chosen).scalars())


def audited(held: Warehouse, action: str) -> list[dict[str, object]]:
    with held.looking() as connection:
        return list(connection.execute(select(AUDIT.c.details).where(AUDIT.c.action == action)).scalars())


def test_a_term_that_is_over_is_told_and_one_that_runs_is_not(held, store, clock):
    old = loaded(held, store, "a", "P1")
    clock.now = NOW
    young = loaded(held, store, "b", "P2")
    with held.looking() as connection:
        assert [one.dossier_id for one in due(connection, date(2024, 12, 31))] == []
        assert [one.dossier_id for one in due(connection, date(2025, 1, 1))] == [old]
        assert {one.dossier_id: one.runs(NOW.date()) for one in kept(connection, [old, young], NOW.date())} == {
            old: False,
            young: True,
        }
    gone(held, store, of_dossier(old))
    with held.looking() as connection:
        assert due(connection, NOW.date()) == ()


def test_a_dossier_that_is_not_settled_is_kept(held, store, clock):
    dossier_id = held.take_in(make.new_dossier("a"))
    clock.now = NOW
    with pytest.raises(ObjectProtected, match="chưa có ngày hết hạn"):
        gone(held, store, of_dossier(dossier_id))


def test_while_a_term_runs_the_refusal_names_it_and_stands_in_the_audit(held, store, clock):
    dossier_id = loaded(held, store, "a", "P1")
    clock.now = LONG_AGO + timedelta(days=400)
    about = owner_of_person(person(held, dossier_id))
    with pytest.raises(ObjectProtected, match=r"TT-BNV.*01/01/2025"):
        gone(held, store, about)
    assert is_living(held, about)
    assert audited(held, "erasure.refused") == [{"basis": BASIS, "protections": 1, "instead": "restriction"}]
    assert audited(held, "keys.erased") == []


@pytest.mark.parametrize("which", ["person", "dossier", "object", "store"])
def test_a_hold_on_any_part_keeps_the_whole(which, held, store, clock):
    dossier_id = loaded(held, store, "a", "P1")
    clock.now = NOW
    about, digest = owner_of_person(person(held, dossier_id)), digest_of(b"a1")
    what = {"person": about, "dossier": of_dossier(dossier_id), "object": of_object(digest)}.get(which)
    if what is None:
        store.hold(digest)
    else:
        with held.changing("staff-1") as change:
            hold_id = hold(change, what, BASIS)
    with pytest.raises(ObjectProtected, match="giữ nguyên trạng"):
        gone(held, store, about)
    if what is None:
        store.release(digest)
    else:
        with held.changing("staff-2") as change:
            release(change, hold_id, "13/QĐ-UBND")
    gone(held, store, about)
    assert not is_living(held, about)


def test_a_hold_on_a_person_keeps_every_dossier_that_tells_of_them(held, store, clock):
    dossier_id = loaded(held, store, "a", "P1")
    about = owner_of_person(person(held, dossier_id))
    clock.now = NOW
    with held.changing("staff-1") as change:
        hold(change, about, "12/QĐ-VKS")
    with pytest.raises(ObjectProtected, match="12/QĐ-VKS"):
        gone(held, store, of_dossier(dossier_id))
    assert store.get(digest_of(b"a1"))


def test_holds_end_by_themselves_or_are_released_once(held, clock):
    what = owner_in("object:" + "ab" * 32)
    with held.changing("staff-1") as change:
        first = hold(change, what, BASIS, until=date(2026, 12, 31))
        hold(change, what, "14/QĐ-UBND")
        release(change, first, BASIS)
        with pytest.raises(NotHeld):
            release(change, first, BASIS)
        hold(change, what, "15/QĐ-UBND", until=date(2026, 12, 31))
        assert {one.basis for one in holds(change.connection, date(2026, 12, 31))} == {"14/QĐ-UBND", "15/QĐ-UBND"}
        assert [one.basis for one in holds(change.connection, date(2027, 1, 1), [what])] == ["14/QĐ-UBND"]
        with pytest.raises(ValueError, match="number"):
            hold(change, what, "099187000123")


def test_an_erased_person_is_gone_with_dossier_and_objects_and_a_receipt_is_left(held, store, clock, tmp_path):
    dossier_id = loaded(held, store, "a", "P1", manifest=b'{"a": 1}')
    other = loaded(held, store, "b", "P2")
    clock.now = NOW
    about = person(held, dossier_id)
    records = [one.id for one in held.records(dossier_id)]
    done = erase(held, owner_of_person(about), BASIS, store.on_hold, person="staff-1")
    assert {one.partition(":")[0] for one in done.owners} == {"person", "dossier", "object"}
    assert set(done.objects) == {digest_of(b"a1"), digest_of(b'{"a": 1}')}
    assert len(done.key_ids) == 4
    for call in (
        lambda: held.dossier(dossier_id),
        lambda: held.records(dossier_id),
        lambda: store.get(done.objects[0]),
    ):
        with pytest.raises(Erased):
            call()
    assert held.records(other)
    assert store.get(digest_of(b"b1"))
    with held.looking() as connection:
        (kept_,) = receipts(connection, owner_of_person(about))
        written = str(connection.execute(select(ERASURE)).all())
        told = connection.execute(select(OUTBOX).where(OUTBOX.c.kind == "STATE_CHANGED")).all()
    assert kept_ == done
    assert make.NAME not in written
    assert make.NUMBER not in written
    assert [(row.person_id, row.record_id, row.codes["state"]) for row in told] == [(about, records[0], "ERASED")]
    clock.now += timedelta(days=1)
    run = fixity_run(held, store, Site.ORIGINALS, Bound())
    assert (run.erased, run.troubles) == (2, ())
    with pytest.raises(NotHeld, match="before"):
        gone(held, store, owner_of_person(about))


def test_what_others_need_stays(held, store, clock):
    both = loaded(held, store, "a", "P1", "P2")
    alone = loaded(held, store, "b", "P1")
    clock.now = NOW
    about, other = (person(held, both, place) for place in (0, 1))
    with held.looking() as connection:
        found = plan(connection, owner_of_person(about))
    assert set(found.gone) == {owner_of_person(about), of_dossier(alone), of_object(digest_of(b"b1"))}
    assert set(found.left) == {of_dossier(both), of_object(digest_of(b"a1"))}
    done = erase(held, owner_of_person(about), BASIS, store.on_hold, person="staff-1")
    assert set(done.kept) == {f"dossier:{both}", f"object:{digest_of(b'a1')}"}
    assert store.get(digest_of(b"a1"))
    assert held.dossier(both).label
    with held.looking() as connection:
        assert of_person(connection, other)
        with pytest.raises(Erased):
            of_person(connection, about)


def test_an_object_of_two_dossiers_goes_with_the_last_of_them(held, store, clock):
    ids = [loaded(held, store, seed, f"P{seed}", manifest=SHARED) for seed in "ab"]
    clock.now = NOW
    shared = digest_of(SHARED)
    gone(held, store, of_dossier(ids[0]))
    assert store.get(shared) == SHARED
    gone(held, store, of_dossier(ids[1]))
    with pytest.raises(Erased):
        store.get(shared)
    assert store.put(SHARED) == shared  # handed in by a third
    assert store.get(shared) == SHARED


def test_bytes_of_erased_objects_go_where_the_store_lets_them(held, store, vault, clock, tmp_path):
    dossier_id = loaded(held, store, "a", "P1")
    clock.now = NOW
    done = erase(held, of_dossier(dossier_id), BASIS, store.on_hold, person="staff-1")
    (digest,) = done.objects
    assert (remove_erased(held, [store], [digest]).locked, store.has(digest)) == (1, True)
    unlocked = FolderStore(tmp_path, sealer_of(vault), Lock(1))
    os.utime(place_of(tmp_path, digest), (0, 0))
    assert remove_erased(held, [unlocked], [digest]).removed == 1
    assert not store.has(digest)
    assert fixity_run(held, store, Site.ORIGINALS, Bound()).troubles == ()
    store.put(b"a1")  # handed in anew
    os.utime(place_of(tmp_path, digest), (0, 0))
    assert remove_erased(held, [unlocked], [digest]).removed == 0
    assert store.get(digest) == b"a1"


def test_nobody_is_erased_twice_or_by_a_name(held, store):
    with pytest.raises(NotHeld):
        gone(held, store, of_dossier("6f3b0f63-3f5c-5a3e-9f0e-7f1b6f0a7c11"))
    for wrong in ("person:Nguyễn", "extract:1", "object:12", "person:", "099187000123"):
        with pytest.raises(ValueError, match="person:<id>"):
            owner_in(wrong)
    with pytest.raises(ValueError, match="number"):
        erase(held, owner_in("object:" + "ab" * 32), "Nguyễn Văn An", store.on_hold, person="staff-1")


def test_nothing_is_asked_about_what_is_erased(held, store, clock):
    """Neither its questions nor an answer that waits to be taken up could be read by anybody."""
    dossier_id = loaded(held, store, "a", "P1")
    held.open_tasks(dossier_id, "q1", [make.question("PHONE"), make.question("NAME")])
    clock.now = NOW
    rows.answered(held, held.tasks()[0].id)
    gone(held, store, of_dossier(dossier_id))
    with held.looking() as connection:
        assert queue(connection, Wanted()) == ()
        assert decided(connection, dossier_id) == ()
