"""The master key: one contract for the file and for a key service, and where it must not lie."""

import base64
import json
import stat
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from errors import NotSetUp
from settings import Settings
from storage.sealing.master import Bare, FileMaster, Master, Wrapped
from storage.sealing.opening import INSIDE, OPEN_TO_ALL, master_faults, open_master
from storage.sealing.transit import KeysUnavailable, TransitMaster
from system import open_vault

TOKEN = "s.mo-phong"
KEYS = [Bare(b"row 1", b"a" * 32), Bare(b"row 2", b"b" * 32)]


class FakeTransit(BaseHTTPRequestHandler):
    """As much of Transit as is asked for: encrypt, decrypt, rotate, trim; one key, with associated data."""

    versions: ClassVar[dict[int, bytes]]
    status = 200

    def do_GET(self) -> None:
        self._answer({"latest_version": max(self.versions), "min_available_version": min(self.versions)})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}")
        what = self.path.removeprefix("/v1/transit/")
        if what == "keys/hoso/rotate":
            self.versions[max(self.versions) + 1] = b"%032d" % (max(self.versions) + 1)
            self._answer({})
        elif what == "keys/hoso/trim":
            for version in [each for each in self.versions if each < asked["min_available_version"]]:
                del self.versions[version]
            self._answer({})
        elif what == "keys/hoso/config":
            self._answer({})
        else:
            one = {"encrypt/hoso": self._encrypted, "decrypt/hoso": self._decrypted}[what]
            self._answer({"batch_results": [one(each) for each in asked["batch_input"]]})

    def _encrypted(self, each: dict[str, str]) -> dict[str, str]:
        version = max(self.versions)
        plain, about = (base64.b64decode(each[name]) for name in ("plaintext", "associated_data"))
        sealed = bytes(12) + AESGCM(self.versions[version]).encrypt(bytes(12), plain, about)
        return {"ciphertext": f"vault:v{version}:{base64.b64encode(sealed).decode()}"}

    def _decrypted(self, each: dict[str, str]) -> dict[str, str]:
        _, version, text = each["ciphertext"].split(":")
        about, sealed = base64.b64decode(each["associated_data"]), base64.b64decode(text)
        try:
            key = self.versions[int(version.removeprefix("v"))]
            return {"plaintext": base64.b64encode(AESGCM(key).decrypt(bytes(12), sealed[12:], about)).decode()}
        except (KeyError, InvalidTag):
            return {"error": "cipher: message authentication failed"}

    def _answer(self, data: object) -> None:
        allowed = self.headers["X-Vault-Token"] == TOKEN
        content = json.dumps({"data": data} if allowed else {"errors": ["permission denied"]}).encode()
        self.send_response(self.status if allowed else 403)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[tuple[str, type[FakeTransit]]]:
    class Fresh(FakeTransit):
        versions: ClassVar = {1: b"1" * 32}

    server = ThreadingHTTPServer(("127.0.0.1", 0), Fresh)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1/transit/keys/hoso", Fresh
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["file", "service"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Master]:
    """Opens the same master key again and again, as processes do."""
    if request.param == "file":
        return lambda: FileMaster.made(tmp_path / "master.key")
    address, _ = request.getfixturevalue("service")
    return lambda: TransitMaster(address, TOKEN)


def test_what_one_process_wraps_another_unwraps(opened):
    wrapped = opened().wrap(KEYS)
    assert opened().unwrap(wrapped) == [key.secret for key in KEYS]
    assert {each.generation for each in wrapped} == {opened().id}
    assert not any(key.secret in each.content for key, each in zip(KEYS, wrapped, strict=True))


def test_none_is_none(opened):
    assert opened().wrap([]) == []
    assert opened().unwrap([]) == []


def test_a_wrapped_key_opens_for_its_own_row_only(opened):
    one, two = opened().wrap(KEYS)
    with pytest.raises(NotSetUp):
        opened().unwrap([Wrapped(two.about, one.content, one.generation)])


def test_after_a_renewal_both_generations_unwrap_and_the_new_one_wraps(opened):
    master, other = opened(), opened()
    before = master.wrap(KEYS)
    name = master.renew()
    assert master.id == name != before[0].generation
    assert [each.generation for each in other.wrap(KEYS)] == [name, name]  # a process that was open all along
    assert other.unwrap(before + other.wrap(KEYS)) == [key.secret for key in KEYS] * 2


