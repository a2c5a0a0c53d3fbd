"""The application: its routes, what it answers when something is refused, and its description."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.description import described
from api.passage import Passage
from api.problems import Kind, Problem, answer
from api.refusing import note_refusal, problem_of
from api.routes import routers
from api.service import Service
from errors import DossierError

OPENAPI = "/v1/openapi.json"
_BY_STATUS = {400: Kind.NOT_JSON, 404: Kind.NO_SUCH_ROUTE, 405: Kind.METHOD, 415: Kind.MEDIA_TYPE}
# members of a fault that say what is allowed, and nothing of what was sent
_OF_THE_DESCRIPTION = {"pattern", "min_length", "max_length", "ge", "gt", "le", "lt", "expected"}
_PLACES = ("body", "query", "path", "header", "cookie")


def make_app(service: Service) -> FastAPI:
    """The service over HTTP. No page of documentation is served: those would load scripts from elsewhere."""
    app = FastAPI(
        title="Hoso: dịch vụ tái sử dụng dữ liệu",
        version="1",
        openapi_url=OPENAPI,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service = service
    for router in routers():
        app.include_router(router)
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    app.add_exception_handler(Problem, _refused)
    app.add_exception_handler(DossierError, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _by_status)
    app.add_middleware(Passage)
    return app


async def _refused(request: Request, error: Exception) -> JSONResponse:
    problem = error if isinstance(error, Problem) else problem_of(error)
    try:
        await run_in_threadpool(note_refusal, request, problem)
    except DossierError as unwritten:
        problem = problem_of(unwritten)
    return answer(problem, request)


async def _not_understood(request: Request, error: Exception) -> JSONResponse:
    """Which member is wrong and how; never what was sent, not even its own name where that is not one of ours."""
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return await _refused(request, Problem(Kind.NOT_JSON))
    wrong = [_fault(one) for one in found[:20]]
    return await _refused(request, Problem(Kind.NOT_UNDERSTOOD, faults=wrong))


def _fault(one: dict[str, Any]) -> dict[str, Any]:
    """Where, what kind of fault, and what the description expects there: "expected": {"le": 500}."""
    said: dict[str, Any] = {"where": _where(one["loc"], one["type"]), "fault": one["type"]}
    expected = {name: value for name, value in one.get("ctx", {}).items() if name in _OF_THE_DESCRIPTION}
    return said | ({"expected": expected} if expected else {})


def _where(place: tuple[int | str, ...], fault: str) -> str:
    """ "body.purpose.procedure". A name that the sender made up is left out."""
    known = place[:-1] if fault == "extra_forbidden" else place
    return ".".join(str(part) for part in known[:6]) or _PLACES[0]


async def _by_status(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    kind = _BY_STATUS.get(error.status_code, Kind.BROKEN)
    headers = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    return await _refused(request, Problem(kind, headers=headers))


Handler = Callable[[Request, Exception], Awaitable[Any]]
