"""Faults on demand, so that clients can be shown a register that is down, slow or talks nonsense.

A register is asked to misbehave through POST /admin/faults, from loopback only; the same switches can be given
at start.
"""

import asyncio
from random import Random

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOOPBACK = ("127.0.0.1", "::1")


class Faults(BaseModel):
    """How a register misbehaves; by default not at all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    latency_ms: int = Field(default=0, ge=0, le=60_000)  # before every answer
    outage: bool = False  # every query is answered 503
    slow_s: float = Field(default=0, ge=0, le=600)  # answers rightly after so many seconds: past a client's time-out
    malformed: bool = False  # 200 with an HTML page, as a proxy on the way gives
    half: bool = False  # 200 with the first half of the right answer
    error_rate: float = Field(default=0, ge=0, le=1)  # share of the queries that are answered 500
    seed: int = 0  # of the draw behind `error_rate`


class Switch:
    """The faults now in force for one register."""

    def __init__(self, faults: Faults) -> None:
        self.set(faults)

    def set(self, faults: Faults) -> None:
        """Put other faults in force; the draw of errors starts again from its seed."""
        self.faults = faults
        self._draw = Random(faults.seed)

    def errs(self) -> bool:
        return self._draw.random() < self.faults.error_rate


class FaultyWay:
    """ASGI middleware on the way to a register; what goes to /admin and /health is left alone."""

    def __init__(self, app: ASGIApp, switch: Switch) -> None:
        self._app = app
        self._switch = switch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(("/admin", "/health")):
            await self._app(scope, receive, send)
            return
        faults = self._switch.faults
        await asyncio.sleep(faults.latency_ms / 1000 + faults.slow_s)
        instead = self._instead(faults)
        if instead is not None:
            await instead(scope, receive, send)
        elif faults.half:
            await self._half(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _instead(self, faults: Faults) -> Response | None:
        if faults.outage:
            return JSONResponse({"source": "mock"}, 503)
        if faults.error_rate and self._switch.errs():
            return JSONResponse({"source": "mock"}, 500)
        if faults.malformed:
            return HTMLResponse("<html><body>Bad gateway</body></html>")
        return None

    async def _half(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = bytearray()

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.body":
                body.extend(message.get("body", b""))

        await self._app(scope, receive, keep)
        await Response(bytes(body[: len(body) // 2]), media_type="application/json")(scope, receive, send)


def from_loopback(host: str | None) -> bool:
    """Whether an address may change faults."""
    return host in _LOOPBACK