def test_a_retired_generation_opens_nothing_any_more(opened):
    before = opened().wrap(KEYS)
    opened().renew()
    kept = opened().wrap(KEYS)
    assert opened().retire() == (before[0].generation,)
    assert opened().retire() == ()
    assert opened().unwrap(kept) == [key.secret for key in KEYS]
    with pytest.raises(NotSetUp):
        opened().unwrap(before)


def test_another_masters_keys_are_not_opened(opened, tmp_path):
    with pytest.raises(NotSetUp):
        opened().unwrap([Wrapped(KEYS[0].about, b"x" * 60, "g9-strange")])
    stranger = FileMaster.made(tmp_path / "other" / "master.key")
    with pytest.raises(NotSetUp):
        opened().unwrap(stranger.wrap(KEYS))


def test_a_made_file_is_its_owners_only(tmp_path):
    file = tmp_path / "state" / "master.key"
    name = FileMaster.made(file).id
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert FileMaster.made(file).id == name
    FileMaster(file).renew()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["master.key"]


@pytest.mark.parametrize("content", ["", "# none\n", "g1", "g1 ???", "g1 YWJj", "g1 YWJj YWJj", "\xff"])
def test_a_file_that_is_not_understood(content, tmp_path):
    (tmp_path / "key").write_text(content, encoding="latin-1")
    with pytest.raises(NotSetUp) as refused:
        FileMaster(tmp_path / "key")
    assert "YWJj" not in str(refused.value)


def test_a_named_file_that_is_missing_is_not_made(tmp_path):
    with pytest.raises(NotSetUp, match="not there"):
        open_master(str(tmp_path / "key"), "", tmp_path)
    assert not (tmp_path / "key").exists()
    assert open_master("", "", tmp_path).id.startswith("g1-")


@pytest.mark.parametrize(
    ("status", "error"), [(500, KeysUnavailable), (503, KeysUnavailable), (429, KeysUnavailable), (400, NotSetUp)]
)
def test_a_service_that_fails(service, status, error):
    address, fake = service
    fake.status = status
    with pytest.raises(error) as failed:
        TransitMaster(address, TOKEN).wrap(KEYS)
    assert failed.value.retry is (error is KeysUnavailable)


def test_a_service_that_is_away_or_refuses(service):
    address, _ = service
    with pytest.raises(NotSetUp, match="403"):
        TransitMaster(address, "s.other").wrap(KEYS)
    with pytest.raises(KeysUnavailable):
        TransitMaster("http://127.0.0.1:1/v1/transit/keys/hoso", TOKEN).wrap(KEYS)


@pytest.mark.parametrize("address", ["https://host", "https://host/v1/transit/keys/", "https://host/v1/transit/hoso"])
def test_an_address_that_names_no_key(address, tmp_path):
    with pytest.raises(NotSetUp, match="HOSO_MASTER_KEY"):
        open_master(address, TOKEN, tmp_path)


def test_where_a_master_key_protects_nothing(tmp_path):
    state, elsewhere = tmp_path / "state", tmp_path / "elsewhere" / "key"
    FileMaster.made(state / "master.key")
    FileMaster.made(elsewhere)
    assert master_faults("", state) == [INSIDE]
    assert master_faults(str(state / "master.key"), state) == [INSIDE]
    assert master_faults(str(elsewhere), state) == []
    assert master_faults(str(elsewhere), state, "s3://objects", "", str(tmp_path / "elsewhere")) == [INSIDE]
    elsewhere.chmod(0o644)
    assert master_faults(str(elsewhere), state) == [OPEN_TO_ALL]
    assert master_faults("https://host/v1/transit/keys/hoso", state) == []


def test_production_refuses_such_a_master_key(tmp_path):
    settings = Settings(state=tmp_path, warehouse_url="postgresql+psycopg2://nobody@127.0.0.1:1/none")
    open_vault(settings).close()
    with pytest.raises(NotSetUp, match="inside a folder"):
        open_vault(settings.model_copy(update={"production": True}))
