"""Registered clients as the service knows them: looked up once in a few seconds, so that a revocation soon counts."""

import time
from threading import Lock

from errors import NotHeld
from storage.service.clients import Client, client
from storage.warehouse import Warehouse

SECONDS = 2.0  # within which a revocation or a change of scopes counts
_MOST = 10_000


class Registered:
    """Kept by name; names that nobody holds are not kept, so that made-up ones take no room."""

    def __init__(self, warehouse: Warehouse, seconds: float = SECONDS) -> None:
        self._warehouse = warehouse
        self._seconds = seconds
        self._kept: dict[str, tuple[float, Client]] = {}
        self._lock = Lock()

    def client(self, client_id: str) -> Client | None:
        """None: nobody is registered under this name. Raises StorageUnavailable."""
        now = time.monotonic()
        kept = self._kept.get(client_id)
        if kept and now < kept[0]:
            return kept[1]
        try:
            with self._warehouse.looking() as connection:
                found = client(connection, client_id)
        except NotHeld:
            return None
        with self._lock:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            self._kept[client_id] = (now + self._seconds, found)
        return found

    def forget(self) -> None:
        """All that was looked up; the next request looks again."""
        with self._lock:
            self._kept.clear()
