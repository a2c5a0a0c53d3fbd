"""What an installation trusts: the certificates and revocation lists that its operator has put into one folder.

Nothing is delivered and nothing is fetched: whom to trust is the operator's decision, and the network is not asked.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from errors import NotSetUp

LARGEST = 32 * 1024**2  # bytes of one file: the revocation list of a large authority has some ten million
_PEM = re.compile(rb"-----BEGIN (CERTIFICATE|TRUSTED CERTIFICATE|X509 CRL)-----(.+?)-----END \1-----", re.S)
_SUFFIXES = (".pem", ".crt", ".cer", ".der", ".crl")


@dataclass(frozen=True)
class Trust:
    """Certificates and revocation lists, each as DER.

    Which certificate is an anchor is told by itself: one that it issued to itself. The others only help to find the
    way from a signer to an anchor.
    """

    certificates: tuple[bytes, ...] = field(default=(), repr=False)
    revocation_lists: tuple[bytes, ...] = field(default=(), repr=False)

    @cached_property
    def digest(self) -> str:
        """sha256, hex, of all of it in any order; "" of nothing."""
        parts = sorted(hashlib.sha256(one).digest() for one in (*self.certificates, *self.revocation_lists))
        return hashlib.sha256(b"".join(parts)).hexdigest() if parts else ""


def read_trust(folder: Path | None) -> Trust:
    """What lies in the folder as .pem, .crt, .cer, .der or .crl; nothing where no folder is set.

    Raises NotSetUp for a folder that is not there and a file that is neither a certificate nor a revocation list.
    """
    if folder is None:
        return Trust()
    if not folder.is_dir():
        raise NotSetUp("HOSO_TRUST_ANCHORS names no folder")
    certificates: list[bytes] = []
    lists: list[bytes] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in _SUFFIXES and path.is_file():
            for is_list, der in _held(path):
                (lists if is_list else certificates).append(der)
    return Trust(tuple(certificates), tuple(lists))


def _held(path: Path) -> Iterator[tuple[bool, bytes]]:
    """(whether it is a revocation list, DER) of everything in a file."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    try:
        if len(content) > LARGEST:
            raise ValueError("too large")
        pieces = [base64.b64decode(one[2]) for one in _PEM.finditer(content)] or [content]
        yield from [(_is_list(der), der) for der in pieces]
    except (ValueError, TypeError, KeyError):  # binascii's and asn1crypto's errors are ValueErrors
        raise NotSetUp(f"HOSO_TRUST_ANCHORS: {path.name} is neither a certificate nor a revocation list") from None


def _is_list(der: bytes) -> bool:
    """Raises ValueError for what is neither."""
    from asn1crypto import crl, x509  # type: ignore[import-untyped]  # only where somebody is trusted at all

    try:
        x509.Certificate.load(der, strict=True)["tbs_certificate"]["validity"].native  # noqa: B018
        return False
    except (ValueError, TypeError, KeyError):
        crl.CertificateList.load(der, strict=True)["tbs_cert_list"]["this_update"].native  # noqa: B018
        return True
