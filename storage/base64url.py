"""Bytes as text that may stand in an address and in a signed head: base64url without padding (RFC 7515, 2)."""

import base64
import binascii


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The one content that is written so. Raises ValueError for anything else: signs of another alphabet, padding, and
    last bits that say nothing, by which one content would have two names."""
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not base64url") from None
    if encoded(content) != text:
        raise ValueError("not base64url as it is written")
    return content
