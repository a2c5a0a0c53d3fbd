"""Folders of stored objects, the keys that seal them in tests, and damage done to them behind the store's back."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from errors import Erased
from storage.objects import NO_TERM, FolderStore
from storage.protection import Lock
from storage.sealed_objects import SealedObjects
from storage.sealing.owner import Owner, of_object


@dataclass(frozen=True)
class TestKey:
    __test__ = False

    id: bytes
    cipher: AESGCM


@dataclass
class DerivedKeys:
    """Keys without a warehouse: the same owner has the same key in every process, until it is erased."""

    erased: set[bytes] = field(default_factory=set)

    def key_of(self, owner: Owner) -> TestKey:
        versions = (hashlib.sha256(f"{owner} {number}".encode()).digest()[:16] for number in range(10))
        return self.key_by_id(next(each for each in versions if each not in self.erased))

    def key_by_id(self, key_id: bytes) -> TestKey:
        if key_id in self.erased:
            raise Erased("this key was destroyed")
        return TestKey(key_id, AESGCM(hashlib.sha256(b"secret" + key_id).digest()))

    def erase(self, digest: str) -> None:
        self.erased.add(self.key_of(of_object(digest)).id)


def sealer(keys: DerivedKeys | None = None) -> SealedObjects:
    return SealedObjects(keys or DerivedKeys())


def folder_store(folder: Path, lock: Lock = NO_TERM, keys: DerivedKeys | None = None) -> FolderStore:
    return FolderStore(folder, sealer(keys), lock)


def place_of(folder: Path, digest: str) -> Path:
    return folder / "sha256" / digest[:2] / digest[2:4] / digest


def damage(folder: Path, digest: str, content: bytes | None) -> None:
    """Change or (None) delete a file behind the store's back."""
    place = place_of(folder, digest)
    place.chmod(0o644)
    if content is None:
        place.unlink()
    else:
        place.write_bytes(content)


def filled(folder: Path, number: int, keys: DerivedKeys | None = None) -> tuple[FolderStore, list[str]]:
    store = folder_store(folder, keys=keys)
    return store, sorted(store.put(b"object %d" % each) for each in range(number))
