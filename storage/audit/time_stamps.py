"""Time stamps of seals by RFC 3161: a third party's word that a file was there at a time.

What is stamped is the whole file of a seal, so that `openssl ts -verify -data SEAL.json -in SEAL.tsr -CAfile TSA.pem`
checks it without this program, and with it the trust in the service's certificate. Here the stamp is checked to be of
this file and to be signed by the certificate that it carries.
"""

import hashlib
import secrets
from collections.abc import Callable

import httpx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import load_der_x509_certificate

from errors import NotSetUp, SealNotStamped

try:
    from asn1crypto import algos, cms, tsp  # type: ignore[import-untyped]
except ModuleNotFoundError:  # only who sets HOSO_TSA_URL needs it
    tsp = None

TimeStamper = Callable[[bytes], bytes]
"""The time stamp (the service's whole answer, DER) of these bytes. Raises SealNotStamped."""

GRANTED = ("granted", "granted_with_mods")
SECONDS = 20.0
NONCE_BITS = 63


def time_stamper(url: str) -> TimeStamper | None:
    """Asks the service at this address; None without one. Raises NotSetUp when `asn1crypto` is not installed."""
    if not url:
        return None
    if tsp is None:
        raise NotSetUp("HOSO_TSA_URL is set, but the library asn1crypto is not installed")

    def stamp(content: bytes) -> bytes:
        nonce = secrets.randbits(NONCE_BITS) | 1
        try:
            answer = httpx.post(
                url,
                content=_question(content, nonce),
                headers={"Content-Type": "application/timestamp-query"},
                timeout=SECONDS,
            ).raise_for_status()
        except httpx.HTTPError as error:
            raise SealNotStamped(f"the time stamping service did not answer ({type(error).__name__})") from None
        if not belongs(answer.content, content, nonce):
            raise SealNotStamped("the time stamping service gave no stamp of this seal")
        return answer.content

    return stamp


def belongs(stamp: bytes, content: bytes, nonce: int | None = None) -> bool:
    """Whether a stamp was granted for these bytes and is signed by the certificate that it carries."""
    if tsp is None:
        raise NotSetUp("there are time stamps to look at, but the library asn1crypto is not installed")
    try:
        answer = tsp.TimeStampResp.load(stamp, strict=True)
        if answer["status"]["status"].native not in GRANTED:
            return False
        signed = answer["time_stamp_token"]["content"]
        said = signed["encap_content_info"]["content"]
        imprint = said.parsed["message_imprint"]
        digest = hashlib.new(imprint["hash_algorithm"]["algorithm"].native, content).digest()
        right = digest == imprint["hashed_message"].native
        return right and (nonce is None or said.parsed["nonce"].native == nonce) and _signed(signed, bytes(said))
    except Exception:  # two parsers on bytes from outside: whatever they stumble over is no stamp
        return False


def _question(content: bytes, nonce: int) -> bytes:
    imprint = {
        "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
        "hashed_message": hashlib.sha256(content).digest(),
    }
    question = {"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    dumped: bytes = tsp.TimeStampReq(question).dump()
    return dumped


def _signed(signed: "cms.SignedData", said: bytes) -> bool:
    """Whether the token's one signature is over what it says. Raises InvalidSignature."""
    signer = signed["signer_infos"][0]
    attributes = {one["type"].native: one["values"][0] for one in signer["signed_attrs"]}
    algorithm = signer["digest_algorithm"]["algorithm"].native
    if attributes["message_digest"].native != hashlib.new(algorithm, said).digest():
        return False
    number = signer["sid"].chosen["serial_number"].native
    carried = next(one.chosen for one in signed["certificates"] if one.chosen.serial_number == number)
    key = load_der_x509_certificate(carried.dump()).public_key()
    told, signature = signer["signed_attrs"].untag().dump(), signer["signature"].native
    named = signer["signature_algorithm"]["algorithm"].native.partition("_")[0]  # "sha256_ecdsa", "rsassa_pkcs1v15"
    hashed = getattr(hashes, (named if named.startswith("sha") else algorithm).upper())()
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, told, padding.PKCS1v15(), hashed)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, told, ec.ECDSA(hashed))
    else:
        return False
    return True
