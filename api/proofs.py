"""DPoP (RFC 9449): with each request its sender proves to hold a key, so that a token that was stolen opens nothing."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import jwt
from jwt import PyJWK, PyJWTError

from api.assertions import LONGEST_ID, UNCHECKED, Unproven
from storage.base64url import encoded
from storage.service.key_pairs import thumbprint
from storage.service.tokens import clear, first_time

if TYPE_CHECKING:
    from api.service import Service

_TYPE = "dpop+jwt"
_LIFE = timedelta(seconds=60)  # either way from now
_KINDS = {"ES256": ("EC", "P-256"), "EdDSA": ("OKP", "Ed25519")}
PROOF_ALGORITHMS = tuple(_KINDS)
_LONGEST = 4_000  # characters


def proven_key(service: "Service", proof: str, method: str, path: str, token: str = "") -> str:
    """Thumbprint (RFC 7638) of the key that the sender holds. `token`: that the proof has to be for.

    Raises Unproven. The same proof counts once.
    """
    key, claims = _opened(proof)
    now = service.clock()
    said = (claims.get("htm"), claims.get("htu"), claims.get("ath", ""))
    if said != (method, service.issuer + path, _digest(token) if token else ""):
        raise Unproven("proof-for-another")
    issued, token_id = claims.get("iat"), claims.get("jti")
    if not isinstance(issued, int) or abs(issued - now.timestamp()) > _LIFE.total_seconds():
        raise Unproven("proof-not-of-now")
    if not isinstance(token_id, str) or not 0 < len(token_id) <= LONGEST_ID:
        raise Unproven("proof-without-jti")
    over = datetime.fromtimestamp(issued, UTC) + 2 * _LIFE
    with service.warehouse.looking() as connection:
        clear(connection, now - 2 * _LIFE)
        if not first_time(connection, "proof", key, token_id, over):
            raise Unproven("proof-replayed")
    return key


def _opened(proof: str) -> tuple[str, dict[str, Any]]:
    """Whose it is and what it says, when it is signed by the key that it names."""
    try:
        if len(proof) > _LONGEST:
            raise ValueError
        head = jwt.get_unverified_header(proof)
        algorithm, jwk = head.get("alg"), head.get("jwk")
        if head.get("typ") != _TYPE or algorithm not in _KINDS or not isinstance(jwk, dict) or "d" in jwk:
            raise ValueError
        if (jwk.get("kty"), jwk.get("crv")) != _KINDS[algorithm]:
            raise ValueError
        key = PyJWK(jwk, algorithm)
        claims = jwt.decode(proof, key, algorithms=[algorithm], options=UNCHECKED)
        return thumbprint(key.key), claims
    except (PyJWTError, ValueError, TypeError, KeyError, RecursionError):
        raise Unproven("proof-not-understood") from None


def _digest(token: str) -> str:
    return encoded(hashlib.sha256(token.encode()).digest())
