"""Seals values under the key of whom they are about, and opens them again. One for each process."""

import hmac
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from typing import NoReturn, TypeVar

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection

from errors import Erased, SealBroken
from storage.connection import engine_for, transaction
from storage.grants import Role
from storage.sealing import key_rows
from storage.sealing.key_rows import Key
from storage.sealing.master import NONCE_BYTES, Master
from storage.sealing.owner import LOOKUP, Owner
from storage.sealing.token import ID_BYTES, sealed_in, token_of

KEY_LIFE_S = 60.0  # for which an unwrapped key is used without asking the table again; an erased one dies within it
_MOST_KEYS = 50_000  # remembered at once
_AT_ONCE = 5_000  # keys of one statement
_BLIND_BYTES = 16
_Name = TypeVar("_Name", str, bytes)


@dataclass(frozen=True, slots=True)
class _Remembered:
    key: Key
    until: float  # of the vault's clock, seconds


class Vault:
    """Data keys of one warehouse under one master key; `close` it, or use it in a `with`.

    Its connections are its own: a key is committed before anything is sealed under it, so that no change that is
    rolled back takes a key along. Safe to use from several threads.
    """

    def __init__(
        self,
        url: str,
        master: Master,
        *,
        key_life_s: float = KEY_LIFE_S,
        clock: Callable[[], float] = time.monotonic,
        role: Role | None = None,
    ) -> None:
        """Nothing is asked of the server yet. `role`: as of `engine_for`."""
        self.master = master
        self._engine = engine_for(url, role=role)
        self._life, self._clock = key_life_s, clock
        self._current: dict[str, _Remembered] = {}  # by owner
        self._by_id: dict[bytes, _Remembered] = {}
        self._lock = threading.Lock()
        self._forgotten = 0  # how often something was

    def __enter__(self) -> "Vault":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.forget()
        self._engine.dispose()

    # --- values

    def seal(self, owner: Owner, place: str, content: bytes) -> str:
        """As a token that only the owner's key opens, and only at this place. Raises Erased."""
        return token_of(self.seal_bytes(owner, place, content))

    def unseal(self, place: str, token: str) -> bytes:
        """What was sealed. Raises Erased, and SealBroken for what is no token of this place."""
        return self.unseal_bytes(place, sealed_in(token))

    def seal_bytes(self, owner: Owner, place: str, content: bytes) -> bytes:
        """As `seal`, without the letters: id of the key, nonce, ciphertext."""
        key = self.key_of(owner)
        nonce = os.urandom(NONCE_BYTES)
        return key.id + nonce + key.cipher.encrypt(nonce, content, place.encode())

    def unseal_bytes(self, place: str, sealed: bytes) -> bytes:
        """As `unseal`."""
        key = self.key_by_id(sealed[:ID_BYTES])
        nonce, content = sealed[ID_BYTES : ID_BYTES + NONCE_BYTES], sealed[ID_BYTES + NONCE_BYTES :]
        try:
            return key.cipher.decrypt(nonce, content, place.encode())
        except (InvalidTag, ValueError):
            raise SealBroken(f"a value of {place} was changed, cut, or moved here from elsewhere") from None

    # --- look-ups

    def blind(self, kind: str, value: str) -> bytes:
        """16 bytes by which a value is found again without being told."""
        said = kind.encode() + b"\0" + value.encode()
        return hmac.digest(self._lookup_key().secret, said, sha256)[:_BLIND_BYTES]

    def lookup_secret(self, use: str) -> bytes:
        """32 secret bytes for keyed digests of one use, the same for ever."""
        return hmac.digest(self._lookup_key().secret, b"use\0" + use.encode(), sha256)

    def _lookup_key(self) -> Key:
        return self.key_of(LOOKUP)

    # --- keys

    def key_of(self, owner: Owner, *, fresh: bool = False) -> Key:
        """Under which what is new of this owner is sealed; made at first use. Raises Erased.

        `fresh`: as the table has it now, whatever is remembered.
        """
        name = str(owner)
        found = None if fresh else self._current.get(name)
        if found is None or found.until < self._clock():
            return self._fetch([name])[name]
        return found.key

    def key_by_id(self, key_id: bytes) -> Key:
        """Raises Erased when it was destroyed, SealBroken when there never was one."""
        found = self._by_id.get(key_id)
        if found is None or found.until < self._clock():
            return self._fetched([key_id]).get(key_id) or self._refuse(key_id)
        return found.key

    def prepare(self, owners: Iterable[Owner]) -> None:
        """Have the keys of many owners ready, made where there is none, in few statements. Raises Erased."""
        now = self._clock()
        names = sorted({str(owner) for owner in owners})
        known = self._current  # as it is now: another thread may forget
        wanted = [name for name in names if (held := known.get(name)) is None or held.until < now]
        for start in range(0, len(wanted), _AT_ONCE):
            self._fetch(wanted[start : start + _AT_ONCE])

    def fetch_ids(self, ids: Iterable[bytes]) -> None:
        """Have the keys of many tokens ready, in few statements; what was erased is left out."""
        now = self._clock()
        wanted = [one for one in {*ids} if len(one) == ID_BYTES and not self._fresh(one, now)]
        for start in range(0, len(wanted), _AT_ONCE):
            self._fetched(wanted[start : start + _AT_ONCE])

    def forget(self, owners: Sequence[Owner] | None = None) -> None:
        """Remember no key of these owners any more; without any named, none at all."""
        names = None if owners is None else {str(owner) for owner in owners}
        with self._lock:
            self._forgotten += 1
            self._current = _without(self._current, names)
            self._by_id = _without(self._by_id, names)

    def looking(self) -> AbstractContextManager[Connection]:
        """A transaction on a connection of the vault's own."""
        return transaction(self._engine)

    def _fetched(self, ids: list[bytes]) -> dict[bytes, Key]:
        if not all(len(one) == ID_BYTES for one in ids):
            return {}
        asked = self._forgotten
        with self.looking() as connection:
            found = key_rows.by_id(connection, self.master, ids)
        self._remember(found.values(), asked, current=False)
        return found

    def _fetch(self, names: list[str]) -> dict[str, Key]:
        asked = self._forgotten
        with self.looking() as connection:
            found = key_rows.latest(connection, self.master, names)
        missing = [name for name in names if name not in found]
        if missing:
            found |= self._made(missing)
        self._remember(found.values(), asked, current=True)
        return found

    def _made(self, names: list[str]) -> dict[str, Key]:
        """Committed when this returns; where another process was first, its keys."""
        with self.looking() as connection:
            key_rows.make(connection, self.master, names)
            return key_rows.latest(connection, self.master, names)

    def _remember(self, keys: Iterable[Key], asked: int, *, current: bool) -> None:
        """Unless something was forgotten since they were asked for: it may have been one of them."""
        until = self._clock() + self._life
        with self._lock:
            for key in keys if asked == self._forgotten else ():
                kept = _Remembered(key, until)
                self._by_id[key.id] = kept
                if current:
                    self._current[key.owner] = kept
            _shrink(self._current)
            _shrink(self._by_id)

    def _fresh(self, key_id: bytes, now: float) -> bool:
        found = self._by_id.get(key_id)
        return found is not None and found.until >= now

    def _refuse(self, key_id: bytes) -> NoReturn:
        if len(key_id) == ID_BYTES:
            with self.looking() as connection:
                if key_rows.was_erased(connection, key_id):
                    raise Erased("the key of this value was destroyed, and the value with it")
        raise SealBroken("a value names a key that this warehouse never had")


def _without(held: dict[_Name, _Remembered], owners: set[str] | None) -> dict[_Name, _Remembered]:
    return {} if owners is None else {name: kept for name, kept in held.items() if kept.key.owner not in owners}


def _shrink(held: dict[_Name, _Remembered]) -> None:
    """The longest remembered go first."""
    while len(held) > _MOST_KEYS:
        held.pop(next(iter(held)))
