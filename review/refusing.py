"""What the queue refuses, as the screen is told it: what happened and what to do, in the queue's own sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from review.problems import Kind, Problem
from storage.review.refusals import (
    AnsweredByAnother,
    AnswerIdTaken,
    AnswerRefused,
    ClaimedByAnother,
    ClaimLost,
    NothingToUndo,
    NotYours,
    ReviewRefused,
    VersionGone,
    WentOn,
)

VALUE = "value"  # the member beside whose field a problem is shown
_KINDS: dict[type[ReviewRefused], Kind] = {
    AnswerRefused: Kind.NOT_UNDERSTOOD,
    NotYours: Kind.TAKEN,
    ClaimedByAnother: Kind.TAKEN,
    ClaimLost: Kind.TAKEN,
    AnsweredByAnother: Kind.TAKEN,
    AnswerIdTaken: Kind.TAKEN,
    VersionGone: Kind.CHANGED_MEANWHILE,
    NothingToUndo: Kind.GONE_ON,
    WentOn: Kind.GONE_ON,
}


@contextmanager
def told() -> Iterator[None]:
    """Around whatever asks the queue. `why` names the refusal; `steal`: it may be taken from who holds it."""
    try:
        yield
    except ReviewRefused as refused:
        kind = _KINDS.get(type(refused), Kind.TAKEN)
        field = VALUE if isinstance(refused, AnswerRefused) else ""
        steal = isinstance(refused, ClaimedByAnother)
        why = type(refused).__name__
        raise Problem(kind, refused.sentence, field=field, why=why, steal=steal) from None


def slip(sentence: str) -> Problem:
    """A value that is not taken as it was typed."""
    return Problem(Kind.NOT_UNDERSTOOD, sentence, field=VALUE)
