"""What a person asks to have put right in what is held about them: sent, followed, taken back, by themselves."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.caller import Caller
from api.door import caller_with, service_of
from api.holding import Question, of_asked
from api.idempotency import Once, SentOnce, done_before, done_once
from api.routes.subjects import OWN, OWN_VIEW, Assertion, own_person
from api.subject_assertions import stated_subject, told_unproven
from errors import NotHeld
from storage.change import Change
from storage.service import subject_requests
from storage.service.subject_requests import NewRequest, SubjectRequest
from storage.service.subject_states import RequestState

router = APIRouter(tags=["subjects"])
Writer = Annotated[Caller, caller_with("corrections:write")]


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", title="Yêu cầu chỉnh sửa", hide_input_in_errors=True)

    assertion: Assertion
    record_id: UUID
    field: str = Field(pattern=r"^[a-z0-9_]{1,80}$", title="Mục không đúng")
    shows: str = Field(min_length=1, max_length=1_000, title="Giá trị đúng")
    why: str = Field(min_length=1, max_length=2_000, title="Vì sao, theo giấy tờ nào")


class Proof(BaseModel):
    model_config = ConfigDict(extra="forbid", title="Người yêu cầu", hide_input_in_errors=True)

    assertion: Assertion


class Withdrawn(Proof):
    model_config = ConfigDict(extra="forbid", title="Rút yêu cầu", hide_input_in_errors=True)


class Told(BaseModel):
    model_config = ConfigDict(title="Một yêu cầu chỉnh sửa")

    id: str
    record: str
    field: str
    state: str
    title: str
    received_at: datetime
    answer_by: date = Field(title="Hạn trả lời")
    done_by: date = Field(title="Hạn xử lý xong")
    extended: bool
    note: str | None = Field(title="Cơ quan trả lời")


@router.post(
    "/v1/subjects/corrections",
    operation_id="askCorrection",
    summary="Yêu cầu chỉnh sửa dữ liệu về mình",
    status_code=201,
    response_model=Told,
)
def ask_correction(request: Request, asked: Asked, caller: Writer, once: SentOnce) -> Response:
    """It is answered within the terms of the law, which the answer names."""

    def work(change: Change, person_id: str) -> Response:
        new = NewRequest(person_id, str(asked.record_id), asked.field, asked.shows, asked.why)
        made = subject_requests.receive(change, new, change.today)
        return JSONResponse(_told(subject_requests.request(change.connection, made)), 201)

    return _by_themselves(request, caller, asked.assertion, once, work)


@router.post(
    "/v1/subjects/corrections/list",
    operation_id="listCorrections",
    summary="Những yêu cầu chỉnh sửa của tôi",
    response_model=list[Told],
)
def list_corrections(request: Request, asked: Proof, caller: Writer) -> Response:
    """A POST, for who is asking stands in the body and never in an address."""
    service = service_of(request)
    person_id = own_person(request, service, caller, asked.assertion, "subject_request")
    with service.warehouse.looking(OWN_VIEW) as connection:
        found = subject_requests.requests(connection, person_id)
    return JSONResponse([_told(one) for one in found], headers={"Cache-Control": "no-store"})


@router.post(
    "/v1/subjects/corrections/{correction_id}/withdraw",
    operation_id="withdrawCorrection",
    summary="Rút yêu cầu chỉnh sửa",
    response_model=Told,
)
def withdraw_correction(
    request: Request, correction_id: UUID, asked: Withdrawn, caller: Writer, once: SentOnce
) -> Response:
    def work(change: Change, person_id: str) -> Response:
        if subject_requests.request(change.connection, str(correction_id)).asked.person_id != person_id:
            raise NotHeld("the request is somebody else's")
        subject_requests.move(change, str(correction_id), RequestState.WITHDRAWN)
        return JSONResponse(_told(subject_requests.request(change.connection, str(correction_id))))

    return _by_themselves(request, caller, asked.assertion, once, work)


def _by_themselves(
    request: Request, caller: Caller, assertion: str, once: Once, work: Callable[[Change, str], Response]
) -> Response:
    """What a person does for themselves. The assertion is spent by the change that it brings about: a request that was
    cut short may come again as it was. No connection is held while the person is looked for."""
    service, request_id = service_of(request), request.state.request_id
    if (before := done_before(service, caller, once)) is not None:
        return before
    with told_unproven(service, caller, request_id):
        stated = stated_subject(service, caller, assertion)
    person_id = of_asked(Question(service, caller, OWN), stated.subject, "subject_request").person_id
    with told_unproven(service, caller, request_id), service.warehouse.changing(caller.client_id, OWN_VIEW) as change:

        def spending() -> Response:
            stated.spend(change)
            return work(change, person_id)

        return done_once(change, caller, once, spending)


def _told(one: SubjectRequest) -> dict[str, object]:
    standing = one.standing
    return Told(
        id=one.id,
        record=one.asked.record_id,
        field=one.asked.field,
        state=one.state.name,
        title=one.state.sentence,
        received_at=one.received_at,
        answer_by=standing.answer_by,
        done_by=standing.done_by,
        extended=standing.extended,
        note=standing.note,
    ).model_dump(mode="json")
