"""The way to a register on which faults happen: it stands before the application and knows nothing of its questions."""

import asyncio
from typing import Any

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from registers.faults import Faults, Switch

_LOOPBACK = ("127.0.0.1", "::1")
HANG_UP = "hoso.hang_up"


class FaultyWay:
    """ASGI middleware; what goes to /admin and /health is left alone."""

    def __init__(self, app: ASGIApp, switch: Switch) -> None:
        self._app = app
        self._switch = switch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        faults = self._switch.faults
        spared = scope["type"] != "http" or scope["path"].startswith(("/admin", "/health"))
        if spared or not self._switch.in_force:
            await self._app(scope, receive, send)
            return
        await asyncio.sleep(self._switch.wait_s())
        if faults.closed and await _hung_up(scope, receive):
            return
        instead = self._instead(faults)
        if instead is not None:
            await instead(scope, receive, send)
        elif faults.half:
            await self._half(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _instead(self, faults: Faults) -> Response | None:
        if self._switch.down() or faults.closed:
            return JSONResponse({"source": "mock"}, 503)
        if self._switch.errs():
            return JSONResponse({"source": "mock"}, 500)
        if faults.malformed:
            return HTMLResponse("<html><body>Bad gateway</body></html>")
        return None

    async def _half(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, kind = bytearray(), "application/json"

        async def keep(message: Message) -> None:
            nonlocal kind
            if message["type"] == "http.response.start":
                kind = dict(message["headers"]).get(b"content-type", kind.encode()).decode("latin-1")
            else:
                body.extend(message.get("body", b""))

        await self._app(scope, receive, keep)
        await Response(bytes(body[: len(body) // 2]), headers={"content-type": kind})(scope, receive, send)


class CanHangUp:
    """Outermost: hands down a way to close the connection without a word. ASGI has none, so it is the server's own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        transport: Any = getattr(getattr(send, "__self__", None), "transport", None)
        if transport is not None:
            scope.setdefault("extensions", {})[HANG_UP] = transport.abort
        await self._app(scope, receive, send)


async def _hung_up(scope: Scope, receive: Receive) -> bool:
    """Close the connection and wait until the server knows; False where nothing handed down the way to do so."""
    hang_up = scope.get("extensions", {}).get(HANG_UP)
    if hang_up is None:
        return False
    hang_up()
    while (await receive())["type"] != "http.disconnect":
        pass
    return True


def from_loopback(host: str | None) -> bool:
    """Whether an address may change faults and see what was asked."""
    return host in _LOOPBACK
