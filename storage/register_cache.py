"""Answers of the registers, kept for a while for the same purpose, so that nobody is asked about twice in a day.

What is past its deadline is never given out, so a death or a cancelled number is unknown no longer than that; and it is
deleted when answers are next saved. Each use is written down with the dossier's other queries, as cached.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from matching.gateway.inquiry import KeptAnswer
from storage.personal import Private
from storage.schema_cache import KEPT_ANSWER
from storage.sealing.owner import SYSTEM
from storage.warehouse import Warehouse

_SHARE_FOR_NOBODY = 12  # "nobody" is kept for this part of the time: a person may be entered within the hour


def _now() -> datetime:
    return datetime.now(UTC)


class RegisterCache:
    """A `matching.gateway.inquiry.AnswerCache` in the warehouse. One for each dossier: new answers wait for `save`."""

    def __init__(
        self, warehouse: Warehouse, hours: float, *, production: bool = False, clock: Callable[[], datetime] = _now
    ) -> None:
        """`hours` for which an answer is good, 0: none is kept or used. In production no mock's answer is used."""
        self._warehouse = warehouse
        self._good_for = timedelta(hours=hours)
        self._production = production
        self._clock = clock
        self._new: dict[str, dict[str, object]] = {}

    def find(self, digest: str, now: datetime) -> KeptAnswer | None:
        """What is kept under this digest and before its deadline. Raises as `Warehouse`."""
        if not self._good_for:
            return None
        chosen = select(KEPT_ANSWER).where(KEPT_ANSWER.c.request_digest == digest, KEPT_ANSWER.c.deadline > now)
        with self._warehouse.looking() as connection:
            row = connection.execute(chosen).first()
        if row is None or (self._production and row.mock):
            return None
        kept = KeptAnswer(row.content, row.answer_digest, row.mock, row.asked_at)
        # the time may have been cut since it was kept
        return kept if row.asked_at + self._good_for > now else None

    def keep(self, register: str, digest: str, answer: KeptAnswer, *, empty: bool) -> None:
        """Remember an answer until `save`: none is kept whose query is not yet written down."""
        if self._good_for:
            self._new[digest] = self._row(register, digest, answer, empty)

    def save(self) -> None:
        """Write the new answers and delete those past their deadline. Raises as `Warehouse`."""
        now = self._clock()
        with self._warehouse.looking() as connection:
            connection.execute(delete(KEPT_ANSWER).where(KEPT_ANSWER.c.deadline <= now))
            for _, row in sorted(self._new.items()):  # in one order, so that two savers never wait for each other
                newer = insert(KEPT_ANSWER).values(row)
                connection.execute(
                    newer.on_conflict_do_update(
                        index_elements=["request_digest"],
                        set_={name: newer.excluded[name] for name in row if name != "request_digest"},
                        where=KEPT_ANSWER.c.asked_at < newer.excluded.asked_at,
                    )
                )
        self._new.clear()

    def _row(self, register: str, digest: str, answer: KeptAnswer, empty: bool) -> dict[str, object]:
        good_for = self._good_for / _SHARE_FOR_NOBODY if empty else self._good_for
        return {
            "request_digest": digest,
            "register": register,
            "content": Private(answer.content, SYSTEM),  # about whom it is, is not known before it is opened
            "answer_digest": answer.answer_digest,
            "mock": answer.mock,
            "asked_at": answer.asked_at,
            "deadline": answer.asked_at + good_for,
        }


def purge(warehouse: Warehouse, now: datetime) -> int:
    """Delete every answer past its deadline, also when nothing new is asked; how many there were."""
    with warehouse.looking() as connection:
        return connection.execute(delete(KEPT_ANSWER).where(KEPT_ANSWER.c.deadline <= now)).rowcount
