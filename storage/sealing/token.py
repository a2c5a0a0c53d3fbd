"""A sealed value as text: "h1." and, in base64 (RFC 4648, 5), its key's id, a nonce and AES-256-GCM's ciphertext."""

import base64
import binascii

from errors import SealBroken

SIGN = "h1."  # says how it is sealed
ID_BYTES = 16


def token_of(sealed: bytes) -> str:
    """The bytes as a token."""
    return SIGN + base64.urlsafe_b64encode(sealed).decode()


def sealed_in(token: str) -> bytes:
    """The bytes of a token. Raises SealBroken for what is none, as a value in clear."""
    try:
        if not token.startswith(SIGN):
            raise ValueError
        return base64.urlsafe_b64decode(token[len(SIGN) :])
    except (ValueError, binascii.Error):
        raise SealBroken("a personal column holds what is not sealed") from None


def key_id_in(token: str) -> bytes:
    """Of the key that opens it."""
    return sealed_in(token)[:ID_BYTES]
