"""An OpenID provider on loopback, as small as the standard lets one be: it asks nobody for a password, and holds who
comes to PKCE, to the client's secret and to one use of each code."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

CLIENT, SECRET = "tram-kiem-tra", "bi-mat-cua-tram-kiem-tra-o-nha-cung-cap"


@dataclass
class SmallProvider:
    """Who logs in (`who`), and how the ID token differs from what it should be: what is given stands instead."""

    issuer: str = ""
    who: dict[str, Any] = field(default_factory=lambda: {"sub": "s-1", "preferred_username": "mau", "name": "Mẫu"})
    twist: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "ES256"
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    kid: str = "k1"
    kid_told: str = ""  # in a token, where it differs
    published: dict[str, Any] = field(default_factory=dict)  # stands instead in what it says of itself
    signed_by: Any = None  # another key than the one that is published
    now: float = 0.0
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def metadata(self) -> dict[str, Any]:
        told = {name: f"{self.issuer}/{name}" for name in ("authorize", "token", "keys", "end")}
        return {
            "issuer": self.issuer,
            "authorization_endpoint": told["authorize"],
            "token_endpoint": told["token"],
            "jwks_uri": told["keys"],
            "end_session_endpoint": told["end"],
        } | self.published

    def keys(self) -> dict[str, Any]:
        jwk = ECAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**jwk, "kid": self.kid, "use": "sig", "alg": "ES256"}]}

    def code_for(self, query: dict[str, str]) -> str:
        """Where the browser goes from here."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state'], 'iss': self.issuer})}"

    def token(self, form: dict[str, str], client: tuple[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if client != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        held = asked and (asked["redirect_uri"], asked["code_challenge"]) == (form.get("redirect_uri"), challenge)
        if not held or asked is None or asked["code_challenge_method"] != "S256":
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": self.id_token(asked)}

    def id_token(self, asked: dict[str, str]) -> str:
        at = int(self.now or time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": at, "exp": at + 300, "nonce": asked["nonce"]}
        told = {name: value for name, value in (claims | self.who | self.twist).items() if value is not None}
        key = None if self.algorithm == "none" else (self.signed_by or self.key)
        return jwt.encode(told, key, self.algorithm, headers={"kid": self.kid_told or self.kid})


@contextmanager
def running() -> Iterator[SmallProvider]:
    """On a free port of this machine."""
    provider = SmallProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.code_for(query))
                self.end_headers()
            else:
                self._say(200, provider.keys() if parts.path == "/keys" else provider.metadata())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            told = base64.b64decode(self.headers.get("Authorization", "Basic ").partition(" ")[2]).decode()
            name, _, secret = told.partition(":")
            self._say(*provider.token(form, (name, secret)))

        def _say(self, status: int, told: dict[str, Any]) -> None:
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
