"""Time stamps by RFC 3161, given by a small service that signs with a key of its own."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from errors import SealNotStamped
from storage.audit.time_stamps import belongs, time_stamper

NOW = datetime(2026, 11, 20, tzinfo=UTC)
SEAL = b'{"statement": {}}'
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Service:
    """Answers one question with a stamp; `edit` may change the question before it is answered."""

    def __init__(self, key: Key) -> None:
        self._key = key
        self.edit: Callable[[dict[str, object]], None] = lambda said: None
        self.status = "granted"

    def answer(self, question: bytes) -> bytes:
        asked = tsp.TimeStampReq.load(question)
        said = {
            "version": "v1",
            "policy": "1.2.3.4.1",
            "message_imprint": asked["message_imprint"],
            "serial_number": 1,
            "gen_time": NOW,
            "nonce": asked["nonce"].native,
        }
        self.edit(said)
        info = tsp.TSTInfo(said).dump()
        answer = {"status": {"status": self.status}}
        if self.status == "granted":
            answer["time_stamp_token"] = {"content_type": "signed_data", "content": self._signed(info)}
        dumped: bytes = tsp.TimeStampResp(answer).dump()
        return dumped

    def _signed(self, info: bytes) -> object:
        certificate = asn1_x509.Certificate.load(self._certificate())
        attributes = cms.CMSAttributes([
            {"type": "content_type", "values": ["tst_info"]},
            {"type": "message_digest", "values": [hashlib.sha256(info).digest()]},
        ])  # fmt: skip
        named = "sha256_ecdsa" if isinstance(self._key, ec.EllipticCurvePrivateKey) else "rsassa_pkcs1v15"
        issuer = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
        signer = {
            "version": "v1",
            "sid": cms.SignerIdentifier("issuer_and_serial_number", issuer),
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": named},
            "signature": self._signature(attributes.dump()),
        }
        return cms.SignedData({
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "tst_info", "content": cms.ParsableOctetString(info)},
            "certificates": [certificate],
            "signer_infos": [signer],
        })  # fmt: skip

    def _signature(self, content: bytes) -> bytes:
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(content, ec.ECDSA(hashes.SHA256()))
        return self._key.sign(content, padding.PKCS1v15(), hashes.SHA256())

    def _certificate(self) -> bytes:
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Dấu thời gian thử")])
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(self._key.public_key())
        made = made.serial_number(7).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=1))
        return made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.fixture(scope="module", params=["rsa", "ec"])
def key(request: pytest.FixtureRequest) -> Key:
    return rsa.generate_private_key(65537, 2048) if request.param == "rsa" else ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def service(key: Key) -> Service:
    return Service(key)


@pytest.fixture
def address(service: Service) -> Iterator[str]:
    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = service.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.contract
def test_a_stamp_belongs_to_its_seal_alone(address: str) -> None:
    stamper = time_stamper(address)
    assert stamper is not None
    stamp = stamper(SEAL)
    assert belongs(stamp, SEAL)
    assert not belongs(stamp, SEAL + b" ")
    assert not belongs(stamp[:-1] + bytes([stamp[-1] ^ 1]), SEAL)
    assert not belongs(stamp[:-9], SEAL)
    assert not belongs(b"", SEAL)


def _other_nonce(said: dict[str, object]) -> None:
    said["nonce"] = 1


def _other_content(said: dict[str, object]) -> None:
    said["message_imprint"] = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)}


@pytest.mark.contract
@pytest.mark.parametrize("edit", [_other_nonce, _other_content])
def test_a_stamp_of_something_else_is_not_kept(
    service: Service, address: str, edit: Callable[[dict[str, object]], None]
) -> None:
    service.edit = edit
    with pytest.raises(SealNotStamped, match="no stamp of this seal"):
        time_stamper(address)(SEAL)  # type: ignore[misc]


@pytest.mark.contract
def test_a_refusal_is_no_stamp(service: Service, address: str) -> None:
    service.status = "rejection"
    with pytest.raises(SealNotStamped):
        time_stamper(address)(SEAL)  # type: ignore[misc]


def test_a_service_that_is_away_is_told() -> None:
    with pytest.raises(SealNotStamped, match="did not answer"):
        time_stamper("http://127.0.0.1:1")(SEAL)  # type: ignore[misc]


def test_without_an_address_nothing_is_stamped() -> None:
    assert time_stamper("") is None
