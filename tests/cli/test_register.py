"""`hoso register`: load, show, drop; and what `hoso doctor` says of the loaded extract."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import _app, command_names
from cli.doctor import replica_finding
from samples.people import make_world
from settings import Settings
from storage import private_postgres
from storage.migrating import migrate
from storage.replica.state import Extract, ExtractState
from storage.sealing.master import FileMaster

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
NOW = datetime(2026, 11, 20, tzinfo=UTC)
EXTRACT = Extract(
    7, "ab" * 32, "keys", ExtractState.SERVING, "công văn thử", date(2026, 11, 1), 3000, {}, NOW, NOW
)  # fmt: skip


def test_the_group_is_among_the_commands():
    assert "register" in command_names()
    for each in ("load", "show", "drop"):
        assert CliRunner().invoke(_app, ["register", each, "--help"]).exit_code == 0


AGES = """
loaded | way     | day        | good
no     | gateway | 2026-11-20 | yes
no     | replica | 2026-11-20 | no
yes    | gateway | 2026-11-20 | yes
yes    | replica | 2026-12-01 | yes
yes    | replica | 2026-12-02 | no
"""


@pytest.mark.parametrize("row", AGES.strip().splitlines()[1:])
def test_doctor_tells_what_is_missing_or_too_old(row: str):
    loaded, way, day, good = (cell.strip() for cell in row.split("|"))
    settings = Settings(population_way=way)  # type: ignore[arg-type]
    found = replica_finding(EXTRACT if loaded == "yes" else None, settings, date.fromisoformat(day))
    assert found.good == (good == "yes")
    assert "hoso register load" in found.remedy


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("pg")
    url = private_postgres.start(folder, settings=FAST)
    migrate(url)
    yield url
    private_postgres.stop(folder)


@pytest.fixture(scope="module")
def master_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("keys") / "master.key"
    FileMaster.made(file)
    return file


@pytest.fixture
def register(server: str, master_key: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("HOSO_WAREHOUSE_URL", server)
    monkeypatch.setenv("HOSO_STATE", str(tmp_path))
    monkeypatch.setenv("HOSO_MASTER_KEY", str(master_key))

    def run(*words: str) -> Result:
        return CliRunner().invoke(_app, ["register", *words])

    yield run
    run("drop", "--yes")


@pytest.mark.contract
def test_loaded_shown_loaded_again_and_dropped(register, tmp_path: Path):
    make_world(3, 200).write(tmp_path)
    file = str(tmp_path / "population.parquet")
    assert "Chưa có bản trích nào đang dùng" in register("show").output
    first = register("load", file, "--as-of", "2026-11-01", "--provenance", "công văn thử")
    assert first.exit_code == 0, first.output
    assert "đang dùng" in first.output
    assert "200 người (" in first.output
    assert "không có gì phải làm" in register("load", file).output
    make_world(4, 220).write(tmp_path)
    second = register("load", file, "--most-gone", "1")
    assert "So với bản trước" in second.output
    shown = register("show").output
    assert "số liệu ngày 01/11/2026" in shown
    assert "nguồn: công văn thử" in shown
    assert shown.index("220 người") < shown.index("200 người")
    assert register("drop", "--yes").output.startswith("Đã xóa bản trích")
    assert "Không có bản trích nào" in register("drop", "--yes").output


@pytest.mark.contract
def test_rows_left_out_are_told_with_an_exit_status_of_their_own(register, tmp_path: Path):
    make_world(3, 200).write(tmp_path)
    import pyarrow.csv as csv
    import pyarrow.parquet as parquet

    csv.write_csv(parquet.read_table(tmp_path / "population.parquet"), tmp_path / "p.csv")
    text = (tmp_path / "p.csv").read_text("utf-8").splitlines()
    text[3] = text[3].replace(text[3].split(",")[1], '"09918700012"')
    (tmp_path / "p.csv").write_text("\n".join(text) + "\n", "utf-8")
    told = register("load", str(tmp_path / "p.csv"))
    assert told.exit_code == 3, told.output
    assert "mất chữ số 0" in told.output
    assert "(dòng 3)" in told.output
    assert "09918700012" not in told.output
    refused = register("load", str(tmp_path / "p.csv"), "--most-unusable", "0", "--as-of", "2026-11-02")
    assert "không có gì phải làm" in refused.output  # the very file is in use
