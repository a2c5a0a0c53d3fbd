"""What is kept cannot be deleted or written over: by Hoso, and as far as the store can, by anybody else."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
import real_s3
from minio import Minio
from minio.error import S3Error
from object_makers import folder_store, sealer

from errors import NotHeld, NotSetUp, ObjectDamaged, ObjectProtected
from storage.objects import ObjectStore, digest_of
from storage.protection import Guard, Lock, LockMode, Protection
from storage.s3 import MinioStore
from storage.s3_lock import make_bucket, protection_of

CONTENT = "Bản quét số một".encode()
DIGEST = digest_of(CONTENT)
LOCK = Lock(30, LockMode.COMPLIANCE)
DAY = 24 * 3600
SERVERS = [pytest.param("s3", marks=pytest.mark.contract), pytest.param("radosgw", marks=real_s3.MARKS)]


@dataclass(frozen=True)
class Locked:
    """An empty place in a bucket that locks, and the way round our interface."""

    store: MinioStore
    client: Minio
    key: str


@pytest.fixture(params=SERVERS)
def locked(request: pytest.FixtureRequest, tmp_path: Path) -> Locked:
    client = request.getfixturevalue(request.param)
    make_bucket(client, "locked", LOCK)
    key = f"{tmp_path.name}/sha256/{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"
    return Locked(MinioStore(client, "locked", sealer(), tmp_path.name, LOCK), client, key)


@pytest.fixture(params=["folder", *SERVERS])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return folder_store(tmp_path, LOCK)
    client = request.getfixturevalue(request.param)
    make_bucket(client, "locked", LOCK)
    return MinioStore(client, "locked", sealer(), tmp_path.name, LOCK)


# --- one contract


def test_within_its_term_an_object_is_not_deleted(store: ObjectStore) -> None:
    store.put(CONTENT)
    with pytest.raises(ObjectProtected, match=DIGEST):
        store.remove(DIGEST)
    assert store.get(DIGEST) == CONTENT


def test_what_is_not_held_is_neither_deleted_nor_put_on_hold(store: ObjectStore) -> None:
    for call in (store.remove, store.hold):
        with pytest.raises(NotHeld):
            call(DIGEST)
    assert not store.on_hold(DIGEST)


def test_a_hold_is_set_and_ended(store: ObjectStore) -> None:
    store.put(CONTENT)
    assert not store.on_hold(DIGEST)
    for _ in range(2):
        store.hold(DIGEST)
        assert store.on_hold(DIGEST)
    with pytest.raises(ObjectProtected, match="legal hold"):
        store.remove(DIGEST)
    store.release(DIGEST)
    assert not store.on_hold(DIGEST)


# --- by Hoso

TERMS = """
term, days | kept for, days | on hold | may go
0          | 99999          | no      | no
30         | 29             | no      | no
30         | 31             | no      | yes
30         | 31             | yes     | no
"""


@pytest.mark.parametrize("row", TERMS.strip().splitlines()[1:])
def test_an_object_may_go_after_its_term_unless_held(row: str, tmp_path: Path) -> None:
    term, kept, held, may_go = (cell.strip() for cell in row.split("|"))
    store = folder_store(tmp_path, Lock(int(term)))
    store.put(CONTENT)
    (place,) = tmp_path.glob("sha256/*/*/*")
    before = datetime.now(UTC).timestamp() - int(kept) * DAY
    os.utime(place, (before, before))
    if held == "yes":
        store.hold(DIGEST)
    if may_go == "yes":
        store.remove(DIGEST)
    else:
        with pytest.raises(ObjectProtected):
            store.remove(DIGEST)
    assert store.has(DIGEST) == (may_go == "no")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to what is read-only")
def test_a_file_of_the_folder_refuses_to_be_opened_for_writing(tmp_path: Path) -> None:
    folder_store(tmp_path).put(CONTENT)
    (place,) = tmp_path.glob("sha256/*/*/*")
    with pytest.raises(PermissionError):
        place.open("r+b")


# --- by anybody who has the keys of the S3


def test_the_server_refuses_to_delete_what_it_locked(locked: Locked) -> None:
    locked.store.put(CONTENT)
    version = locked.client.stat_object("locked", locked.key).version_id
    with pytest.raises(S3Error, match="AccessDenied"):
        locked.client.remove_object("locked", locked.key, version_id=version)
    assert locked.store.get(DIGEST) == CONTENT


@pytest.fixture
def terms_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as Hoso goes, everything may be deleted: what is left is the server."""
    monkeypatch.setattr(Lock, "refuse", lambda *_, **__: None)


