"""DPoP: a token bound to a key opens nothing for who has the token alone."""

import base64
import hashlib
import uuid
from typing import Annotated, Any

import api_makers as make
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import APIRouter
from fastapi.testclient import TestClient

from api.app import make_app
from api.caller import Caller
from api.door import caller_with
from api.problems import Kind
from api.service import Service

pytestmark = pytest.mark.contract
router = APIRouter()


@router.get("/v1/test/proven", operation_id="testProven")
def proven(caller: Annotated[Caller, caller_with("reuse:prefill")]) -> dict[str, str]:
    return {"client": caller.client_id}


@pytest.fixture
def http(service: Service) -> TestClient:
    app = make_app(service)
    app.include_router(router)
    return TestClient(app, base_url=make.ISSUER, raise_server_exceptions=False)


def proof(key: ec.EllipticCurvePrivateKey, clock: make.Clock, token: str = "", **claims: Any) -> str:
    method, path = ("GET", "/v1/test/proven") if token else ("POST", "/v1/token")
    said = {"htm": method, "htu": make.ISSUER + path, "iat": int(clock().timestamp()), "jti": str(uuid.uuid4())}
    if token:
        said["ath"] = base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()
    head = {"typ": "dpop+jwt", "jwk": {k: v for k, v in make.jwk_of(key).items() if k in ("kty", "crv", "x", "y")}}
    return jwt.encode(said | claims, key, "ES256", headers=head)


def test_a_bound_token_opens_with_its_key_only(http: TestClient, service: Service, clock: make.Clock) -> None:
    one = make.sender(service, "reuse:prefill", proof_needed=True)
    key, thief = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    bare = http.post("/v1/token", data=one.form(clock()))
    assert (bare.status_code, bare.json()["type"]) == (401, Kind.INVALID_PROOF.uri)
    given = http.post("/v1/token", data=one.form(clock()), headers={"DPoP": proof(key, clock)}).json()
    assert given["token_type"] == "DPoP"
    token = given["access_token"]

    def ask(shown: str, scheme: str = "DPoP") -> int:
        return http.get("/v1/test/proven", headers={"Authorization": f"{scheme} {token}", "DPoP": shown}).status_code

    good = proof(key, clock, token)
    assert [ask(good), ask(good)] == [200, 401]  # the same proof counts once
    assert ask(proof(key, clock, token), "Bearer") == 401
    assert ask(proof(thief, clock, token)) == 401
    assert ask("") == 401
    for wrong in ({"htm": "POST"}, {"htu": "http://x.test/"}, {"ath": "x"}, {"iat": 0}, {"jti": ""}):
        assert ask(proof(key, clock, token, **wrong)) == 401
    assert ask(proof(key, clock, token)) == 200


def test_a_token_that_is_not_bound_does_not_pass_as_bound(
    http: TestClient, service: Service, clock: make.Clock
) -> None:
    one = make.sender(service, "reuse:prefill")
    token, key = one.token(http, clock()), ec.generate_private_key(ec.SECP256R1())
    head = {"Authorization": f"DPoP {token}", "DPoP": proof(key, clock, token)}
    assert http.get("/v1/test/proven", headers=head).status_code == 401
    assert http.get("/v1/test/proven", headers=make.bearer(token)).status_code == 200
