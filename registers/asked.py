"""What was asked of one register since it started: counts, and the last thousand questions without a personal value."""

import hashlib
import re
import secrets
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

KEPT = 1000
MISSHAPEN = "?"  # in place of a procedure's code that is none: it may be anything
_PROCEDURE = re.compile(r"[0-9]\.[0-9]{6}[0-9A-Z.]{0,20}")


class Envelope(Protocol):
    """What a log takes from a question: who asks, for which procedure, under which id. Never about whom."""

    @property
    def MaYeuCau(self) -> str: ...  # noqa: N802
    @property
    def MaDVC(self) -> str: ...  # noqa: N802
    @property
    def MaCanBo(self) -> str: ...  # noqa: N802
    @property
    def MaDonVi(self) -> str: ...  # noqa: N802


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `officer` and `subject` are digests under a key that this process forgets when it ends."""

    at: str  # ISO 8601, UTC, to the millisecond
    request: str  # the caller's id
    service: str
    procedure: str
    office: str
    officer: str  # an officer's account may be a PIN
    subject: str  # equal for questions about equal values; "" where nothing was given to digest
    outcome: str  # "hit", "empty" or an error code


@dataclass(slots=True)
class AskedLog:
    """Counts grow for as long as the register runs; of single questions the last `KEPT` are held."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    counts: dict[str, Counter[str]] = field(default_factory=dict)  # by service, outcome, ... -> value -> how often
    last: deque[Asked] = field(default_factory=lambda: deque(maxlen=KEPT))
    since: str = ""
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def __post_init__(self) -> None:
        self.since = self.now().isoformat(timespec="seconds")

    def note(self, service: str, asking: Envelope, outcome: str, subject: str = "") -> None:
        """`outcome`: "hit", "empty" or an error code. `subject`: whatever tells whom it is about; digested at once."""
        one = Asked(
            at=self.now().isoformat(timespec="milliseconds"),
            request=asking.MaYeuCau,
            service=service,
            procedure=asking.MaDVC if _PROCEDURE.fullmatch(asking.MaDVC) else MISSHAPEN,
            office=asking.MaDonVi,
            officer=self._digest(asking.MaCanBo),
            subject=self._digest(subject) if subject else "",
            outcome=outcome,
        )
        self.last.append(one)
        for what in ("service", "outcome", "procedure", "office", "officer"):
            self._count(what, getattr(one, what))
        self._count("answers", f"{service} {outcome}")

    def counted(self, what: str) -> list[tuple[str, int]]:
        """(value, how often), the most frequent first; what: service, outcome, procedure, office or officer."""
        return sorted(self.counts.get(what, {}).items(), key=lambda pair: (-pair[1], pair[0]))

    def report(self) -> dict[str, Any]:
        """As JSON holds it."""
        told = ("at", "request", "service", "procedure", "office", "officer", "subject", "outcome")
        return {
            "source": "mock",
            "since": self.since,
            "counts": dict(sorted(self.counts.get("answers", {}).items())),
            "by": {what: dict(self.counted(what)) for what in ("service", "outcome", "procedure", "office", "officer")},
            "last": [{name: getattr(one, name) for name in told} for one in self.last],
        }

    def _count(self, what: str, value: str) -> None:
        """Values come from outside: beyond a thousand different ones the rest is counted together."""
        held = self.counts.setdefault(what, Counter())
        held[value if value in held or len(held) < KEPT else "..."] += 1

    def _digest(self, text: str) -> str:
        return hashlib.blake2b(text.encode(), digest_size=6, key=self._key).hexdigest()
