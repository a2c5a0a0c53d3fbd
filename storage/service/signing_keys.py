"""The keys under which answers and access tokens are signed: published first, then signing, then only verified by.

A key is published as the next one long before it signs, so that whoever keeps a copy of the published keys holds it
when the first signature by it arrives; a key that no longer signs stays published, for what it signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, func, null, select, update

from errors import NotHeld, RotationRefused
from storage.change import Change
from storage.personal import Private
from storage.schema_signing import SIGNING_KEY
from storage.sealing.owner import SYSTEM
from storage.service.key_pairs import (
    Algorithm,
    KeyPair,
    new_pair,
    private_text,
    public_bytes,
    read_private,
    read_public,
)

CACHED = timedelta(minutes=10)  # for so long a verifier may keep a copy of the published keys
HANDOVER = timedelta(minutes=2)  # from the decision until the next key signs: every process has read of it by then
_PUBLISHED_BEFORE = 2 * CACHED  # before it signs
_ONE_AT_A_TIME = 7203017  # advisory lock


class KeyState(Enum):
    """Where a key stands. The value is what the operator reads."""

    NEXT = "đã công bố, chờ đến lượt ký"
    CURRENT = "đang ký"
    RETIRED = "thôi ký; chữ ký cũ vẫn kiểm được"
    REVOKED = "đã thu hồi; mọi chữ ký của khóa này không còn đáng tin"


class Revocation(Enum):
    """Why a key was revoked. The value is what the operator reads."""

    COMPROMISED = "khóa có thể đã lộ"
    MISTAKEN = "khóa được tạo hoặc công bố nhầm"


@dataclass(frozen=True, slots=True)
class SigningKey:
    pair: KeyPair
    made_at: datetime  # published since
    signs_from: datetime | None = None
    signs_until: datetime | None = None
    revoked_at: datetime | None = None
    reason: Revocation | None = None

    @property
    def kid(self) -> str:
        return self.pair.kid

    def state(self, now: datetime) -> KeyState:
        if self.revoked_at is not None:
            return KeyState.REVOKED
        if self.signs_from is None or now < self.signs_from:
            return KeyState.NEXT
        over = self.signs_until is not None and self.signs_until <= now
        return KeyState.RETIRED if over else KeyState.CURRENT


def signing_keys(connection: Connection, *, secret: bool = False) -> tuple[SigningKey, ...]:
    """All there ever were, the oldest first. `secret`: with the private halves of those that have one."""
    columns = [column for column in SIGNING_KEY.c if secret or column is not SIGNING_KEY.c.private]
    ordered = select(*columns).order_by(SIGNING_KEY.c.made_at, SIGNING_KEY.c.signs_from.nulls_last(), SIGNING_KEY.c.kid)
    return tuple(_key(row, secret) for row in connection.execute(ordered))


def signs_since(connection: Connection, now: datetime) -> datetime | None:
    """Since when the key of now signs; None where none does."""
    current = (one for one in signing_keys(connection) if one.state(now) is KeyState.CURRENT)
    return max((one.signs_from for one in current if one.signs_from), default=None)


def ensure_keys(change: Change, algorithm: Algorithm = Algorithm.ES256) -> None:
    """One that signs and one that is next; the first may sign at once, for nobody holds a copy without it yet."""
    _alone(change)
    known = signing_keys(change.connection)
    states = {one.state(change.now) for one in known}
    coming = any(one.signs_from for one in known if one.state(change.now) is KeyState.NEXT)
    if KeyState.CURRENT not in states and not coming:
        _write(change, new_pair(algorithm), change.now)
    if KeyState.NEXT not in states:
        _write(change, new_pair(algorithm), None)


def rotate(change: Change, algorithm: Algorithm = Algorithm.ES256, *, hurry: bool = False) -> SigningKey:
    """The next key signs from HANDOVER on, the current one until then, and a new next one is published.

    Raises RotationRefused while a handover is under way, or when the next key was published so lately that a verifier
    may not know it yet; `hurry` goes on all the same, and a verifier with an old copy must then fetch the keys again.
    """
    ensure_keys(change, algorithm)
    known = signing_keys(change.connection)
    following = [one for one in known if one.state(change.now) is KeyState.NEXT]
    if any(one.signs_from for one in following):
        raise RotationRefused("a handover is under way: wait until the next key signs")
    chosen = following[0]
    if change.now - chosen.made_at < _PUBLISHED_BEFORE and not hurry:
        raise RotationRefused(f"the next key was published {chosen.made_at:%Y-%m-%d %H:%M}Z, less than 20 minutes ago")
    at = change.now + HANDOVER
    for one in known:
        if one.state(change.now) is KeyState.CURRENT:
            _set(change, one.kid, signs_until=at)
    _set(change, chosen.kid, signs_from=at)
    _write(change, new_pair(algorithm), None)
    _forget_private(change, known)
    change.note("signing.rotated", chosen.kid, algorithm=chosen.pair.algorithm.value)
    return chosen


def revoke(change: Change, kid: str, why: Revocation) -> None:
    """Nothing that this key signed is to be trusted any more. If it was signing, the next one signs at once.

    Raises NotHeld.
    """
    _alone(change)
    known = signing_keys(change.connection)
    key = next((one for one in known if one.kid == kid), None)
    if key is None:
        raise NotHeld("no signing key of this thumbprint is held")
    if key.revoked_at is not None:
        return
    _set(change, kid, revoked_at=change.now, reason=why.name, private=null())
    change.note("signing.revoked", kid, reason=why.name)
    others = [one for one in known if one is not key]
    if key.state(change.now) is KeyState.CURRENT:
        following = [one for one in others if one.state(change.now) is KeyState.NEXT]
        for one in sorted(following, key=lambda one: one.signs_from is None)[:1]:
            _set(change, one.kid, signs_from=change.now)
    elif key.state(change.now) is KeyState.NEXT and key.signs_from is not None:
        for one in others:
            if one.state(change.now) is KeyState.CURRENT:
                _set(change, one.kid, signs_until=null())  # the handover is off
    ensure_keys(change, key.pair.algorithm)


def _forget_private(change: Change, known: Sequence[SigningKey]) -> None:
    """Of keys that no longer sign: what is not there cannot be stolen."""
    for one in known:
        if one.state(change.now) is KeyState.RETIRED:
            _set(change, one.kid, private=null())


def _alone(change: Change) -> None:
    change.connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))


def _write(change: Change, pair: KeyPair, signs_from: datetime | None) -> None:
    if pair.private is None:
        raise ValueError("a new key has both halves")
    row = {
        "kid": pair.kid,
        "algorithm": pair.algorithm.name,
        "public": public_bytes(pair.public),
        "private": Private(private_text(pair.private), SYSTEM),
        "made_at": change.now,
        "signs_from": signs_from,
    }
    change.connection.execute(SIGNING_KEY.insert().values(row))
    change.note("signing.published", pair.kid, algorithm=pair.algorithm.value)


def _set(change: Change, kid: str, **values: Any) -> None:
    change.connection.execute(update(SIGNING_KEY).where(SIGNING_KEY.c.kid == kid).values(**values))


def _key(row: Row[Any], secret: bool) -> SigningKey:
    private = read_private(row.private) if secret and row.private else None
    pair = KeyPair(Algorithm[row.algorithm], read_public(bytes(row.public)), private)
    reason = Revocation[row.reason] if row.reason else None
    return SigningKey(pair, row.made_at, row.signs_from, row.signs_until, row.revoked_at, reason)
