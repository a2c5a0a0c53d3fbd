"""Stored files read again: the longest unseen first, damage told and never deleted, and how much is covered."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import storage_makers as make
from object_makers import damage, filled, folder_store, place_of
from sqlalchemy import select

from errors import ObjectDamaged, StorageUnavailable
from storage import fixity, fixity_rows
from storage.fixity import Bound, FixityRun, fixity_run
from storage.fixity_round import check_share, copy_new, refuse_damage
from storage.fixity_rows import Condition, Coverage, Known, Site, coverage, in_order
from storage.incoming import open_dossiers
from storage.intake import take_in
from storage.objects import FolderStore, digest_of
from storage.schema import AUDIT
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract

START = datetime(2026, 11, 1, 1, tzinfo=UTC)
WEEK = timedelta(days=7)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def held(warehouse_url: str, vault: Vault, clock: Clock):
    with Warehouse(warehouse_url, vault, actor="machine", clock=clock) as opened:
        yield opened


def run(held: Warehouse, store: FolderStore, share: float = 1.0, site: Site = Site.ORIGINALS) -> FixityRun:
    return fixity_run(held, store, site, Bound(share))


def covered(held: Warehouse, since: datetime, site: Site = Site.ORIGINALS) -> Coverage:
    with held.looking() as connection:
        return coverage(connection, site, since)


def audited(held: Warehouse, action: str) -> list[str]:
    with held.looking() as connection:
        chosen = select(AUDIT.c.subject).where(AUDIT.c.action == action).order_by(AUDIT.c.seq)
        return list(connection.execute(chosen).scalars())


def test_a_share_of_all_is_read_and_those_longest_unseen_come_first(held, clock, tmp_path):
    store, digests = filled(tmp_path, 10)
    for looked in (3, 3, 3, 3):
        assert run(held, store, 0.3).looked == looked
        clock.now += WEEK
    found = covered(held, START)
    assert (found.objects, found.whole, found.share) == (10, 10, 1.0)
    # the fourth run took the one that was left, then the two of the first
    assert covered(held, START + 3 * WEEK).whole == 3
    with held.looking() as connection:
        again = fixity_rows.oldest(connection, Site.ORIGINALS, clock.now, 1)
    assert again == (Known(digests[2], Condition.WHOLE),)


def test_a_run_ends_in_time_but_never_without_having_looked(held, tmp_path, monkeypatch):
    store, _ = filled(tmp_path, 5)
    monkeypatch.setattr(fixity, "OBJECTS_AT_ONCE", 2)
    assert fixity_run(held, store, Site.ORIGINALS, Bound(1.0, seconds=0)).looked == 2


def test_progress_is_told(held, tmp_path, monkeypatch):
    store, _ = filled(tmp_path, 5)
    monkeypatch.setattr(fixity, "OBJECTS_AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    fixity_run(held, store, Site.ORIGINALS, Bound(), lambda done, total: told.append((done, total)))
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_what_is_damaged_or_missing_is_told_once_kept_and_counted(held, clock, tmp_path):
    store, digests = filled(tmp_path, 6)
    run(held, store)
    damage(tmp_path, digests[1], b"other")
    damage(tmp_path, digests[4], None)
    for _ in range(2):
        clock.now += WEEK
        found = {one.digest: one.condition for one in run(held, store).troubles}
        assert found == {digests[1]: Condition.DAMAGED, digests[4]: Condition.MISSING}
    assert place_of(tmp_path, digests[1]).read_bytes() == b"other"
    assert (audited(held, "object.damaged"), audited(held, "object.missing")) == ([digests[1]], [digests[4]])
    assert covered(held, clock.now - WEEK) == Coverage(6, 4, 1, 1, 2)
    with pytest.raises(ObjectDamaged, match="originals 2"):
        refuse_damage(held)

    for number in range(6):
        store.put(b"object %d" % number)
    clock.now += WEEK
    assert run(held, store).troubles == ()
    assert set(audited(held, "object.whole")) == {digests[1], digests[4]}
    assert covered(held, clock.now) == Coverage(6, 6, 0, 0, 0)
    refuse_damage(held)


def test_an_object_that_the_warehouse_names_is_missed_with_its_dossier(held, tmp_path):
    make.laid(tmp_path / "inbox", {"d1/a.pdf": b"%PDF PP", "d1/manifest.json": b"{}"})
    store = folder_store(tmp_path / "objects")
    (dossier_id,) = [take_in(one, held, store, make.inspect) for one in open_dossiers(tmp_path / "inbox")]
    for content in (b"%PDF PP", b"{}"):
        damage(tmp_path / "objects", digest_of(content), None)
    store.put(b"something else")
    troubles = run(held, store).troubles
    assert {one.digest for one in troubles} == {digest_of(b"%PDF PP"), digest_of(b"{}")}
    assert {one.dossier_ids for one in troubles} == {(dossier_id,)}


def test_a_store_that_is_not_mounted_loses_nothing(held, tmp_path):
    store, _ = filled(tmp_path / "a", 3)
    run(held, store)
    with pytest.raises(StorageUnavailable, match="mount"):
        run(held, folder_store(tmp_path / "b"))
    assert covered(held, START).missing == 0


def test_nothing_to_look_at_is_no_coverage(held, tmp_path):
    assert run(held, folder_store(tmp_path)).looked == 0
    assert covered(held, START).share is None


def test_each_place_is_looked_at_for_itself(held, tmp_path):
    store, digests = filled(tmp_path / "a", 4)
    copy = folder_store(tmp_path / "b")
    assert copy_new(held, store, copy) == 4
    damage(tmp_path / "b", digests[0], b"")
    assert check_share(held, store, copy, 1.0) == 8
    assert covered(held, START).damaged == 0
    assert covered(held, START, Site.COPY).damaged == 1
    with held.looking() as connection:
        assert list(in_order(connection, Site.COPY, Condition.DAMAGED)) == [digests[0]]
    assert copy_new(held, store, None) == 0


def _killed_after(calls: int, work: Callable[[], object]) -> int:
    """Run in a process of its own that kills itself at its n-th look; its exit code."""

    def child() -> None:
        looked, real = 0, fixity.look

        def fatal(store, digest):
            nonlocal looked
            looked += 1
            if looked == calls:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(store, digest)

        fixity.look = fatal
        fixity.OBJECTS_AT_ONCE = 2
        work()

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join()
    return process.exitcode or 0


def test_a_killed_run_is_gone_on_with(warehouse_url, held, clock, tmp_path):
    store, _ = filled(tmp_path, 7)

    def work() -> None:
        with Warehouse(warehouse_url, actor="machine", clock=clock) as own:
            run(own, store)

    assert _killed_after(6, work) == -signal.SIGKILL
    assert covered(held, START).whole == 4  # two pairs were written, the third was under way
    clock.now += WEEK
    assert run(held, store, 3 / 7).looked == 3
    assert covered(held, START).whole == 7
