"""Signed bytes in the compact form of RFC 7515: written, and read with nothing taken on trust.

What is read may come from anybody. Only the members of a head that are named here are known: one that asks for more
(`crit`, `b64`, `jwk`, `jku`, `x5u`) is refused, and so is every algorithm but the two that sign here.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jwt import PyJWS
from jwt.exceptions import PyJWTError

from storage.base64url import decoded, encoded
from storage.service.key_pairs import Algorithm, KeyPair, PublicKey

ANSWER, MANIFEST = "hoso-answer+json", "hoso-manifest+json"  # `typ`: so that nothing signed can pass for another thing
_KNOWN = {"alg", "kid", "typ", "cty"}
_MOST_HEAD = 2_000  # characters
_JWS = PyJWS(algorithms=[one.value for one in Algorithm])


class Malformed(ValueError):
    """Not signed by this service in any of its forms. The message says why; it may go to whoever asks."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What a compact form says, before anything of it is believed."""

    kid: str
    algorithm: Algorithm
    typ: str
    payload: bytes = field(repr=False)
    compact: str = field(repr=False)

    def by(self, algorithm: Algorithm, public: PublicKey) -> bool:
        """Whether this key made the signature, in the way that is the key's own."""
        if algorithm is not self.algorithm:
            return False
        try:
            _JWS.decode_complete(self.compact, public, algorithms=[algorithm.value])
        except (PyJWTError, ValueError, TypeError):
            return False
        return True


def compact(pair: KeyPair, typ: str, payload: bytes) -> str:
    """head.payload.signature, each base64url."""
    head = {"alg": pair.algorithm.value, "kid": pair.kid, "typ": typ}
    if pair.private is None:
        raise ValueError("a key that signs no more was asked to sign")
    return _JWS.encode(payload, pair.private, algorithm=pair.algorithm.value, headers=head)


def detached(whole: str) -> str:
    """The same without its payload (RFC 7515, appendix F): head..signature."""
    head, _, signature = whole.split(".")
    return f"{head}..{signature}"


def attached(signature: str, payload: bytes) -> str:
    """The compact form of a detached one. Raises Malformed."""
    parts = signature.strip().split(".")
    if len(parts) != 3 or parts[1]:
        raise Malformed("chữ ký tách rời phải có dạng đầu..chữ-ký")
    return f"{parts[0]}.{encoded(payload)}.{parts[2]}"


def parse(text: str) -> Signed:
    """Raises Malformed."""
    parts = text.strip().split(".")
    if len(parts) != 3 or not all(parts):
        raise Malformed("không phải JWS dạng ba phần")
    head, payload, signature = parts
    if len(head) > _MOST_HEAD or len(signature) > _MOST_HEAD:
        raise Malformed("phần đầu hoặc chữ ký dài quá mức")
    _decoded(signature)
    said = strict_json(_decoded(head))
    if not isinstance(said, dict) or not all(isinstance(value, str) for value in said.values()):
        raise Malformed("phần đầu của chữ ký không đúng dạng")
    if set(said) - _KNOWN:
        raise Malformed("phần đầu đòi những điều mà chữ ký của hệ thống này không bao giờ có (crit, jwk, jku...)")
    algorithm = next((one for one in Algorithm if one.value == said.get("alg")), None)
    if algorithm is None:
        raise Malformed("thuật toán ký không được chấp nhận; chỉ có ES256 và EdDSA")
    if not said.get("kid") or not said.get("typ"):
        raise Malformed("chữ ký không nêu khóa hoặc không nêu ký cho việc gì")
    return Signed(said["kid"], algorithm, said["typ"], _decoded(payload), f"{head}.{payload}.{signature}")


def strict_json(content: bytes) -> Any:
    """JSON that every reader reads alike: no name twice, no NaN, not too deep. Raises Malformed."""
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except Malformed:
        raise
    except RecursionError:
        raise Malformed("JSON lồng quá nhiều tầng") from None
    except ValueError:
        raise Malformed("không phải JSON đúng chuẩn") from None


def _once(pairs: Iterable[tuple[str, Any]]) -> Mapping[str, Any]:
    held: dict[str, Any] = {}
    for name, value in pairs:
        if name in held:
            raise Malformed("JSON nêu một tên hai lần trong cùng một mục")
        held[name] = value
    return held


def _no_constant(name: str) -> Any:
    raise Malformed("JSON chứa giá trị không phải số (NaN, Infinity)")


def _decoded(part: str) -> bytes:
    """Raises Malformed."""
    try:
        return decoded(part)
    except ValueError:
        raise Malformed("base64url không đúng dạng chuẩn") from None
