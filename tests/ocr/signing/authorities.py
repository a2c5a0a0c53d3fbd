"""Invented certification authorities, people and time stamping authorities, made when the tests run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

NOW = datetime.now(UTC).replace(microsecond=0)  # signatures are made at this time: pyHanko asks the clock
DAY = timedelta(days=1)
LONG = 3_650


@dataclass(frozen=True)
class Holder:
    """Somebody with a certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def asn1(self) -> asn1.Certificate:
        return asn1.Certificate.load(self.der)

    @property
    def asn1_key(self) -> keys.PrivateKeyInfo:
        form = serialization.PrivateFormat.PKCS8
        raw = self.key.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption())
        return keys.PrivateKeyInfo.load(raw)


def _at(what: str) -> x509.UniformResourceIdentifier:
    """Where nothing answers: a certificate tells where to ask, and nobody may."""
    return x509.UniformResourceIdentifier(f"http://127.0.0.1:9/{what}")


@cache
def holder(
    name: str,
    issuer: Holder | None = None,
    *,
    days: tuple[int, int] = (-30, LONG),
    authority: bool = False,
    stamps: bool = False,
    signs: bool = True,
    forged: bool = False,
) -> Holder:
    """A certificate that lasts from and to so many days from now. `forged`: not the issuer's key signed it."""
    # pyHanko's own time stamping service for tests knows RSA only; the other kind is made a hundred times faster
    key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")])
    signing = key if issuer is None else ec.generate_private_key(ec.SECP256R1()) if forged else issuer.key
    usage = {
        "digital_signature": signs and not authority, "content_commitment": signs and not authority,
        "key_encipherment": not signs, "data_encipherment": False, "key_agreement": False,
        "key_cert_sign": authority, "crl_sign": authority, "encipher_only": False, "decipher_only": False,
    }  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if issuer is None else issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + days[0] * DAY)
        .not_valid_after(NOW + days[1] * DAY)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if issuer is not None:
        theirs = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
        builder = builder.add_extension(theirs, critical=False)
        asked = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, _at("ocsp"))
        builder = builder.add_extension(x509.AuthorityInformationAccess([asked]), critical=False)
        listed = x509.DistributionPoint([_at("crl")], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([listed]), critical=False)
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Holder(builder.sign(signing, hashes.SHA256()), key)


ROOT = holder("CA gốc thử nghiệm", authority=True)
BETWEEN = holder("CA trung gian thử nghiệm", ROOT, authority=True)
STRANGE_ROOT = holder("CA gốc lạ", authority=True)
STAMPER = holder("Dịch vụ dấu thời gian thử nghiệm", ROOT, stamps=True)
SIGNER = holder("Đặng Thị Thử", BETWEEN)


def revocation_list(
    issuer: Holder, revoked: Sequence[tuple[Holder, int]] = (), days: tuple[float, float] = (0, 3)
) -> bytes:
    """Which of its certificates an authority takes back: (whose, days from now). Told from and to so many days."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(NOW + days[0] * DAY)
        .next_update(NOW + days[1] * DAY)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    for one, day in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(one.certificate.serial_number)
        builder = builder.add_revoked_certificate(entry.revocation_date(NOW + day * DAY).build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def status_answer(one: Holder, issuer: Holder, revoked: int | None = None, days: tuple[float, float] = (0, 3)) -> bytes:
    """An OCSP response of the authority itself. `revoked`: how many days from now."""
    good = revoked is None
    builder = ocsp.OCSPResponseBuilder().add_response(
        one.certificate,
        issuer.certificate,
        hashes.SHA1(),  # names the certificate; signs nothing
        cert_status=ocsp.OCSPCertStatus.GOOD if good else ocsp.OCSPCertStatus.REVOKED,
        this_update=NOW + days[0] * DAY,
        next_update=NOW + days[1] * DAY,
        revocation_time=None if revoked is None else NOW + revoked * DAY,
        revocation_reason=None if good else x509.ReasonFlags.key_compromise,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, issuer.certificate)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
