"""What an answer to a question of control shows: decided here, from values to values.

What was accepted is never shown to who keys it again. Where the two say the same, it was right. Where they differ,
nobody is right yet: a third person sees the paper, and decides. What even two people cannot read the machine should
not have accepted; what only the third cannot read stays unsure, and is counted neither way.
"""

from dataclasses import dataclass
from enum import Enum

from storage.quality.sameness import Difference, difference, same
from storage.review.given import Action


class Verdict(Enum):
    """The value is what a clerk reads."""

    RIGHT = "đúng"
    WRONG = "sai"
    UNSURE = "không kết luận được: giấy khó đọc"
    TOOK_THE_SLIP = "đã chấp nhận giá trị điền sẵn cố ý sai"


@dataclass(frozen=True, slots=True)
class Keyed:
    """What somebody answered without seeing what was accepted."""

    action: Action
    value: str | None = None

    @property
    def said(self) -> str | None:
        """The value; None where none can be read, or the paper has none."""
        return self.value if self.action.says_value else None


@dataclass(frozen=True, slots=True)
class Judged:
    verdict: Verdict
    slip: Difference | None = None


def of_first(expected: str, first: Keyed) -> Judged | None:
    """None: it differs, and a third person is asked."""
    return Judged(Verdict.RIGHT) if first.said is not None and same(expected, first.said) else None


def of_third(expected: str, first: Keyed, third: Keyed) -> Judged:
    if third.action is Action.UNREADABLE:
        both = first.action is Action.UNREADABLE
        return Judged(Verdict.WRONG, Difference.MISSING) if both else Judged(Verdict.UNSURE)
    slip = difference(expected, third.said)
    return Judged(Verdict.RIGHT) if slip is None else Judged(Verdict.WRONG, slip)


def of_known(expected: str, planted: str | None, answer: Keyed) -> Judged:
    """Of a question whose answer two people agreed on before: how it was answered now."""
    if answer.action is Action.UNREADABLE:
        return Judged(Verdict.UNSURE)
    if planted is not None and answer.said is not None and same(planted, answer.said):
        return Judged(Verdict.TOOK_THE_SLIP, difference(expected, answer.said))
    slip = difference(expected, answer.said)
    return Judged(Verdict.RIGHT) if slip is None else Judged(Verdict.WRONG, slip)
