"""The blind index: a value is found again by a keyed digest of it, and nothing is learnt from the index."""

from sqlalchemy import Connection

from storage.sealing.sealer import vault_of


def blind_of(connection: Connection, kind: str, value: str) -> bytes:
    """16 bytes of HMAC-SHA256 over kind and value, under a secret that the master key wraps.

    `value`: normalised by the caller, so that two ways of writing it are found alike. The secret is never rotated:
    all rows would have to be found anew.
    """
    return vault_of(connection.dialect).blind(kind, value)
