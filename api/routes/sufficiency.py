"""POST /v1/sufficiency: is what is held enough for a procedure, and what has still to be asked of whom."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers.sufficiency import SufficiencyAsked, SufficiencyGiven
from api.caller import Caller
from api.door import caller_with
from api.holding import of_asked, question_of
from api.needs import known_circumstances, open_days
from api.signed_answers import SIGNED, signed_answer
from reuse.sufficiency import sufficiency

router = APIRouter(tags=["reuse"])


@router.post(
    "/v1/sufficiency",
    operation_id="askSufficiency",
    summary="Thành phần hồ sơ nào đã đủ, còn phải hỏi gì",
    response_model=SufficiencyGiven,
    responses=SIGNED,
)
def ask_sufficiency(
    request: Request, asked: SufficiencyAsked, caller: Annotated[Caller, caller_with("reuse:sufficiency")]
) -> Response:
    """Per component a state, its legal basis, the records that it rests on, what to ask for and whom to tell.
    No value of a record is in the answer."""
    question = question_of(request, caller, asked.purpose)
    on = asked.on or question.today
    procedure = question.asked_for(asked.procedure, on)
    known_circumstances(asked.told, procedure)
    holding = of_asked(question, asked.person, "reuse.sufficiency", stands_on=on, places=False)
    answer = sufficiency(procedure, on, holding.held, asked.told)
    given = SufficiencyGiven.of(answer, holding.person_id, lambda kind: open_days(caller, procedure, kind)[0])
    return signed_answer(request, given, question.purpose)
