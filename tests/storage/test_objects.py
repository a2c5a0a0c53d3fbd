"""One contract for every object store; and what is special to a folder."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import real_s3
from object_makers import folder_store, sealer

from errors import NotHeld, NotSetUp, ObjectDamaged, StorageFull, StorageUnavailable
from storage import objects as objects_module
from storage.objects import FolderStore, ObjectStore, digest_of
from storage.s3 import MinioStore, open_s3
from storage.s3_errors import told

CONTENT = "Bản quét số một".encode()
DIGEST = digest_of(CONTENT)
BUCKET = "hoso"
REAL = pytest.param("radosgw", marks=real_s3.MARKS)


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.contract), REAL])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectStore:
    if request.param == "folder":
        return folder_store(tmp_path)
    return MinioStore(request.getfixturevalue(request.param), BUCKET, sealer(), prefix=tmp_path.name)


def _damage(store: ObjectStore, tmp_path: Path, content: bytes) -> None:
    """Change the bytes behind the store's back."""
    place = f"sha256/{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"
    if isinstance(store, FolderStore):
        (tmp_path / place).chmod(0o644)
        (tmp_path / place).write_bytes(content)
    else:
        import io

        store._client.put_object(BUCKET, f"{tmp_path.name}/{place}", io.BytesIO(content), len(content))


def test_what_is_put_comes_back_under_its_digest(store: ObjectStore) -> None:
    assert not store.has(DIGEST)
    assert store.put(CONTENT) == DIGEST
    assert store.has(DIGEST)
    assert store.get(DIGEST) == CONTENT


def test_putting_again_changes_nothing(store: ObjectStore) -> None:
    other = store.put(b"")
    for _ in range(2):
        store.put(CONTENT)
    assert sorted(store) == sorted([DIGEST, other])


@pytest.mark.parametrize("digest", [DIGEST, "", "../../etc/passwd", DIGEST.upper(), DIGEST + "0"])
def test_absence_is_the_same_from_each(store: ObjectStore, digest: str) -> None:
    with pytest.raises(NotHeld):
        store.get(digest)


def test_damage_is_found_when_the_bytes_are_fetched(store: ObjectStore, tmp_path: Path) -> None:
    store.put(CONTENT)
    _damage(store, tmp_path, CONTENT[:-1] + b"x")
    with pytest.raises(ObjectDamaged, match=DIGEST):
        store.get(DIGEST)
    with pytest.raises(ObjectDamaged, match=DIGEST):
        store.check(DIGEST)
    assert store.mend(CONTENT) == DIGEST
    assert store.get(DIGEST) == CONTENT


def test_an_object_is_proven_without_being_fetched_whole(store: ObjectStore) -> None:
    large = bytes(range(256)) * 12_000  # more than one piece
    assert store.check(store.put(large)) == len(large)
    assert store.check(store.put(b"")) == 0
    with pytest.raises(NotHeld):
        store.check(DIGEST)


def test_objects_are_listed_in_the_order_of_their_digests(store: ObjectStore) -> None:
    put = {store.put(b"%d" % number) for number in range(40)}
    assert list(store) == sorted(put)


def test_an_object_that_was_cut_off_is_mended_by_putting_it_again(store: ObjectStore, tmp_path: Path) -> None:
    store.put(CONTENT)
    _damage(store, tmp_path, CONTENT[:3])
    store.put(CONTENT)
    assert store.get(DIGEST) == CONTENT


# --- the folder


def test_an_object_is_read_only(tmp_path: Path) -> None:
    folder_store(tmp_path).put(CONTENT)
    (place,) = tmp_path.glob("sha256/*/*/*")
    assert place.stat().st_mode & 0o777 == 0o444


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("call", ["fsync", "fchmod"])
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    store = folder_store(tmp_path)
    store.put(b"before")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "a name that must not be told")

    with monkeypatch.context() as patched:
        patched.setattr(objects_module.os, call, full)
        with pytest.raises(StorageFull) as caught:
            store.put(CONTENT)
    assert "must not be told" not in str(caught.value)
    assert list(store) == [digest_of(b"before")]
    assert len(_files(tmp_path)) == 1
    assert store.put(CONTENT) == DIGEST


@pytest.mark.contract
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no file system may be mounted here")
    try:
        store = folder_store(tmp_path)
        kept = store.put(b"k" * 1000)
        with pytest.raises(StorageFull):
            store.put(b"x" * 200_000)
        assert list(store) == [kept]
        assert len(_files(tmp_path)) == 1
        assert store.has(store.put(b"small again"))
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


WRITER = """
import os, signal, sys
from pathlib import Path
from storage import objects
from object_makers import folder_store
objects.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
folder_store(Path(sys.argv[1])).put(b"half")
"""


def test_what_a_killed_writer_left_is_no_object_and_is_swept(tmp_path: Path) -> None:
    folder_store(tmp_path)
    (tmp_path / "sha256/83/" / "6f").mkdir(parents=True)  # so that the first sync is that of the bytes
    place = digest_of(b"half")
    (tmp_path / "sha256" / place[:2] / place[2:4]).mkdir(parents=True, exist_ok=True)
    here = Path(__file__)
    ways = {**os.environ, "PYTHONPATH": f"{here.parents[2]}:{here.parent}"}
    killed = subprocess.run([sys.executable, "-c", WRITER, str(tmp_path)], env=ways)
    assert killed.returncode == -9
    assert len(_files(tmp_path)) == 1
    store = folder_store(tmp_path)
    assert list(store) == []
    assert _files(tmp_path) == []


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "objects").write_text("a file where a folder should be")
    with pytest.raises(StorageUnavailable):
        folder_store(tmp_path / "objects")


def test_bytes_that_the_disk_gives_no_more_are_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = folder_store(tmp_path)
    store.put(CONTENT)

    def worn(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(objects_module, "proven_size", worn)
    with pytest.raises(ObjectDamaged):
        store.check(DIGEST)


# --- S3


@pytest.mark.contract
def test_s3_that_does_not_answer_or_does_not_let_us_in(s3: Any) -> None:
    with pytest.raises(NotSetUp, match="NoSuchBucket"):
        MinioStore(s3, "no-such-bucket", sealer()).put(CONTENT)
    gone = open_s3("127.0.0.1:1", "key", "secret", secure=False, retries=0)
    with pytest.raises(StorageUnavailable):
        MinioStore(gone, BUCKET, sealer()).get(DIGEST)


S3_ERRORS = [
    ("XMinioStorageFull", StorageFull),
    ("QuotaExceeded", StorageFull),
    ("NoSuchKey", NotHeld),
    ("AccessDenied", NotSetUp),
    ("SlowDown", StorageUnavailable),
    ("InternalError", StorageUnavailable),
]


@pytest.mark.parametrize(("code", "expected"), S3_ERRORS)
def test_s3_errors_come_by_our_names(code: str, expected: type[Exception]) -> None:
    from minio.error import S3Error

    with pytest.raises(expected) as caught, told(DIGEST):
        raise S3Error(None, code, "server says too much", "/resource", "1", "2")  # type: ignore[arg-type]
    assert "too much" not in str(caught.value)
