"""Surnames met often, by their folded form."""

from functools import cache

from extractors.folded import fold
from extractors.values.tables import rows_of


@cache
def surnames() -> dict[str, tuple[str, ...]]:
    """Folded -> the surnames that fold so; several where marks part two surnames (Vũ, Vu)."""
    found: dict[str, tuple[str, ...]] = {}
    for surname, _ in _rows():
        found[fold(surname)] = (*found.get(fold(surname), ()), surname)
    return found


@cache
def highland_houses() -> frozenset[str]:
    """Folded surnames of the peoples of the Central Highlands, in whose names sounds stand that Vietnamese has not."""
    return frozenset(fold(surname) for surname, group in _rows() if group)


def _rows() -> list[tuple[str, str]]:
    return [(row["surname"], row["group"] or "") for row in rows_of("surnames")]
