"""What matching asks, finds and decides, as JSON and back: equal bytes for equal values, and unknown keys refused.

Every object of the JSON has one key, the kind of the value: `{"Person": {...}}`, `{"Reason": "OLD_CMND"}`,
`{"date": "2021-05-17"}`; a tuple is an array, texts and numbers stand for themselves.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from extractors.reading import PartialDate
from matching.deciding.choices import Choice
from matching.decision import Asked, Chance, Decision, Explanation, Grounds
from matching.people import Claim, LifeStatus, Person, Sex, Subscriber, SubscriberKind
from matching.reasons import Reason
from matching.registers import Candidate, Why
from matching.resolution import Comparison, Correction, Level, Outcome, PhoneFinding, PhoneStatus, Resolution
from matching.weighing.posterior import Posterior

_RECORDS = {
    kind.__name__: kind
    for kind in (
        Asked, Candidate, Chance, Choice, Claim, Comparison, Correction, Decision, Grounds, Explanation, PartialDate,
        Person, PhoneFinding, Posterior, Resolution, Subscriber,
    )
}  # fmt: skip
_WORDS = {kind.__name__: kind for kind in (Level, LifeStatus, Outcome, PhoneStatus, Reason, Sex, SubscriberKind, Why)}


def to_json(value: object) -> str:
    """Compact JSON with sorted keys; encrypt it at rest, for it holds personal values. Raises TypeError for what is
    none of matching's kinds."""
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Any:
    """The value of `to_json`. Raises KeyError, TypeError or ValueError when it is another text."""
    return _value(json.loads(text))


def decision_from_json(text: str) -> Decision:
    """A decision of `to_json`. Raises as `from_json`, and TypeError for another kind of value."""
    value = from_json(text)
    if not isinstance(value, Decision):
        raise TypeError(f"not a decision but {type(value).__name__}")
    return value


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    kind = type(value).__name__
    if isinstance(value, Enum) and kind in _WORDS:
        return {kind: value.name}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Mapping):
        return {"map": {key: _plain(part) for key, part in value.items()}}
    if is_dataclass(value) and kind in _RECORDS:
        return {kind: {field.name: _plain(getattr(value, field.name)) for field in fields(value)}}
    raise TypeError(f"no JSON form for {kind}")


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(part) for part in plain)
    if not isinstance(plain, dict):
        return plain
    ((kind, held),) = plain.items()
    if kind == "date":
        return date.fromisoformat(held)
    if kind in _WORDS:
        return _WORDS[kind][held]
    parts = {key: _value(part) for key, part in held.items()}
    return parts if kind == "map" else _RECORDS[kind](**parts)
