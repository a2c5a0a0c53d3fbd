"""Whom a dossier may be about: the paper's words beside each registered person, field by field, with reason and weight.

Nothing is decided here. What the paper says and what the register says stand apart and are never joined.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.confidence.signals import ValueKind
from matching.decision import Decision, Explanation
from matching.people import Claim, LifeStatus, Person
from matching.registers import Candidate
from matching.resolution import Comparison, Level
from review.showing.values import Part, as_read, grouped, parts


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of which paper and register both may speak."""

    title: str
    paper: tuple[Part, ...] = field(repr=False)
    register: tuple[Part, ...] = field(repr=False)
    level: Level
    reason: str  # the sentence of why they differ; "" where they do not
    weight: float | None  # log2 odds; None: this was not weighed


@dataclass(frozen=True, slots=True)
class Shown:
    """One candidate as the screen has it."""

    person_id: str = field(repr=False)
    name: str = field(repr=False)
    found_by: tuple[str, ...]
    status: str  # a sentence where the register does not hold the person for living; else ""
    weight: float  # log2 odds against "not registered"
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    rule: str  # that weighs it
    title: str
    of_claim: str
    of_person: str
    kind: ValueKind = ValueKind.TEXT


_TOLD = (
    _Told("full_name", "Họ, chữ đệm và tên", "full_name", "full_name", ValueKind.NAME),
    _Told("id_number", "Số định danh", "id_number", "id_number", ValueKind.ID),
    _Told("birth_date", "Ngày sinh", "birth_date", "birth_date", ValueKind.DATE),
    _Told("sex", "Giới tính", "sex", "sex"),
    _Told("address", "Nơi cư trú", "address", "address", ValueKind.ADDRESS),
    _Told("parents", "Họ tên cha", "father_name", "father_name", ValueKind.NAME),
    _Told("parents", "Họ tên mẹ", "mother_name", "mother_name", ValueKind.NAME),
    _Told("card_issued_on", "Ngày cấp thẻ", "id_issued_on", "id_issued_on", ValueKind.DATE),
)
_ALWAYS = ("full_name", "id_number", "birth_date", "sex")  # shown though both sides are silent
_PHONE = "phone_owner"


def candidates(decision: Decision) -> tuple[Shown, ...]:
    """Those that the decision kept, the likeliest first; as many as `Alt` and a digit can choose."""
    weighed = {one.person_id: one for one in decision.explanations}
    return tuple(_shown(one, decision.claim, weighed.get(one.person.person_id)) for one in _kept(decision))


def claimed(decision: Decision) -> tuple[Row, ...]:
    """By what the person was looked for, as the papers were read: all there is to see where nobody was found."""
    told = [(one.title, _text(getattr(decision.claim, one.of_claim))) for one in _TOLD if one.rule in _ALWAYS]
    return tuple(Row(title, parts(as_read(text), ""), (), Level.MISSING, "", None) for title, text in told)


def _kept(decision: Decision) -> Sequence[Candidate]:
    return decision.resolution.candidates[:9]


def _shown(candidate: Candidate, claim: Claim, weighed: Explanation | None) -> Shown:
    person = candidate.person
    comparisons = {one.rule: one for one in weighed.comparisons} if weighed else {}
    return Shown(
        person_id=person.person_id,
        name=person.full_name,
        found_by=tuple(why.value for why in candidate.found_by),
        status="" if person.status is LifeStatus.LIVING else f"Cơ sở dữ liệu ghi: {person.status.value}.",
        weight=round(weighed.weight, 1) if weighed else 0.0,
        rows=_rows(claim, person, comparisons),
    )


def _rows(claim: Claim, person: Person, comparisons: dict[str, Comparison]) -> tuple[Row, ...]:
    rows, weighed = [], set()
    for told in _TOLD:
        paper, register = _text(getattr(claim, told.of_claim)), _text(getattr(person, told.of_person))
        if not (paper or register) and told.rule not in _ALWAYS:
            continue
        first = told.rule not in weighed  # father and mother are weighed together: told beside the first of them
        weighed.add(told.rule)
        rows.append(_row(told, paper, register, comparisons.get(told.rule), first))
    phone = comparisons.get(_PHONE)
    if claim.phone and phone and phone.level is not Level.MISSING:
        said = (Part(grouped(claim.phone, ValueKind.PHONE), False),)
        rows.append(Row("Số điện thoại", said, (), phone.level, _reason(phone), round(phone.weight, 1)))
    return tuple(rows)


def _row(told: _Told, paper: str, register: str, found: Comparison | None, first: bool) -> Row:
    level = found.level if found else _level(paper, register)
    if not (paper and register):
        level = Level.MISSING
    apart = level is not Level.EXACT
    ours, theirs = as_read(paper), as_read(register)
    return Row(
        told.title,
        parts(ours, theirs if apart else ""),
        parts(theirs, ours if apart else ""),
        level,
        _reason(found) if first else "",
        round(found.weight, 1) if found and first else None,
    )


def _level(paper: str, register: str) -> Level:
    return Level.EXACT if paper.casefold() == register.casefold() else Level.DIFFERENT


def _reason(found: Comparison | None) -> str:
    return found.reason.value if found and found.reason else ""


def _text(value: object) -> str:
    """A date as yyyy-mm-dd as far as known, a sex by its word."""
    if value is None:
        return ""
    return str(getattr(value, "value", value))
