"""Where a page of the queue ends, as it stands in an address: a day, a number, a moment and an id of ours."""

from datetime import date, datetime

from review.problems import Kind, Problem
from storage.plain import is_id
from storage.review.questions import QueuePlace

_SIGN = "~"


def place_told(place: QueuePlace) -> str:
    return _SIGN.join((place.deadline.isoformat(), repr(place.worth), place.made_at.isoformat(), place.task_id))


def place_in(text: str) -> QueuePlace | None:
    """None for "". Raises Problem for what was not made by `place_told`."""
    if not text:
        return None
    try:
        day, worth, made_at, task_id = text.split(_SIGN)
        found = QueuePlace(date.fromisoformat(day), float(worth), datetime.fromisoformat(made_at), task_id)
    except ValueError:
        raise Problem(Kind.NOT_UNDERSTOOD) from None
    if not is_id(task_id) or found.made_at.tzinfo is None:
        raise Problem(Kind.NOT_UNDERSTOOD)
    return found
