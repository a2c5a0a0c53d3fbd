"""Takes away what of the service has served its time: kept answers, counts of days that are over, spent assertions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from storage.service.idempotency import forget
from storage.service.tokens import clear_all
from storage.service.usage import forget_before
from storage.vietnam_time import day_of

ANSWERS_KEPT = timedelta(hours=24)  # for which a request may come again under its key
_COUNTS_KEPT = timedelta(days=35)  # so that an alert can still be looked into


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows went."""

    answers: int
    counts: int
    assertions: int


def forget_served(connection: Connection, now: datetime) -> Forgotten:
    """Safe to run beside the service, and again."""
    answers = forget(connection, now - ANSWERS_KEPT)
    counts = forget_before(connection, day_of(now - _COUNTS_KEPT))
    return Forgotten(answers, counts, clear_all(connection, now))
