"""`hoso keys`: what there is is told, new keys are given, and everything stays readable."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli import _app
from storage import private_postgres
from storage.migrating import migrate
from storage.sealing.master import FileMaster
from storage.sealing.owner import of_person
from storage.sealing.vault import Vault

pytestmark = pytest.mark.contract
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("pg")
    found = private_postgres.start(folder, settings=FAST)
    migrate(found)
    yield found
    private_postgres.stop(folder)


@pytest.fixture
def hoso(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    FileMaster.made(tmp_path / "master.key")
    for name, value in (("WAREHOUSE_URL", url), ("STATE", tmp_path / "state"), ("MASTER_KEY", tmp_path / "master.key")):
        monkeypatch.setenv(f"HOSO_{name}", str(value))
    return lambda *words, **more: CliRunner().invoke(_app, ["keys", *words], **more)


def test_a_story_of_keys(hoso: Callable[..., Result], url: str, tmp_path: Path):
    with Vault(url, FileMaster(tmp_path / "master.key")) as vault:
        token, first = vault.seal(of_person("1"), "a.b", b"x"), vault.master.id
    assert f"Khóa chủ đang dùng: {first}" in hoso("status").output
    assert "người: 1 khóa của 1 chủ thể" in hoso("status").output
    assert "khóa mới cho 1 chủ thể" in hoso("rotate", "--kind", "person").output
    told = hoso("drill")
    assert (told.exit_code, "không mở được 0" in told.output, "không mở lại được" in told.output) == (0, True, True)
    FileMaster.made(tmp_path / "other.key")
    strange = hoso("drill", "--master", str(tmp_path / "other.key"))
    assert (strange.exit_code, "mở được 0 khóa" in strange.output) == (3, True)
    assert hoso("rotate", "--kind", "strange").exit_code == 2
    assert "Đã bọc lại 2 khóa" in hoso("rotate-master").output
    assert hoso("rotate-master", "--retire", input="n\n").exit_code == 1
    retired = hoso("rotate-master", "--retire", "--yes")
    assert (retired.exit_code, "Đã hủy 2 đời khóa chủ cũ" in retired.output) == (0, True)
    assert first not in hoso("status").output
    with Vault(url, FileMaster(tmp_path / "master.key")) as vault:
        assert vault.unseal("a.b", token) == b"x"
        assert vault.key_of(of_person("1")).version == 2
