"""A form as one client may see it: what its scopes do not allow is taken out after the thinking, so that two sources
that contradict each other stay a contradiction, whoever looks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from api.caller import Caller
from api.needs import Left, WhyLeft, scope_of, why_left
from reuse.components import FormField, Origin, Procedure
from reuse.held import HeldRecord
from reuse.prefill import Filled, PrefilledField, WhyNot, prefill


@dataclass(frozen=True, slots=True)
class SeenField:
    """A field of the form, with those sources only that may be seen."""

    filled: PrefilledField


def seen(
    caller: Caller, procedure: Procedure, held: Sequence[HeldRecord], on: date
) -> tuple[tuple[SeenField, ...], tuple[Left, ...]]:
    """What is shown, the fields that the population register does not share first, and what is withheld.

    A field of the form is withheld as a whole when none of its origins may be seen; one of whose origins some may, is
    shown by those, and the scopes of the others are named beside.
    """
    shown, withheld = [], []
    whole = prefill(procedure, held, on)
    fields = tuple(_open(caller, procedure, one) for one in procedure.fields)
    alone = prefill(replace(procedure, fields=fields), held, on)
    for one, open_to in sorted(zip(whole, alone, strict=True), key=lambda pair: not pair[0].field.unshared):
        closed = {origin: why for origin in one.field.origins if (why := _why(caller, procedure, origin))}
        if closed:
            withheld.append(_left(one.field, closed))
        if not one.field.origins or len(closed) < len(one.field.origins):
            shown.append(SeenField(_shown(one, open_to, closed.keys())))
    return tuple(shown), tuple(withheld)


def _open(caller: Caller, procedure: Procedure, field: FormField) -> FormField:
    origins = tuple(one for one in field.origins if _why(caller, procedure, one) is None)
    return replace(field, origins=origins)


def _shown(whole: PrefilledField, open_to: PrefilledField, closed: Collection[Origin]) -> PrefilledField:
    """What the open origins alone say; but that a seen source contradicts another is told, whoever looks. Of a field
    for which they say nothing it is not told whether a closed one does, nor how it stands."""
    sources = tuple(each for each in whole.sources if Origin(each.kind, each.field) not in closed)
    if whole.state is Filled.CONFLICTING and sources:
        return replace(whole, sources=sources)
    if closed and open_to.why in (WhyNot.UNSHARED, WhyNot.NOT_YET):
        return replace(open_to, why=WhyNot.NOT_SEEN)
    return open_to


def _why(caller: Caller, procedure: Procedure, origin: Origin) -> WhyLeft | None:
    return why_left(caller, procedure, origin.paper, origin.field)


def _left(field: FormField, closed: dict[Origin, WhyLeft]) -> Left:
    why = WhyLeft.SENSITIVE if WhyLeft.SENSITIVE in closed.values() else WhyLeft.SCOPE
    return Left(field.name, why, tuple(sorted(scope_of(one.paper, one.field) for one in closed)))


def open_fields(caller: Caller, procedure: Procedure) -> tuple[str, ...]:
    """What this client will be shown of any person, as the audit names it: "cccd.ngay_cap"."""
    origins = {origin for one in procedure.fields for origin in one.origins}
    shown = (one for one in origins if _why(caller, procedure, one) is None)
    return tuple(sorted(f"{one.paper}.{one.field}" for one in shown))
