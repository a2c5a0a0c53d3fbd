"""What runs beside the station where no Airflow does: answered dossiers go on by themselves, seconds after the last
answer."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from errors import DossierError

LOG = logging.getLogger("hoso.review")
_EVERY_S = 5.0
_AFTER_FAULT_S = 60.0  # a database that is away is not asked all the time
_PATIENCE_S = 120.0  # for a dossier that is on its way when the station stops: killed, it would be taken up again


@contextmanager
def going_on(
    go_on: Callable[[], int], every_s: float = _EVERY_S, after_fault_s: float = _AFTER_FAULT_S
) -> Iterator[None]:
    """Calls it again and again in a thread of its own, as long as the station runs. What it raises is logged by name,
    and it is called again later: whoever answers questions notices nothing of it."""
    stopped = Event()

    def run() -> None:
        wait = every_s
        while not stopped.wait(wait):
            wait = every_s
            try:
                count = go_on()
                if count:
                    LOG.info("%d dossiers went on", count)
            except DossierError as error:
                LOG.warning("dossiers wait: %s", type(error).__name__)
                wait = after_fault_s
            except Exception as error:
                LOG.error("going on broke: %s", type(error).__name__)
                wait = after_fault_s

    thread = Thread(target=run, name="going on", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(_PATIENCE_S)
