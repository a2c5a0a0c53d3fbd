"""What was not asked for is written down when a dossier is loaded; the indicators of a walked road are published."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from made_dossiers import Made
from sqlalchemy import func, select, text
from typer.testing import CliRunner, Result
from whole_road import walk

import cli.embedded
import pipeline
from cli import _app
from errors import FactsRefused
from pipeline import System
from reuse.indicators import figures
from reuse.ledger import Asking, component_reused, note_component
from settings import Settings
from storage.reuse_counted import counted
from storage.reuse_ledger import Source, What, standing
from storage.schema_reuse import REUSE
from storage.states import DossierState

pytestmark = pytest.mark.contract
Command = Callable[..., Result]


@pytest.fixture
def walked(system: System, made: Made) -> System:
    walk(system, made)
    return system


@pytest.fixture
def hoso(walked: System, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line over a warehouse in which every dossier has gone its way."""

    @contextmanager
    def warehouse(_: Settings) -> Iterator[str]:
        yield walked.settings.warehouse_url

    monkeypatch.setattr(cli.embedded, "warehouse", warehouse)
    monkeypatch.setenv("HOSO_STATE", str(walked.settings.state))  # where its master key is
    return lambda *words: CliRunner().invoke(_app, ["indicators", *(str(word) for word in words)])


def test_each_value_that_a_register_gave_is_a_row_and_a_second_load_adds_none(walked: System):
    house = walked.warehouse
    found = 0
    for dossier in house.dossiers():
        given = {
            (record.document_id, field.field)
            for record in house.records(dossier.id)
            for field in record.fields
            if record.document_id and field.method.name == "REGISTER"
        }
        with house.looking() as connection:
            told = standing(connection, dossier.id)
        assert given <= {(row.document_id, row.field) for row in told}
        assert all(row.what is What.FIELD and row.minutes > 0 and row.assumed for row in told)
        assert not (told and dossier.state is not DossierState.LOADED)
        found += len(told)
    assert found
    for dossier in house.dossiers():
        pipeline.load(dossier.id, walked)
    with house.looking() as connection:
        assert connection.scalar(select(func.count()).select_from(REUSE)) == found


def test_the_command_publishes_four_files_that_say_how_many_dossiers(hoso: Command, walked: System, tmp_path: Path):
    count = len(walked.warehouse.dossiers())
    out = tmp_path / "out"
    told = hoso("--out", out)
    assert told.exit_code == 0, told.output
    assert f"{count} hồ sơ" in told.output
    assert {file.name for file in out.iterdir()} == {
        "dashboard.html", "indicators.csv", "dossiers.csv", "indicators.json",
    }  # fmt: skip
    held = json.loads((out / "indicators.json").read_text(encoding="utf-8"))
    assert held["whole"]["dossiers"] == count
    results = {one["id"]: one for one in held["whole"]["indicators"]}
    assert results["4.2"]["numerator"] == 0  # nobody told of an electronic result
    assert results["4.2"]["unknown"] == sum(one["DuocSoHoa"] for one in held["dossiers"])
    with (out / "dossiers.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == count + 1


def test_nothing_published_names_a_person_but_the_record_for_the_portal(hoso: Command, walked: System, tmp_path: Path):
    names = {
        field.value
        for dossier in walked.warehouse.dossiers()
        for record in walked.warehouse.records(dossier.id)
        for field in record.fields
        if record.kind == "person" and field.field in ("full_name", "id_number", "phone")
    }
    assert names
    assert hoso("--out", tmp_path / "out", "--portal-sync").exit_code == 0
    for file in (tmp_path / "out").iterdir():
        content = file.read_text(encoding="utf-8")
        assert any(name in content for name in names) == (file.name == "portal-sync.json")
    assert (tmp_path / "out" / "portal-sync.json").stat().st_mode & 0o777 == 0o600
    with walked.warehouse.looking() as connection:
        noted = connection.execute(text("SELECT subject FROM audit WHERE action = 'portal_sync.written'")).scalars()
        assert set(noted) == {one.id for one in walked.warehouse.dossiers()}


def test_facts_of_the_one_stop_system_count_from_then_on(hoso: Command, walked: System, tmp_path: Path):
    loaded = walked.warehouse.dossiers(DossierState.LOADED)
    facts = tmp_path / "facts.csv"
    lines = [f"{one.id},1,1" for one in loaded]
    facts.write_text("\n".join(["MaHoSo,RESULT_ELECTRONIC,RESULT_EXPECTED", *lines]), encoding="utf-8")
    assert f"{2 * len(loaded)} dữ kiện mới" in hoso("--out", tmp_path / "out", "--facts", facts).output
    assert "0 dữ kiện mới" in hoso("--out", tmp_path / "out", "--facts", facts).output
    held = json.loads((tmp_path / "out" / "indicators.json").read_text(encoding="utf-8"))
    digitised = next(one for one in held["whole"]["indicators"] if one["id"] == "4.2")
    assert digitised["numerator"] == len(loaded)
    facts.write_text("MaHoSo,VNEID\nkhông-có,1\n", encoding="utf-8")
    assert isinstance(hoso("--out", tmp_path / "out", "--facts", facts).exception, FactsRefused)


def test_a_component_that_a_held_record_stood_for_makes_its_dossier_count(walked: System):
    house = walked.warehouse
    dossier = house.dossiers(DossierState.LOADED)[0]
    manifest = dossier.manifest
    asking = Asking(dossier.id, manifest.procedure_code, manifest.receiving_office, date(2026, 11, 20))
    row = component_reused(asking, "giay_khai_sinh", Source.NATIONAL_STORE, "")
    assert [note_component(row, house, "may-mot-cua") for _ in range(2)] == [True, False]
    with house.looking() as connection:
        told = figures(list(counted(connection)), date(2026, 11, 20))
        (written,) = connection.execute(select(REUSE.c.by).where(REUSE.c.what == What.COMPONENT.name)).scalars()
    numerators = {one.indicator.id: one.numerator for one in told.figures}
    assert (numerators["4.3"], numerators["4.4"], written) == (1, 1, "may-mot-cua")


@pytest.mark.parametrize(
    "words",
    [("--from", "2026-11-30", "--to", "2026-11-01"), ("--from", "30.11.2026"), ("--to", "2026-02-30")],
)
def test_a_period_that_cannot_be_is_refused(hoso: Command, tmp_path: Path, words: tuple[str, ...]):
    assert hoso("--out", tmp_path / "out", *words).exit_code == 2
    assert not (tmp_path / "out").exists()
