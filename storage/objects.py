"""Bytes kept under their SHA-256, written once: originals, archives, manifests, page pictures.

`ObjectStore` is what the rest of Hoso knows; `FolderStore` keeps the objects in a folder, `storage.s3.MinioStore` in
any S3. Both are held by one contract test. There is no delete: what came in stays (retention comes with issue 6).
"""

import errno
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from errors import NotHeld, ObjectDamaged, StorageFull, StorageUnavailable

DIGEST = re.compile(r"[0-9a-f]{64}")
FULL = (errno.ENOSPC, errno.EDQUOT)


class ObjectStore(Protocol):
    """Raises StorageFull or StorageUnavailable from any call; then nothing is half written."""

    def put(self, content: bytes) -> str:
        """Keep the bytes and give their digest (64 hex digits). The same bytes again change nothing."""
        ...

    def get(self, digest: str) -> bytes:
        """The bytes, proven against their digest. Raises NotHeld or ObjectDamaged."""
        ...

    def has(self, digest: str) -> bool:
        """Whether an object of this name is held; its bytes are not proven."""
        ...

    def __iter__(self) -> Iterator[str]:
        """The digests of all objects, in order."""
        ...


def digest_of(content: bytes) -> str:
    """SHA-256 in 64 hex digits: the name of these bytes everywhere in Hoso."""
    return hashlib.sha256(content).hexdigest()


def proven(content: bytes, digest: str) -> bytes:
    """The same bytes. Raises ObjectDamaged when they do not have this digest."""
    if digest_of(content) != digest:
        raise ObjectDamaged(f"object {digest} no longer has its digest: restore it from its second copy")
    return content


class FolderStore:
    """Objects as read-only files `sha256/ab/cd/<digest>` below one folder.

    An object is written beside its place, synced and then renamed, so that a name always stands for whole
    bytes, whatever dies when. What a killed writer left is swept when a store is opened.
    """

    def __init__(self, folder: Path) -> None:
        self._objects = folder / "sha256"
        self._unfinished = folder / "unfinished"
        with _told():
            self._objects.mkdir(parents=True, exist_ok=True)
            self._unfinished.mkdir(mode=0o700, exist_ok=True)
            self._sweep()

    def put(self, content: bytes) -> str:
        digest = digest_of(content)
        if not self._sound(digest):
            with _told():
                self._write(content, self._place(digest))
        return digest

    def get(self, digest: str) -> bytes:
        with _told():
            try:
                content = self._place(digest).read_bytes()
            except FileNotFoundError:
                raise NotHeld(f"no object {digest} is held") from None
        return proven(content, digest)

    def has(self, digest: str) -> bool:
        return self._place(digest).is_file()

    def __iter__(self) -> Iterator[str]:
        for place in sorted(self._objects.glob("??/??/*")):
            if DIGEST.fullmatch(place.name):
                yield place.name

    def _place(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):
            raise NotHeld("asked for an object by something that is no digest")
        return self._objects / digest[:2] / digest[2:4] / digest

    def _sound(self, digest: str) -> bool:
        try:
            self.get(digest)
        except (NotHeld, ObjectDamaged):
            return False
        return True

    def _write(self, content: bytes, place: Path) -> None:
        self._make_folder(place.parent)
        descriptor, name = tempfile.mkstemp(dir=self._unfinished)
        unfinished = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                fcntl.flock(file, fcntl.LOCK_EX)  # says to `_sweep` that its writer lives
                file.write(content)
                file.flush()
                os.fchmod(descriptor, 0o444)
                os.fsync(descriptor)
                # over what another writer has just put there, or over a damaged object: ours is right in both cases
                unfinished.replace(place)
            _sync_folder(place.parent)
        finally:
            unfinished.unlink(missing_ok=True)

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            for parent in (folder.parent, self._objects):
                _sync_folder(parent)

    def _sweep(self) -> None:
        for left_over in self._unfinished.iterdir():
            with suppress(OSError), left_over.open("rb") as file:  # gone meanwhile, or its writer lives
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left_over.unlink()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told() -> Iterator[None]:
    """The system's errors as ours, without the path that the system names."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise StorageFull("the object store's disk is full: free space and run again") from None
        name = errno.errorcode.get(error.errno or 0, "OSError")
        raise StorageUnavailable(f"the object store's folder cannot be used ({name}): mount it or mend it") from None
