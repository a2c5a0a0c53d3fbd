"""Bytes kept under their SHA-256, written once and sealed: originals, archives, manifests, page pictures.

`ObjectStore` is what the rest of Hoso knows; `FolderStore` keeps the objects in a folder, `storage.s3.MinioStore` in
any S3. Both are held by one contract test. What lies there is sealed (`storage.sealed_objects`), its name is the digest
of the plain bytes. Nothing is ever written over what is whole, and `remove` refuses before the term of retention is
over; `storage.protection` tells what the store itself does against others.
"""

import errno
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

from errors import Erased, NotHeld, ObjectDamaged
from storage.disk import disk_told, sync_folder
from storage.plain import DIGEST
from storage.protection import Guard, Lock, Protection
from storage.sealed_objects import ObjectSealer, damaged

ALGORITHM = "sha256"  # stands in every key, and beside every digest that is written anywhere else
UNREADABLE = errno.EIO  # the disk gives these bytes no more
PIECE = 1 << 20  # bytes read at once
NO_TERM = Lock()
_told = partial(disk_told, "the object store's disk", "the object store's folder")


class ObjectStore(Protocol):
    """Raises StorageFull or StorageUnavailable from any call; then nothing is half written.

    Raises Erased from `get` and `check` once the object's key was destroyed; put again, the same bytes get a new one.
    """

    def put(self, content: bytes) -> str:
        """Keep the bytes and give their digest (64 hex digits). The same bytes again change nothing."""
        ...

    def get(self, digest: str) -> bytes:
        """The plain bytes, proven against their digest. Raises NotHeld, ObjectDamaged, Erased."""
        ...

    def has(self, digest: str) -> bool:
        """Whether an object of this name is held; its bytes are not proven."""
        ...

    def check(self, digest: str) -> int:
        """Read an object from end to end, a piece at a time; its plain bytes. Raises NotHeld, ObjectDamaged, Erased."""
        ...

    def mend(self, content: bytes) -> str:
        """As `put`, but what is there is proven first: damaged or lost bytes are replaced by these."""
        ...

    def remove(self, digest: str) -> None:
        """Delete an object whose term is over. Raises ObjectProtected before that or on legal hold; NotHeld."""
        ...

    def hold(self, digest: str) -> None:
        """Put on legal hold: kept beyond any term. Raises NotHeld; NotSetUp where the store knows no hold."""
        ...

    def release(self, digest: str) -> None:
        """End the legal hold."""
        ...

    def on_hold(self, digest: str) -> bool: ...

    def protection(self) -> Protection:
        """What the store itself does against deletion and overwriting, as it tells now."""
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
        raise damaged(digest)
    return content


def proven_size(pieces: Iterable[bytes], digest: str) -> int:
    """How many bytes these are together. Raises ObjectDamaged when they do not have this digest."""
    found, size = hashlib.sha256(), 0
    for piece in pieces:
        found.update(piece)
        size += len(piece)
    if found.hexdigest() != digest:
        raise damaged(digest)
    return size


class FolderStore:
    """Objects as read-only files `sha256/ab/cd/<digest>` below one folder; a legal hold is a file `holds/<digest>`.

    An object is written beside its place, synced and then renamed, so that a name always stands for whole
    bytes, whatever dies when. What a killed writer left is swept when a store is opened.
    """

    def __init__(self, folder: Path, sealer: ObjectSealer, lock: Lock = NO_TERM) -> None:
        self._sealer = sealer
        self._lock = lock
        self._objects = folder / ALGORITHM
        self._unfinished = folder / "unfinished"
        self._holds = folder / "holds"
        with _told():
            self._objects.mkdir(parents=True, exist_ok=True)
            self._unfinished.mkdir(mode=0o700, exist_ok=True)
            self._holds.mkdir(exist_ok=True)
            self._sweep()

    def put(self, content: bytes) -> str:
        digest = digest_of(content)
        if not self._sound(digest):
            sealed = self._sealer.seal(digest, content)
            with _told():
                self._write(sealed, self._place(digest))
        return digest

    mend = put

    def get(self, digest: str) -> bytes:
        with self._opened(digest) as file:
            return proven(b"".join(self._plain(digest, file)), digest)

    def has(self, digest: str) -> bool:
        return self._place(digest).is_file()

    def check(self, digest: str) -> int:
        with self._opened(digest) as file:
            return proven_size(self._plain(digest, file), digest)

    def remove(self, digest: str) -> None:
        with _told():
            place = self._held(digest)
            kept_since = datetime.fromtimestamp(place.stat().st_mtime, UTC)
            self._lock.refuse(digest, kept_since, on_hold=self.on_hold(digest))
            place.unlink(missing_ok=True)
            sync_folder(place.parent)

    def hold(self, digest: str) -> None:
        with _told():
            (self._holds / self._held(digest).name).touch(mode=0o444)
            sync_folder(self._holds)

    def release(self, digest: str) -> None:
        with _told():
            (self._holds / self._held(digest).name).unlink(missing_ok=True)
            sync_folder(self._holds)

    def on_hold(self, digest: str) -> bool:
        return (self._holds / self._place(digest).name).is_file()

    def protection(self) -> Protection:
        return Protection(Guard.READ_ONLY)

    def __iter__(self) -> Iterator[str]:
        with _told():
            self._mounted()
            for first in sorted(self._objects.glob("??")):
                for second in sorted(first.glob("??")):
                    yield from sorted(place.name for place in second.iterdir() if DIGEST.fullmatch(place.name))

    def _place(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):
            raise NotHeld("asked for an object by something that is no digest")
        return self._objects / digest[:2] / digest[2:4] / digest

    def _held(self, digest: str) -> Path:
        place = self._place(digest)
        if not place.is_file():
            self._mounted()
            raise NotHeld(f"no object {digest} is held")
        return place

    def _mounted(self) -> None:
        """What is not found is not lost where the whole folder is away. Raises the system's FileNotFoundError."""
        self._unfinished.stat()

    @contextmanager
    def _opened(self, digest: str) -> Iterator[BinaryIO]:
        with _told():
            try:
                with self._place(digest).open("rb") as file:
                    yield file
            except FileNotFoundError:
                self._mounted()
                raise NotHeld(f"no object {digest} is held") from None
            except OSError as error:
                if error.errno != UNREADABLE:
                    raise
                raise damaged(digest) from None

    def _plain(self, digest: str, file: BinaryIO) -> Iterator[bytes]:
        return self._sealer.opened(digest, iter(lambda: file.read(PIECE), b""))

    def _sound(self, digest: str) -> bool:
        try:
            self.check(digest)
        except (NotHeld, ObjectDamaged, Erased):
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
            sync_folder(place.parent)
        finally:
            unfinished.unlink(missing_ok=True)

    def _make_folder(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            for parent in (folder.parent, self._objects):
                sync_folder(parent)

    def _sweep(self) -> None:
        for left_over in self._unfinished.iterdir():
            with suppress(OSError), left_over.open("rb") as file:  # gone meanwhile, or its writer lives
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left_over.unlink()
