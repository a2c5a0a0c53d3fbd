"""Logging in and out."""

from ipaddress import ip_address, ip_network
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from review.browsers import known_browser, remember_browser
from review.door import Officer, logged_in, officer_of, officer_with, session_cookie, station_of
from review.pages import page, words_of
from review.problems import Kind, Problem, answer, wants_page
from review.station import Station
from storage.staff import sessions
from storage.staff.accounts import any_staff
from storage.staff.log_in import LogInRefused, log_in
from storage.staff.sessions import Ending, Session
from storage.staff.tries import From, TooManyTries

router = APIRouter()
_MOST = 200  # characters of a field


@router.get("/login")
def show_login(request: Request, to: str = "/", ended: str = "") -> Response:
    """Straight on, for who is logged in already."""
    try:
        logged_in(request)
    except Problem:
        return _form(request, to=to, ended=ended)
    return RedirectResponse(within(to), 303)


@router.post("/login")
def post_login(
    request: Request,
    account: Annotated[str, Form(max_length=_MOST)] = "",
    password: Annotated[str, Form(max_length=_MOST)] = "",
    to: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """A page leads on to `to`; a script is told the token for its forms."""
    station = station_of(request)
    if not station.settings.local_accounts:
        raise Problem(Kind.HIDDEN)
    place = From(address_of(request), known_browser(station, request, account))
    try:
        done = log_in(station.warehouse, station.passwords, account, password, place)
    except LogInRefused as refused:
        request.app.state.metrics.logged_in(refused.reason)
        return _refused(request, Problem(Kind.LOG_IN_REFUSED, field="password"), account, to)
    except TooManyTries as tried:
        request.app.state.metrics.logged_in("too-many-tries")
        told = words_of(request)("problem.too-fast.wait", minutes=-(-tried.wait_s // 60))
        return _refused(request, Problem(Kind.TOO_FAST, told, retry_after=tried.wait_s), account, to)
    request.app.state.metrics.logged_in("ok")
    response = begun(request, done.token, to)
    remember_browser(station, response, account)
    return response


def address_of(request: Request) -> str:
    """Where a request comes from, as tries are counted: whoever has one address of IPv6 has its whole /64."""
    told = request.client.host if request.client else ""
    try:
        address = ip_address(told)
    except ValueError:
        return told
    return told if address.version == 4 else str(ip_network(f"{address.exploded}/64", strict=False).network_address)


def begun(request: Request, token: str, to: str) -> Response:
    """The answer that carries a new session to the browser; the one that it had is over."""
    station = station_of(request)
    end_earlier(request)
    if wants_page(request):
        response: Response = RedirectResponse("/" if not to else within(to), 303)
    else:
        with station.warehouse.looking() as connection:
            session = sessions.look(connection, token, station.clock())
        assert isinstance(session, Session)
        response = JSONResponse(told_session(officer_of(station, session)))
    set_session(station, response, token)
    return response


def end_earlier(request: Request) -> None:
    """Whoever was logged in in this browser is so no more."""
    try:
        before = logged_in(request)
    except Problem:
        return
    with station_of(request).warehouse.changing(before.staff_id) as change:
        sessions.end(change, before.session)


def set_session(station: Station, response: Response, token: str) -> None:
    response.set_cookie(
        session_cookie(station), token, path="/", secure=station.secure, httponly=True, samesite="strict"
    )


def told_session(officer: Officer) -> dict[str, object]:
    """What a script needs of the session."""
    return {
        "name": officer.name,
        "roles": sorted(role.name for role in officer.roles),
        "form": officer.form,
        "ends_at": officer.ends_at.isoformat(),
        "idle_s": int(sessions.IDLE.total_seconds()),
    }


@router.get("/session")
def get_session(officer: Annotated[Officer, officer_with()]) -> JSONResponse:
    return JSONResponse(told_session(officer))


@router.post("/logout")
def post_logout(request: Request, officer: Annotated[Officer, officer_with()]) -> Response:
    station = station_of(request)
    with station.warehouse.changing(officer.staff_id) as change:
        sessions.end(change, officer.session)
    response = RedirectResponse("/login?ended=logged_out", 303, {"Clear-Site-Data": '"cache"'})
    response.delete_cookie(session_cookie(station), path="/", secure=station.secure, httponly=True, samesite="strict")
    return response


def within(to: str) -> str:
    """A path of the station's own; "/" for anything else: nobody is led away by a link to the log-in."""
    ours = to.startswith("/") and not to.startswith("//") and "\\" not in to and to.isprintable()
    return to if ours else "/"


def _form(request: Request, *, to: str, ended: str = "", account: str = "", problem: Problem | None = None) -> Response:
    station = station_of(request)
    with station.warehouse.looking() as connection:
        empty = not any_staff(connection)
    why = Ending.__members__.get(ended.upper())
    return page(
        request,
        "login.html",
        status=problem.kind.status if problem else 200,
        to=within(to),
        ended=why.name.lower() if why and why is not Ending.UNKNOWN else "",
        account=account,
        problem=problem,
        empty=empty,
        local=station.settings.local_accounts,
        central=bool(station.settings.oidc_issuer),
    )


def _refused(request: Request, problem: Problem, account: str, to: str) -> Response:
    if not wants_page(request):
        return answer(problem, request)
    shown = _form(request, to=to, account=account, problem=problem)
    shown.headers.update(problem.headers)
    return shown
