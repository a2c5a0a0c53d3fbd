"""Whether a lot is accepted: how many of it are looked at, and what is concluded. From values to values.

A lot is accepted as soon as its own sample proves that at most the share `most_wrong` is wrong. The plan has a fixed
number of stages, and what may go amiss is parted among them: so the bound that is told holds with the confidence that
is told, though the decision waits for what is found. The first stage is passed with nothing wrong. Whatever is found
then calls for as many more as would prove the same with just so many wrong; what is found beyond it rejects the lot,
and then all of it is looked at.
"""

from dataclasses import dataclass
from enum import Enum
from math import ceil

from storage.quality.bounds import least_looked, upper, upper_of_lot
from storage.quality.policy import Policy


class LotState(Enum):
    """The value is what a clerk reads."""

    OPEN = "đang lấy mẫu kiểm"
    ACCEPTED = "đạt, theo mẫu của chính lô"
    ACCEPTED_BY_OFFICE = "đạt, theo các mẫu gần đây của đơn vị; mẫu của riêng lô còn ít"
    UNDECIDED = "chưa kết luận được: mẫu còn ít, hoặc có mục không ai đọc được"
    REJECTED = "không đạt: đang kiểm toàn bộ lô"
    CHECKED_WHOLE = "đã kiểm toàn bộ lô; sai sót tìm thấy đã được chuyển sửa"
    EMPTY = "không có mục nào để kiểm"

    @property
    def accepted(self) -> bool:
        return self in (LotState.ACCEPTED, LotState.ACCEPTED_BY_OFFICE, LotState.CHECKED_WHOLE)


@dataclass(frozen=True, slots=True)
class Looked:
    """What is known of a lot's sample."""

    size: int  # fields of the lot
    looked: int  # at which a verdict stands
    wrong: int
    waiting: int  # asked, without a verdict yet
    unsure: int = 0  # nobody could tell what the paper says
    running_looked: int = 0  # of the office's samples of the days up to this lot's, its own among them
    running_wrong: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    state: LotState
    stage: int
    wanted: int  # how many of the lot are to be looked at; those asked already among them
    bound: float | None  # 0..1; None: nothing was looked at
    running_bound: float | None


def decided(found: Looked, policy: Policy, stage: int = 1) -> Decision:
    """`stage`: in which the lot stood; it never goes back, though more be found later."""
    running = upper(found.running_wrong, found.running_looked, policy.confidence) if found.running_looked else None
    if not found.size:
        return Decision(LotState.EMPTY, stage, 0, None, running)
    bound = upper_of_lot(found.size, found.wrong, found.looked, policy.of_stage) if found.looked else None
    stage = _stage(found, policy, stage)
    wanted = min(found.size, _wanted(found, policy, stage) + found.unsure)
    return Decision(_state(found, policy, stage, wanted, bound, running), stage, wanted, bound, running)


def first_wanted(size: int, policy: Policy) -> int:
    """How many of a lot are looked at when nothing is known of it."""
    return decided(Looked(size, 0, 0, 0), policy).wanted


def _stage(found: Looked, policy: Policy, stage: int) -> int:
    """One further for each time that more was found than the stage allows; beyond the last all is looked at."""
    while stage <= policy.stages and found.wrong > _allowed(stage):
        stage += 1
    return stage


def _allowed(stage: int) -> int:
    """How many wrong ones a stage is passed with: none, then one, then two."""
    return stage - 1


def _wanted(found: Looked, policy: Policy, stage: int) -> int:
    if stage > policy.stages:
        return found.size
    proving = least_looked(found.size, _allowed(stage), policy.most_wrong, policy.of_stage)
    if proving is None:
        return found.size
    if stage > 1:
        return proving
    return min(proving, max(policy.least, ceil(found.size * policy.most_share)))


def _state(
    found: Looked, policy: Policy, stage: int, wanted: int, bound: float | None, running: float | None
) -> LotState:
    if found.looked >= found.size:
        return LotState.CHECKED_WHOLE  # what nobody could read was not checked
    if stage > policy.stages:
        return LotState.REJECTED
    if bound is not None and bound <= policy.most_wrong:
        return LotState.ACCEPTED
    if found.waiting or found.looked + found.unsure < wanted:
        return LotState.OPEN
    if running is not None and running <= policy.most_wrong and found.running_looked >= policy.running_least:
        return LotState.ACCEPTED_BY_OFFICE
    return LotState.UNDECIDED
