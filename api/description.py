"""The description of the service (OpenAPI 3.1), with every refusal that a route may answer."""

import json
import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import PROBLEM_JSON, Kind
from api.scopes import scopes
from api.signed_answers import JOSE, Envelope

_SCHEMAS = "#/components/schemas/"
_REF = {"$ref": f"{_SCHEMAS}Problem"}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_PROBLEM = {
    "title": "Điều bị từ chối (RFC 9457)",
    "type": "object",
    "required": ["type", "title", "status", "request"],
    "properties": {
        "type": {"type": "string", "format": "uri", "enum": sorted(kind.uri for kind in Kind)},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request": {"type": "string", "format": "uuid", "title": "Mã yêu cầu, để hỏi người phụ trách"},
        "error": {"type": "string", "title": "Theo RFC 6749, 5.2"},
        "faults": {
            "title": "Mục sai và sai thế nào",
            "type": "array",
            "items": {
                "type": "object",
                "required": ["where", "fault"],
                "properties": {"where": {"type": "string"}, "fault": {"type": "string"}, "expected": {}},
            },
        },
        "scopes": {**_TEXTS, "title": "Phạm vi còn thiếu"},
        "part": {"type": "string", "title": "Phần của mục đích không được chấp nhận"},
        "components": {**_TEXTS, "title": "Thành phần không tính là dùng lại"},
    },
}
_LONG_NAME = re.compile(r"api__routes__(\w+?)__(\w+)")  # of a model whose short name stands in several files
_NEEDED = ("Hoso-Purpose", "Idempotency-Key", "If-Match")  # headers without which a problem of our own is answered
_DESCRIPTION = (
    "Trả lời những gì kho đã giữ và đã xác minh, để không ai bị hỏi hai lần. Mỗi lần đọc phải nêu mục đích và được ghi "
    "nhật ký. Mọi điều bị từ chối đều theo application/problem+json."
)


def described(app: FastAPI) -> dict[str, Any]:
    """Made once, from the routes as they stand."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title, version=app.version, description=_DESCRIPTION, routes=app.routes, openapi_version="3.1.0"
        )
        for operations in made.get("paths", {}).values():
            for operation in operations.values():
                _refusals(operation)
                _needed(operation)
                _begun(operation)
        components = made.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        schemas["Problem"] = _PROBLEM
        schemas["Envelope"] = Envelope.model_json_schema()
        scheme = components.get("securitySchemes", {}).get("client")
        if scheme:
            scheme["flows"]["clientCredentials"]["scopes"] = {one.name: one.title for one in scopes()}
        app.openapi_schema = _named(made)
    return app.openapi_schema


def _refusals(operation: dict[str, Any]) -> None:
    """By the statuses of our own table, whether the route is closed or open to all."""
    closed = bool(operation.get("security"))
    responses = operation.setdefault("responses", {})
    responses.pop("422", None)
    rests = any(each["name"] == "If-Match" for each in operation.get("parameters", ()))
    for status in sorted({kind.status for kind in Kind}):
        if status in (412, 428) and not rests:
            continue
        if not closed and status in (401, 403, 406, 409, 410, 412, 428) and "requestBody" not in operation:
            continue
        titles = [kind.title for kind in Kind if kind.status == status]
        responses.setdefault(
            str(status), {"description": " / ".join(titles), "content": {PROBLEM_JSON: {"schema": _REF}}}
        )


def _needed(operation: dict[str, Any]) -> None:
    """These headers are read as if they might be absent, so that their absence has a title; yet they may not be."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "header" and parameter["name"] in _NEEDED:
            parameter["required"] = True
            given = next(one for one in parameter["schema"].pop("anyOf", [{}]) if one.get("type") != "null")
            parameter["schema"] |= given | {"minLength": 1}


def _begun(operation: dict[str, Any]) -> None:
    """A signed answer begins with its envelope."""
    content = operation["responses"].get("200", {}).get("content", {})
    if JOSE in content:
        own = content["application/json"]["schema"]
        content["application/json"]["schema"] = {"allOf": [{"$ref": f"{_SCHEMAS}Envelope"}, own]}


def _named(made: dict[str, Any]) -> dict[str, Any]:
    """With names that a generator makes a class of: "RecallsTold" for "api__routes__recalls__Told"."""
    text = _LONG_NAME.sub(lambda found: found[1].title().replace("_", "") + found[2], json.dumps(made))
    named: dict[str, Any] = json.loads(text)
    return named
