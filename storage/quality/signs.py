"""Signs that somebody accepts prefilled values without looking. From values to values.

A sign is no verdict on anybody: all that it does is that more of that person's accepted answers are keyed again, and
less again once it is gone. Nobody is shown anybody else's signs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from storage.quality.policy import SignLimits


class Sign(Enum):
    """What was seen. The value is what the person may read about the own answers."""

    QUICK_RUN = "nhiều lần liền chấp nhận nhanh hơn hẳn mức thường thấy ở đơn vị"
    NEVER_EDITS = "chưa từng sửa giá trị điền sẵn, trong khi đồng nghiệp có sửa"
    TOOK_A_SLIP = "đã chấp nhận giá trị điền sẵn cố ý sai"


@dataclass(frozen=True, slots=True)
class Met:
    """A prefilled value that somebody was shown, and what was done about it; in order of time."""

    accepted: bool  # as it was
    milliseconds: int
    slipped: bool = False  # it was planted with a slip


def signs_of(met: Mapping[str, Sequence[Met]], limits: SignLimits) -> dict[str, tuple[Sign, ...]]:
    """By staff id. `met`: of all people of one office, within the days of the limits."""
    return {person: tuple(_of_one(person, met, limits)) for person in met}


def _of_one(person: str, met: Mapping[str, Sequence[Met]], limits: SignLimits) -> list[Sign]:
    ours = [one for one in met[person] if not one.slipped]
    others = [one for name, each in met.items() if name != person for one in each if not one.slipped]
    found = []
    if len(ours) >= limits.least_answers and len(met) >= limits.least_people and others:
        if _longest_run(ours, _quick(others, limits.quick_share)) >= limits.quick_run:
            found.append(Sign.QUICK_RUN)
        if _never_edits(ours, others, limits.never):
            found.append(Sign.NEVER_EDITS)
    if any(one.slipped and one.accepted for one in met[person]):
        found.append(Sign.TOOK_A_SLIP)
    return found


def _quick(others: Sequence[Met], share: float) -> float:
    """Milliseconds below which the quickest share of what the others accepted lies."""
    times = sorted(one.milliseconds for one in others if one.accepted)
    return times[int(len(times) * share)] if times else 0


def _longest_run(ours: Sequence[Met], quick: float) -> int:
    longest = run = 0
    for one in ours:
        run = run + 1 if one.accepted and one.milliseconds < quick else 0
        longest = max(longest, run)
    return longest


def _never_edits(ours: Sequence[Met], others: Sequence[Met], never: float) -> bool:
    """Whether to edit nothing would be that improbable for somebody who edits as the others do."""
    edits = sum(not one.accepted for one in others) / len(others)
    return all(one.accepted for one in ours) and (1 - edits) ** len(ours) < never


def next_factor(factor: int, signs: Sequence[Sign], limits: SignLimits) -> int:
    """How many times as much as usual is looked at from now on: a step up for signs, a step down without."""
    return min(factor * limits.step, limits.most) if signs else max(factor // limits.step, 1)


def share_for(factor: int, limits: SignLimits) -> float:
    """0..1: of the answers that this person accepted, how many are keyed again beside the lot's own sample."""
    return min(1.0, limits.person_share * (factor - 1))
