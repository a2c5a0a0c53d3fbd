"""Where a question stands after its answers: decided here, from values to values.

One answer settles a question, unless two people are to answer it. Then the second answers without the first's, and
settles it by saying the same; where they differ a third, who is neither and sees the paper, decides. Handing on
changes whose it is, and not the round. What was taken back counts no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.question import Origin, Round
from storage.review.given import Action, Answer
from storage.review.sameness import same_answer
from storage.states import Owner, TaskState


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a question."""

    state: TaskState
    round: Round
    owner: Owner | None  # None once it is settled
    origin: Origin
    decided: Answer | None  # that settled it; of two that say the same the first


def standing(rounds: int, origin: Origin, answers: Sequence[Answer]) -> Standing:
    """`origin`: with which the question was opened; `answers`: all of it, in order. Each says in which round it was
    given: a sample that differs is opened again for a third person (`storage.quality.judging`)."""
    begun = Round.CHECK if origin is Origin.SAMPLE else Round.FIRST
    found = Standing(TaskState.OPEN, begun, Owner.REVIEWER, origin, None)
    first: Answer | None = None
    for answer in valid(answers):
        at = answer.round
        if answer.action is Action.ESCALATE:
            found = Standing(TaskState.OPEN, at, Owner.SUPERVISOR, found.origin, None)
        elif at is Round.FIRST and rounds == 2:
            first = answer
            found = Standing(TaskState.OPEN, Round.SECOND, Owner.REVIEWER, origin, None)
        elif at is Round.SECOND and first is not None and not same_answer(first, answer):
            found = Standing(TaskState.OPEN, Round.THIRD, Owner.REVIEWER, Origin.DISAGREEMENT, None)
        else:
            decided = first if at is Round.SECOND else answer
            found = Standing(TaskState.SETTLED, at, None, found.origin, decided)
    return found


def taken_back(rounds: int, origin: Origin, answers: Sequence[Answer], undone: Answer) -> Standing:
    """After the last answer that counted was taken back: open in its round, also where somebody had opened it again."""
    found = standing(rounds, origin, answers)
    if found.state is TaskState.OPEN:
        return found
    return Standing(TaskState.OPEN, undone.round, Owner.REVIEWER, origin, None)


def valid(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Without those that were taken back, and without the taking back."""
    gone = {one.undoes for one in answers}
    return tuple(one for one in answers if one.action is not Action.UNDO and one.id not in gone)


def opened_as(origin: Origin, rounds: int) -> Origin:
    """With which origin a question was opened that now has this one. Of two people who differ the question was of two
    rounds; of one round it is a sample, which keeps its origin once it was found to differ."""
    return Origin.DOUBLE if origin is Origin.DISAGREEMENT and rounds == 2 else origin
