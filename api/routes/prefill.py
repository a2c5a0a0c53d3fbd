"""POST /v1/prefill: the fields that a procedure's form needs, each with where it comes from."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers.prefill import FieldGiven, PrefillAsked, PrefillGiven
from api.answers.sufficiency import procedure_named
from api.answers.words import Withheld
from api.caller import Caller
from api.door import caller_with
from api.holding import of_asked, question_of
from api.seen import open_fields, seen
from api.signed_answers import SIGNED, signed_answer

router = APIRouter(tags=["reuse"])


@router.post(
    "/v1/prefill",
    operation_id="askPrefill",
    summary="Dữ liệu điền sẵn tờ khai, kèm nguồn của từng mục",
    response_model=PrefillGiven,
    responses=SIGNED,
)
def ask_prefill(
    request: Request, asked: PrefillAsked, caller: Annotated[Caller, caller_with("reuse:prefill")]
) -> Response:
    """Fields that the population register does not share come first. A field for which the client has no scope is
    named in `withheld`, whether or not it is held."""
    question = question_of(request, caller, asked.purpose)
    on = asked.on or question.today
    procedure = question.asked_for(asked.procedure, on)
    holding = of_asked(question, asked.person, "reuse.prefill", open_fields(caller, procedure), stands_on=on)
    shown, withheld = seen(caller, procedure, holding.held, on)
    given = PrefillGiven(
        procedure=procedure_named(procedure),
        person_id=holding.person_id,
        on=on,
        fields=tuple(FieldGiven.of(one) for one in shown),
        withheld=tuple(Withheld.of(one) for one in withheld),
    )
    return signed_answer(request, given, question.purpose)
