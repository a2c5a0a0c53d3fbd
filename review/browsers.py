"""Browsers in which somebody logged in before: a long-lived mark, that opens nothing, keeps a colleague's guesses at
other screens from counting here."""

import hmac
import secrets

from fastapi import Request
from fastapi.responses import Response

from review.station import Station

_SECONDS = 400 * 24 * 3600  # the longest that browsers keep a cookie
_NONCE_BYTES = 12


def known_browser(station: Station, request: Request, account: str) -> str:
    """Its mark, where this very account was logged in there; "" otherwise."""
    told = request.cookies.get(_cookie(station), "")
    nonce, _, mark = told.partition(".")
    return nonce if nonce and hmac.compare_digest(mark.encode(), _mark(station, nonce, account).encode()) else ""


def remember_browser(station: Station, response: Response, account: str) -> None:
    nonce = secrets.token_urlsafe(_NONCE_BYTES)
    response.set_cookie(
        _cookie(station),
        f"{nonce}.{_mark(station, nonce, account)}",
        max_age=_SECONDS,
        path="/",
        secure=station.secure,
        httponly=True,
        samesite="strict",
    )


def _mark(station: Station, nonce: str, account: str) -> str:
    return station.mark("browser", nonce, account.strip().casefold())[:32]


def _cookie(station: Station) -> str:
    return "__Host-hoso-browser" if station.secure else "hoso-browser"
