"""Where a client has its events sent: subscribed, looked at, opened again, ended. Only its own are shown to exist."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.caller import Caller
from api.cursors import seal
from api.door import caller_with, service_of
from api.idempotency import SentOnce, done_once
from api.problems import Kind, Problem
from api.routes.events import QUESTION, EventName, names_of, place_of
from api.service import Service
from api.webhook_sending import Refused, checked
from api.webhooks import reach_of
from storage.outbox import EventKind
from storage.service import webhooks
from storage.service.webhooks import Webhook

router = APIRouter(tags=["webhooks"])
Writer = Annotated[Caller, caller_with("webhooks:write", "events:read")]
_MOST = 20  # subscriptions of one client that are not ended


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", title="Đăng ký nhận sự kiện")

    address: str = Field(min_length=8, max_length=500, title="Địa chỉ https nhận sự kiện")
    kinds: list[EventName] = Field(default=[], max_length=20, title="Loại sự kiện; trống: mọi loại được phép")
    after: str = Field("", max_length=1_000, title="Gửi từ con trỏ này; trống: từ đầu")
    batch: int = Field(1, ge=1, le=100, title="Nhiều nhất bao nhiêu sự kiện một lần gửi")


class Again(BaseModel):
    model_config = ConfigDict(extra="forbid", title="Gửi tiếp")

    after: str = Field("", max_length=1_000, title="Gửi lại từ con trỏ này; trống: từ chỗ đã dừng")


class Told(BaseModel):
    model_config = ConfigDict(title="Nơi nhận sự kiện")

    id: str
    address: str
    kinds: list[str]
    batch: int
    state: str
    title: str
    reason: str = Field(title="Mã lỗi lần gửi gần nhất; trống: không có lỗi")
    cursor: str = Field(title="Đã gửi đến đây")
    delivered: int = Field(title="Số sự kiện đã nhận")
    attempts: int = Field(title="Số lần gửi không được, liên tiếp")
    failing_since: datetime | None
    next_at: datetime


@router.post(
    "/v1/webhooks", operation_id="subscribe", summary="Đăng ký nhận sự kiện", status_code=201, response_model=Told
)
def subscribe(request: Request, asked: Asked, caller: Writer, once: SentOnce) -> Response:
    """The address is looked at here and again before each delivery."""
    service = service_of(request)
    kinds, after = names_of(asked.kinds), place_of(service, caller, asked.after)
    try:
        checked(asked.address, reach_of(service.settings))
    except Refused as refused:
        raise Problem(Kind.NOT_UNDERSTOOD, refused.fault.value, fault=refused.fault.name) from None
    with service.warehouse.changing(caller.client_id) as change:

        def work() -> Response:
            held = webhooks.webhooks(change.connection, caller.client_id)
            if sum(one.state is not webhooks.WebhookState.ENDED for one in held) >= _MOST:
                raise Problem(Kind.STATE_REFUSED, f"a client has at most {_MOST} subscriptions")
            made = webhooks.subscribe(change, caller.client_id, asked.address, kinds, after, batch=asked.batch)
            return _answer(service, caller, webhooks.webhook(change.connection, made), 201)

        return done_once(change, caller, once, work)


@router.get("/v1/webhooks", operation_id="listWebhooks", summary="Những nơi nhận đã đăng ký", response_model=list[Told])
def list_webhooks(request: Request, caller: Writer) -> Response:
    service = service_of(request)
    with service.warehouse.looking() as connection:
        held = webhooks.webhooks(connection, caller.client_id)
    return JSONResponse([told(service, caller, one).model_dump(mode="json") for one in held])


@router.get("/v1/webhooks/{webhook_id}", operation_id="getWebhook", summary="Một nơi nhận", response_model=Told)
def get_webhook(request: Request, webhook_id: UUID, caller: Writer) -> Response:
    service = service_of(request)
    with service.warehouse.looking() as connection:
        return _answer(service, caller, webhooks.webhook(connection, str(webhook_id), caller.client_id))


@router.post(
    "/v1/webhooks/{webhook_id}/resume",
    operation_id="resumeWebhook",
    summary="Gửi tiếp, hoặc gửi lại từ một con trỏ",
    response_model=Told,
)
def resume_webhook(request: Request, webhook_id: UUID, asked: Again, caller: Writer, once: SentOnce) -> Response:
    service = service_of(request)
    after = place_of(service, caller, asked.after) if asked.after else None
    with service.warehouse.changing(caller.client_id) as change:

        def work() -> Response:
            webhooks.resume(change, str(webhook_id), caller.client_id, after)
            return _answer(service, caller, webhooks.webhook(change.connection, str(webhook_id)))

        return done_once(change, caller, once, work)


@router.delete(
    "/v1/webhooks/{webhook_id}", operation_id="endWebhook", summary="Hủy đăng ký", status_code=200, response_model=Told
)
def end_webhook(request: Request, webhook_id: UUID, caller: Writer, once: SentOnce) -> Response:
    service = service_of(request)
    with service.warehouse.changing(caller.client_id) as change:

        def work() -> Response:
            webhooks.end(change, str(webhook_id), caller.client_id)
            return _answer(service, caller, webhooks.webhook(change.connection, str(webhook_id)))

        return done_once(change, caller, once, work)


def told(service: Service, caller: Caller, held: Webhook) -> Told:
    """As its client sees it."""
    kinds = [EventKind[one].value for one in held.kinds]
    return Told(
        id=held.id,
        address=held.address,
        kinds=kinds,
        batch=held.batch,
        state=held.state.name,
        title=held.state.value,
        reason=held.reason,
        cursor=seal(service, caller, QUESTION, (held.after.xid, held.after.seq)),
        delivered=held.delivered,
        attempts=held.attempts,
        failing_since=held.failing_since,
        next_at=held.next_at,
    )


def _answer(service: Service, caller: Caller, held: Webhook, status: int = 200) -> Response:
    return JSONResponse(told(service, caller, held).model_dump(mode="json"), status)
