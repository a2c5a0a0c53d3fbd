"""Objects as they lie in a store: named by the digest of their plain bytes, sealed under a key of their own.

A head (magic, format, size of a chunk, id of the key, prefix of the nonces), then chunks of AES-256-GCM in the manner
of STREAM: the nonce is the prefix, the chunk's number, and whether it is the last; head and digest are bound into each.
So an object is sealed and opened a piece at a time, and one that was cut, mended from parts, moved to another name or
changed in one bit does not open. To open it takes the master key, the table of data keys, and nothing else.
"""

import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import func, select

from errors import Erased, ObjectDamaged, SealBroken
from storage.schema_keys import DATA_KEY
from storage.sealing import key_rows
from storage.sealing.owner import Owner, of_object
from storage.sealing.vault import Vault

MAGIC, FORMAT = b"HOSO", 1
CHUNK = 64 * 1024  # plain bytes of each chunk but the last, which may have fewer
TAG = 16  # bytes that sealing adds to each chunk
MOST_IN_CHUNK = 16 * 1024**2  # beyond it a head is damaged: nobody is made to hold more at once
_HEAD = struct.Struct(">4sBI16s7s")  # 32 bytes
_PLACE = struct.Struct(">IB")  # number of the chunk, 0.., and 1 for the last


class Key(Protocol):
    """A data key: `storage.sealing.key_rows.Key`."""

    @property
    def id(self) -> bytes: ...

    @property
    def cipher(self) -> AESGCM: ...


class ObjectKeys(Protocol):
    """Where the keys of objects come from. Raises StorageUnavailable where they cannot be had."""

    def key_of(self, owner: Owner) -> Key:
        """Under which new bytes are sealed: made at first use, and anew after it was destroyed."""
        ...

    def key_by_id(self, key_id: bytes) -> Key:
        """Raises Erased when it was destroyed, SealBroken when there never was one."""
        ...


class ObjectSealer(Protocol):
    """What a store needs to keep objects sealed."""

    def seal(self, digest: str, content: bytes) -> bytes:
        """These bytes, whose digest it is, as they are to lie in a store."""
        ...

    def opened(self, digest: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The plain bytes, each piece as sealed but not yet proven as a whole. Raises ObjectDamaged and Erased."""
        ...

    def opens(self, key: str) -> bool:
        """Whether what was sealed under the key of this name can still be opened."""
        ...


@dataclass(frozen=True, slots=True)
class VaultKeys:
    """The keys of objects in a vault. The same bytes may be handed in again by somebody else after their key was
    destroyed: they then get another key, and what was sealed under the first stays shut."""

    vault: Vault

    def key_of(self, owner: Owner) -> Key:
        try:  # an original is put once, and must not lie under a key that another process destroyed a moment ago
            return self.vault.key_of(owner, fresh=True)
        except Erased:
            return self._renewed(owner)

    def key_by_id(self, key_id: bytes) -> Key:
        return self.vault.key_by_id(key_id)

    def _renewed(self, owner: Owner) -> Key:
        with self.vault.looking() as connection:
            last = connection.scalar(select(func.max(DATA_KEY.c.version)).where(DATA_KEY.c.owner == str(owner)))
            key_rows.make(connection, self.vault.master, [str(owner)], version=(last or 0) + 1)
        return self.vault.key_of(owner)


@dataclass(frozen=True, slots=True)
class SealedObjects:
    """Seals and opens objects under keys of their own."""

    keys: ObjectKeys

    def seal(self, digest: str, content: bytes) -> bytes:
        key = self.keys.key_of(of_object(digest))
        prefix = os.urandom(7)
        head = _HEAD.pack(MAGIC, FORMAT, CHUNK, key.id, prefix)
        bound = head + bytes.fromhex(digest)
        plain, last = memoryview(content), max(len(content) - 1, 0) // CHUNK
        chunks = (
            key.cipher.encrypt(_nonce(prefix, number, last), plain[number * CHUNK : (number + 1) * CHUNK], bound)
            for number in range(last + 1)
        )
        return b"".join((head, *chunks))

    def opened(self, digest: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        rest = iter(pieces)
        held = bytearray()
        while len(held) < _HEAD.size and (piece := next(rest, None)) is not None:
            held += piece
        head = bytes(held[: _HEAD.size])
        del held[: _HEAD.size]
        chunk, key, prefix = self._understood(head, digest)
        bound = head + bytes.fromhex(digest)
        try:
            for number, (block, is_last) in enumerate(_blocks(held, rest, chunk + TAG)):
                yield key.cipher.decrypt(_nonce(prefix, number, number if is_last else -1), block, bound)
        except (InvalidTag, ValueError):
            raise damaged(digest) from None

    def opens(self, key: str) -> bool:
        try:
            self.keys.key_by_id(bytes.fromhex(key))
        except (Erased, SealBroken, ValueError):
            return False
        return True

    def _understood(self, head: bytes, digest: str) -> tuple[int, Key, bytes]:
        """Size of a chunk, key, prefix of the nonces."""
        if len(head) < _HEAD.size:
            raise damaged(digest)
        magic, version, chunk, key_id, prefix = _HEAD.unpack(head)
        if (magic, version) != (MAGIC, FORMAT) or not 0 < chunk <= MOST_IN_CHUNK:
            raise damaged(digest)
        try:
            return chunk, self.keys.key_by_id(key_id), prefix
        except Erased:
            raise Erased(f"the key of object {digest} was destroyed, and the object with it") from None
        except SealBroken:
            raise damaged(digest) from None


def sealer_of(vault: Vault) -> SealedObjects:
    return SealedObjects(VaultKeys(vault))


def sealed_size(size: int) -> int:
    """Bytes in a store of an object of so many plain bytes."""
    return _HEAD.size + size + TAG * (max(size - 1, 0) // CHUNK + 1)


def key_named_in(sealed: bytes) -> str:
    """Name of the key, 32 hex digits, under which this was sealed."""
    fields: tuple[Any, ...] = _HEAD.unpack(sealed[: _HEAD.size])
    key_id: bytes = fields[3]
    return key_id.hex()


def damaged(digest: str) -> ObjectDamaged:
    return ObjectDamaged(f"object {digest} no longer has its digest: restore it from its second copy")


def _nonce(prefix: bytes, number: int, last: int) -> bytes:
    return prefix + _PLACE.pack(number, number == last)


def _blocks(held: bytearray, rest: Iterator[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Blocks of this size, and whether it is the last, which may be shorter and is always there."""
    for piece in rest:
        held += piece
        while len(held) > size:
            yield bytes(held[:size]), False
            del held[:size]
    while len(held) > size:
        yield bytes(held[:size]), False
        del held[:size]
    yield bytes(held), True
