"""The application: its pages, and what it answers when something is refused."""

from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from errors import DossierError
from review.metrics import Metrics
from review.oidc import Provider
from review.passage import SAFE, Passage
from review.problems import Kind, Problem, answer, problem_of, wants_page
from review.routes import routers
from review.station import Station

_BY_STATUS = {400: Kind.NOT_READABLE, 404: Kind.NO_SUCH_PAGE, 405: Kind.METHOD, 413: Kind.TOO_LARGE}
_TO_LOG_IN = (Kind.LOG_IN_FIRST, Kind.SESSION_ENDED)


def make_app(station: Station) -> FastAPI:
    """The station over HTTP. It describes itself to nobody: its only clients are its own pages."""
    app = FastAPI(title="Hoso", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    answer_from(app, station)
    for router in routers():
        app.include_router(router)
    app.add_exception_handler(Problem, _refused)
    app.add_exception_handler(DossierError, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _by_status)
    app.add_middleware(Passage)
    return app


def answer_from(app: FastAPI, station: Station) -> None:
    """From now on it is this station's, with nothing counted yet."""
    app.state.station = station
    app.state.metrics = Metrics()
    app.state.provider = Provider(station.settings, station.origin) if station.settings.oidc_issuer else None


async def _refused(request: Request, error: Exception) -> Response:
    """Who is not logged in and opens a page is led to the log-in, and from there back."""
    problem = problem_of(error)
    if wants_page(request) and request.method in SAFE:
        if problem.kind in _TO_LOG_IN:
            ended = "&ended=" + str(problem.more.get("ending", "")) if problem.kind is Kind.SESSION_ENDED else ""
            asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?to={quote(asked, safe='/')}{ended}", 303)
        if problem.kind is Kind.PASSWORD_FIRST:
            return RedirectResponse("/account/password", 303)
    return answer(problem, request)


async def _not_understood(request: Request, error: Exception) -> Response:
    """Which member is wrong; never what was sent."""
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return answer(Problem(Kind.NOT_READABLE), request)
    faults = [".".join(str(part) for part in one["loc"][:4]) for one in found[:20] if one["type"] != "extra_forbidden"]
    return answer(Problem(Kind.NOT_UNDERSTOOD, faults=faults), request)


async def _by_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if isinstance(error.__context__, Problem):  # of a body that was too large or too slow while it was read
        return answer(error.__context__, request)
    kind = _BY_STATUS.get(error.status_code, Kind.BROKEN)
    headers = {name: value for name, value in (error.headers or {}).items() if name.lower() == "allow"}
    return answer(Problem(kind, headers=headers), request)
