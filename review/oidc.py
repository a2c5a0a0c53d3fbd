"""Logging in at an OpenID provider: code flow with PKCE, state and nonce (OpenID Connect Core 1.0, 3.1; RFC 7636).

Authlib asks for the code and fetches the tokens; the ID token is taken only under a key that the provider publishes, by
an algorithm that needs one, for this station, for this log-in, at this time.
"""

import hmac
import json
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import jwt
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.common.security import generate_token  # type: ignore[import-untyped]
from authlib.deprecate import AuthlibDeprecationWarning  # type: ignore[import-untyped]
from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError

from settings import Settings

with warnings.catch_warnings():  # it would rather have httpx's successor; here all clients are httpx's
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]

BACK = "/oidc/back"
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_SECONDS = 10.0  # for one answer of the provider
_LEEWAY_S = 60  # by which two clocks may differ
_KNOWN_S, _ASK_AGAIN_S = 3600.0, 30.0  # for which what the provider publishes is kept, and at least is
_UNCHECKED = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False, "verify_iss": False}


class ProviderAway(Exception):
    """The provider does not answer, or not as OpenID Connect Discovery 1.0 says."""


class NotProven(Exception):
    """The provider did not show who it is. `reason`: a code, for the audit."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Begun:
    """A log-in on its way: what the browser keeps until it comes back, and where it is sent."""

    state: str
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    url: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """What a provider publishes of itself."""

    authorize: str
    token: str
    end: str  # where one logs out of it; "": nowhere
    post: bool  # the secret goes into the body
    keys: Mapping[str | None, PyJWK]
    at: float  # s, of the monotonic clock


class Provider:
    """The one of these settings; one for each process. Nothing is asked of it before the first log-in."""

    def __init__(self, settings: Settings, origin: str, transport: httpx.BaseTransport | None = None) -> None:
        """`origin`: of the station. `transport`: another way to the provider than the network."""
        self.issuer = settings.oidc_issuer
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret
        self._origin = origin
        self._transport = transport
        self._published: Published | None = None
        self._lock = Lock()

    def begin(self) -> Begun:
        """A log-in with a state, a nonce and a verifier of its own. Raises ProviderAway."""
        published = self._known()
        begun = Begun(generate_token(43), generate_token(43), generate_token(64))
        with self._client() as client:
            url, _ = client.create_authorization_url(
                published.authorize, state=begun.state, nonce=begun.nonce, code_verifier=begun.verifier
            )
        return Begun(begun.state, begun.nonce, begun.verifier, url)

    def identity(self, query: str, begun: Begun, now: datetime) -> Mapping[str, Any]:
        """The claims about who came back with this query. Raises NotProven, ProviderAway."""
        code = self._code(query, begun)
        published = self._known()
        with self._client("client_secret_post" if published.post else "client_secret_basic") as client:
            try:
                token = client.fetch_token(
                    published.token,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=begun.verifier,
                    redirect_uri=f"{self._origin}{BACK}",
                )
            except httpx.HTTPError as error:
                raise ProviderAway from error
            except (AuthlibBaseError, ValueError) as refused:
                raise NotProven("oidc-code") from refused
        return self._proven(token.get("id_token"), begun, now)

    def end_url(self) -> str:
        """Where one logs out of the provider, too; "" where it tells none."""
        published = self._known()
        told = {"client_id": self._client_id, "post_logout_redirect_uri": f"{self._origin}/login"}
        return f"{published.end}?{urlencode(told)}" if published.end else ""

    def _code(self, query: str, begun: Begun) -> str:
        """Of a way back that belongs to this log-in (RFC 6749, 4.1.2; RFC 9207)."""
        told = dict(parse_qsl(query))
        if not hmac.compare_digest(told.get("state", "").encode(), begun.state.encode()):
            raise NotProven("oidc-state")
        if told.get("iss", self.issuer) != self.issuer:
            raise NotProven("oidc-issuer")
        if "code" not in told:
            raise NotProven("oidc-refused")  # by the provider, or by who was to log in
        return told["code"]

    def _proven(self, token: object, begun: Begun, now: datetime) -> Mapping[str, Any]:
        if not isinstance(token, str):
            raise NotProven("oidc-no-id-token")
        try:
            head = jwt.get_unverified_header(token)
            if head.get("alg") not in _ALGORITHMS:
                raise NotProven("oidc-algorithm")
            key = self._key(head.get("kid"))
            if key.algorithm_name != head["alg"]:  # a key without "alg" has the one of its kind
                key = PyJWK(key._jwk_data, head["alg"])
            claims: dict[str, Any] = jwt.decode(token, key, algorithms=[head["alg"]], options=_UNCHECKED)  # type: ignore[arg-type]
        except (PyJWTError, ValueError, TypeError, RecursionError):
            raise NotProven("oidc-signature") from None
        self._for_this(claims, begun, now)
        return claims

    def _for_this(self, claims: Mapping[str, Any], begun: Begun, now: datetime) -> None:
        """OpenID Connect Core 1.0, 3.1.3.7. Raises NotProven."""
        if claims.get("iss") != self.issuer:
            raise NotProven("oidc-issuer")
        told = claims.get("aud")
        audience = told if isinstance(told, list) else [told]
        if self._client_id not in audience or claims.get("azp", self._client_id) != self._client_id:
            raise NotProven("oidc-audience")
        if len(audience) > 1 and "azp" not in claims:
            raise NotProven("oidc-audience")
        if claims.get("nonce") != begun.nonce:
            raise NotProven("oidc-nonce")
        at = now.timestamp()
        expires, issued = _seconds(claims, "exp"), _seconds(claims, "iat")
        if at > expires + _LEEWAY_S or issued > at + _LEEWAY_S:
            raise NotProven("oidc-time")
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise NotProven("oidc-subject")

    def _key(self, kid: str | None) -> PyJWK:
        """Of this name; the only one there is, where none is named. Looks again for a name that it does not know."""
        for published in (self._known(), self._known(_ASK_AGAIN_S)):
            if kid in published.keys:
                return published.keys[kid]
            if kid is None and len(published.keys) == 1:
                return next(iter(published.keys.values()))
        raise NotProven("oidc-key")

    def _known(self, younger: float = _KNOWN_S) -> Published:
        """What the provider publishes, asked for anew where it was asked longer ago (s). Raises ProviderAway."""
        with self._lock:
            held = self._published
            if held is None or time.monotonic() - held.at > younger:
                held = self._published = self._asked()
            return held

    def _asked(self) -> Published:
        try:
            with self._client() as client:
                told = _json(client, f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
                if told["issuer"] != self.issuer:
                    raise ProviderAway("the provider calls itself otherwise than HOSO_OIDC_ISSUER")
                keys = PyJWKSet.from_dict(_json(client, self._of(told["jwks_uri"]))).keys
            ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
            return Published(
                authorize=self._of(told["authorization_endpoint"]),
                token=self._of(told["token_endpoint"]),
                end=self._of(told["end_session_endpoint"]) if told.get("end_session_endpoint") else "",
                post="client_secret_basic" not in ways,
                keys={key.key_id: key for key in keys if key.public_key_use in (None, "sig")},
                at=time.monotonic(),
            )
        except (httpx.HTTPError, PyJWTError, ValueError, KeyError, TypeError) as error:
            raise ProviderAway from error

    def _of(self, url: str) -> str:
        """An address of the provider's. Raises ValueError where it is less safe than the issuer's own."""
        wanted, found = urlsplit(self.issuer).scheme, urlsplit(url).scheme
        if found not in ("https", wanted):
            raise ValueError("an address of the provider without TLS")
        return url

    def _client(self, way: str = "client_secret_basic") -> OAuth2Client:
        return OAuth2Client(
            self._client_id,
            self._secret or None,
            token_endpoint_auth_method=way if self._secret else "none",
            scope="openid profile",
            redirect_uri=f"{self._origin}{BACK}",
            code_challenge_method="S256",
            timeout=_SECONDS,
            trust_env=False,
            transport=self._transport,
        )


def _json(client: OAuth2Client, url: str) -> Any:
    answer = client.request("GET", url, withhold_token=True)
    answer.raise_for_status()
    return json.loads(answer.content)


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    told = claims.get(name)
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise NotProven("oidc-time")
    return float(told)
