"""What both registers share at their HTTP door: health, faults, the log of what was asked, answers without echoes."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from registers.admin import add_admin
from registers.asked import AskedLog
from registers.faults import Faults, Switch
from registers.faulty_way import FaultyWay


class SaysMock:
    """ASGI middleware: every answer carries `X-Source: mock`, faults and failures on the way included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def say(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-source", b"mock")]
            await send(message)

        await self._app(scope, receive, say)


def door(title: str, held: int, faults: Faults, log: AskedLog) -> FastAPI:
    """An application with /health and the pages of /admin, and `faults` in force on every other path."""
    switch = Switch(faults)
    app = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.switch = switch
    app.add_middleware(FaultyWay, switch=switch)
    app.add_middleware(SaysMock)

    @app.exception_handler(RequestValidationError)
    async def not_understood(request: Request, error: RequestValidationError) -> JSONResponse:
        """Names the fields that are wrong and never what stood in them."""
        wrong = sorted({".".join(map(str, one["loc"])) for one in error.errors() if one["type"] != "extra_forbidden"})
        return JSONResponse({"source": "mock", "MaLoi": "001", "ThongBao": f"Yêu cầu sai: {', '.join(wrong)}"}, 422)

    @app.get("/health")
    async def health() -> dict[str, Any]:
        return {"source": "mock", "register": title, "held": held}

    add_admin(app, title, held, switch, log)
    return app
