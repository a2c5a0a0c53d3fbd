"""What signs answers, access tokens and manifests: the current key, read again every few seconds."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any

from api.jose import ANSWER, Malformed, compact, detached, parse, strict_json
from api.jwks import key_set
from errors import NotSetUp, StorageUnavailable
from settings import Settings
from storage.service.signing_keys import HANDOVER, KeyState, SigningKey, ensure_keys, signing_keys
from storage.warehouse import Warehouse

READ_AGAIN_S = 20.0  # far less than the time of a handover: every process has read of it before it takes place
_AWAY_S = HANDOVER.total_seconds()  # for which what was read still serves while the warehouse is away


@dataclass(frozen=True, slots=True)
class _Read:
    keys: tuple[SigningKey, ...]
    published: Mapping[str, Any]
    at: float


class Signer:
    """One for each process; safe to use from several threads."""

    def __init__(
        self,
        warehouse: Warehouse,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """`ticks`: seconds, that never go back. Nothing is asked of the warehouse yet."""
        self._warehouse, self._clock, self._ticks = warehouse, clock, ticks
        self._lock = Lock()
        self._read: _Read | None = None

    def sign(self, claims: Mapping[str, Any], *, typ: str = "JWT") -> str:
        """A compact JWS of claims, with `kid` and `typ` in its head. Raises NotSetUp when no key may sign."""
        return self.sign_whole(json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode(), typ=typ)

    def sign_whole(self, body: bytes, *, typ: str = ANSWER) -> str:
        """A compact JWS of exactly these bytes."""
        return compact(self._current().pair, typ, body)

    def sign_detached(self, body: bytes, *, typ: str = ANSWER) -> str:
        """The signature of exactly these bytes, beside which they travel."""
        return detached(self.sign_whole(body, typ=typ))

    @property
    def keys(self) -> Mapping[str, Any]:
        """JWKS: the public keys of all that is still to be verified, and the next one."""
        return self._known().published

    def history(self) -> dict[str, Any]:
        """All keys there ever were, with their days and what became of them."""
        return key_set(self._known().keys, self._clock(), revoked=True)

    def claims(self, token: str, *, typ: str) -> dict[str, Any]:
        """Of a token that this service has signed. Raises Malformed; whether it is still in time is for the caller."""
        said = parse(token)
        now = self._clock()
        held = {one.kid: one for one in self._known().keys if one.state(now) is not KeyState.REVOKED}
        key = held.get(said.kid)
        if key is None or said.typ != typ or not said.by(key.pair.algorithm, key.pair.public):
            raise Malformed("không phải do hệ thống này ký cho việc này")
        claims = strict_json(said.payload)
        if not isinstance(claims, dict):
            raise Malformed("nội dung không đúng dạng")
        return claims

    def _current(self) -> SigningKey:
        now = self._clock()
        for one in self._known().keys:
            if one.state(now) is KeyState.CURRENT and one.pair.private is not None:
                return one
        raise NotSetUp("no key may sign: `hoso signing list` tells why, `hoso signing rotate` makes one")

    def _known(self) -> _Read:
        read = self._read
        if read is not None and self._ticks() - read.at < READ_AGAIN_S:
            return read
        with self._lock:
            read = self._read
            if read is None or self._ticks() - read.at >= READ_AGAIN_S:
                read = self._read_again(read)
                self._read = read
        return read

    def _read_again(self, before: _Read | None) -> _Read:
        try:
            with self._warehouse.looking() as connection:
                keys = signing_keys(connection, secret=True)
        except StorageUnavailable:
            if before is None or self._ticks() - before.at > _AWAY_S:
                raise
            return before
        return _Read(keys, key_set(keys, self._clock()), self._ticks())


def open_signer(settings: Settings, warehouse: Warehouse) -> Signer:
    """Makes the first keys where there are none."""
    with warehouse.looking() as connection:
        now = datetime.now(UTC)
        states = {one.state(now) for one in signing_keys(connection)}
    if not {KeyState.CURRENT, KeyState.NEXT} <= states:
        with warehouse.changing() as change:
            ensure_keys(change)
    return Signer(warehouse)
