"""Access tokens: JWTs of ten minutes under the service's own key (RFC 9068), given for an assertion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from api.assertions import Unproven, claimed_client, proven
from api.caller import Caller, widened
from api.jose import Malformed
from api.problems import Kind, Problem
from api.scopes import unknown
from storage.service.clients import Client
from storage.service.tokens import clear, first_time

if TYPE_CHECKING:
    from api.service import Service

TYPE = "at+jwt"
LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Token:
    """What is in an access token. Its text is a secret of the client."""

    client_id: str
    scopes: tuple[str, ...]
    token_id: str
    key: str = ""  # thumbprint of the key that the sender must prove to hold (DPoP); "": none


def proven_client(service: "Service", assertion: str) -> Client:
    """The registered client whose assertion this is; it counts once. Raises Unproven."""
    claimed = claimed_client(assertion)
    client = service.registered.client(claimed)
    if client is None:
        raise Unproven("client-unknown")
    if client.revoked_at is not None:
        raise Unproven("client-revoked", client.id)
    now = service.clock()
    seen = proven(assertion, client, frozenset({service.issuer, service.token_url}), now)
    with service.warehouse.looking() as connection:
        clear(connection, now - LIFE)
        if not first_time(connection, "assertion", client.id, seen.token_id, seen.expires_at):
            raise Unproven("replayed", client.id)
    return client


def granted(client: Client, wanted: Sequence[str], on: date) -> tuple[str, ...]:
    """The scopes asked for, or all of the client's where none was. Raises Problem INVALID_SCOPE for one it lacks."""
    if not wanted:
        return tuple(one for one in client.scopes if one not in unknown(client.scopes, on))
    lacking = [one for one in wanted if one not in client.scopes and not set(widened(one)) & set(client.scopes)]
    if lacking or unknown(wanted, on):
        raise Problem(Kind.INVALID_SCOPE, "a scope is not in the catalogue, or not granted to this client")
    return tuple(dict.fromkeys(wanted))


def issue(service: "Service", client: Client, scopes: Sequence[str], key: str = "") -> str:
    """The signed token. `key`: thumbprint of the key that its sender must prove to hold."""
    now = int(service.clock().timestamp())
    claims: dict[str, Any] = {
        "iss": service.issuer,
        "aud": service.issuer,
        "sub": client.id,
        "client_id": client.id,
        "scope": " ".join(scopes),
        "iat": now,
        "exp": now + int(LIFE.total_seconds()),
        "jti": str(uuid4()),
    }
    if key:
        claims["cnf"] = {"jkt": key}
    return service.signer.sign(claims, typ=TYPE)


def read(service: "Service", text: str) -> Token:
    """What a token says, when it is ours and holds. Raises Unproven."""
    try:
        claims = service.opened.claims(text, lambda: service.signer.claims(text, typ=TYPE))
    except Malformed:
        raise Unproven("token-not-ours") from None
    now = int(service.clock().timestamp())
    if claims.get("iss") != service.issuer or claims.get("aud") != service.issuer:
        raise Unproven("token-of-another")
    if not isinstance(claims.get("exp"), int) or claims["exp"] <= now:
        raise Unproven("token-expired")
    confirmation = claims.get("cnf") or {}
    return Token(claims["client_id"], tuple(claims["scope"].split()), claims["jti"], confirmation.get("jkt", ""))


def caller_of(service: "Service", token: Token) -> Caller:
    """Who sent the token, with what its client may now: what was taken away since does not count. Raises Unproven."""
    client = service.registered.client(token.client_id)
    if client is None:
        raise Unproven("client-unknown")
    if client.revoked_at is not None:
        raise Unproven("client-revoked", client.id)
    if client.proof_needed and not token.key:
        raise Unproven("token-not-bound", client.id)
    held = set(client.scopes)
    over = unknown(token.scopes, service.today)
    still = [one for one in token.scopes if (one in held or held & set(widened(one))) and one not in over]
    return Caller(
        client.id,
        client.organisation,
        frozenset(client.offices),
        frozenset(client.procedures),
        frozenset(still),
        token.token_id,
    )
