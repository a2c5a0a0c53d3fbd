"""POST /v1/token: an access token for a client that proves who it is (RFC 6749, 4.4; RFC 7523)."""

from typing import Annotated

from fastapi import APIRouter, Form, Header, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.assertions import Unproven
from api.door import service_of
from api.problems import Kind, Problem
from api.proofs import proven_key
from api.service import Service
from api.tokens import LIFE, granted, issue, proven_client
from storage.service.clients import Client

router = APIRouter(tags=["token"])
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TOKENS_PER_MINUTE = 60
_LONGEST = 8_000  # characters of an assertion


class Asked(BaseModel):
    model_config = ConfigDict(extra="ignore", title="Xin mã truy cập")  # RFC 6749, 3.2: what is unknown is passed over

    grant_type: str = Field("", max_length=100, title="client_credentials")
    client_assertion_type: str = Field("", max_length=100, title=ASSERTION_TYPE)
    client_assertion: str = Field("", max_length=_LONGEST, title="JWT do hệ thống ký (private_key_jwt)")
    client_id: str = Field("", max_length=100, title="Tên hệ thống; nếu nêu thì phải đúng với JWT")
    scope: str = Field(
        "", max_length=4_000, title="Phạm vi xin cấp, cách nhau dấu cách; trống: mọi phạm vi đã được cấp"
    )


class Given(BaseModel):
    model_config = ConfigDict(title="Mã truy cập")

    access_token: str
    token_type: str = Field(title="Bearer, hoặc DPoP")
    expires_in: int = Field(title="Số giây còn hiệu lực")
    scope: str


@router.post("/v1/token", operation_id="getToken", summary="Xin mã truy cập", response_model=Given)
def get_token(
    request: Request,
    asked: Annotated[Asked, Form()],
    dpop: Annotated[str | None, Header(title="Chứng minh giữ khóa (RFC 9449)", max_length=4_000)] = None,
) -> JSONResponse:
    """A token of ten minutes for a client assertion that counts once; bound to a key where DPoP proves one."""
    service = service_of(request)
    if asked.grant_type != "client_credentials":
        raise Problem(Kind.UNSUPPORTED_GRANT)
    if asked.client_assertion_type != ASSERTION_TYPE or not asked.client_assertion:
        raise Problem(Kind.INVALID_REQUEST, "client_assertion and client_assertion_type are needed")
    client = _client(service, request, asked)
    _not_too_often(service, request, client)
    key = _key(service, request, client, dpop)
    scopes = _scopes(service, request, client, asked.scope)
    with service.warehouse.changing(client.id) as change:
        change.note("client.token", client.id, scopes=list(scopes), request=request.state.request_id)
    service.housekeeping.keep(service.clock())
    given = Given(
        access_token=issue(service, client, scopes, key),
        token_type="DPoP" if key else "Bearer",
        expires_in=int(LIFE.total_seconds()),
        scope=" ".join(scopes),
    )
    return JSONResponse(given.model_dump(), headers={"Pragma": "no-cache"})


def _scopes(service: Service, request: Request, client: Client, wanted: str) -> tuple[str, ...]:
    try:
        return granted(client, wanted.split(), service.today)
    except Problem:
        service.unlet.note("scope", client.id, request.state.request_id)
        raise


def _not_too_often(service: Service, request: Request, client: Client) -> None:
    """A token lasts for minutes: who asks for one with each request would fill the audit."""
    taken = service.buckets.take(f"{client.id} token", TOKENS_PER_MINUTE)
    if not taken.allowed:
        service.unlet.note("too-many-tokens", client.id, request.state.request_id)
        raise Problem(Kind.TOO_FAST, retry_after=taken.wait)


def _key(service: Service, request: Request, client: Client, proof: str | None) -> str:
    """Thumbprint of the key to which the token is bound; "": to none."""
    try:
        if proof:
            return proven_key(service, proof, request.method, request.scope["path"])
        if client.proof_needed:
            raise Unproven("no-proof", client.id)
        return ""
    except Unproven as failed:
        service.unlet.note(failed.reason, client.id, request.state.request_id)
        raise Problem(Kind.INVALID_PROOF) from None


def _client(service: Service, request: Request, asked: Asked) -> Client:
    try:
        client = proven_client(service, asked.client_assertion)
        if asked.client_id not in ("", client.id):
            raise Unproven("client-id-differs", client.id)
    except Unproven as failed:
        service.unlet.note(failed.reason, failed.client_id, request.state.request_id)
        raise Problem(Kind.INVALID_CLIENT) from None
    return client
