"""The one place where personal values pass into and out of the warehouse.

Every column that may hold a name, a number, an address or words off a paper has one of these two types, in
`schema.py` and nowhere else. Encryption by field (issue 6) is added here, and no query changes.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from storage.sealing.owner import Owner


@dataclass(frozen=True, slots=True)
class Private:
    """A personal value on its way into the warehouse, and whose it is."""

    value: Any = field(repr=False)
    owner: Owner


class PersonalText(TypeDecorator[str]):
    """Text about a person. Never a key, never part of an index, never in a log line."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        value = value.value if isinstance(value, Private) else value
        return None if value is None else _storable(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value


class PersonalJson(TypeDecorator[Any]):
    """JSON about a person, kept as text: sealed, it would not be JSON any more. Keys sorted: same value, same text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        value = value.value if isinstance(value, Private) else value
        if value is None:
            return None
        return _storable(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def _storable(text: str) -> str:
    """PostgreSQL holds neither NUL nor half a surrogate pair; a file's name or a QR code may hold both."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
