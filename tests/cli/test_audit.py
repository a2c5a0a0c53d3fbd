"""`hoso audit`: seal, verify, show; and a record that is shown only once that is written down."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console
from sqlalchemy import text
from typer.testing import CliRunner, Result

from cli import _app, command_names
from cli.show import _print_record
from errors import NotHeld
from settings import Settings
from storage import private_postgres
from storage.audit.rows import rows
from storage.connection import engine_for
from storage.migrating import migrate
from storage.warehouse import Warehouse

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
UNKNOWN = "00000000-0000-5000-8000-000000000000"


def test_the_group_is_among_the_commands():
    assert "audit" in command_names()
    for each in ("verify", "seal", "show"):
        assert CliRunner().invoke(_app, ["audit", each, "--help"]).exit_code == 0


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("postgres")
    found = private_postgres.start(folder, settings=FAST)
    migrate(found)
    yield found
    private_postgres.stop(folder)


@pytest.mark.contract
def test_seal_verify_show(url: str, tmp_path: Path):
    def hoso(*words: str) -> Result:
        known = {
            "HOSO_STATE": str(tmp_path / "state"),
            "HOSO_WAREHOUSE_URL": url,
            "HOSO_SEALS": str(tmp_path / "there"),
        }
        return CliRunner().invoke(_app, ["audit", *words], env=known)

    with Warehouse(url) as warehouse, warehouse.changing("can-bo-1") as change:
        change.note("dossier.moved", "d-1", state="READ")
    assert "Đã niêm phong: số 1" in hoso("seal").output
    assert "Không có gì mới" in hoso("seal").output
    whole = hoso("verify")
    assert (whole.exit_code, "còn nguyên vẹn: 2 mục" in whole.output) == (0, True)
    shown = hoso("show", "--subject", "d-1").output
    assert "can-bo-1  dossier.moved" in shown
    assert "d-1  state=READ" in shown
    assert shown.endswith("1 mục.\n")
    key = str(tmp_path / "there" / "seal-public-key.pem")
    assert hoso("verify", "--public-key", key).exit_code == 0

    engine = engine_for(url)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE audit SET actor = 'nobody' WHERE subject = 'd-1'"))
    engine.dispose()
    touched = hoso("verify")
    assert touched.exit_code == 3
    assert "(vị trí 1): nội dung đã bị sửa sau khi ghi. Xảy ra sau " in touched.output
    assert "KHÔNG còn nguyên vẹn: 1 chỗ" in touched.output


@pytest.mark.contract
@pytest.mark.parametrize(("asked", "noted"), [(UNKNOWN, 1), ("Đặng Thị Hồng Thử", 0), ("099187000123", 0)])
def test_what_is_asked_for_is_noted_by_its_id_and_never_by_a_name(url: str, asked: str, noted: int):
    with Warehouse(url) as warehouse:
        system = SimpleNamespace(warehouse=warehouse, settings=Settings())
        with pytest.raises(NotHeld):
            _print_record(asked, system, Console(file=StringIO()))  # type: ignore[arg-type]
        with warehouse.looking() as connection:
            assert len(rows(connection, subject=asked, action="record.read")) == noted
