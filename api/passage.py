"""What every request passes, whatever it asks for: a name of its own, a limit to its body, headers for the answer, one
line in the log. Plain ASGI: nothing of a body or a query ever comes into the log."""

import asyncio
import logging
import time
import traceback
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Kind, Problem, answer
from api.refusing import problem_of
from errors import DossierError

MOST_BODY = 64 * 1024  # bytes
FORM, FORM_PATHS = "application/x-www-form-urlencoded", ("/v1/token",)
BODY_SECONDS = 15.0  # within which a body has to be here
LOG = logging.getLogger("hoso.api")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Passage:
    """Around the whole application."""

    def __init__(self, app: ASGIApp, most_body: int = MOST_BODY) -> None:
        self._app = app
        self._most_body = most_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        way = _Way(scope, send)
        try:
            body = await self._body(scope, receive)
            await self._app(scope, _once(body, receive), way.send)
        except Problem as problem:
            await way.say(await _noted(scope, problem))
        except Exception as error:
            way.log_broken(error)
            await way.say(Problem(Kind.BROKEN))
        finally:
            way.log()

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        """The whole body. Raises Problem TOO_LARGE as soon as it is known to be, TOO_SLOW, MEDIA_TYPE."""
        heads = dict(scope["headers"])
        announced = heads.get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._most_body:
            raise self._too_large()
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await self._read(receive)
        except TimeoutError:
            raise Problem(Kind.TOO_SLOW, headers={"Connection": "close"}) from None
        if body and not _taken(heads.get(b"content-type", b"").decode("latin-1"), scope["path"]):
            raise Problem(Kind.MEDIA_TYPE)
        return body

    async def _read(self, receive: Receive) -> bytes:
        parts: list[bytes] = []
        more, size = True, 0
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                break
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._most_body:
                raise self._too_large()
            more = message.get("more_body", False)
        return b"".join(parts)

    def _too_large(self) -> Problem:
        return Problem(Kind.TOO_LARGE, headers={"Connection": "close"}, limit=self._most_body)


class _Way:
    """One request from its beginning to its line in the log."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._began = time.monotonic()
        self._status = 0
        self.request_id = str(uuid4())
        self._state: dict[str, Any] = scope.setdefault("state", {})
        self._state["request_id"] = self.request_id

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            held = {name.lower() for name, _ in message["headers"]}
            more: Mapping[str, str] = self._state.get("headers", {})
            ours = {**_ALWAYS, **more, "Hoso-Request": self.request_id}
            added = [(name.lower().encode(), value.encode()) for name, value in ours.items()]
            message["headers"] = [*message["headers"], *(one for one in added if one[0] not in held)]
        await self._send(message)

    async def say(self, problem: Problem) -> None:
        """Nothing, where an answer has begun: then only the end of the connection can tell."""
        if not self._status:
            response = answer(problem, None, self.request_id)
            await response(self._scope, _nothing, self.send)

    def log_broken(self, error: Exception) -> None:
        """Where it broke; what the error says may hold a value and stays out."""
        frames = traceback.extract_tb(error.__traceback__)[-6:]
        where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
        LOG.error("%s broke: %s at %s", self.request_id, type(error).__name__, where)

    def log(self) -> None:
        """The route as it is written in the description, never the address that was sent."""
        route = getattr(self._scope.get("route"), "path", "-")
        caller = getattr(self._state.get("caller"), "client_id", "-")
        took = (time.monotonic() - self._began) * 1000
        method = self._scope["method"] if self._scope["method"] in _METHODS else "-"
        LOG.info("%s %s %s %s %s %.0f ms", self.request_id, caller, method, route, self._status, took)


def _taken(content_type: str, path: str) -> bool:
    """JSON, and a form where OAuth asks for one. A body without a type is refused, too: nobody guesses here."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind == FORM if path in FORM_PATHS else kind == "application/json" or kind.endswith("+json")


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


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


async def _noted(scope: Scope, problem: Problem) -> Problem:
    """The same, once it stands in the audit: in tens, for nobody knows yet who sent this."""
    service = getattr(scope["app"].state, "service", None)
    if service is None:
        return problem
    reason = problem.kind.name.lower().replace("_", "-")
    try:
        await run_in_threadpool(service.unlet.note, reason, "", scope["state"]["request_id"])
    except DossierError as unwritten:
        return problem_of(unwritten)
    return problem


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
