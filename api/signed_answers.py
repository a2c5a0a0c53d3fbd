"""Answers that can be proven afterwards: the body says who answers whom, when and why, and is signed as it stands.

By default the body is JSON and its signature, detached, stands in `Hoso-Signature`; who sends `Accept:
application/jose` gets the compact form. Both are the same signature (decision 0022).
"""

import uuid
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel, Field
from pydantic_core import to_json

from api.caller import Caller
from api.service import Service
from storage.audit.reading import ReadPurpose

SIGNATURE = "Hoso-Signature"
JOSE = "application/jose"
_ENVELOPE = ("iss", "aud", "iat", "jti", "purpose")


# `responses` of a route that answers so: the description then says what its body begins with, and both its forms
SIGNED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Câu trả lời có ký",
        "headers": {
            SIGNATURE: {
                "description": "JWS tách rời trên đúng từng byte của nội dung (RFC 7515, phụ lục F)",
                "schema": {"type": "string"},
            }
        },
        "content": {JOSE: {"schema": {"type": "string", "description": "JWS dạng gọn, khi Accept nêu kiểu này"}}},
    }
}


class Envelope(BaseModel):
    """What every signed answer begins with; the OpenAPI description puts it before the answer's own members."""

    iss: str = Field(description="nơi trả lời: địa chỉ của dịch vụ")
    aud: str = Field(description="hệ thống đã hỏi")
    iat: int = Field(description="lúc trả lời, giây từ 1970-01-01T00:00:00Z")
    jti: str = Field(description="mã của câu trả lời")
    purpose: dict[str, str] = Field(description="mục đích đã nêu: procedure, dossier, basis")


def signed_answer(
    request: Request,
    content: Mapping[str, Any] | BaseModel,
    purpose: ReadPurpose,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The response of a route, for the caller whom its door let in. Raises ValueError for content that speaks of
    itself as the envelope does."""
    service: Service = request.app.state.service
    caller: Caller = request.state.caller
    body = enveloped(content, service, caller, purpose)
    more = {"Vary": "Accept", "Cache-Control": "no-store", **(headers or {})}
    if wants_jose(request.headers.get("accept", "")):
        return Response(service.signer.sign_whole(body), status, more, JOSE)
    more[SIGNATURE] = service.signer.sign_detached(body)
    return Response(body, status, more, "application/json")


def enveloped(content: Mapping[str, Any] | BaseModel, service: Service, caller: Caller, purpose: ReadPurpose) -> bytes:
    """The bytes that are signed and sent: JSON in UTF-8."""
    said = content.model_dump(by_alias=True) if isinstance(content, BaseModel) else content
    if any(name in said for name in _ENVELOPE):
        raise ValueError("an answer may not say itself what stands in its envelope")
    why = {"procedure": purpose.procedure, "dossier": purpose.dossier_id, "basis": purpose.basis}
    envelope = {
        "iss": service.issuer,
        "aud": caller.client_id,
        "iat": int(service.clock().timestamp()),
        "jti": str(uuid.uuid4()),
        "purpose": why,
    }
    return to_json({**envelope, **said})


def wants_jose(accept: str) -> bool:
    """Whether the compact form is asked for: named, and no less wanted than JSON."""
    wanted = {"application/json": 0.0, JOSE: 0.0}
    for each in accept.split(",")[:20]:
        kind, *more = (part.strip().lower() for part in each.split(";"))
        if kind in wanted:
            weight = next((part[2:] for part in more if part.startswith("q=")), "1")
            wanted[kind] = float(weight) if weight.replace(".", "", 1).isdecimal() else 0.0
    return wanted[JOSE] > 0 and wanted[JOSE] >= wanted["application/json"]
