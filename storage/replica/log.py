"""Every question to the replica, for the log of uses: the same record that the gateway's client keeps."""

import hashlib
import hmac
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from matching.gateway.inquiry import Inquiry, InquiryOutcome, Purpose, Supposition


@dataclass(slots=True)
class ReplicaAnswer:
    """What came of a question, filled in while it is asked."""

    supposition: Supposition = Supposition.AS_READ
    people: list[str] | None = None  # the register's keys of those given out; None while there is no answer


@dataclass(slots=True)
class ReplicaLog:
    """The record of what was asked: digests only."""

    purpose: Purpose
    digest_key: bytes  # secret
    clock: Callable[[], datetime] | None = None
    inquiries: list[Inquiry] = field(default_factory=list)

    @contextmanager
    def asked(self, question: bytes) -> Iterator[ReplicaAnswer]:
        answer, asked_at = ReplicaAnswer(), (self.clock or _now)()
        try:
            yield answer
        finally:
            self.inquiries.append(
                Inquiry(
                    request_id=uuid.uuid4().hex,
                    register="population",
                    service="replica",
                    purpose=self.purpose,
                    supposition=answer.supposition,
                    request_digest=self._digest(question),
                    asked_at=asked_at,
                    outcome=_outcome(answer),
                    answer_digest="" if answer.people is None else self._digest("\n".join(answer.people).encode()),
                    mock=False,
                )
            )

    def _digest(self, data: bytes) -> str:
        return hmac.new(self.digest_key, data, hashlib.sha256).hexdigest()


def _outcome(answer: ReplicaAnswer) -> InquiryOutcome:
    if answer.people is None:
        return InquiryOutcome.UNAVAILABLE
    return InquiryOutcome.HIT if answer.people else InquiryOutcome.EMPTY


def _now() -> datetime:
    return datetime.now(UTC)
