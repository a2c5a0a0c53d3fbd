"""What a client may see of a record: the fields that the procedure of its purpose needs, and that its scopes allow.

Both must hold. A paper of a kind that the procedure does not need is not shown to exist; a field is named as withheld,
with the scope that would show it, whether or not anything of it is held.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from api.caller import Caller
from api.problems import Kind, Problem
from reuse.catalogue import catalogue
from reuse.components import Accepted, Procedure
from reuse.papers import PERSON
from storage.sensitivity import STRICTEST, label_of


class WhyLeft(Enum):
    """Why a field is not shown. The value is what the officer reads."""

    SCOPE = "Hệ thống chưa được cấp phạm vi để xem mục này."
    PURPOSE = "Thủ tục nêu trong mục đích không cần mục này."
    SENSITIVE = "Mục nhạy cảm: chỉ xem được khi phạm vi nêu đích danh mục này."


@dataclass(frozen=True, slots=True)
class Left:
    """A field that is withheld, and the scopes that would show it; none where no scope would."""

    field: str
    why: WhyLeft
    scopes: tuple[str, ...] = ()


def scope_of(kind: str, field: str) -> str:
    """ "person.phone:read", "document.cccd.ngay_cap:read"."""
    return f"person.{field}:read" if kind == PERSON else f"document.{kind}.{field}:read"


@cache
def needed(procedure: Procedure) -> Mapping[str, frozenset[str]]:
    """By kind of paper the fields of it that the procedure needs: to meet a component, or to fill its form."""
    fields: dict[str, set[str]] = {}
    for component in procedure.components:
        for accepted in component.accepted:
            fields.setdefault(accepted.paper.code, set()).update(_of_component(accepted))
        told = component.circumstance
        if told and told.paper:
            fields.setdefault(told.paper, set()).add(told.field)
    for each in procedure.fields:
        for origin in each.origins:
            fields.setdefault(origin.paper, set()).add(origin.field)
    return {kind: frozenset(names) for kind, names in fields.items()}


def _of_component(accepted: Accepted) -> Iterable[str]:
    """What it must say, and by what it is told apart: number, days, whose it is."""
    paper = accepted.paper
    told = (paper.number, paper.holder, paper.expires, *paper.issued, *paper.named)
    kin = paper.kin if accepted.of_kin else ()
    return {*accepted.fields, *kin, *filter(None, told)}


def why_left(caller: Caller, procedure: Procedure, kind: str, field: str) -> WhyLeft | None:
    """None: it may be shown."""
    if field not in needed(procedure).get(kind, frozenset()):
        return WhyLeft.PURPOSE
    scope = scope_of(kind, field)
    if scope in caller.scopes:
        return None
    if not caller.may(scope):
        return WhyLeft.SCOPE
    return WhyLeft.SENSITIVE if is_sensitive(kind, field) else None


def left(caller: Caller, procedure: Procedure, kind: str, field: str) -> Left | None:
    """None: it may be shown."""
    why = why_left(caller, procedure, kind, field)
    if why is None:
        return None
    return Left(field, why, () if why is WhyLeft.PURPOSE else (scope_of(kind, field),))


def is_sensitive(kind: str, field: str) -> bool:
    """Whether it is of the strictest label: then a scope for every field of the paper does not reach it."""
    return label_of(kind, field) is STRICTEST


def open_days(caller: Caller, procedure: Procedure, kind: str) -> tuple[bool, bool]:
    """Whether the caller may know from which day on, and until which day, such a paper holds: these days are fields of
    the paper, too."""
    paper = catalogue().papers[kind]

    def may(*fields: str) -> bool:
        return any(why_left(caller, procedure, kind, field) is None for field in fields if field)

    issued = not paper.issued or may(*paper.issued)
    return issued, may(paper.expires) if paper.expires else issued


def known_circumstances(told: Mapping[str, bool], procedure: Procedure) -> None:
    """Raises Problem for a circumstance that the procedure does not ask about: it would be passed over in silence."""
    codes = {one.circumstance.code for one in procedure.components if one.circumstance}
    if not told.keys() <= codes:
        raise Problem(Kind.NOT_UNDERSTOOD, "told: this procedure asks about other circumstances", known=sorted(codes))
