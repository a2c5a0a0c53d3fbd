"""`hoso retention`: what is kept for how long is told, and nothing is erased by mistake."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import _app, command_names
from errors import NotHeld, ObjectProtected
from settings import read_settings
from storage import private_postgres
from storage.dossiers import NewDossier
from storage.manifest import Manifest
from storage.migrating import migrate
from storage.objects import digest_of
from storage.states import DossierState
from storage.warehouse import Warehouse
from system import open_vault

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
COMMANDS = ("list", "due", "hold", "release", "erase", "receipts", "sweep", "again")


def test_the_group_is_among_the_commands():
    assert "retention" in command_names()
    for each in COMMANDS:
        assert CliRunner().invoke(_app, ["retention", each, "--help"]).exit_code == 0


@pytest.fixture
def retention(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    url = private_postgres.start(tmp_path / "pg", settings=FAST)
    migrate(url)
    monkeypatch.setenv("HOSO_WAREHOUSE_URL", url)
    monkeypatch.setenv("HOSO_STATE", str(tmp_path / "state"))
    yield lambda *words, **more: CliRunner().invoke(_app, ["retention", *words], **more)
    private_postgres.stop(tmp_path / "pg")


def _old_dossier() -> str:
    settings = read_settings()
    new = NewDossier(digest_of(b"x"), "thư mục", Manifest("H56.12-040503-0001"), (), DossierState.QUARANTINED)
    with open_vault(settings) as vault:
        long_ago = lambda: datetime(2004, 5, 3, tzinfo=UTC)  # noqa: E731
        with Warehouse(settings.warehouse_url, vault, clock=long_ago) as held:
            dossier_id = held.take_in(new)
            held.move(dossier_id, DossierState.CLOSED)
            return dossier_id


@pytest.mark.contract
def test_from_a_term_that_is_over_to_the_receipt(retention: Callable[..., Result]):
    dossier_id = _old_dossier()
    what = f"dossier:{dossier_id}"
    listed = retention("list").output
    assert "chưa kiểm chứng" in listed
    assert "vĩnh viễn" in listed
    assert "cccd" not in retention("due", "--on", "2020-01-01").output
    assert dossier_id in retention("due").output
    assert retention("hold", what, "--basis", "Nguyễn Văn Thử").exit_code == 2
    hold_id = retention("hold", "dossier:H56.12-040503-0001", "--basis", "1/QĐ").output.strip()
    assert hold_id in retention("list").output
    refused = retention("erase", what, "--basis", "2/QĐ", "--yes")
    assert isinstance(refused.exception, ObjectProtected)
    assert retention("release", hold_id, "--basis", "3/QĐ").exit_code == 0
    assert retention("erase", what, "--basis", "2/QĐ", input="something else\n").exit_code == 1
    assert "0 biên nhận" in retention("receipts").output
    erased = retention("erase", what, "--basis", "2/QĐ", input=f"{dossier_id}\n")
    assert erased.exit_code == 0
    assert "Đã hủy 1 khóa: 1 hồ sơ" in erased.output
    assert "1 biên nhận" in retention("receipts", what).output
    assert dossier_id not in retention("due").output
    assert isinstance(retention("erase", what, "--basis", "2/QĐ", "--yes").exception, NotHeld)
    assert "Đã xóa 0 tệp" in retention("sweep").output
    assert retention("again", what, "--basis", "4/QĐ").exit_code == 0
    assert retention("erase", "object:" + "ab" * 32, "--basis", "2/QĐ", "--yes").exit_code == 2
