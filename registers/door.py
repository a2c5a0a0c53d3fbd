"""What both registers share at their HTTP door: health, faults, the count of what was asked, answers without echoes."""

from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from registers.faults import Faults, FaultyWay, Switch, from_loopback
from registers.purpose import AskedLog


def door(title: str, held: int, faults: Faults, log: AskedLog) -> FastAPI:
    """An application with /health, /admin/faults and /admin/asked, and `faults` in force on every other path."""
    switch = Switch(faults)
    app = FastAPI(title=title, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(FaultyWay, switch=switch)

    @app.exception_handler(RequestValidationError)
    async def not_understood(request: Request, error: RequestValidationError) -> JSONResponse:
        """Names the fields that are wrong and never what stood in them."""
        wrong = sorted({".".join(map(str, one["loc"])) for one in error.errors() if one["type"] != "extra_forbidden"})
        return JSONResponse({"source": "mock", "MaLoi": "001", "ThongBao": f"Yêu cầu sai: {', '.join(wrong)}"}, 422)

    @app.get("/health")
    async def health() -> dict[str, Any]:
        return {"source": "mock", "register": title, "held": held}

    @app.get("/admin/asked")
    async def asked(request: Request) -> dict[str, Any]:
        _loopback_only(request)
        return log.report()

    @app.post("/admin/faults")
    async def misbehave(request: Request, wanted: Faults) -> Faults:
        _loopback_only(request)
        switch.set(wanted)
        return wanted

    return app


def _loopback_only(request: Request) -> None:
    if not from_loopback(request.client.host if request.client else None):
        raise HTTPException(403, "Chỉ dùng được từ chính máy này.")
