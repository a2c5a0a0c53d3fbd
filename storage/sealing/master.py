"""The master key: wraps the data keys and nothing else. In a file here, in `transit.py` kept by a key service."""

import base64
import binascii
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from errors import NotSetUp
from storage.made_once import made_once

KEY_BYTES = 32
NONCE_BYTES = 12
_HEAD = "# Master key of Hoso, one generation a line; the last one wraps. Whoever has it can read every value.\n"


@dataclass(frozen=True, slots=True)
class Bare:
    """A data key before it is wrapped, and to which row it belongs."""

    about: bytes  # id and owner of the key: wrapped for one row, it opens in no other
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A data key as the table holds it."""

    about: bytes
    content: bytes = field(repr=False)
    generation: str  # of the master key


class Master(Protocol):
    """What wraps data keys: a file, a key service, a device. Many at once, for a service is asked over a network."""

    @property
    def id(self) -> str:
        """The generation that wraps now."""
        ...

    def wrap(self, keys: Sequence[Bare]) -> list[Wrapped]:
        """Under the generation of now, in the same order."""
        ...

    def unwrap(self, keys: Sequence[Wrapped]) -> list[bytes]:
        """Each under its own generation, in the same order. Raises NotSetUp where it is another master's."""
        ...

    def renew(self) -> str:
        """Begin a new generation, which wraps from now on; those before still unwrap."""
        ...

    def retire(self) -> tuple[str, ...]:
        """Destroy every generation but that of now; their names. What they alone had wrapped is lost everywhere."""
        ...


class FileMaster:
    """Generations of a 256-bit key in one text file, which is read again before anything is wrapped."""

    def __init__(self, file: Path) -> None:
        """Raises NotSetUp when the file is missing or not understood."""
        self._file = file
        self._keys = _read(file)

    @classmethod
    def made(cls, file: Path) -> "FileMaster":
        """The one in this file, begun at first use: readable by its owner only."""
        return cls(made_once(file, lambda part: _write(part, {_fresh_name({}): secrets.token_bytes(KEY_BYTES)})))

    @property
    def id(self) -> str:
        self._keys = _read(self._file)  # another process may have begun a generation
        return next(reversed(self._keys))

    def wrap(self, keys: Sequence[Bare]) -> list[Wrapped]:
        generation = self.id
        cipher = AESGCM(self._keys[generation])
        return [Wrapped(key.about, _sealed(cipher, key), generation) for key in keys]

    def unwrap(self, keys: Sequence[Wrapped]) -> list[bytes]:
        return [self._opened(key) for key in keys]

    def renew(self) -> str:
        keys = _read(self._file)
        name = _fresh_name(keys)
        self._replace({**keys, name: secrets.token_bytes(KEY_BYTES)})
        return name

    def retire(self) -> tuple[str, ...]:
        keys = _read(self._file)
        *old, last = keys
        if old:
            self._replace({last: keys[last]})
        return tuple(old)

    def _replace(self, keys: dict[str, bytes]) -> None:
        part = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            _write(part, keys)
            part.replace(self._file)
        except OSError as error:
            raise NotSetUp(f"the master key's file cannot be written ({type(error).__name__})") from None
        self._keys = keys

    def _opened(self, key: Wrapped) -> bytes:
        if key.generation not in self._keys:
            self._keys = _read(self._file)
        if key.generation not in self._keys:
            raise NotSetUp(f"generation {key.generation} of the master key is not in its file: HOSO_MASTER_KEY")
        nonce, content = key.content[:NONCE_BYTES], key.content[NONCE_BYTES:]
        try:
            return AESGCM(self._keys[key.generation]).decrypt(nonce, content, key.about)
        except InvalidTag:
            raise NotSetUp("a data key does not open under this master key, or was changed: HOSO_MASTER_KEY") from None


def _sealed(cipher: AESGCM, key: Bare) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, key.secret, key.about)


def _fresh_name(keys: dict[str, bytes]) -> str:
    """Never used before, in this file or in one that was lost: two files are then never taken for each other."""
    return f"g{len(keys) + 1}-{secrets.token_hex(4)}"


def _read(file: Path) -> dict[str, bytes]:
    try:
        lines = [line.split() for line in file.read_text(encoding="ascii").splitlines() if line[:1] not in ("", "#")]
        keys = {name: base64.b64decode(key, validate=True) for name, key in lines}
    except FileNotFoundError:
        raise NotSetUp("the file of the master key is not there: HOSO_MASTER_KEY") from None
    except OSError as error:
        raise NotSetUp(f"the file of the master key cannot be read ({type(error).__name__}): HOSO_MASTER_KEY") from None
    except (ValueError, binascii.Error):
        raise NotSetUp("the file of the master key is not understood: one generation a line, name and key") from None
    if not keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise NotSetUp(f"the file of the master key holds no key, or one that has not {KEY_BYTES} bytes")
    return keys


def _write(file: Path, keys: dict[str, bytes]) -> None:
    """Readable by its owner only, and on the disk before anything is wrapped under it."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(_HEAD + "".join(f"{name} {base64.b64encode(key).decode()}\n" for name, key in keys.items()))
        out.flush()
        os.fsync(out.fileno())
