"""Tokens whose signature was right a moment ago: a client sends the same one with each request of ten minutes."""

import hashlib
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from api.signing import READ_AGAIN_S

_MOST = 10_000


class OpenedTokens:
    """Claims by digest of the token, for as long as signing keys that were read are taken for right: one that is
    revoked counts as soon as without this. Only what was verified is kept."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, seconds: float = READ_AGAIN_S) -> None:
        self._clock, self._seconds = clock, seconds
        self._held: dict[bytes, tuple[float, Mapping[str, Any]]] = {}
        self._lock = Lock()

    def claims(self, text: str, verify: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        """Those of a token; what `verify` raises for one that was not seen to be right is raised."""
        digest, now = hashlib.sha256(text.encode()).digest(), self._clock()
        held = self._held.get(digest)
        if held is not None and now < held[0]:
            return held[1]
        claims = verify()
        with self._lock:
            if len(self._held) >= _MOST:
                self._held.clear()
            self._held[digest] = (now + self._seconds, claims)
        return claims
