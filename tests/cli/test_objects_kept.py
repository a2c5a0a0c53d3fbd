"""`hoso objects`: prove, copy, bring back, hold; and what `hoso doctor` says of the stores."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import _app, command_names
from cli.objects_health import copy_finding, coverage_sentence, fixity_finding, protection_finding
from settings import Settings, read_settings
from storage import private_postgres
from storage.connection import engine_for
from storage.fixity_rows import Coverage
from storage.migrating import migrate
from storage.objects import FolderStore, digest_of
from storage.protection import Guard, LockMode, Protection
from storage.schema_fixity import OBJECT_FIXITY
from storage.schema_keys import DATA_KEY
from storage.sealed_objects import sealer_of
from system import open_vault

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
COMMANDS = ("show", "fixity", "copy", "restore", "hold", "release")


def test_the_group_is_among_the_commands():
    assert "objects" in command_names()
    for each in COMMANDS:
        assert CliRunner().invoke(_app, ["objects", each, "--help"]).exit_code == 0


PROTECTIONS = """
guard     | days | wanted | production | good
READ_ONLY | 0    | 0      | no         | yes
READ_ONLY | 0    | 0      | yes        | no
READ_ONLY | 0    | 30     | no         | yes
OPEN      | 0    | 0      | no         | yes
OPEN      | 0    | 30     | no         | no
TERMLESS  | 0    | 0      | yes        | no
LOCKED    | 30   | 30     | yes        | yes
LOCKED    | 30   | 60     | no         | no
"""


@pytest.mark.parametrize("row", PROTECTIONS.strip().splitlines()[1:])
def test_doctor_tells_what_a_store_lacks(row: str):
    guard, days, wanted, production, good = (cell.strip() for cell in row.split("|"))
    mode = LockMode.COMPLIANCE if guard == "LOCKED" else None
    settings = Settings(object_retention_days=int(wanted), production=production == "yes")
    found = protection_finding(Protection(Guard[guard], mode, int(days)), settings)
    assert found.good == (good == "yes")
    assert Guard[guard].value in found.seen  # told in any case


COVERAGES = """
objects | whole | damaged | missing | overdue | good | remedy
0       | 0     | 0       | 0       | 0       | yes  |
10      | 3     | 0       | 0       | 0       | yes  |
10      | 3     | 0       | 0       | 7       | no   | fixity --all
10      | 9     | 1       | 0       | 0       | no   | restore
10      | 9     | 0       | 1       | 0       | no   | restore
"""


@pytest.mark.parametrize("row", COVERAGES.strip().splitlines()[1:])
def test_doctor_tells_damage_and_what_nobody_looked_at(row: str):
    *numbers, good, remedy = (cell.strip() for cell in row.split("|"))
    found = fixity_finding(Coverage(*map(int, numbers)), 90)
    assert found.good == (good == "yes")
    assert remedy in found.remedy


def test_coverage_is_a_share_of_what_is_known():
    assert coverage_sentence(Coverage(8, 7, 1, 0, 0), 90).startswith("87,5 % (7/8) ")
    assert "Chưa kiểm" in coverage_sentence(Coverage(0, 0, 0, 0, 0), 90)


@pytest.mark.parametrize("production", [False, True])
def test_a_second_copy_is_asked_for_in_production(production: bool):
    found = copy_finding(None, Coverage(0, 0, 0, 0, 0), Settings(production=production))
    assert found.good is not production
    assert "HOSO_OBJECTS_COPY" in found.remedy


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("pg")
    url = private_postgres.start(folder, settings=FAST)
    migrate(url)
    yield url
    private_postgres.stop(folder)


@pytest.fixture
def objects(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    engine = engine_for(server)
    with engine.begin() as connection:
        for table in (OBJECT_FIXITY, DATA_KEY):
            connection.execute(table.delete())  # what another test's store held is nothing to this one
    engine.dispose()
    monkeypatch.setenv("HOSO_WAREHOUSE_URL", server)
    monkeypatch.setenv("HOSO_STATE", str(tmp_path))
    monkeypatch.setenv("HOSO_OBJECTS_COPY", str(tmp_path / "second"))
    return lambda *words: CliRunner().invoke(_app, ["objects", *words])


@pytest.fixture
def kept(objects: Callable[..., Result], tmp_path: Path) -> Iterator[Callable[..., FolderStore]]:
    """Opens the folder of the originals, or another one, with the keys that the command has."""
    with open_vault(read_settings()) as vault:
        yield lambda folder="objects": FolderStore(tmp_path / folder, sealer_of(vault))


@pytest.mark.contract
def test_the_whole_way_from_damage_to_whole_again(objects: Callable[..., Result], kept, tmp_path: Path):
    store = kept()
    digest = store.put(b"first")
    store.put(b"second")
    assert "Đã sao chép 2 tệp" in objects("copy").output
    assert "100,0 % (2/2)" in objects("fixity", "--all").output
    (place,) = (tmp_path / "objects").glob(f"sha256/*/*/{digest}")
    place.chmod(0o644)
    place.write_bytes(b"other")
    damaged = objects("fixity", "--all")
    assert damaged.exit_code == 3
    assert f"sha256:{digest}" in damaged.output
    assert "50,0 % (1/2)" in damaged.output
    assert digest in objects("show").output
    assert "Đã khôi phục 1 tệp" in objects("restore").output
    assert objects("fixity", "--all").exit_code == objects("fixity", "--all", "--copy").exit_code == 0
    for folder in ("objects", "second"):
        assert kept(folder).get(digest) == b"first"


@pytest.mark.contract
def test_what_is_whole_nowhere_ends_with_status_three(objects: Callable[..., Result], kept, tmp_path: Path):
    digest = kept().put(b"only here")
    objects("fixity", "--all")
    next((tmp_path / "objects").glob(f"sha256/*/*/{digest}")).unlink()
    lost = objects("restore")
    assert lost.exit_code == 3
    assert f"sha256:{digest}" in lost.output


@pytest.mark.contract
def test_a_hold_names_a_paper_and_nobody(objects: Callable[..., Result], kept):
    store = kept()
    digest = store.put(b"held")
    objects("copy")
    assert objects("hold", digest, "--basis", "Nguyễn Văn Thử").exit_code == 2
    assert not store.on_hold(digest)
    assert objects("hold", digest, "--basis", "12/QĐ-UBND").exit_code == 0
    assert store.on_hold(digest)
    assert kept("second").on_hold(digest)
    assert objects("release", digest, "--basis", "13/QĐ-UBND").exit_code == 0
    assert not store.on_hold(digest)
    assert objects("hold", digest_of(b"nothing"), "--basis", "1").exit_code != 0


@pytest.mark.contract
def test_a_copy_in_the_place_of_the_originals_is_none(
    objects: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HOSO_OBJECTS_COPY", f"{tmp_path}/objects/")
    assert "HOSO_OBJECTS_COPY" in str(objects("copy").exception)
