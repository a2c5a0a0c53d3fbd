"""The public keys under which answers are signed. Open to all: whoever holds an answer may verify it."""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic_core import to_json

from api.door import service_of
from api.etags import etag, unchanged
from storage.objects import digest_of
from storage.service.signing_keys import CACHED

router = APIRouter(tags=["keys"])
_JWKS = "application/jwk-set+json"
_SECONDS = int(CACHED.total_seconds())
_DESCRIBED: dict[int | str, dict[str, Any]] = {200: {"content": {_JWKS: {"schema": {"type": "object"}}}}}


@router.get(
    "/.well-known/jwks.json",
    operation_id="getKeys",
    summary="Khóa công khai đang dùng và sắp dùng",
    response_class=Response,
    responses=_DESCRIBED,
)
def get_keys(request: Request) -> Response:
    """RFC 7517. The next key is among them long before it signs."""
    return _cached(request, service_of(request).signer.keys)


@router.get(
    "/.well-known/jwks-history.json",
    operation_id="getKeyHistory",
    summary="Mọi khóa từng dùng, kể cả khóa đã thu hồi, để kiểm câu trả lời cũ",
    response_class=Response,
    responses=_DESCRIBED,
)
def get_key_history(request: Request) -> Response:
    """For `hoso verify --keys`: with the days of each key, and which were revoked."""
    return _cached(request, service_of(request).signer.history())


def _cached(request: Request, keys: Any) -> Response:
    content = to_json(keys)
    tag = etag(digest_of(content)[:32])
    headers = {"Cache-Control": f"public, max-age={_SECONDS}", "ETag": tag}
    if unchanged(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=_JWKS)
