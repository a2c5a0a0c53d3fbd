"""Takes away what has served its time, while the service runs. What it leaves, the daily care takes."""

from datetime import datetime, timedelta
from threading import Lock

from storage.service.housekeeping import forget_served
from storage.warehouse import Warehouse

_EVERY = timedelta(hours=1)


class Housekeeping:
    """Called with every token that is given; at most once an hour it does something."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._last: datetime | None = None
        self._lock = Lock()

    def keep(self, now: datetime) -> None:
        """Raises StorageUnavailable."""
        with self._lock:
            if self._last is not None and now - self._last < _EVERY:
                return
            self._last = now
        with self._warehouse.looking() as connection:
            forget_served(connection, now)
