"""What every request passes, whatever it asks for: a name of its own, a limit to its body, a look at where it comes
from, headers for the answer, one line in the log. Plain ASGI: nothing of a body or a query ever comes into the log."""

import asyncio
import logging
import re
import time
import traceback
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.metrics import Metrics
from review.problems import Kind, Problem, answer, problem_of
from review.station import Station

MOST_BODY = 64 * 1024  # bytes
MOST_UPLOAD = 200 * 1024 * 1024  # bytes, of a request that brings scans
UPLOADS = re.compile(r"/counter/baskets/[0-9a-f-]{36}/files/[0-9a-f]{64}")  # where a scan is brought, by PUT
BODY_SECONDS, UPLOAD_SECONDS = 30.0, 900.0  # within which a body has to be here; a line may be slow
SAFE = {"GET", "HEAD", "OPTIONS"}
LOG = logging.getLogger("hoso.review")
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for browsers of before frame-ancestors
    "Cache-Control": "no-store",
    "Content-Security-Policy": _CSP,
    "Referrer-Policy": "same-origin",  # with "no-referrer" browsers send forms with "Origin: null"
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
}
_HSTS = {"Strict-Transport-Security": "max-age=31536000"}
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Passage:
    """Around the whole application."""

    def __init__(self, app: ASGIApp, most_body: int = MOST_BODY) -> None:
        self._app = app
        self._most_body = most_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        station: Station = scope["app"].state.station
        way = _Way(scope, send, _ALWAYS | (_HSTS if station.secure else {}))
        try:
            _from_here(scope, station)
            _readable(scope)
            await self._app(scope, await self._body(scope, receive), way.send)
        except Problem as problem:
            await way.say(problem)
        except Exception as error:
            way.log_broken(error)
            await way.say(problem_of(error))
        finally:
            way.log(scope["app"].state.metrics)

    async def _body(self, scope: Scope, receive: Receive) -> Receive:
        """The body as it may come: at once where it is small, in parts where scans are brought. Raises Problem."""
        upload = scope["method"] == "PUT" and UPLOADS.fullmatch(scope["path"]) is not None
        most, seconds = (MOST_UPLOAD, UPLOAD_SECONDS) if upload else (self._most_body, BODY_SECONDS)
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > most:
            raise _too_large(most)
        metered = _Metered(receive, most, time.monotonic() + seconds)
        return metered if upload else _once(await metered.whole(), receive)


class _Metered:
    """Lets a body through as long as it is neither too large nor too slow. Raises Problem TOO_LARGE, TOO_SLOW."""

    def __init__(self, receive: Receive, most: int, until: float) -> None:
        self._receive = receive
        self._most = most
        self._until = until  # s, of the monotonic clock
        self._size = 0
        self._more = True

    async def __call__(self) -> Message:
        if not self._more:
            return await self._receive()
        try:
            async with asyncio.timeout(max(0.0, self._until - time.monotonic())):
                message = await self._receive()
        except TimeoutError:
            raise Problem(Kind.TOO_SLOW, headers={"Connection": "close"}) from None
        self._size += len(message.get("body", b""))
        self._more = bool(message.get("more_body", False))
        if self._size > self._most:
            raise _too_large(self._most)
        return message

    async def whole(self) -> bytes:
        parts: list[bytes] = []
        while self._more:
            message = await self()
            if message["type"] == "http.disconnect":
                break
            parts.append(message.get("body", b""))
        return b"".join(parts)


class _Way:
    """One request from its beginning to its line in the log."""

    def __init__(self, scope: Scope, send: Send, always: Mapping[str, str]) -> None:
        self._scope = scope
        self._send = send
        self._always = always
        self._began = time.monotonic()
        self._status = 0
        self._state: dict[str, Any] = scope.setdefault("state", {})
        self._state["request_id"] = str(uuid4())

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            held = {name.lower() for name, _ in message["headers"]}
            more: Mapping[str, str] = self._state.get("headers", {})
            ours = {**self._always, **more, "Hoso-Request": self._state["request_id"]}
            added = [(name.lower().encode(), value.encode()) for name, value in ours.items()]
            message["headers"] = [*message["headers"], *(one for one in added if one[0] not in held)]
        await self._send(message)

    async def say(self, problem: Problem) -> None:
        """Nothing, where an answer has begun: then only the end of the connection can tell."""
        if not self._status:
            await answer(problem, Request(self._scope))(self._scope, _nothing, self.send)

    def log_broken(self, error: Exception) -> None:
        """Where it broke; what the error says may hold a value and stays out."""
        frames = traceback.extract_tb(error.__traceback__)[-6:]
        where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
        LOG.error("%s broke: %s at %s", self._state["request_id"], type(error).__name__, where)

    def log(self, metrics: Metrics) -> None:
        """The route as it is written in the code, never the address that was sent; staff by id."""
        route = getattr(self._scope.get("route"), "path", "-")
        officer = getattr(self._state.get("officer"), "staff_id", "-")
        took = time.monotonic() - self._began
        method = self._scope["method"] if self._scope["method"] in _METHODS else "-"
        metrics.answered(method, route, self._status, took)
        request_id = self._state["request_id"]
        LOG.info("%s %s %s %s %s %.0f ms", request_id, officer, method, route, self._status, took * 1000)


def _from_here(scope: Scope, station: Station) -> None:
    """Whatever changes something comes from a page of the station's own. Raises Problem FORGED."""
    if scope["method"] in SAFE:
        return
    heads = {name: value.decode("latin-1") for name, value in scope["headers"]}
    site, origin = heads.get(b"sec-fetch-site"), heads.get(b"origin")
    # without TLS also under another name of the same machine, such as localhost
    ours = {station.origin} if station.secure else {station.origin, f"http://{heads.get(b'host')}"}
    if site not in (None, "same-origin") or origin not in (None, *ours):
        raise Problem(Kind.FORGED)
    if site is None and origin is None:  # every browser of the last years tells one of them
        raise Problem(Kind.FORGED)


def _readable(scope: Scope) -> None:
    """No text has the sign NUL, in whatever address it is sent; the warehouse takes none. Raises Problem."""
    if "\0" in scope["path"] or b"%00" in scope["query_string"] or b"\0" in scope["query_string"]:
        raise Problem(Kind.NOT_READABLE)


def _too_large(most: int) -> Problem:
    return Problem(Kind.TOO_LARGE, headers={"Connection": "close"}, limit=most)


def _once(body: bytes, receive: Receive) -> Receive:
    """The body that was read already, then whatever comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
