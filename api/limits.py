"""How fast and how much a client may ask: a bucket in this process, and allowances a day in the warehouse."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from api.problems import Kind, Problem
from storage.service.usage import Alert, Counted, alert, spend
from storage.vietnam_time import VIETNAM

if TYPE_CHECKING:
    from api.caller import Caller
    from api.service import Service

_WINDOW = 60  # s
_BURST = 10  # a bucket holds what comes in within so many seconds
_DETAIL = {
    Counted.CLIENT: "the reads of this client for today are used up",
    Counted.SUBJECT: "the reads of this client about this person for today are used up",
    Counted.PURPOSE: "the reads of this client for this dossier for today are used up",
}


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float  # s, of the monotonic clock


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one request against its bucket."""

    allowed: bool
    left: int  # requests that may follow at once
    wait: int  # s until the next is allowed; 0 where it is

    def headers(self, per_minute: int) -> dict[str, str]:
        """Of draft-ietf-httpapi-ratelimit-headers-10."""
        limits = {
            "RateLimit-Policy": f'"client";q={per_minute};w={_WINDOW}',
            "RateLimit": f'"client";r={self.left};t={max(self.wait, 1)}',
        }
        return limits if self.allowed else limits | {"Retry-After": str(self.wait)}


class Buckets:
    """One bucket for each client, that fills evenly."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[str, _Bucket] = {}
        self._lock = Lock()

    def take(self, client_id: str, per_minute: int) -> Taken:
        rate = per_minute / _WINDOW
        most = max(1.0, rate * _BURST)
        with self._lock:
            now = self._clock()
            bucket = self._held.setdefault(client_id, _Bucket(most, now))
            bucket.left = min(most, bucket.left + (now - bucket.at) * rate)
            bucket.at = now
            if bucket.left < 1:
                return Taken(False, 0, int((1 - bucket.left) / rate) + 1)
            bucket.left -= 1
            return Taken(True, int(bucket.left), 0)


def spend_read(service: "Service", caller: "Caller", person_id: str = "", dossier: str = "") -> None:
    """Count one read of the caller: for itself, about a person (id of ours), for a dossier (its code).

    Raises Problem BUDGET_SPENT, with the seconds until the next day; then nothing was counted.
    """
    client = service.registered.client(caller.client_id)
    if client is None:
        raise Problem(Kind.INVALID_TOKEN)
    now = service.clock().astimezone(VIETNAM)
    with service.warehouse.looking() as connection:
        spent = spend(connection, client.id, client.allowance, now.date(), person_id, dossier)
        if spent.refused is not None:
            over = ((23 - now.hour) * 60 + 59 - now.minute) * 60 + 60 - now.second
            raise Problem(
                Kind.BUDGET_SPENT, _DETAIL[spent.refused], retry_after=over, budget=spent.refused.name.lower()
            )
    if spent.subjects >= client.allowance.subjects_alert > 0:
        with service.warehouse.changing("api") as change:
            alert(change, client.id, now.date(), Alert.MANY_SUBJECTS, spent.subjects)
