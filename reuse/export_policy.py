"""Which values a bulk export may hold: each only by its own scope."""

from collections.abc import Iterable
from dataclasses import dataclass

from reuse.papers import PERSON
from storage.sensitivity import STRICTEST, label_of


@dataclass(frozen=True, slots=True)
class FieldPolicy:
    """What the scopes of whoever asks let out. Ids of ours, kinds, days and states need none."""

    scopes: frozenset[str]

    def may_read(self, kind: str, field: str) -> bool:
        """Whether values of this field of this kind of record may be given out."""
        narrow, *wide = scopes_for(kind, field)
        if narrow in self.scopes:
            return True
        return not self.scopes.isdisjoint(wide) and label_of(kind, field) is not STRICTEST


def scopes_for(kind: str, field: str) -> tuple[str, ...]:
    """Its own scope, then those for every field of the paper, which let out no value of the strictest label."""
    if kind == PERSON:
        return (f"person.{field}:read",)
    return (f"document.{kind}.{field}:read", f"document.{kind}.*:read")


def named(fields: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many values of each field, "cccd.ngay_cap", in order."""
    counted: dict[str, int] = {}
    for kind, field in fields:
        counted[f"{kind}.{field}"] = counted.get(f"{kind}.{field}", 0) + 1
    return dict(sorted(counted.items()))
