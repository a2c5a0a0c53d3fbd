"""A query to a register is a use of personal data: it has a purpose, a place in a budget, and a record of itself."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar

from errors import QueryBudgetSpent, RegisterRefused
from matching.http import Answer, HttpRegister

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Purpose:
    """For what a register is asked: every query carries it (Luật 91/2025/QH15, article 3: purpose limit)."""

    procedure: str  # code of the administrative procedure, "1.001193"
    officer: str  # account of the officer in whose name the register is asked
    office: str  # code of the receiving office
    dossier_id: str


class Supposition(Enum):
    """What a query supposes about the paper. The value is the sentence that a clerk reads."""

    AS_READ = "Hỏi đúng như trên giấy."
    OLD_NUMBER = "Hỏi theo số CMND cũ."
    UNREADABLE_FILLED = "Giả định chữ số không đọc được."
    ZERO_RESTORED = "Giả định số bị mất chữ số 0 ở đầu."
    YEAR_ONLY = "Chỉ hỏi theo năm sinh."
    DAY_AND_MONTH_SWAPPED = "Giả định ngày và tháng sinh bị đảo."
    PREFIX_REPAIRED = "Giả định một chữ số bị đọc sai, sửa cho khớp giới tính và năm sinh."
    YEAR_OF_NUMBER = "Giả định năm sinh bị đọc sai, lấy theo số định danh."
    DIGIT_LOOKALIKE = "Giả định một chữ số bị đọc nhầm với chữ số có hình gần giống."
    NAMED_PERSON = "Hỏi về người mà sổ đăng ký khác nêu tên."
    PHONE_AS_NORMALISED = "Hỏi chủ thuê bao của số điện thoại."


class InquiryOutcome(Enum):
    HIT = "có"
    EMPTY = "không có, không nêu lý do"
    REFUSED = "bị từ chối"
    UNAVAILABLE = "không trả lời được"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One query that was sent, for the log of uses: no personal value, only digests."""

    request_id: str  # unique, as the register has it in its own log
    register: str  # "population" or "telco"
    service: str
    purpose: Purpose
    supposition: Supposition
    request_digest: str  # keyed, hexadecimal: the same question has the same digest under the same key
    asked_at: datetime  # UTC
    outcome: InquiryOutcome
    answer_digest: str  # keyed, of the raw answer's bytes; "" when there was none
    mock: bool  # the answer says that it comes from a mocked register


def _request_id() -> str:
    return uuid.uuid4().hex


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Ledger:
    """Asks within a budget, remembers answers, and keeps the record. One for each dossier and register.

    `digest_key` should be the warehouse's key of blind indexes: a number of ten or twelve digits is easily found again
    from a digest without a key.
    """

    register: str
    http: HttpRegister
    purpose: Purpose
    budget: int  # queries that may be sent; a retry of the same request is no new query
    digest_key: bytes = b""
    now: Callable[[], datetime] = _now
    request_id: Callable[[], str] = _request_id
    inquiries: list[Inquiry] = field(default_factory=list)
    _answers: dict[bytes, Answer[Any]] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """Queries that may still be sent."""
        return self.budget - len(self.inquiries)

    def knows(self, question: Mapping[str, object]) -> bool:
        """Whether the same question was answered before, so that asking again sends nothing."""
        return _bytes(question) in self._answers

    def ask(
        self,
        service: str,
        question: Mapping[str, object],
        supposition: Supposition,
        understood: Callable[[Mapping[str, Any]], T],
    ) -> T:
        """What the register answers to a question, from memory when it was asked before; a false content is "empty".

        `understood` as in `HttpRegister.ask`. Raises RegisterUnavailable, RegisterRefused, NotSetUp, QueryBudgetSpent.
        """
        known = self._answers.get(_bytes(question))
        if known is not None:
            content: T = known.content
            return content
        if self.left <= 0:
            raise QueryBudgetSpent(f"{self.register}: all {self.budget} queries of the dossier are used up")
        request_id, asked_at = self.request_id(), self.now()
        answer: Answer[T] | None = None
        outcome = InquiryOutcome.UNAVAILABLE
        try:
            answer = self.http.ask(service, {**self._envelope(request_id), **question}, understood)
            outcome = InquiryOutcome.HIT if answer.content else InquiryOutcome.EMPTY
        except RegisterRefused:
            outcome = InquiryOutcome.REFUSED
            raise
        finally:
            self.inquiries.append(
                Inquiry(
                    request_id=request_id,
                    register=self.register,
                    service=service,
                    purpose=self.purpose,
                    supposition=supposition,
                    request_digest=self._digest(service.encode() + _bytes(question)),
                    asked_at=asked_at,
                    outcome=outcome,
                    answer_digest=self._digest(answer.raw) if answer else "",
                    mock=bool(answer and answer.mock),
                )
            )
        self._answers[_bytes(question)] = answer
        return answer.content

    def _envelope(self, request_id: str) -> dict[str, str]:
        purpose = self.purpose
        return {
            "MaYeuCau": request_id,
            "MaDVC": purpose.procedure,
            "MaCanBo": purpose.officer,
            "MaDonVi": purpose.office,
        }

    def _digest(self, data: bytes) -> str:
        return hmac.new(self.digest_key, data, hashlib.sha256).hexdigest()


def _bytes(question: Mapping[str, object]) -> bytes:
    return json.dumps(question, ensure_ascii=False, sort_keys=True).encode()
