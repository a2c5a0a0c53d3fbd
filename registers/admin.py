"""What people see of a mocked register from its own machine: what was asked, and the faults in force, to switch."""

import json
import secrets
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from pydantic import ValidationError

from registers.admin_words import FIELDS, KINDS, OUTCOMES, TITLES, UNITS, WHATS, Field
from registers.asked import AskedLog
from registers.faults import Faults, Switch
from registers.faulty_way import from_loopback

SHOWN, COUNTED = 50, 6  # questions in the table; rows of each count
_HERE = timezone(timedelta(hours=7))
_MOST_BYTES = 16 * 1024


def add_admin(app: FastAPI, title: str, held: int, switch: Switch, log: AskedLog) -> None:
    """GET /admin (a page), GET /admin/asked, GET and POST /admin/faults (JSON); from loopback only."""

    @app.get("/admin")
    async def shown(request: Request) -> HTMLResponse:
        _loopback_only(request)
        nonce = secrets.token_urlsafe(12)
        policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-{nonce}'; connect-src 'self'"
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
        return HTMLResponse(page(title, held, switch.faults, log, nonce), headers=headers)

    @app.get("/admin/asked")
    async def asked(request: Request) -> dict[str, Any]:
        _loopback_only(request)
        return {"register": title, "held": held, **log.report()}

    @app.get("/admin/faults")
    async def in_force(request: Request) -> dict[str, Any]:
        _loopback_only(request)
        return switch.faults.model_dump(mode="json")

    @app.post("/admin/faults")
    async def misbehave(request: Request) -> JSONResponse:
        _loopback_only(request)
        body = await request.body()
        if len(body) > _MOST_BYTES:
            return _wrong("", 413)
        try:
            switch.set(switch.parse(body))
        except ValidationError as error:
            return _wrong(", ".join(sorted({".".join(map(str, one["loc"])) or "JSON" for one in error.errors()})), 422)
        return JSONResponse(switch.faults.model_dump(mode="json"))


def page(title: str, held: int, faults: Faults, log: AskedLog, nonce: str) -> str:
    """The page of one register, in Vietnamese; whole in itself."""
    return _template().render(
        title=TITLES.get(title, title),
        held=_grouped(held),
        since=_local(log.since, "%H:%M:%S %d/%m/%Y"),
        asked=_grouped(sum(times for _, times in log.counted("service"))),
        kept=_grouped(len(log.last)),
        counts=[(name, [(_said(what, value), _grouped(times)) for value, times in _most(log, what)])
                for what, name in WHATS.items()],
        last=[_row(one) for one in reversed(list(log.last)[-SHOWN:])],
        switched=faults.in_force,
        faults=[(field, _set(faults, field)) for field in FIELDS if field.knob in type(faults).model_fields],
        now=json.dumps(faults.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False),
        units=UNITS,
        nonce=nonce,
    )  # fmt: skip


def _row(one: Any) -> dict[str, str]:
    return {
        "at": _local(one.at, "%H:%M:%S"),
        "request": one.request,
        "service": one.service,
        "procedure": one.procedure,
        "office": one.office,
        "officer": one.officer,
        "subject": one.subject,
        "outcome": OUTCOMES.get(one.outcome, one.outcome),
        "tone": KINDS.get(one.outcome, "bad"),
    }


def _most(log: AskedLog, what: str) -> list[tuple[str, int]]:
    counted = log.counted(what)
    rest = sum(times for _, times in counted[COUNTED:])
    return [*counted[:COUNTED], *([("...", rest)] if rest else [])]


def _said(what: str, value: str) -> str:
    if value in ("...", "?"):
        return {"...": "còn lại", "?": "sai dạng"}[value]
    return OUTCOMES.get(value, value) if what == "outcome" else value or "không ghi"


def _set(faults: Faults, field: Field) -> str:
    """The value in force, as the form's input takes it; "" for what is not set."""
    value: Any = faults.model_dump(mode="json")
    for name in field.name.split("."):
        value = None if value is None else value.get(name)
    if field.kind == "checkbox":
        return "checked" if value else ""
    return "" if value is None else f"{value:g}" if isinstance(value, int | float) else str(value)


def _local(at: str, form: str) -> str:
    return datetime.fromisoformat(at).astimezone(_HERE).strftime(form)


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _wrong(fields: str, status: int) -> JSONResponse:
    return JSONResponse({"source": "mock", "MaLoi": "001", "ThongBao": f"Yêu cầu sai: {fields}"}, status)


def _loopback_only(request: Request) -> None:
    if not from_loopback(request.client.host if request.client else None):
        raise HTTPException(403, "Chỉ dùng được từ chính máy này.")


@cache
def _template() -> Template:
    loader = PackageLoader("registers", ".")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("admin.html.jinja")
