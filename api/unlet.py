"""Who was not let in, as rows of the audit that nobody can flood: the 1st, 10th, 100th ... of a kind in an hour."""

import time
from threading import Lock

from storage.warehouse import Warehouse

_HOUR = 3600.0
_MOST_CLIENTS = 1_000  # beyond, failures are counted together


class Unlet:
    """Counts failures by reason and registered client; nothing that a stranger sent becomes a key or a row."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._seen: dict[tuple[str, str], tuple[float, int]] = {}
        self._lock = Lock()

    def note(self, reason: str, client_id: str = "", request_id: str = "") -> None:
        """`reason`: a code of ours; `client_id`: only of a client that is registered, "" for anybody else.

        Raises StorageUnavailable when a row is due and cannot be written.
        """
        count = self._counted(reason, client_id)
        if str(count).strip("0") == "1":
            with self._warehouse.changing("api") as change:
                subject = client_id or "unknown"
                change.note("client.unlet", subject, reason=reason, count=count, request=request_id or None)

    def _counted(self, reason: str, client_id: str) -> int:
        now = time.monotonic()
        with self._lock:
            key = (reason, client_id if len(self._seen) < _MOST_CLIENTS else "")
            began, count = self._seen.get(key, (now, 0))
            if now - began >= _HOUR:
                began, count = now, 0
            self._seen[key] = (began, count + 1)
        return count + 1
