"""Seals of the audit: signed statements that up to here the chain was this, each naming the one before it.

A seal is one small JSON file, `000007-2026-11-22.json`, written once. Its signature (Ed25519) is over the statement's
canonical JSON (sorted keys, no spaces, UTF-8), so that anybody with the public key can check it without this program.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from errors import NotSetUp

FORMAT = "hoso audit seal 1"
NOTED = "audit.sealed"  # action of the row that each seal leaves in the audit
ACCEPTED = "accepted_faults"


@dataclass(frozen=True, slots=True)
class Seal:
    """One file, as it was read; whether its signature holds is asked of `signed_by`."""

    number: int  # 1.. without a gap
    day: date  # in Vietnam
    made_at: datetime
    position: int  # of the last link sealed; 0 for an empty audit
    count: int  # links sealed in all: less than `position` where some were lost before
    head: bytes  # hash of the last link
    previous: str  # `digest` of the seal before, hex; "" for the first
    accepted_faults: int  # faults that a person chose to seal over, since the seal before
    key: str  # `key_id` of the public key
    signature: bytes = b""
    public_key: bytes = b""  # raw

    @property
    def statement(self) -> bytes:
        """What is signed."""
        held = asdict(self)
        said = {name: held[name] for name in held if name not in ("signature", "public_key")}
        said |= {"format": FORMAT, "day": self.day.isoformat(), "made_at": self.made_at.isoformat()}
        return _canonical(said | {"head": self.head.hex()})

    @property
    def digest(self) -> str:
        """sha256, hex, over statement and signature."""
        return hashlib.sha256(self.statement + self.signature).hexdigest()

    @property
    def name(self) -> str:
        return f"{self.number:06d}-{self.day.isoformat()}"

    @property
    def genuine(self) -> bool:
        """The signature holds, by the key that the statement names."""
        if key_id(self.public_key) != self.key:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(self.signature, self.statement)
        except (InvalidSignature, ValueError):
            return False
        return True

    def content(self) -> bytes:
        """The bytes of its file."""
        whole = {
            "statement": json.loads(self.statement),
            "signature": base64.b64encode(self.signature).decode(),
            "public_key": base64.b64encode(self.public_key).decode(),
        }
        return json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def parse_seal(content: bytes) -> Seal:
    """From the bytes of a file. Raises ValueError for anything that is not exactly a seal."""
    try:
        whole = json.loads(content)
        said: dict[str, Any] = whole["statement"]
        if set(whole) != {"statement", "signature", "public_key"} or said.pop("format") != FORMAT:
            raise ValueError("not a seal of this format")
        said["day"] = date.fromisoformat(said["day"])
        said["made_at"] = datetime.fromisoformat(said["made_at"])
        said["head"] = bytes.fromhex(said["head"])
        signature, public = (base64.b64decode(whole[name], validate=True) for name in ("signature", "public_key"))
        seal = Seal(**said, signature=signature, public_key=public)
        numbers = (seal.number, seal.position, seal.count, seal.accepted_faults)
        texts = (seal.key, seal.previous)
        typed = all(type(each) is int for each in numbers) and all(type(each) is str for each in texts)
        if not typed or seal.made_at.tzinfo is None:
            raise ValueError("not a seal of this format")
        return seal
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError, binascii.Error) as error:
        raise ValueError("not a seal of this format") from error


def signed(seal: Seal, secret: bytes) -> Seal:
    """The same statement under this installation's key: 32 secret bytes."""
    key = Ed25519PrivateKey.from_private_bytes(secret)
    public = public_key(secret)
    named = Seal(**{**_fields(seal), "key": key_id(public), "public_key": public})
    return Seal(**{**_fields(named), "signature": key.sign(named.statement)})


def public_key(secret: bytes) -> bytes:
    """Raw, 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def key_id(public: bytes) -> str:
    """How seals name a public key: the first 32 hex digits of its sha256."""
    return hashlib.sha256(public).hexdigest()[:32]


def pem(public: bytes) -> bytes:
    """For a file that other programs read."""
    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def from_pem(content: bytes) -> bytes:
    """The raw key of a PEM file. Raises NotSetUp."""
    try:
        key = load_pem_public_key(content)
    except ValueError:
        raise NotSetUp("the file of the public key is no PEM: take seal-public-key.pem from beside the seals") from None
    if not isinstance(key, Ed25519PublicKey):
        raise NotSetUp("the file of the public key holds no Ed25519 key: take seal-public-key.pem")
    return key.public_bytes_raw()


def _fields(seal: Seal) -> dict[str, Any]:
    return {name: getattr(seal, name) for name in Seal.__slots__}


def _canonical(said: dict[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
