"""The one place where personal values pass into and out of the warehouse: sealed on their way in, opened on it out.

Every column that may hold a name, a number, an address or words off a paper has one of these two types. What is
written says whose it is (`Private`); a bare value is refused, and so is every comparison: equal values are sealed to
unequal tokens, and are looked up by a blind index (`storage.sealing.blind`).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

from storage.sealing.owner import Owner
from storage.sealing.sealer import vault_of

_BARE = "a bare value for a personal column: say whose it is, `Private(value, owner)`"
_COMPARED = "a personal column is sealed, so nothing can be compared with it: keep a blind column beside it"


@dataclass(frozen=True, slots=True)
class Private:
    """A personal value on its way into the warehouse, and whose it is."""

    value: Any = field(repr=False)
    owner: Owner


def private(row: Mapping[str, Any], names: Iterable[str], owner: Owner) -> dict[str, Any]:
    """The row with these of its values marked as the owner's; one that is None stays so."""
    return {**row, **{name: None if row[name] is None else Private(row[name], owner) for name in names}}


class _Sealed(TypeDecorator[Any]):
    """A value sealed under its owner's key, opening at its own place only."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        """`place`: "table.column"; sealed into each value, so that none can be moved to another column."""
        super().__init__()
        self.place = place

    class Comparator(TypeDecorator.Comparator[Any]):
        """Whether there is a value can be asked; nothing else."""

        def operate(self, op: Any, *other: Any, **named: Any) -> Any:
            if op in (operators.is_, operators.is_not) or other == (None,):
                return super().operate(op, *other, **named)
            raise TypeError(_COMPARED)

    comparator_factory = Comparator

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, Private):
            raise TypeError(f"{self.place}: {_BARE}")
        if value.value is None:
            return None
        return vault_of(dialect).seal(value.owner, self.place, self.written(value.value).encode())

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self.read(vault_of(dialect).unseal(self.place, value).decode())

    def written(self, value: Any) -> str:
        """The value as text that PostgreSQL could hold, sealed or not."""
        raise NotImplementedError

    def read(self, text: str) -> Any:
        """The value of a text that `written` gave."""
        raise NotImplementedError


class PersonalText(_Sealed):
    """Text about a person. Never a key, never part of an index, never in a log line."""

    cache_ok = True

    def written(self, value: Any) -> str:
        if not isinstance(value, str):
            raise TypeError(f"{self.place}: takes text")
        return _storable(value)

    def read(self, text: str) -> str:
        return text


class PersonalJson(_Sealed):
    """JSON about a person, kept as text: sealed, it would not be JSON any more. Keys sorted: same value, same text."""

    cache_ok = True

    def written(self, value: Any) -> str:
        return _storable(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))

    def read(self, text: str) -> Any:
        return json.loads(text)


def _storable(text: str) -> str:
    """PostgreSQL holds neither NUL nor half a surrogate pair; a file's name or a QR code may hold both."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
