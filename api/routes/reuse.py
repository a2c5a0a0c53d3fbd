"""POST /v1/reuse: a procedure is done; what nobody was asked for again is written into the ledger."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request, Response

from api.answers.reuse import Reused, ReuseGiven, ReuseTold
from api.caller import Caller
from api.door import caller_with, received_on
from api.holding import Question, of_asked, question_of
from api.idempotency import SentOnce, done_once
from api.needs import known_circumstances
from api.problems import Kind, Problem
from api.signed_answers import SIGNED, signed_answer
from reuse.components import Need
from reuse.sufficiency import Applies, ComponentAnswer, Sufficiency, sufficiency
from reuse.told_reuse import ReusedComponent, tell_reuse
from storage.outside_dossiers import OutsideDossier
from storage.reuse_ledger import Source

router = APIRouter(tags=["reuse"])


@router.post(
    "/v1/reuse",
    operation_id="tellReuse",
    summary="Thủ tục đã xong: thành phần nào không phải nộp lại",
    response_model=ReuseGiven,
    responses=SIGNED,
)
def tell(
    request: Request, asked: ReuseTold, caller: Annotated[Caller, caller_with("reuse:note")], once: SentOnce
) -> Response:
    """Counts only what was enough on the day: a component that no record of this person met is refused, so that nobody
    reports more than was reused. Told again, with any key, it changes nothing."""
    question = question_of(request, caller, asked.purpose)
    on = asked.on or question.today
    _done(on, question)
    procedure = question.asked_for(asked.procedure, on)
    known_circumstances(asked.told, procedure)
    holding = of_asked(question, asked.person, "reuse.note", stands_on=on)
    answer = sufficiency(procedure, on, holding.held, asked.told)
    code = question.purpose.dossier_id
    dossier = OutsideDossier(code, procedure.codes[0], code.partition("-")[0], asked.channel or "")
    with question.service.warehouse.changing(caller.client_id, question.purpose.procedure) as change:

        def work() -> Response:
            told = tell_reuse(change, dossier, _met(asked.components, answer), on)
            return signed_answer(request, ReuseGiven.of(told, on), question.purpose)

        return done_once(change, caller, once, work)


def _done(on: date, question: Question) -> None:
    """Raises Problem for a day before the dossier came in, or to come: on another day other papers were enough."""
    if not received_on(question.purpose.dossier_id) <= on <= question.today:
        raise Problem(Kind.NOT_UNDERSTOOD, "on: a day between the dossier's reception and today")


def _met(told: Sequence[Reused], answer: Sufficiency) -> list[ReusedComponent]:
    """Raises Problem for components that the procedure does not have, or that what is held did not meet."""
    enough = {one.component.code: {each.record_id for each in one.rests_on} for one in answer.not_asked_again}
    asked_for = {one.component.code for one in answer.components if _may_be_spared(one)}
    wrong = [one.component for one in told if not _stands(one, enough, asked_for)]
    if wrong:
        raise Problem(Kind.NOT_REUSED, components=sorted(set(wrong)))
    return [
        ReusedComponent(one.component, Source.RECORD, str(one.record_id))
        if one.record_id
        else ReusedComponent(one.component, Source.NATIONAL_STORE)
        for one in told
    ]


def _may_be_spared(one: ComponentAnswer) -> bool:
    """What is made anew each time, the declaration, is never reused, whoever says so."""
    return one.applies is not Applies.NO and one.component.need is not Need.EACH_TIME


def _stands(one: Reused, enough: dict[str, set[str]], asked_for: set[str]) -> bool:
    if one.from_national_store:
        return one.component in asked_for
    return str(one.record_id) in enough.get(one.component, set())
