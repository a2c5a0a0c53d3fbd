"""What a client read that proved wrong, and what it did about it."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.caller import Caller
from api.cursors import next_link, opened, seal
from api.door import caller_with, service_of
from api.idempotency import SentOnce, done_once
from storage.service import recalls
from storage.service.recalls import Answer, Recall

router = APIRouter(tags=["recalls"])
Reader = Annotated[Caller, caller_with("events:read")]
QUESTION = {"operation": "recalls"}
Did = Enum("Did", [(one.name, one.name) for one in Answer], type=str)  # type: ignore[misc]


class Told(BaseModel):
    model_config = ConfigDict(title="Điều đã đọc mà không đúng")

    id: str
    person: str = Field(title="Mã người do kho cấp")
    record: str
    field: str = Field(title="Mục không đúng; trống: cả bản ghi")
    cause: str
    title: str
    found_at: datetime
    reads: int = Field(title="Hệ thống này đã đọc bao nhiêu lần")
    first_read_at: datetime
    last_read_at: datetime
    answer: str | None = Field(title="Đã trả lời: CORRECTED, NOT_USED, UNDER_REVIEW")
    answered_at: datetime | None


class Done(BaseModel):
    model_config = ConfigDict(extra="forbid", title="Đã làm gì với điều không đúng")

    answer: Did = Field(title="CORRECTED đã sửa; NOT_USED chưa dùng; UNDER_REVIEW đang xem lại")


@router.get(
    "/v1/recalls", operation_id="listRecalls", summary="Những gì đã đọc mà không đúng", response_model=list[Told]
)
def list_recalls(
    request: Request,
    caller: Reader,
    cursor: Annotated[str, Query(max_length=1_000)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """In the order in which they were found; `Link` leads to the next page."""
    service = service_of(request)
    place = opened(service, caller, QUESTION, cursor) if cursor else None
    after = (datetime.fromisoformat(str(place[0])), str(place[1])) if place else None
    with service.warehouse.looking("recall") as connection:
        found = recalls.recalls_for(connection, caller.client_id, after, limit)
    headers = {"Cache-Control": "no-store"}
    last = found[-1].readers[0].told_at if found else None
    if len(found) == limit and last:
        onward = seal(service, caller, QUESTION, (last.isoformat(), found[-1].id))
        headers |= next_link("/v1/recalls", {}, onward, limit)
    return JSONResponse([told(one).model_dump(mode="json") for one in found], headers=headers)


@router.post(
    "/v1/recalls/{recall_id}/ack",
    operation_id="acknowledgeRecall",
    summary="Trả lời đã làm gì với điều không đúng",
    response_model=Told,
)
def acknowledge(request: Request, recall_id: UUID, done: Done, caller: Reader, once: SentOnce) -> Response:
    service = service_of(request)
    with service.warehouse.changing(caller.client_id, "recall") as change:

        def work() -> Response:
            recalls.acknowledge(change, str(recall_id), caller.client_id, Answer[done.answer.name])
            held = recalls.recall(change.connection, str(recall_id), caller.client_id)
            return JSONResponse(told(held).model_dump(mode="json"))

        return done_once(change, caller, once, work)


def told(one: Recall) -> Told:
    """As its one reader sees it."""
    reader, wrong = one.readers[0], one.wrong
    return Told(
        id=one.id,
        person=wrong.person_id,
        record=wrong.record_id,
        field=wrong.field,
        cause=wrong.cause.name,
        title=wrong.cause.value,
        found_at=wrong.found_at,
        reads=reader.number,
        first_read_at=reader.first_at,
        last_read_at=reader.last_at,
        answer=reader.answer.name if reader.answer else None,
        answered_at=reader.answered_at,
    )
