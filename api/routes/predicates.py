"""POST /v1/predicates/...: yes, no or unknown, with the reason; who asks learns no value."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers.predicate import PhoneAsked, PredicateAsked, PredicateGiven, SamePersonAsked, Stated
from api.caller import Caller
from api.door import caller_with
from api.holding import of_asked, question_of
from api.problems import Kind, Problem
from api.signed_answers import SIGNED, signed_answer
from extractors.reading import PartialDate
from matching.people import Claim
from reuse.held import HeldRecord
from reuse.predicates import Predicate, is_same_person, over_18, phone_owned_by

_FAR = timedelta(days=31)
router = APIRouter(tags=["predicates"])
_LOOKED_AT = {
    "phone_owned_by": ("person.phone",),
    "is_same_person": ("person.id_number", "person.full_name", "person.birth_date"),
    "over_18": ("person.birth_date",),
}


@router.post(
    "/v1/predicates/phone_owned_by",
    operation_id="askPhoneOwnedBy",
    summary="Số điện thoại có phải của người này",
    response_model=PredicateGiven,
    responses=SIGNED,
)
def ask_phone(
    request: Request, asked: PhoneAsked, caller: Annotated[Caller, caller_with("predicate:phone_owned_by")]
) -> Response:
    """As the operators said last. A number that is not this person's as far as is known answers UNKNOWN, never whose
    it is."""
    return _answered(request, asked, caller, "phone_owned_by", lambda held, on: phone_owned_by(asked.phone, held, on))


@router.post(
    "/v1/predicates/is_same_person",
    operation_id="askIsSamePerson",
    summary="Số định danh, họ tên, ngày sinh có phải của người này",
    response_model=PredicateGiven,
    responses=SIGNED,
)
def ask_same_person(
    request: Request, asked: SamePersonAsked, caller: Annotated[Caller, caller_with("predicate:is_same_person")]
) -> Response:
    """Against what the population register confirmed. Which of the three differs is told only as far as a clerk must
    know it."""
    claim = _claim(asked.stated)
    return _answered(request, asked, caller, "is_same_person", lambda held, on: is_same_person(claim, held, on))


@router.post(
    "/v1/predicates/over_18",
    operation_id="askOver18",
    summary="Đã đủ 18 tuổi",
    response_model=PredicateGiven,
    responses=SIGNED,
)
def ask_over_18(
    request: Request, asked: PredicateAsked, caller: Annotated[Caller, caller_with("predicate:over_18")]
) -> Response:
    """On the day asked about."""
    return _answered(request, asked, caller, "over_18", over_18)


def _answered(
    request: Request,
    asked: PredicateAsked,
    caller: Caller,
    name: str,
    predicate: Callable[[Sequence[HeldRecord], date], Predicate],
) -> Response:
    question = question_of(request, caller, asked.purpose)
    on = asked.on or question.today
    _near(on, question.today)
    holding = of_asked(question, asked.person, f"predicate.{name}", _LOOKED_AT[name], stands_on=on)
    given = PredicateGiven.of(name, holding.person_id, on, predicate(holding.held, on))
    return signed_answer(request, given, question.purpose)


def _near(on: date, today: date) -> None:
    """Raises Problem for a day that is far: asked about day after day, yes and no would tell a birth date."""
    if abs(on - today) > _FAR:
        raise Problem(Kind.NOT_UNDERSTOOD, "on: a predicate is asked about a day within 31 days of today")


def _claim(stated: Stated) -> Claim:
    born = PartialDate(*map(int, stated.birth_date.split("-"))) if stated.birth_date else None
    return Claim("", stated.full_name or "", stated.id_number or "", birth_date=born)
