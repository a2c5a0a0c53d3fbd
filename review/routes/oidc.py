"""Logging in and out at the OpenID provider of these settings."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from review.door import station_of
from review.identities import identity_of
from review.oidc import Begun, NotProven, Provider, ProviderAway
from review.pages import page, words_of
from review.problems import Kind, Problem
from review.routes.login import end_earlier, set_session, within
from review.station import Station
from storage.staff.log_in import LogInRefused, log_in_known, note_refused

router = APIRouter()
_SECONDS = 600  # for which a log-in may be on its way


@router.get("/oidc/start")
def start(request: Request, to: str = "/") -> Response:
    """To the provider, which sends the browser back to /oidc/back."""
    station, provider = station_of(request), provider_of(request)
    try:
        begun = provider.begin()
    except ProviderAway:
        raise Problem(Kind.PROVIDER_AWAY) from None
    response = RedirectResponse(begun.url, 303)
    response.set_cookie(
        _cookie(station),
        _kept(station, begun, within(to)),
        max_age=_SECONDS,
        path="/",
        secure=station.secure,
        httponly=True,
        samesite="lax",  # it has to come along when the provider sends the browser back
    )
    return response


@router.get("/oidc/back")
def back(request: Request) -> Response:
    """A page that leads on by itself: a straight redirect would still count as coming from the provider's site, and the
    browser would keep the session's cookie back."""
    station, provider = station_of(request), provider_of(request)
    metrics = request.app.state.metrics
    try:
        begun, to = _told(station, request)
        claims = provider.identity(request.url.query, begun, station.clock())
        done = log_in_known(station.warehouse, identity_of(claims, station.settings))
    except ProviderAway:
        raise Problem(Kind.PROVIDER_AWAY) from None
    except (NotProven, LogInRefused) as refused:
        metrics.logged_in(refused.reason)
        if isinstance(refused, NotProven):
            note_refused(station.warehouse, refused.reason)
        raise Problem(Kind.LOG_IN_REFUSED, words_of(request)("login.central-refused")) from None
    metrics.logged_in("ok")
    end_earlier(request)
    response = page(request, "came_back.html", to=to)
    response.delete_cookie(_cookie(station), path="/", secure=station.secure, httponly=True, samesite="lax")
    set_session(station, response, done.token)
    return response


@router.get("/oidc/end")
def end(request: Request) -> Response:
    """Log out of the provider, too, where it lets one: the next person at this desk has to show who they are."""
    try:
        return RedirectResponse(provider_of(request).end_url() or "/login", 303)
    except ProviderAway:
        raise Problem(Kind.PROVIDER_AWAY) from None


def provider_of(request: Request) -> Provider:
    """Raises Problem NO_SUCH_PAGE where no provider is set."""
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise Problem(Kind.NO_SUCH_PAGE)
    return provider


def _kept(station: Station, begun: Begun, to: str) -> str:
    """For the browser to keep; nobody else can make it."""
    held = json.dumps([begun.state, begun.nonce, begun.verifier, to, int(station.clock().timestamp())])
    told = urlsafe_b64encode(held.encode()).decode().rstrip("=")
    return f"{told}.{station.mark('oidc', told)}"


def _told(station: Station, request: Request) -> tuple[Begun, str]:
    """Raises NotProven for a browser that began no log-in here, or too long ago."""
    told, _, mark = request.cookies.get(_cookie(station), "").partition(".")
    if not told or not hmac.compare_digest(mark.encode(), station.mark("oidc", told).encode()):
        raise NotProven("oidc-not-begun")
    state, nonce, verifier, to, at = json.loads(urlsafe_b64decode(told + "=" * (-len(told) % 4)))
    if station.clock().timestamp() - at > _SECONDS:
        raise NotProven("oidc-too-late")
    return Begun(state, nonce, verifier), to


def _cookie(station: Station) -> str:
    return "__Host-hoso-oidc" if station.secure else "hoso-oidc"
