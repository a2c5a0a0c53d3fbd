"""What a client library must know to ask for tokens, at the address where it looks for it (RFC 8414)."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict
from pydantic_core import to_json

from api.assertions import ALGORITHMS
from api.door import service_of
from api.proofs import PROOF_ALGORITHMS
from api.scopes import scopes

router = APIRouter(tags=["keys"])
_SECONDS = 3600  # for which it may be kept


class ServerMetadata(BaseModel):
    model_config = ConfigDict(title="Máy chủ cấp mã truy cập (RFC 8414)")

    issuer: str
    token_endpoint: str
    jwks_uri: str
    service_documentation: str
    grant_types_supported: list[str]
    response_types_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    token_endpoint_auth_signing_alg_values_supported: list[str]
    dpop_signing_alg_values_supported: list[str]
    scopes_supported: list[str]


@router.get(
    "/.well-known/oauth-authorization-server",
    operation_id="getMetadata",
    summary="Nơi và cách xin mã truy cập",
    response_model=ServerMetadata,
)
def get_metadata(request: Request) -> Response:
    """No scope that is a pattern is listed: which papers and fields there are is in `/v1/catalogue/papers`."""
    service = service_of(request)
    given = ServerMetadata(
        issuer=service.issuer,
        token_endpoint=service.token_url,
        jwks_uri=f"{service.issuer}/.well-known/jwks.json",
        service_documentation=f"{service.issuer}/v1/openapi.json",
        grant_types_supported=["client_credentials"],
        response_types_supported=[],
        token_endpoint_auth_methods_supported=["private_key_jwt"],
        token_endpoint_auth_signing_alg_values_supported=list(ALGORITHMS),
        dpop_signing_alg_values_supported=list(PROOF_ALGORITHMS),
        scopes_supported=[one.name for one in scopes() if "{" not in one.name],
    )
    headers = {"Cache-Control": f"public, max-age={_SECONDS}"}
    return Response(to_json(given), headers=headers, media_type="application/json")
