"""A query to a register is a use of personal data: it has a purpose, a place in a budget, and a record of itself."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Protocol, TypeVar

from errors import QueryBudgetSpent, RegisterRefused
from matching.codec import from_json, to_json
from matching.gateway.http import Answer, HttpRegister

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
    DIGIT_WRONG = "Giả định một chữ số bị viết hoặc đọc sai."
    DIGITS_TRANSPOSED = "Giả định hai chữ số liền nhau bị đảo chỗ."
    DIGIT_RESTORED = "Giả định số bị sót một chữ số."
    DIGIT_STRUCK = "Giả định số bị thừa một chữ số."
    OTHER_READING = "Hỏi theo cách đọc khác của cùng dòng chữ trên giấy."
    NAME_I_OR_Y = "Giả định họ tên trong sổ đăng ký viết i thay cho y hoặc y thay cho i."
    DIGIT_OF_DATE = "Giả định một chữ số của ngày, tháng sinh bị viết hoặc đọc sai."
    NAMED_PERSON = "Hỏi về người mà sổ đăng ký khác nêu tên."
    SEARCHED_ALL_WAYS = "Tìm trong bản trích theo số, họ tên, ngày sinh và những cách viết hoặc đọc nhầm."
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
    cached: bool = False  # nothing was sent: an answer of before was used again, which is a use of personal data, too


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it is kept for a while."""

    content: str  # what was understood, by `matching.codec`: personal values
    answer_digest: str
    mock: bool
    asked_at: datetime  # UTC, when the register gave it


class AnswerCache(Protocol):
    """Answers that may be used again for the same purpose. What is past its time is not found."""

    def find(self, digest: str, now: datetime) -> KeptAnswer | None:
        """The answer that is kept under this digest and still good at `now`."""
        ...

    def keep(self, register: str, digest: str, answer: KeptAnswer, *, empty: bool) -> None:
        """Keep an answer that the register gave, `empty` when it is "nobody". A failure or refusal is never kept."""
        ...


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
    cache: AnswerCache | None = None
    now: Callable[[], datetime] = _now
    request_id: Callable[[], str] = _request_id
    inquiries: list[Inquiry] = field(default_factory=list)
    _answers: dict[bytes, Answer[Any]] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """Queries that may still be sent. An answer that was kept from before costs none."""
        return self.budget - sum(not inquiry.cached for inquiry in self.inquiries)

    def knows(self, service: str, question: Mapping[str, object]) -> bool:
        """Whether the same question was answered before, so that asking again sends nothing."""
        return _bytes(question) in self._answers or self._kept(service, question) is not None

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
        if known is None:
            known = self._again(service, question, supposition)
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
            outcome = _outcome(answer)
        except RegisterRefused:
            outcome = InquiryOutcome.REFUSED
            raise
        finally:
            self._note(service, question, supposition, outcome, answer, request_id, asked_at)
        self._answers[_bytes(question)] = answer
        if self.cache is not None:
            digest = self._digest(answer.raw)
            kept = KeptAnswer(to_json(answer.content), digest, answer.mock, asked_at)
            self.cache.keep(self.register, self._purposeful(service, question), kept, empty=not answer.content)
        return answer.content

    def _kept(self, service: str, question: Mapping[str, object]) -> Answer[Any] | None:
        """An answer of before, where one may be used again; what this version does not understand is none."""
        if self.cache is None:
            return None
        kept = self.cache.find(self._purposeful(service, question), self.now())
        if kept is None:
            return None
        try:
            return Answer(kept.answer_digest.encode(), from_json(kept.content), kept.mock)
        except (AttributeError, KeyError, TypeError, ValueError):
            return None

    def _again(self, service: str, question: Mapping[str, object], supposition: Supposition) -> Answer[Any] | None:
        """The kept answer, its use noted."""
        kept = self._kept(service, question)
        if kept is not None:
            self._answers[_bytes(question)] = kept
            self._note(service, question, supposition, _outcome(kept), kept, self.request_id(), self.now(), cached=True)
        return kept

    def _note(
        self,
        service: str,
        question: Mapping[str, object],
        supposition: Supposition,
        outcome: InquiryOutcome,
        answer: Answer[Any] | None,
        request_id: str,
        asked_at: datetime,
        *,
        cached: bool = False,
    ) -> None:
        digest = "" if answer is None else answer.raw.decode() if cached else self._digest(answer.raw)
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
                answer_digest=digest,
                mock=bool(answer and answer.mock),
                cached=cached,
            )
        )

    def _purposeful(self, service: str, question: Mapping[str, object]) -> str:
        """Digest of the question and of what it was asked for: an answer given for one procedure is not used for
        another, nor in another office."""
        wanted = (self.register, service, self.purpose.procedure, self.purpose.office)
        return self._digest("\x1f".join(wanted).encode() + b"\x1f" + _bytes(question))

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


def _outcome(answer: Answer[Any]) -> InquiryOutcome:
    return InquiryOutcome.HIT if answer.content else InquiryOutcome.EMPTY


def _bytes(question: Mapping[str, object]) -> bytes:
    return json.dumps(question, ensure_ascii=False, sort_keys=True).encode()
