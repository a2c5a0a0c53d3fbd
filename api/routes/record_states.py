"""What becomes of a record, told by a client that may: revoked, or replaced by another record of the same person.

Nothing is changed in place: each is a further state, with its reason and the day from which it holds.
"""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.answers.record import RevokeAsked, StandingGiven, StateGiven, SupersedeAsked, check_version, version_of
from api.caller import Caller
from api.door import Purpose, caller_with
from api.etags import Editions, etag
from api.holding import Question, of_record, question_of
from api.idempotency import Once, SentOnce, done_once
from api.signed_answers import SIGNED, signed_answer
from storage.change import Change
from storage.of_person import Loaded, loaded
from storage.record_heads import hold_record
from storage.record_states import StateReason, revoke, supersede

router = APIRouter(tags=["records"])
Writer = Annotated[Caller, caller_with("records:revoke")]


@router.post(
    "/v1/records/{record_id}/revoke",
    operation_id="revokeRecord",
    summary="Báo bản ghi bị thu hồi, hủy bỏ",
    response_model=StateGiven,
    responses=SIGNED,
)
def revoke_record(
    request: Request, record_id: UUID, asked: RevokeAsked, caller: Writer, named: Editions, once: SentOnce
) -> Response:
    """From a day on it is revoked. Who read it is told by the events."""

    def work(change: Change) -> None:
        revoke(change, str(record_id), StateReason[asked.reason], asked.effective)

    return _moved(request, caller, asked.purpose, str(record_id), named, once, work)


@router.post(
    "/v1/records/{record_id}/supersede",
    operation_id="supersedeRecord",
    summary="Báo bản ghi đã có bản khác thay thế",
    response_model=StateGiven,
    responses=SIGNED,
)
def supersede_record(
    request: Request, record_id: UUID, asked: SupersedeAsked, caller: Writer, named: Editions, once: SentOnce
) -> Response:
    """From a day on another record of the same person stands in its place."""
    reason, successor = StateReason[asked.reason], str(asked.successor_id)
    of_record(question_of(request, caller, asked.purpose), successor, "record.state")

    def work(change: Change) -> None:
        supersede(change, str(record_id), successor, reason, asked.effective)

    return _moved(request, caller, asked.purpose, str(record_id), named, once, work)


def _moved(
    request: Request,
    caller: Caller,
    told: Purpose,
    record_id: str,
    named: tuple[str, ...],
    once: Once,
    work: Callable[[Change], None],
) -> Response:
    question = question_of(request, caller, told)
    of_record(question, record_id, "record.state")
    with question.service.warehouse.changing(caller.client_id, question.purpose.procedure) as change:

        def change_it() -> Response:
            hold_record(change, record_id)
            check_version(named, _now(change, question, record_id))
            work(change)
            after = _now(change, question, record_id)
            given = StateGiven(record_id=record_id, standing=StandingGiven.of(after.standing))
            headers = {"ETag": etag(version_of(after), "state")}
            return signed_answer(request, given, question.purpose, headers=headers)

        return done_once(change, caller, once, change_it)


def _now(change: Change, question: Question, record_id: str) -> Loaded:
    found = loaded(change.connection, record_id)
    if found is None:
        raise question.refused()
    return found
