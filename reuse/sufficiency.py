"""Is what is held enough for a procedure: per component one state, what it rests on, and what to ask of whom.

Pure and deterministic: the same records on the same day give the same answer, in whatever order they come. Who holds
data and finds it missing, incomplete or wrong may ask for the paper, and tells the person to have the source put
right (Nghị quyết 66.7/2025/NQ-CP).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import combinations

from matching.reasons import Reason
from matching.remedies import Actor, remedy_for
from reuse.components import Accepted, Circumstance, Component, Need, Procedure
from reuse.held import HeldRecord, Whose
from reuse.law import Law
from reuse.standing import STATE_OF, Ground, Standing, State, differ, holds, standing
from reuse.wording import Said, said


class Applies(Enum):
    """Whether this person has to meet a component at all."""

    YES = "Phải có"
    NO = "Không phải nộp"
    UNKNOWN = "Cán bộ hỏi xem có thuộc trường hợp này không"


@dataclass(frozen=True, slots=True)
class RestsOn:
    """A record that an answer rests on: pointers and days, no value."""

    record_id: str
    kind: str
    title: str
    issued: date | None
    verified: date | None  # when a register last confirmed it
    valid_until: date | None  # for this procedure
    ground: Ground
    missing: tuple[str, ...] = ()  # fields that are not settled


@dataclass(frozen=True, slots=True)
class ComponentAnswer:
    component: Component
    applies: Applies
    state: State
    ground: Ground
    rests_on: tuple[RestsOn, ...]
    basis: tuple[Law, ...]  # in force on the day: why it need not be asked for, or why it is
    do: str  # what the clerk does before anything is said to the citizen; "": nothing
    ask: str  # what to ask the citizen for, in a sentence to be read aloud; "": nothing
    tell: tuple[Actor, ...]  # who has to act, first who acts first
    reasons: tuple[Reason, ...] = ()  # of what differs from a register

    @property
    def open(self) -> bool:
        """True while something is still to be done about it."""
        return self.applies is not Applies.NO and self.state is not State.SUFFICIENT


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """The answer for one procedure and one person on one day. It holds no value of a record."""

    procedure: Procedure
    on: date
    components: tuple[ComponentAnswer, ...]  # in the order of the procedure

    @property
    def enough(self) -> bool:
        """True when nothing has to be asked for but the declaration itself."""
        return not any(one.open for one in self.components if one.component.need is not Need.EACH_TIME)

    @property
    def not_asked_again(self) -> tuple[ComponentAnswer, ...]:
        """What is reused: each a row of the reuse ledger once the procedure is done."""
        return tuple(one for one in self.components if one.state is State.SUFFICIENT and one.applies is Applies.YES)


_FOR_THE_CLERK = (
    Ground.PAPERS_DIFFER,
    Ground.DOUBTED,
    Ground.FIELDS_MISSING,
    Ground.NO_ISSUE_DATE,
    Ground.NOT_VERIFIED,
)
_BEST = (State.SUFFICIENT, State.CONFLICTING, State.INCOMPLETE, State.STALE, State.ABSENT)


def sufficiency(
    procedure: Procedure, on: date, held: Sequence[HeldRecord], told: Mapping[str, bool] | None = None
) -> Sufficiency:
    """How each component stands. `told`: circumstances, by their code, that a person has answered already."""
    ordered = sorted(set(held), key=lambda one: one.id)
    answers = tuple(_answer(component, on, ordered, told or {}) for component in procedure.components)
    return Sufficiency(procedure, on, answers)


def _answer(component: Component, on: date, held: Sequence[HeldRecord], told: Mapping[str, bool]) -> ComponentAnswer:
    found = _standings(component, on, held)
    ground, resting = _decided(component, found)
    state = STATE_OF[ground]
    applies = _applies(component, on, held, told)
    reasons = tuple(dict.fromkeys(reason for one in resting for reason in one.reasons))
    rests_on = tuple(dict.fromkeys(_rests_on(one) for one in resting))
    nothing = state is State.SUFFICIENT or applies is Applies.NO
    words = Said() if nothing else said(component, ground, on, applies is Applies.UNKNOWN)
    return ComponentAnswer(
        component=component,
        applies=applies,
        state=state,
        ground=ground,
        rests_on=rests_on,
        basis=_basis(component, state, on),
        do=words.do,
        ask=words.ask,
        tell=() if nothing else _whom(component, ground, reasons),
        reasons=reasons,
    )


def _standings(component: Component, on: date, held: Sequence[HeldRecord]) -> list[Standing]:
    pairs = ((record, accepted) for record in held for accepted in component.accepted)
    return [standing(record, accepted, on) for record, accepted in pairs if _meant(record, accepted)]


def _meant(record: HeldRecord, accepted: Accepted) -> bool:
    return record.kind == accepted.paper.code and (record.whose is Whose.OWN or accepted.of_kin)


def _decided(component: Component, found: Sequence[Standing]) -> tuple[Ground, Sequence[Standing]]:
    """The ground of the component, and the records that it rests on."""
    if component.need is Need.EACH_TIME:
        return Ground.MADE_EACH_TIME, ()
    if not found:
        known = any(one.paper.readable for one in component.accepted)
        return (Ground.NOT_HELD if known else Ground.NOT_READ_YET), ()
    contradicting = _contradicting([one for one in found if one.state is not State.STALE])
    sound = [one for one in found if one not in contradicting]
    if contradicting and not any(one.state is State.SUFFICIENT for one in sound):
        return Ground.PAPERS_DIFFER, contradicting
    best = min((one.state for one in sound), key=_BEST.index)
    first = min((one for one in sound if one.state is best), key=lambda one: _preference(component, one))
    return first.ground, (first,)


def _contradicting(current: Sequence[Standing]) -> list[Standing]:
    """Records of one kind that say different things: all of them, for none is chosen."""
    wrong: dict[str, Standing] = {}
    own = [one for one in current if one.record.whose is Whose.OWN]  # the papers of two children say different things
    for one, other in combinations(own, 2):
        if one.record.kind == other.record.kind and differ(one.record, other.record, one.accepted.paper.compared):
            wrong |= {one.record.id: one, other.record.id: other}
    return [wrong[key] for key in sorted(wrong)]


def _preference(component: Component, one: Standing) -> tuple[int, int, int, str]:
    """What the law names first, then what holds longest, then what is newest."""
    until = one.valid_until or date.max
    issued = one.record.issued or date.min
    return component.accepted.index(one.accepted), -until.toordinal(), -issued.toordinal(), one.record.id


def _rests_on(one: Standing) -> RestsOn:
    record = one.record
    return RestsOn(
        record_id=record.id,
        kind=record.kind,
        title=one.accepted.paper.title,
        issued=record.issued,
        verified=record.verified_on,
        valid_until=one.valid_until,
        ground=one.ground,
        missing=one.missing,
    )


def _basis(component: Component, state: State, on: date) -> tuple[Law, ...]:
    """Held: by which law it is not asked for again. Else: by which law it is asked for."""
    laws = component.not_asked_by if state is State.SUFFICIENT and component.not_asked_by else component.required_by
    return tuple(law for law in laws if law.in_force(on))


def _whom(component: Component, ground: Ground, reasons: Sequence[Reason]) -> tuple[Actor, ...]:
    """The clerk asks the databases before the citizen is asked; a register's mistake is its owner's to mend."""
    if ground is Ground.DIFFERS_FROM_REGISTER:
        return tuple(dict.fromkeys((Actor.CLERK, *(remedy_for(reason).actor for reason in reasons))))
    if ground in _FOR_THE_CLERK:
        return (Actor.CLERK,)
    if component.not_asked_by:
        return (Actor.CLERK, Actor.CITIZEN)
    return (Actor.CITIZEN,)


def _applies(component: Component, on: date, held: Sequence[HeldRecord], told: Mapping[str, bool]) -> Applies:
    circumstance = component.circumstance
    if circumstance is None:
        return Applies.YES
    if circumstance.code in told:
        return Applies.YES if told[circumstance.code] else Applies.NO
    return _by_records(circumstance, on, held)


def _by_records(circumstance: Circumstance, on: date, held: Sequence[HeldRecord]) -> Applies:
    """Decided only when every paper that tells says the same, and still holds on the day."""
    papers = [one for one in held if one.kind == circumstance.paper and one.whose is Whose.OWN and holds(one, on)]
    values = [value for one in papers if (value := one.value(circumstance.field))]
    said = {value in circumstance.values for value in values}
    if len(said) != 1:
        return Applies.UNKNOWN
    return Applies.YES if said.pop() else Applies.NO
