"""GET /v1/events: what changed about records, from a place on, as often as wanted."""

import time
from threading import BoundedSemaphore
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.caller import Caller
from api.cloud_events import BATCH, KINDS, cloud_event, kind_named
from api.cursors import opened, seal
from api.door import caller_with, service_of
from api.problems import Kind, Problem
from api.service import Service
from storage.outbox import Cursor, Event, events
from storage.service.visible import Listener, visible

router = APIRouter(tags=["events"])
_SCANNED = 1000  # events looked at for one answer
_LONGEST_WAIT_S = 25
_EVERY_S = 1.0
_WAITING = BoundedSemaphore(8)  # each that waits holds a thread of this process; one more is answered at once
EventName = Annotated[str, Field(json_schema_extra={"enum": list(KINDS)})]
QUESTION = {"operation": "events"}  # one place holds for every choice of kinds


@router.get(
    "/v1/events",
    operation_id="listEvents",
    summary="Những thay đổi từ một con trỏ",
    response_class=Response,
    responses={200: {"description": "CloudEvents 1.0", "content": {BATCH: {"schema": {"type": "array"}}}}},
)
def list_events(
    request: Request,
    caller: Annotated[Caller, caller_with("events:read")],
    after: Annotated[str, Query(title="Con trỏ của câu trả lời trước; trống: từ đầu", max_length=1_000)] = "",
    limit: Annotated[int, Query(title="Nhiều nhất bao nhiêu sự kiện", ge=1, le=500)] = 100,
    kinds: Annotated[list[EventName], Query(title="Chỉ những loại này; trống: mọi loại", max_length=20)] = [],  # noqa: B006
    wait: Annotated[int, Query(title="Số giây chờ nếu chưa có gì mới", ge=0, le=_LONGEST_WAIT_S)] = 0,
) -> Response:
    """In an order that holds for ever. `Hoso-Cursor` is the place to go on from, also where nothing new is there."""
    service = service_of(request)
    place = place_of(service, caller, after)
    wanted = names_of(kinds)
    to = Listener(caller.client_id, caller.offices, caller.scopes)
    found, place = _found(service, to, place, wanted, limit)
    if not found and wait and _WAITING.acquire(blocking=False):
        try:
            found, place = _waited(service, to, place, wanted, limit, time.monotonic() + wait)
        finally:
            _WAITING.release()
    told = [cloud_event(one, service.issuer) for one in found]
    cursor = seal(service, caller, QUESTION, (place.xid, place.seq))
    return JSONResponse(told, headers={"Hoso-Cursor": cursor, "Cache-Control": "no-store"}, media_type=BATCH)


def place_of(service: Service, caller: Caller, after: str) -> Cursor:
    """Raises Problem CURSOR_REFUSED."""
    if not after:
        return Cursor()
    place = opened(service, caller, QUESTION, after)
    return Cursor(int(place[0]), int(place[1]))


def names_of(kinds: list[str]) -> tuple[str, ...]:
    """Names of `EventKind`. Raises Problem NOT_UNDERSTOOD for a kind that there is not."""
    found = [kind_named(one) for one in kinds]
    if None in found:
        raise Problem(Kind.NOT_UNDERSTOOD, f"kinds are: {', '.join(KINDS)}")
    return tuple(one for one in found if one)


def _waited(
    service: Service, to: Listener, place: Cursor, wanted: tuple[str, ...], limit: int, until: float
) -> tuple[list[Event], Cursor]:
    """As `_found`, once something is there or the time is over. `until`: s, of the monotonic clock."""
    found: list[Event] = []
    while not found and (left := until - time.monotonic()) > 0:
        time.sleep(min(_EVERY_S, left))
        found, place = _found(service, to, place, wanted, limit)
    return found, place


def _found(
    service: Service, to: Listener, place: Cursor, wanted: tuple[str, ...], limit: int
) -> tuple[list[Event], Cursor]:
    """Up to so many that may be seen, and the place behind the last that was looked at."""
    with service.warehouse.looking() as connection:
        scanned: Any = events(connection, place, _SCANNED)
        shown = visible(connection, to, scanned, wanted)
    if len(shown) > limit:
        return shown[:limit], shown[limit - 1].cursor
    return shown, scanned[-1].cursor if scanned else place
