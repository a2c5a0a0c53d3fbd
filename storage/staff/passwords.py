"""Passwords of local accounts: what may be one, and the argon2id under which alone one is kept."""

import secrets
import unicodedata
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from errors import StaffRefused

SHORTEST, LONGEST = 12, 128  # characters
_FEWEST_DIFFERENT = 5
_CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike
_AT_ONCE = 2  # hashed together: each takes 64 MiB
_COMMON = Path(__file__).parent.parent / "data" / "common_passwords.txt"


class Hasher(Protocol):
    """`argon2.PasswordHasher`, as far as it is used here."""

    def hash(self, password: str | bytes) -> str: ...

    def verify(self, hash: str | bytes, password: str | bytes) -> bool: ...

    def check_needs_rehash(self, hash: str | bytes) -> bool: ...


class Passwords:
    """Hashes and verifies; one for each process. Unknown accounts take as long as wrong passwords."""

    def __init__(self, hasher: Hasher | None = None) -> None:
        """`hasher`: None: argon2id with the parameters of RFC 9106, 4 (second choice)."""
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._nobodys = self._hasher.hash("mật khẩu của không ai cả")
        self._room = BoundedSemaphore(_AT_ONCE)

    def hash(self, password: str) -> str:
        with self._room:
            return self._hasher.hash(_as_typed(password))

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether it is the one that was hashed. None, where there is nothing to compare with: False, as late."""
        with self._room:
            try:
                right = self._hasher.verify(kept or self._nobodys, _as_typed(password[:LONGEST]))
            except (VerificationError, InvalidHashError):
                return False
        return right and kept is not None

    def hashed_anew(self, kept: str, password: str) -> str | None:
        """Under today's parameters; None where it stands under them already."""
        return self.hash(password) if self._hasher.check_needs_rehash(kept) else None


def random_password() -> str:
    """To be told once and changed at the first log-in: 4 groups of 5 letters and digits that are not mixed up."""
    return "-".join("".join(secrets.choice(_CLEAR) for _ in range(5)) for _ in range(4))


def checked_password(password: str, account: str) -> str:
    """The password, where it may be one. Raises StaffRefused, whose sentence says what to change."""
    typed = _as_typed(password)
    if not SHORTEST <= len(typed) <= LONGEST:
        raise _refused(f"Mật khẩu phải dài từ {SHORTEST} đến {LONGEST} ký tự; một câu dễ nhớ là tốt nhất.")
    if any(unicodedata.category(one) in ("Cc", "Cs") for one in typed):
        raise _refused("Mật khẩu có ký tự không gõ được. Hãy gõ lại thay vì dán.")
    folded = typed.casefold()
    if account.casefold() in folded:
        raise _refused("Mật khẩu không được chứa tên đăng nhập.")
    if len(set(folded)) < _FEWEST_DIFFERENT or folded in common():
        raise _refused("Mật khẩu này quá dễ đoán. Hãy chọn một câu chỉ mình biết.")
    return typed


@cache
def common() -> frozenset[str]:
    """Passwords that are tried first, in small letters."""
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _as_typed(password: str) -> str:
    """Input methods compose Vietnamese in two ways; both are the same password (RFC 8265)."""
    return unicodedata.normalize("NFC", password)


def _refused(sentence: str) -> StaffRefused:
    refused = StaffRefused("this password may not be one")
    refused.sentence = sentence
    return refused
