"""Clients of the service, as organisations would register them, and what they send. All are invented."""

import itertools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi.testclient import TestClient
from jwt.algorithms import ECAlgorithm

from api.service import Service
from storage.service.clients import Allowance, Client, ClientKey, add

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}  # of a server that may lose all
ISSUER = "http://service.test"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
BEGIN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
PURPOSE = {"procedure": "1.004222", "dossier": "H56.12-261115-0007", "basis": "ND118-2025"}
_NUMBERS = itertools.count(1)


@dataclass
class Clock:
    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **much: float) -> None:
        self.now += timedelta(**much)


@dataclass(frozen=True)
class Sender:
    """A client with its private key."""

    client: Client
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    def assertion(self, now: datetime, *, head: Mapping[str, Any] | None = None, **claims: Any) -> str:
        """What is given stands instead; None takes a claim away."""
        said = {
            "iss": self.client.id,
            "sub": self.client.id,
            "aud": f"{ISSUER}/v1/token",
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(minutes=2)).timestamp()),
            "jti": str(uuid.uuid4()),
        } | claims
        left = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(left, self.key, "ES256", headers={"kid": "k1", **(head or {})})

    def form(self, now: datetime, scope: str = "", **claims: Any) -> dict[str, str]:
        return {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self.assertion(now, **claims),
            "scope": scope,
        }

    def token(self, http: TestClient, now: datetime, scope: str = "") -> str:
        given = http.post("/v1/token", data=self.form(now, scope))
        assert given.status_code == 200, given.text
        return str(given.json()["access_token"])


def bearer(token: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", **more}


def jwk_of(key: ec.EllipticCurvePrivateKey, kid: str = "k1") -> dict[str, Any]:
    return {**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "alg": "ES256", "use": "sig"}


def sender(
    service: Service,
    *scopes: str,
    offices: tuple[str, ...] = ("H56",),
    procedures: tuple[str, ...] = ("*",),
    allowance: Allowance | None = None,
    valid_to: datetime | None = None,
    proof_needed: bool = False,
) -> Sender:
    """A client that is registered under a name of its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    held = ClientKey("k1", jwk_of(key), "ES256", BEGIN - timedelta(days=1), valid_to)
    client = Client(
        id=f"portal.{next(_NUMBERS)}",
        organisation="Trung tâm phục vụ hành chính công (bịa)",
        offices=offices,
        procedures=procedures,
        scopes=scopes,
        keys=(held,),
        allowance=allowance or Allowance(),
        proof_needed=proof_needed,
    )
    with service.warehouse.changing("tester") as change:
        add(change, client)
    return Sender(client, key)


def audit(service: Service, subject: str = "", action: str = "") -> list[dict[str, Any]]:
    """Details of the rows, the newest last."""
    from storage.audit.rows import rows

    with service.warehouse.looking() as connection:
        return [dict(one.row.details) for one in rows(connection, subject=subject, action=action)]
