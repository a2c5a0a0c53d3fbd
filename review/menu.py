"""The pages that one may go to, by what one may do."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import FastAPI

from storage.staff.posts import StaffRole

if TYPE_CHECKING:
    from review.door import Officer


@dataclass(frozen=True, slots=True)
class Entry:
    """`key`: of its text, menu.<key>."""

    key: str
    path: str
    roles: frozenset[StaffRole]


_WORKING = frozenset({StaffRole.CLERK, StaffRole.SECOND_READER, StaffRole.SUPERVISOR})
ENTRIES = (
    Entry("queue", "/", frozenset(StaffRole)),
    Entry("ask", "/ask", _WORKING),
    Entry("counter", "/counter", _WORKING),
    Entry("supervisor", "/supervisor", frozenset({StaffRole.SUPERVISOR, StaffRole.AUDITOR})),
    Entry("quality", "/quality", frozenset({StaffRole.SUPERVISOR, StaffRole.AUDITOR})),
    Entry("account", "/account", frozenset(StaffRole)),
)


def entries(app: FastAPI, officer: "Officer | None") -> tuple[Entry, ...]:
    """Those that this officer may open."""
    if officer is None:
        return ()
    there = {getattr(route, "path", "") for route in app.routes}
    return tuple(one for one in ENTRIES if one.path in there and one.roles & officer.roles)
