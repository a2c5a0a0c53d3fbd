"""The second copy: what is missing is brought there, damaged and lost ones come back; a killed run is gone on with."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
import real_s3
from object_makers import damage, filled, folder_store, place_of, sealer
from sqlalchemy import select

from storage.copies import Restored, absent, bring_copies, known_bad, restore
from storage.fixity import Bound, fixity_run
from storage.fixity_rows import Site
from storage.objects import ObjectStore, digest_of
from storage.protection import Lock
from storage.s3 import MinioStore
from storage.s3_lock import make_bucket
from storage.schema import AUDIT
from storage.warehouse import Warehouse

ABSENT = """
ours  | theirs | absent
abc   | abc    |
abc   |        | abc
      | abc    |
abcd  | bd     | ac
bd    | abce   | d
"""


@pytest.mark.parametrize("row", ABSENT.strip("\n").splitlines()[1:])
def test_two_lists_in_order_are_compared_without_holding_them(row: str) -> None:
    ours, theirs, expected = (cell.strip() for cell in row.split("|"))
    assert "".join(absent(ours, theirs)) == expected


SERVERS = [pytest.param("s3", marks=pytest.mark.contract), pytest.param("radosgw", marks=real_s3.MARKS)]


@pytest.fixture(params=[pytest.param("folder", marks=pytest.mark.contract), *SERVERS])
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return folder_store(tmp_path / "copy")
    client = request.getfixturevalue(request.param)
    make_bucket(client, "copies", Lock(30))
    return MinioStore(client, "copies", sealer(), tmp_path.name)


def test_what_is_missing_is_brought_and_comes_back(warehouse: Warehouse, copy: ObjectStore, tmp_path: Path) -> None:
    folder = tmp_path / "objects"
    store, digests = filled(folder, 8)
    copy.put(b"object 1")
    told: list[tuple[int, int]] = []
    brought = bring_copies(warehouse, store, copy, lambda done, total: told.append((done, total)))
    assert (brought.copied, told) == (7, [(done, 7) for done in range(1, 8)])
    assert bring_copies(warehouse, store, copy).copied == 0
    assert list(copy) == digests
    fixity_run(warehouse, store, Site.ORIGINALS, Bound())
    for digest, content in zip(digests, (b"", b"other", None), strict=False):
        damage(folder, digest, content)
    assert len(fixity_run(warehouse, store, Site.ORIGINALS, Bound()).troubles) == 3
    damage(folder, digests[3], None)  # nobody has looked since
    assert restore(warehouse, store, copy, Site.ORIGINALS) == Restored(tuple(digests[:4]), ())
    assert restore(warehouse, store, copy, Site.ORIGINALS) == Restored((), ())
    assert fixity_run(warehouse, store, Site.ORIGINALS, Bound()).troubles == ()
    assert place_of(folder, digests[1]).stat().st_mode & 0o777 == 0o444


def test_a_hold_goes_with_its_object(warehouse: Warehouse, copy: ObjectStore, tmp_path: Path) -> None:
    store, digests = filled(tmp_path / "objects", 2)
    store.hold(digests[0])
    bring_copies(warehouse, store, copy)
    assert [copy.on_hold(digest) for digest in digests] == [True, False]
    new = folder_store(tmp_path / "new disk")
    restore(warehouse, new, copy, Site.ORIGINALS)
    assert [new.on_hold(digest) for digest in digests] == [True, False]


@pytest.mark.contract
def test_a_store_that_is_lost_as_a_whole_comes_back(warehouse: Warehouse, tmp_path: Path) -> None:
    store, digests = filled(tmp_path / "objects", 5)
    copy = folder_store(tmp_path / "copy")
    bring_copies(warehouse, store, copy)  # no fixity run ever was
    new = folder_store(tmp_path / "new disk")
    assert restore(warehouse, new, copy, Site.ORIGINALS).restored == tuple(digests)
    assert list(new) == digests


@pytest.mark.contract
def test_what_is_whole_nowhere_is_told_and_damage_never_travels(warehouse: Warehouse, tmp_path: Path) -> None:
    store, digests = filled(tmp_path / "objects", 3)
    copy = folder_store(tmp_path / "copy")
    damage(tmp_path / "objects", digests[0], b"other")
    assert bring_copies(warehouse, store, copy).unsound == (digests[0],)
    assert known_bad(warehouse, Site.ORIGINALS) == 1
    damage(tmp_path / "objects", digests[1], b"damaged here")
    damage(tmp_path / "copy", digests[1], b"and there")
    fixity_run(warehouse, store, Site.ORIGINALS, Bound())
    assert restore(warehouse, store, copy, Site.ORIGINALS).lost == tuple(digests[:2])
    assert place_of(tmp_path / "objects", digests[1]).read_bytes() == b"damaged here"
    assert place_of(tmp_path / "copy", digests[1]).read_bytes() == b"and there"


@pytest.mark.contract
def test_the_second_copy_itself_is_mended_from_the_originals(warehouse: Warehouse, tmp_path: Path) -> None:
    store, digests = filled(tmp_path / "objects", 3)
    copy = folder_store(tmp_path / "copy")
    bring_copies(warehouse, store, copy)
    damage(tmp_path / "copy", digests[2], b"other")
    fixity_run(warehouse, copy, Site.COPY, Bound())
    assert restore(warehouse, copy, store, Site.COPY) == Restored((digests[2],), ())
    assert copy.check(digests[2])
    with warehouse.looking() as connection:
        chosen = select(AUDIT.c.subject, AUDIT.c.details).where(AUDIT.c.action == "object.restored")
        assert connection.execute(chosen).all() == [(digests[2], {"site": "COPY"})]


def _killed_at_each_write(work: Callable[[], object], writes: int) -> None:
    """Each run goes on from where the one before was killed: in its second write, the first being done."""

    def child() -> None:
        real, written = os.fsync, 0

        def fatal(descriptor: int) -> None:
            nonlocal written
            written += Path(f"/proc/self/fd/{descriptor}").is_file()  # folders are synced as well
            if written == 2:
                os.kill(os.getpid(), signal.SIGKILL)
            real(descriptor)

        os.fsync = fatal
        work()

    for _ in range(writes - 1):
        process = multiprocessing.get_context("fork").Process(target=child)
        process.start()
        process.join()
        assert process.exitcode == -signal.SIGKILL


@pytest.mark.contract
def test_killed_in_the_middle_of_copying_and_of_restoring(
    warehouse: Warehouse, warehouse_url: str, tmp_path: Path
) -> None:
    store, digests = filled(tmp_path / "objects", 4)

    def copying() -> object:
        with Warehouse(warehouse_url, actor="machine") as own:
            return bring_copies(own, store, folder_store(tmp_path / "copy"))

    def restoring() -> object:
        with Warehouse(warehouse_url, actor="machine") as own:
            return restore(own, folder_store(tmp_path / "new"), folder_store(tmp_path / "copy"), Site.ORIGINALS)

    for work, folder in ((copying, tmp_path / "copy"), (restoring, tmp_path / "new")):
        _killed_at_each_write(work, 4)
        assert len(list(folder_store(folder))) == 3
        work()
        after = folder_store(folder)
        assert [digest_of(after.get(digest)) for digest in after] == digests
    assert known_bad(warehouse, Site.ORIGINALS) == 0
