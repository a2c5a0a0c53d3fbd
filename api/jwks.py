"""The published keys: as the service gives them out (RFC 7517), and as they are read back from a file.

Beside the members of RFC 7517 stand those of OpenID Federation 1.0, 8.7 (historical keys): `iat`, when it was
published; `nbf` and `exp`, between which it signed; `revoked`, since when and why nothing of it is to be trusted. A
revoked key is not among the published keys, for a reader that does not know `revoked` would trust it; it is in the
history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from jwt import PyJWK
from jwt.exceptions import PyJWTError

from api.jose import Malformed, strict_json
from storage.service.key_pairs import Algorithm, PublicKey, jwk, thumbprint
from storage.service.signing_keys import KeyState, SigningKey

_MOST_KEYS = 1_000
_PUBLIC_ONLY = ("d", "p", "q", "k")  # members of a secret key


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A published key, as a file says."""

    kid: str
    algorithm: Algorithm
    public: PublicKey
    signs_from: datetime | None  # None: not told
    signs_until: datetime | None
    revoked_at: datetime | None
    reason: str = ""


def key_set(keys: Iterable[SigningKey], now: datetime, *, revoked: bool = False) -> dict[str, Any]:
    """JWKS. `revoked`: with those that were revoked."""
    return {"keys": [_published(one) for one in keys if revoked or one.state(now) is not KeyState.REVOKED]}


def _published(key: SigningKey) -> dict[str, Any]:
    said: dict[str, Any] = {
        **jwk(key.pair.public),
        "kid": key.kid,
        "alg": key.pair.algorithm.value,
        "use": "sig",
        "iat": _seconds(key.made_at),
    }
    if key.signs_from:
        said["nbf"] = _seconds(key.signs_from)
    if key.signs_until:
        said["exp"] = _seconds(key.signs_until)
    if key.revoked_at:
        reason = key.reason.name.lower() if key.reason else "unspecified"
        said["revoked"] = {"revoked_at": _seconds(key.revoked_at), "reason": reason}
    return said


def read_key_set(content: bytes) -> dict[str, KnownKey]:
    """Keys by kid, from a file that somebody saved. Raises Malformed; keys of a kind that never signs here are left
    out."""
    said = strict_json(content)
    keys = said.get("keys") if isinstance(said, dict) else None
    if not isinstance(keys, list) or len(keys) > _MOST_KEYS:
        raise Malformed("tệp khóa không phải JWKS")
    known: dict[str, KnownKey] = {}
    for each in keys:
        if not isinstance(each, dict):
            raise Malformed("tệp khóa có mục không phải khóa")
        if any(member in each for member in _PUBLIC_ONLY):
            raise Malformed("tệp khóa chứa khóa bí mật: tuyệt đối không dùng và không gửi đi; hãy báo nơi đã phát hành")
        key = _known(each)
        if key is not None:
            known[key.kid] = key
    return known


def _known(said: Mapping[str, Any]) -> KnownKey | None:
    algorithm = next((one for one in Algorithm if one.value == said.get("alg")), None)
    kinds = {Algorithm.ES256: ("EC", "P-256"), Algorithm.EDDSA: ("OKP", "Ed25519")}
    if algorithm is None or (said.get("kty"), said.get("crv")) != kinds[algorithm]:
        return None
    try:
        public = PyJWK(dict(said), algorithm.value).key
    except (PyJWTError, ValueError, TypeError, KeyError):
        raise Malformed("tệp khóa có khóa hỏng") from None
    if said.get("kid") != thumbprint(public):
        raise Malformed("tệp khóa có khóa mang sai tên (kid phải là dấu vân tay RFC 7638)")
    revoked = said.get("revoked")
    if revoked is not None and not isinstance(revoked, dict):
        raise Malformed("tệp khóa có mục thu hồi không hiểu được")
    reason = str((revoked or {}).get("reason", ""))
    since = None if revoked is None else _moment(revoked.get("revoked_at")) or datetime.min.replace(tzinfo=UTC)
    return KnownKey(
        thumbprint(public), algorithm, public, _moment(said.get("nbf")), _moment(said.get("exp")), since, reason
    )


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: object) -> datetime | None:
    """Raises Malformed for what is no second since 1970."""
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int) or not 0 <= seconds < 32_503_680_000:
        raise Malformed("tệp khóa có ngày giờ không hiểu được")
    return datetime.fromtimestamp(seconds, UTC)
