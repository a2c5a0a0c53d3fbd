"""One pair of keys to sign with: made, named by its thumbprint, and its public half as others read it."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from enum import Enum

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)

from storage.base64url import encoded

PublicKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey
PrivateKey = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
_P256_BYTES = 32  # of one coordinate


class Algorithm(Enum):
    """How is signed: the `alg` of RFC 7518 and RFC 8037."""

    ES256 = "ES256"
    EDDSA = "EdDSA"  # Ed25519


@dataclass(frozen=True, slots=True)
class KeyPair:
    algorithm: Algorithm
    public: PublicKey
    private: PrivateKey | None = field(default=None, repr=False)  # None: it signs no more

    @property
    def kid(self) -> str:
        return thumbprint(self.public)


def new_pair(algorithm: Algorithm) -> KeyPair:
    """Its thumbprint begins with a letter or digit, so that no command takes it for an option."""
    pair = _made(algorithm)
    while not pair.kid[0].isalnum():
        pair = _made(algorithm)
    return pair


def _made(algorithm: Algorithm) -> KeyPair:
    private: PrivateKey
    if algorithm is Algorithm.ES256:
        private = ec.generate_private_key(ec.SECP256R1())
    else:
        private = ed25519.Ed25519PrivateKey.generate()
    return KeyPair(algorithm, private.public_key(), private)


def jwk(public: PublicKey) -> dict[str, str]:
    """The members of RFC 7517 that the thumbprint is made of, and no others."""
    if isinstance(public, ed25519.Ed25519PublicKey):
        return {"crv": "Ed25519", "kty": "OKP", "x": encoded(public.public_bytes_raw())}
    point = public.public_numbers()
    x, y = (encoded(number.to_bytes(_P256_BYTES, "big")) for number in (point.x, point.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}


def thumbprint(public: PublicKey) -> str:
    """RFC 7638, with SHA-256: what anybody computes from the key itself."""
    canonical = json.dumps(jwk(public), sort_keys=True, separators=(",", ":"))
    return encoded(hashlib.sha256(canonical.encode()).digest())


def public_bytes(public: PublicKey) -> bytes:
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def private_text(private: PrivateKey) -> str:
    """To be sealed."""
    der = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return base64.b64encode(der).decode()


def read_public(der: bytes) -> PublicKey:
    """Raises ValueError."""
    key = load_der_public_key(der)
    if isinstance(key, ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey):
        return key
    raise ValueError("not a key that signs answers")


def read_private(text: str) -> PrivateKey:
    """Raises ValueError."""
    key = load_der_private_key(base64.b64decode(text, validate=True), password=None)
    if isinstance(key, ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey):
        return key
    raise ValueError("not a key that signs answers")
