"""Whether two people who answered independently say the same."""

import json

from extractors.values.name_keys import name_keys
from storage.review.given import Action, Answer

_ONE_SIGN = str.maketrans(dict.fromkeys("’‘ʼ", "'") | dict.fromkeys("–‐‑", "-"))  # H'Hen: each keyboard has its own


def same_answer(one: Answer, other: Answer) -> bool:
    """To accept what is shown and to type it are one; case, spaces, which apostrophe it is and where a tone mark
    stands (hòa, hoà) do not count, for the paper may be written in capitals."""
    if not (one.action.says_value and other.action.says_value):
        return one.action is other.action
    if Action.PAPER in (one.action, other.action):
        return one.action is other.action and _papers(one.value) == _papers(other.value)
    return _key(one.value) == _key(other.value)


def _key(value: str | None) -> str:
    return name_keys((value or "").translate(_ONE_SIGN)).k1


def _papers(value: str | None) -> object:
    """What papers were told, whatever the spaces and the order of keys."""
    try:
        return json.loads(value or "")
    except ValueError:
        return value
