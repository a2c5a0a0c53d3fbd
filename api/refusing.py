"""Errors of the house as problems, and the row of the audit that each refusal of a known caller leaves."""

from fastapi import Request

import errors
from api.caller import Caller
from api.problems import Kind, Problem
from errors import DossierError

_RETRY_S = 5
# the narrowest first
_KINDS: tuple[tuple[type[DossierError], Kind], ...] = (
    (errors.ReadNotLogged, Kind.NOT_LOGGED),
    (errors.Erased, Kind.ERASED),
    (errors.NotHeld, Kind.HIDDEN),
    (errors.MoveRefused, Kind.STATE_REFUSED),
    (errors.StateRefused, Kind.STATE_REFUSED),
    (errors.ObjectDamaged, Kind.DAMAGED),
    (errors.SealBroken, Kind.DAMAGED),
    (errors.StorageUnavailable, Kind.AWAY),
    (errors.StorageFull, Kind.AWAY),
    (errors.NotSetUp, Kind.AWAY),
)
_UNLOGGED = {Kind.TOO_FAST}  # counted by `api.unlet`, so that who sends too fast does not fill the audit, too


def problem_of(error: Exception) -> Problem:
    """What an error of ours is to who asked; its message stays here, for it may name what they may not know."""
    kind = next((kind for family, kind in _KINDS if isinstance(error, family)), Kind.BROKEN)
    return Problem(kind, retry_after=_RETRY_S if kind.status == 503 else 0)


def note_refusal(request: Request, problem: Problem) -> None:
    """Write down that a known caller was refused; nothing for one that is not known, or while the warehouse is away.

    Raises StorageUnavailable when the row could not be written.
    """
    caller = getattr(request.state, "caller", None)
    if not isinstance(caller, Caller) or problem.kind in _UNLOGGED or problem.kind.status == 503:
        return
    route = getattr(request.scope.get("route"), "operation_id", None) or "-"
    with request.app.state.service.warehouse.changing(caller.client_id) as change:
        change.note(
            "service.refused",
            request.state.request_id,
            problem=problem.kind.name,
            operation=route,
            token=caller.token_id,
        )
