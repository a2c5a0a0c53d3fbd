"""Whether the station lives and can answer, and what it counted. No personal value, so open to who watches it."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from review.door import station_of
from review.metrics import KIND
from storage.review.gauges import gauge_lines
from storage.staff.posts import EVERYWHERE
from storage.staff.sessions import open_sessions

router = APIRouter()


@router.get("/healthz")
def get_health(request: Request) -> JSONResponse:
    """503 while the warehouse is away."""
    station_of(request).warehouse.check()
    return JSONResponse({"status": "ok"})


@router.get("/metrics")
def get_metrics(request: Request) -> Response:
    station = station_of(request)
    with station.warehouse.looking() as connection:
        gauges = {"hoso_review_sessions": float(open_sessions(connection, station.clock()))}
    with station.seen_from([EVERYWHERE]).looking() as connection:
        standing = gauge_lines(connection, station.clock())
    return PlainTextResponse(request.app.state.metrics.told(gauges) + standing, media_type=KIND)
