"""Rows of our data files, read strictly: a key that nobody knows is refused, and so is one that is missing."""

from collections.abc import Mapping, Set
from enum import Enum
from typing import Any, TypeVar

Word = TypeVar("Word", bound=Enum)


def checked(row: Mapping[str, Any], where: str, needed: Set[str], free: Set[str] = frozenset()) -> Mapping[str, Any]:
    """The row as it is. Raises ValueError for an unknown or missing key, or a text that is left empty."""
    unknown = sorted(row.keys() - needed - free)
    missing = sorted(needed - row.keys())
    empty = sorted(key for key in needed & row.keys() if row[key] == "")
    for what, keys in (("unknown", unknown), ("missing", missing), ("empty", empty)):
        if keys:
            raise ValueError(f"{where}: {what} {', '.join(keys)}")
    return row


def word(kind: type[Word], name: str, where: str) -> Word:
    """The member of that name, written small in the file. Raises ValueError."""
    try:
        return kind[name.upper()]
    except KeyError:
        raise ValueError(f"{where}: no {kind.__name__} is called {name}") from None