@pytest.mark.usefixtures("terms_over")
def test_the_servers_refusal_is_told_as_ours(locked: Locked) -> None:
    locked.store.put(CONTENT)
    with pytest.raises(ObjectProtected, match=DIGEST):
        locked.store.remove(DIGEST)
    assert locked.store.check(DIGEST)


@pytest.mark.usefixtures("terms_over")
@pytest.mark.parametrize("server", SERVERS)
def test_after_the_term_all_versions_go(server: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    client = request.getfixturevalue(server)
    make_bucket(client, "without-term", Lock())
    for bucket in ("without-term", "hoso"):  # with versions and without
        store = MinioStore(client, bucket, sealer(), tmp_path.name)
        store.put(CONTENT)
        store.remove(DIGEST)
        assert not store.has(DIGEST)
        with pytest.raises(NotHeld):
            store.get(DIGEST)


def _written_over(locked: Locked) -> None:
    locked.client.put_object("locked", locked.key, BytesIO(b"other"), 5, metadata=_MD5)


def _deleted(locked: Locked) -> None:
    locked.client.remove_object("locked", locked.key)


def _held(locked: Locked) -> None:
    locked.store.hold(DIGEST)
    _deleted(locked)


_MD5: dict[str, str | list[str] | tuple[str]] = {"x-amz-sdk-checksum-algorithm": "SHA256"}


@pytest.mark.parametrize(
    ("change", "told"),
    [(_written_over, ObjectDamaged), (_deleted, NotHeld), (_held, NotHeld)],
    ids=lambda each: each.__name__,
)
def test_what_is_covered_by_other_bytes_or_a_deletion_is_told_still_read_and_mended(
    locked: Locked, change: Callable[[Locked], None], told: type[Exception]
) -> None:
    locked.store.put(CONTENT)
    held = change is _held
    change(locked)
    with pytest.raises(told):
        locked.store.check(DIGEST)
    assert locked.store.get(DIGEST) == CONTENT
    locked.store.mend(CONTENT)
    assert locked.store.check(DIGEST) == len(CONTENT)
    assert locked.store.on_hold(DIGEST) == held
    locked.store.release(DIGEST)
    assert not locked.store.on_hold(DIGEST)


def test_an_object_names_the_algorithm_of_its_digest(locked: Locked) -> None:
    locked.store.put(CONTENT)
    headers = locked.client.stat_object("locked", locked.key).metadata
    assert headers["x-amz-meta-digest"] == f"sha256:{DIGEST}"


# --- what a store can is told

GUARDS = """
bucket made with | term | guard
lock             | 30   | LOCKED
lock             | 0    | TERMLESS
nothing          | 30   | OPEN
"""


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("row", GUARDS.strip().splitlines()[1:])
def test_a_bucket_tells_what_it_does(row: str, server: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    made, term, guard = (cell.strip() for cell in row.split("|"))
    client = request.getfixturevalue(server)
    bucket = f"b-{digest_of(tmp_path.name.encode())[:20]}"
    if made == "nothing":
        client.make_bucket(bucket)
    for _ in range(2):  # the second time there is nothing left to do
        make_bucket(client, bucket, Lock(int(term), LockMode.GOVERNANCE))
    found = protection_of(client, bucket)
    assert found.guard is Guard[guard]
    assert (found.mode, found.days) == ((LockMode.GOVERNANCE, 30) if guard == "LOCKED" else (None, 0))
    assert found.guard.value in found.sentence
    store = MinioStore(client, bucket, sealer())
    assert store.get(store.put(CONTENT)) == CONTENT
    if found.holds:
        store.hold(DIGEST)
        assert store.on_hold(DIGEST)
        store.release(DIGEST)
    else:
        with pytest.raises(NotSetUp, match="legal hold"):
            store.hold(DIGEST)
        assert not store.on_hold(DIGEST)


def test_a_folder_tells_that_it_cannot_lock(tmp_path: Path) -> None:
    assert folder_store(tmp_path).protection() == Protection(Guard.READ_ONLY)
