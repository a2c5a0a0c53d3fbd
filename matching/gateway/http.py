"""Asking a register over HTTP: time-outs, few retries, a breaker, and every failure under its right name.

"Down" and "absent" never look alike: only a well-formed answer of the register itself is an answer.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from errors import NotSetUp, RegisterRefused, RegisterUnavailable
from matching.gateway.wire import JsonWire, Told, Wire

T = TypeVar("T")

_MOST_BYTES = 1024 * 1024  # no answer of either register comes near
_MOST_WAITS = 4  # times the time-out, for an answer that comes in drops

_REFUSALS = {
    "004": "thủ tục hành chính chưa được cấp phép khai thác (mã 004): đề nghị đơn vị quản lý đăng ký thủ tục",
    "005": "tài khoản cán bộ không có quyền khai thác (mã 005): đổi cán bộ hoặc đề nghị cấp quyền",
}


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A register's answer, whole and understood."""

    raw: bytes
    content: T
    mock: bool  # it says of itself that it comes from a mocked register


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    raw: bytes
    mock: bool  # by its header


class Breaker:
    """Stops asking a register that keeps failing, and after a rest lets one question through to see whether it is back.

    Closed: everybody asks. Open, after `failures` in a row: nobody asks for `rest_s` seconds. Half-open: one asks.
    """

    def __init__(self, failures: int = 5, rest_s: float = 30.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._rest_s = rest_s
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._opened_at: float | None = None
        self._trial = False

    def enter(self) -> bool:
        """Whether the register may be asked now; if so, `leave` must be called with what came of it."""
        with self._lock:
            if self._opened_at is None:
                return True
            if self._trial or self._clock() - self._opened_at < self._rest_s:
                return False
            self._trial = True
            return True

    def leave(self, answered: bool) -> None:
        """Note whether the register answered; a refusal is an answer too."""
        with self._lock:
            if answered:
                self._failed, self._opened_at, self._trial = 0, None, False
                return
            self._failed += 1
            if self._trial or self._failed >= self._limit:
                self._opened_at, self._trial = self._clock(), False


class HttpRegister:
    """The way to one register. Make one for each address and share it among dossiers and threads, breaker and all.

    `timeout_s` holds for connecting and for each wait on the answer, four times as much for the whole of it.
    `attempts` counts the first try in.
    With `production`, an answer that says it comes from a mock raises NotSetUp, a failing one too. `wire`: how this
    register is spoken to.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        *,
        wire: Wire | None = None,
        timeout_s: float = 5.0,
        attempts: int = 3,
        breaker: Breaker | None = None,
        production: bool = False,
        sleep: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._name = name
        self._url = base_url.rstrip("/")
        self._wire: Wire = wire or JsonWire()
        self._attempts = attempts
        self._breaker = breaker or Breaker()
        self._production = production
        self._most_s = _MOST_WAITS * timeout_s
        self._sleep = sleep
        self._client = httpx.Client(timeout=timeout_s, transport=transport, trust_env=False)

    def __enter__(self) -> "HttpRegister":
        return self

    def __exit__(self, *why: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connections."""
        self._client.close()

    def ask(
        self, service: str, question: Mapping[str, object], understood: Callable[[Mapping[str, Any]], T]
    ) -> Answer[T]:
        """Send a question as the body of a POST, again on a time-out, a broken connection or a 5xx.

        `understood` makes the answer's content out of what the wire has read, and raises ValueError for what is no
        answer.

        Raises RegisterUnavailable when no well-formed answer came, RegisterRefused when the register says that this
        question may not be asked, NotSetUp when the address is no such register or, in production, a mock.
        """
        if not self._breaker.enter():
            raise RegisterUnavailable(f"{self._name}: not asked, it failed several times in a row; try again later")
        answered = False
        try:
            answer = self._understood(service, question, self._posted(service, question), understood)
            answered = True
        except (RegisterRefused, NotSetUp):
            answered = True
            raise
        finally:
            self._breaker.leave(answered)
        return answer

    def _posted(self, service: str, question: Mapping[str, object]) -> _Response:
        tries = Retrying(
            stop=stop_after_attempt(self._attempts),
            wait=wait_exponential_jitter(multiplier=0.2, max=3.0, jitter=0.3),
            retry=retry_if_exception_type(RegisterUnavailable),
            sleep=self._sleep,
            reraise=True,
        )
        return tries(self._posted_once, service, question)

    def _posted_once(self, service: str, question: Mapping[str, object]) -> _Response:
        """An answer, or a refusal under whatever status. Raises RegisterUnavailable for what is worth another try."""
        url = f"{self._url}/{service}"
        sent = self._wire.sent(url, service, question)
        raw, begun = bytearray(), time.monotonic()
        try:
            with self._client.stream("POST", url, content=sent.body, headers=dict(sent.headers)) as response:
                for part in response.iter_bytes():
                    raw += part
                    if len(raw) > _MOST_BYTES:
                        raise RegisterUnavailable(f"{self._name}: answered more than any answer can be")
                    if time.monotonic() - begun > self._most_s:  # it drips
                        raise RegisterUnavailable(f"{self._name}: no answer in time")
        except httpx.TimeoutException:
            raise RegisterUnavailable(f"{self._name}: no answer in time") from None
        except httpx.TransportError as error:
            raise RegisterUnavailable(f"{self._name}: no connection ({type(error).__name__})") from None
        except httpx.DecodingError:  # says that it is compressed and is not
            raise RegisterUnavailable(f"{self._name}: answered with something that is no answer") from None
        got = _Response(response.status_code, bytes(raw), response.headers.get("x-source") == "mock")
        if (got.status >= 500 or got.status == 429) and not self._told_refusal(service, question, got):
            raise RegisterUnavailable(f"{self._name}: answered {got.status}")
        return got

    def _told_refusal(self, service: str, question: Mapping[str, object], got: _Response) -> bool:
        """Whether a failing answer is a refusal of this question, which SOAP sends with status 500, or is a mock's."""
        try:
            told = self._wire.told(service, question, got.raw)
        except ValueError:
            told = Told({}, False)
        return bool(told.refusal) or (self._production and (told.mock or got.mock))

    def _understood(
        self,
        service: str,
        question: Mapping[str, object],
        got: _Response,
        understood: Callable[[Mapping[str, Any]], T],
    ) -> Answer[T]:
        told = self._told(service, question, got)
        if self._production and (got.mock or (told is not None and told.mock)):
            raise NotSetUp(f"{self._name}: a mock answers at this address; production asks real registers only")
        if got.status in (401, 403):
            raise RegisterRefused(f"{self._name}: answered {got.status}: the credentials are not accepted")
        if got.status in (404, 405):
            raise NotSetUp(f"{self._name}: answered {got.status}: correct the address of the register")
        if told is None:
            raise RegisterUnavailable(f"{self._name}: answered {got.status} with something that is no answer")
        if told.refusal:
            raise RegisterRefused(f"{self._name}: {_refusal(told.refusal)}")
        if got.status != 200:
            raise RegisterUnavailable(f"{self._name}: answered {got.status}")
        try:
            return Answer(got.raw, understood(told.content), got.mock or told.mock)
        except ValueError:  # its text would tell the values
            raise RegisterUnavailable(f"{self._name}: the answer is not whole or not as agreed") from None

    def _told(self, service: str, question: Mapping[str, object], got: _Response) -> Told | None:
        """What the answer says; None when it is no answer to this question."""
        try:
            return self._wire.told(service, question, got.raw)
        except ValueError:
            return None


def _refusal(code: str) -> str:
    """What the clerk reads; a code that is no code is not repeated, for it may hold anything."""
    return _REFUSALS.get(code, f"bị từ chối, mã {code if code.isdecimal() and len(code) <= 6 else 'không rõ'}")
