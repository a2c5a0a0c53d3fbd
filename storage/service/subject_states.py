"""Where a person's request to have a value put right stands, and the terms in which it is to be answered.

MOVES is the whole table of allowed moves. The terms are dated data: `subject_clocks.toml`.
"""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from storage.states import due

_FILE = Path(__file__).with_name("subject_clocks.toml")


class RequestState(Enum):
    """Where a request stands; the sentence is what its person reads."""

    RECEIVED = "Đã nhận yêu cầu, chờ cơ quan trả lời."
    IN_HAND = "Cơ quan đã trả lời và đang xử lý."
    CORRECTED = "Đã sửa; những nơi đã dùng giá trị cũ được báo lại."
    REFUSED = "Không sửa, có nêu lý do. Người yêu cầu có quyền khiếu nại."
    WITHDRAWN = "Người yêu cầu đã rút."

    @property
    def sentence(self) -> str:
        return self.value

    @property
    def final(self) -> bool:
        return not MOVES[self]

    def may_become(self, state: "RequestState") -> bool:
        return state in MOVES[self]


_S = RequestState
MOVES: dict[RequestState, frozenset[RequestState]] = {
    _S.RECEIVED: frozenset({_S.IN_HAND, _S.CORRECTED, _S.REFUSED, _S.WITHDRAWN}),
    _S.IN_HAND: frozenset({_S.CORRECTED, _S.REFUSED, _S.WITHDRAWN}),
    _S.CORRECTED: frozenset(),
    _S.REFUSED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Term:
    """So many days, counted from the day after."""

    days: int
    working: bool

    def last_day(self, start: date) -> date:
        counted = due(self.days, start) if self.working else None
        return counted or start + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The terms that hold from a day on."""

    valid_from: date
    source: str
    answer: Term
    done: Term
    done_by_others: Term
    extension: Term
    longest_deferral_days: int

    def done_by(self, received: date, *, others: bool) -> date:
        return (self.done_by_others if others else self.done).last_day(received)


def clocks_on(day: date) -> Clocks:
    """Those that hold on this day; before the first edition, the first one's."""
    editions = _editions()
    return next((one for one in reversed(editions) if one.valid_from <= day), editions[0])


@cache
def _editions() -> tuple[Clocks, ...]:
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["edition"]
    return tuple(sorted((_clocks(row) for row in rows), key=lambda one: one.valid_from))


def _clocks(row: dict[str, Any]) -> Clocks:
    terms = {name: _term(row[name]) for name in ("answer", "done", "done_by_others", "extension")}
    return Clocks(row["valid_from"], row["source"], **terms, longest_deferral_days=row["longest_deferral_days"])


def _term(row: dict[str, Any]) -> Term:
    if row["count"] not in ("working", "calendar"):
        raise ValueError(f"days are counted as working or calendar days, not {row['count']}")
    return Term(row["days"], row["count"] == "working")
