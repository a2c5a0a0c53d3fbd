"""Public keys of a client, as its organisation hands them in: a JWKS (RFC 7517), read strictly."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jwt import PyJWK, PyJWTError

from api.assertions import ALGORITHMS
from errors import ClientRefused
from storage.service.clients import ClientKey

_KINDS = {"ES256": ("EC", "P-256"), "EdDSA": ("OKP", "Ed25519"), "PS256": ("RSA", None)}
_SECRET = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}
_PUBLIC = {"kty", "crv", "x", "y", "n", "e"}
_NAME = re.compile(r"[0-9A-Za-z._~-]{1,64}")
_LEAST_RSA = 2048  # bits
_MOST = 10


def read_keys(content: bytes, valid_from: datetime, valid_to: datetime | None = None) -> tuple[ClientKey, ...]:
    """The keys of the set. Raises ClientRefused, without quoting the file: it may hold a secret by mistake."""
    try:
        keys = json.loads(content)["keys"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ClientRefused('the file is no JWKS: {"keys": [...]}') from None
    if not isinstance(keys, list) or not 0 < len(keys) <= _MOST:
        raise ClientRefused(f"a JWKS holds 1 to {_MOST} keys")
    read = tuple(_key(one, valid_from, valid_to) for one in keys)
    if len({one.kid for one in read}) != len(read):
        raise ClientRefused("two keys have the same kid")
    return read


def _key(said: Any, valid_from: datetime, valid_to: datetime | None) -> ClientKey:
    if not isinstance(said, dict):
        raise ClientRefused("a key is no JSON object")
    if _SECRET & said.keys():
        raise ClientRefused("the file holds a secret key: destroy it, make a new one, and hand in its public half only")
    kid, algorithm = said.get("kid"), _algorithm(said)
    if not isinstance(kid, str) or not _NAME.fullmatch(kid):
        raise ClientRefused("each key needs a kid of 1 to 64 letters, digits or . _ ~ -")
    if said.get("use", "sig") != "sig":
        raise ClientRefused("a key is not for signing (use)")
    public = {name: said[name] for name in sorted(_PUBLIC & said.keys())}
    try:
        key = PyJWK(public, algorithm).key
    except (PyJWTError, ValueError, TypeError, KeyError):
        raise ClientRefused("a key is damaged") from None
    if algorithm == "PS256" and key.key_size < _LEAST_RSA:
        raise ClientRefused(f"an RSA key needs {_LEAST_RSA} bits or more")
    return ClientKey(kid, public, algorithm, valid_from, valid_to)


def _algorithm(said: Mapping[str, Any]) -> str:
    """The only one by which the key may sign: the one that it names, or the one of its kind."""
    kind = (said.get("kty"), None if said.get("kty") == "RSA" else said.get("crv"))
    fitting = next((name for name, one in _KINDS.items() if one == kind), None)
    if fitting is None or said.get("alg", fitting) != fitting:
        raise ClientRefused(f"a key is of none of these kinds: {', '.join(ALGORITHMS)}")
    return fitting
