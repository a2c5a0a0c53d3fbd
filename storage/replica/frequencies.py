"""How common names and places are in an extract, as JSON to keep beside it and back: equal to the last bit."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from matching.weighing.frequencies import Frequencies

_ONCE = 1.5  # persons: a whole name borne by fewer is never looked up, and tells of one person


def frequencies_to_plain(counted: Frequencies) -> dict[str, Any]:
    """Each mapping as pairs of key and value; whole names that only one person bears are left out."""
    plain = {part.name: _plain(getattr(counted, part.name)) for part in fields(counted)}
    plain["full"] = [[key, share] for key, share in plain["full"] if share * counted.persons > _ONCE]
    return plain


def frequencies_from(plain: Mapping[str, Any]) -> Frequencies:
    """The shares again. Raises TypeError when another version counted them."""
    return Frequencies(**{name: _value(held) for name, held in plain.items()})


def _plain(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    return [[list(key) if isinstance(key, tuple) else key, share] for key, share in value.items()]


def _value(plain: Any) -> Any:
    if not isinstance(plain, list):
        return plain
    return {tuple(key) if isinstance(key, list) else key: share for key, share in plain}
