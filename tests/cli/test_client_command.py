"""`hoso client`: a system is registered, shown, given new keys and shut out."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm
from typer.testing import CliRunner

from cli.client import client as command
from errors import ClientRefused, NotHeld
from storage import private_postgres
from storage.migrating import migrate

pytestmark = pytest.mark.contract

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
NAME = "portal.h56"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("postgres")
    url = private_postgres.start(folder, settings=FAST)
    migrate(url)
    yield url
    private_postgres.stop(folder)


@pytest.fixture
def client(server: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("HOSO_WAREHOUSE_URL", server)
    return lambda *words: CliRunner().invoke(command, [str(word) for word in words])


def jwks(file: Path, kid: str) -> Path:
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    file.write_text(json.dumps({"keys": [{**ECAlgorithm.to_jwk(public, as_dict=True), "kid": kid}]}))
    return file


def test_the_life_of_a_client(client: Callable[..., Result], tmp_path: Path) -> None:
    told = ("--organisation", "Sở thử nghiệm", "--office", "H56", "--jwks", jwks(tmp_path / "a.json", "a"))
    unknown = client("add", NAME, *told, "--scope", "reuse:everything")
    assert isinstance(unknown.exception, ClientRefused)
    assert client("add", NAME, *told, "--scope", "reuse:prefill", "--reads-per-day", "9").exit_code == 0
    assert client("rotate", NAME, "--jwks", jwks(tmp_path / "b.json", "b"), "--overlap-days", "3").exit_code == 0
    assert client("scopes", NAME, "--scope", "events:read").exit_code == 0
    shown = client("show", NAME).output
    assert all(word in shown for word in ("events:read", "Khóa a", "Khóa b", "0/9 lượt đọc"))
    assert "reuse:prefill" not in shown
    assert client("revoke", NAME, "--reason", "Nguyễn Văn An").exit_code == 2
    assert client("revoke", NAME, "--reason", "contract-ended").exit_code == 0
    assert "thu hồi" in client("list").output
    assert isinstance(client("show", "nobody").exception, NotHeld)
