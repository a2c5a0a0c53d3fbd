"""Proof of who asks for a token: a JWT under a key that the client alone holds (private_key_jwt, RFC 7523)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from jwt import PyJWK, PyJWTError

from storage.service.clients import Client

ALGORITHMS = ("ES256", "EdDSA", "PS256")
LONGEST = timedelta(minutes=5)  # an assertion may hold
SKEW = timedelta(seconds=30)  # that clocks may differ
LONGEST_ID = 200  # characters
UNCHECKED: Any = dict.fromkeys(("verify_exp", "verify_iat", "verify_nbf", "verify_aud", "verify_iss"), False)


class Unproven(Exception):
    """Why somebody was not let in: a code for the audit, that goes to nobody else."""

    def __init__(self, reason: str, client_id: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.client_id = client_id  # "" unless such a client is registered


@dataclass(frozen=True, slots=True)
class Assertion:
    client_id: str
    token_id: str
    expires_at: datetime


def claimed_client(assertion: str) -> str:
    """Who it says it is from; nothing of it is proven yet. Raises Unproven."""
    try:
        claims = jwt.decode(assertion, options={"verify_signature": False})
    except (PyJWTError, ValueError, RecursionError):
        raise Unproven("not-a-jwt") from None
    name = claims.get("sub")
    if not isinstance(name, str) or claims.get("iss") != name:
        raise Unproven("iss-is-not-sub")
    return name


def proven(assertion: str, client: Client, audiences: frozenset[str], now: datetime) -> Assertion:
    """The assertion, when it holds in every part. Raises Unproven. Whether it came before is not looked at here."""
    claims = _claims(assertion, client, now)
    expires, issued = _time(claims, "exp", client.id), _time(claims, "iat", client.id)
    token_id = claims.get("jti")
    named = claims.get("aud")
    if claims.get("iss") != client.id or claims.get("sub") != client.id:
        raise Unproven("iss-is-not-sub", client.id)
    only = named[0] if isinstance(named, list) and len(named) == 1 else named
    if not isinstance(only, str) or only not in audiences:
        raise Unproven("audience", client.id)
    if expires <= now - SKEW:
        raise Unproven("expired", client.id)
    if expires > now + LONGEST + SKEW:
        raise Unproven("holds-too-long", client.id)
    if issued > now + SKEW or ("nbf" in claims and _time(claims, "nbf", client.id) > now + SKEW):
        raise Unproven("not-yet", client.id)
    if not isinstance(token_id, str) or not 0 < len(token_id) <= LONGEST_ID:
        raise Unproven("no-jti", client.id)
    return Assertion(client.id, token_id, expires)


def _claims(assertion: str, client: Client, now: datetime) -> Mapping[str, Any]:
    """Under a key of the client that counts now, by the one algorithm of that key."""
    try:
        head = jwt.get_unverified_header(assertion)
        key = client.key(str(head.get("kid", "")), now)
        if key is None:
            known = any(one.kid == head.get("kid") for one in client.keys)
            raise Unproven("key-expired" if known else "key-unknown", client.id)
        return jwt.decode(assertion, PyJWK(dict(key.jwk), key.algorithm), algorithms=[key.algorithm], options=UNCHECKED)
    except (PyJWTError, ValueError, RecursionError):
        raise Unproven("signature", client.id) from None


def _time(claims: Mapping[str, Any], name: str, client_id: str) -> datetime:
    seconds = claims.get(name)
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        raise Unproven(f"no-{name}", client_id)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise Unproven(f"no-{name}", client_id) from None
