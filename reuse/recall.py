"""Follows what changed about records, and tells those who had read a value that proved wrong."""

from storage.outbox import Cursor, events
from storage.service.recalls import follow, followed, open_recall
from storage.service.wrong import wrong_by
from storage.warehouse import Warehouse

NAME = "recall"
EVENTS_AT_ONCE = 200  # dealt with in one transaction


def open_new(warehouse: Warehouse) -> int:
    """Open a recall for every value that proved wrong since the last time; how many. Killed half way, the next call
    goes on; two at once take turns."""
    opened = 0
    while True:
        done, new = _some(warehouse)
        opened += new
        if done < EVENTS_AT_ONCE:
            return opened


def _some(warehouse: Warehouse) -> tuple[int, int]:
    """How many events were dealt with, how many recalls were opened. Looks before it writes: mostly there is none."""
    with warehouse.looking(NAME) as connection:
        if not events(connection, followed(connection, NAME) or Cursor(), 1):
            return 0, 0
    with warehouse.changing(purpose=NAME) as change:
        after = followed(change.connection, NAME) or Cursor()
        found = events(change.connection, after, EVENTS_AT_ONCE)
        wrongs = [wrong for event in found for wrong in wrong_by(change.connection, event)]
        opened = sum(open_recall(change, wrong) for wrong in wrongs)
        if found:
            follow(change, NAME, found[-1].cursor)
    return len(found), opened
