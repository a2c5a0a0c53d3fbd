"""How fast and how much a client may ask: a bucket on this machine, and allowances a day in the warehouse."""

import hashlib
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

from api.problems import Kind, Problem
from storage.audit.reading import ReadPurpose
from storage.service.usage import Alert, Counted, alert, spend
from storage.vietnam_time import VIETNAM

if TYPE_CHECKING:
    from api.caller import Caller
    from api.service import Service

Found = TypeVar("Found")
_WINDOW = 60  # s
_NAME = 16  # bytes of a digest
_BUCKET = struct.Struct(f"<{_NAME}sdd")  # digest of the client's name, what is left, and when that was so
_LOCK_S = 0.05  # a bucket is taken from in microseconds
_PLACES, _TRIED = 8_192, 8  # of the table, and in how many of them a bucket may lie
_BURST = 10  # a bucket holds what comes in within so many seconds
_DETAIL = {
    Counted.CLIENT: "the reads of this client for today are used up",
    Counted.SUBJECT: "the reads of this client about this person for today are used up",
    Counted.PURPOSE: "the reads of this client for this dossier for today are used up",
}


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
    """One bucket for each client, that fills evenly; shared with every process that this one hands it to as it starts
    them, so that a client has one allowance however many processes answer.

    They lie in a table of fixed size: each has a few places, by the digest of its name, and where all are taken the one
    that rested longest, which is full again, gives way.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock`: seconds, the same for all processes of the machine."""
        self._clock = clock
        spawning = get_context("spawn")
        self._lock = spawning.Lock()
        self._table = spawning.RawArray("c", _PLACES * _BUCKET.size)

    def take(self, client_id: str, per_minute: int) -> Taken:
        rate = per_minute / _WINDOW
        most = max(1.0, rate * _BURST)
        name = hashlib.sha256(client_id.encode()).digest()[:_NAME]
        with self._alone():
            now = self._clock()
            place, left, at = self._found(name, most, now)
            left = min(most, left + (now - at) * rate)
            allowed = left >= 1
            left -= allowed
            _BUCKET.pack_into(self._table, place, name, left, now)
        return Taken(True, int(left), 0) if allowed else Taken(False, 0, int((1 - left) / rate) + 1)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A process that was killed within must not stop the others for ever: without the lock, at worst one request
        is not counted."""
        held = self._lock.acquire(timeout=_LOCK_S)
        try:
            yield
        finally:
            if held:
                self._lock.release()

    def _found(self, name: bytes, most: float, now: float) -> tuple[int, float, float]:
        """Where its bucket lies, what is left in it and since when; a full one where it had none."""
        first = int.from_bytes(name[:4], "big") % _PLACES
        places = [(first + step) % _PLACES * _BUCKET.size for step in range(_TRIED)]
        rows = [(place, *_BUCKET.unpack_from(self._table, place)) for place in places]
        ours = next((row for row in rows if row[1] == name), None)
        if ours:
            return ours[0], ours[2], ours[3]
        rested = min(rows, key=lambda row: row[3])
        return rested[0], most, now


def counted(
    service: "Service",
    caller: "Caller",
    purpose: ReadPurpose,
    find: Callable[[Any], Found],
    about: Callable[[Found], str],
) -> Found:
    """What `find` finds by a connection, and one read of the caller counted in the same transaction: for itself, about
    a person (id of ours; "": nobody), for a dossier.

    Raises Problem BUDGET_SPENT, with the seconds until the next day; then nothing was counted.
    """
    client = service.registered.client(caller.client_id)
    if client is None:
        raise Problem(Kind.INVALID_TOKEN)
    now = service.clock().astimezone(VIETNAM)
    with service.warehouse.looking(purpose.procedure) as connection:
        found = find(connection)
        spent = spend(connection, client.id, client.allowance, now.date(), about(found), purpose.dossier_id)
        if spent.refused is not None:
            over = ((23 - now.hour) * 60 + 59 - now.minute) * 60 + 60 - now.second
            raise Problem(
                Kind.BUDGET_SPENT, _DETAIL[spent.refused], retry_after=over, budget=spent.refused.name.lower()
            )
    if spent.subjects >= client.allowance.subjects_alert > 0:
        with service.warehouse.changing("api") as change:
            alert(change, client.id, now.date(), Alert.MANY_SUBJECTS, spent.subjects)
    return found
