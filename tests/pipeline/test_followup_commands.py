"""`hoso letter`, `worklist` and `correction` over dossiers of the road."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from made_dossiers import Made
from sqlalchemy import text
from typer.testing import CliRunner, Result
from whole_road import of, walk

import cli.cases
from cli import _app
from errors import MoveRefused
from followup.again import waiting
from followup.worklist import COLUMNS
from pipeline import System
from storage.states import DossierState

pytestmark = pytest.mark.contract
Command = Callable[..., Result]


@pytest.fixture
def hoso(system: System, made: Made, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line over a warehouse in which every dossier has gone its way."""

    @contextmanager
    def opened() -> Iterator[System]:
        yield system

    walk(system, made)
    monkeypatch.setattr(cli.cases, "opened", opened)
    return lambda *words: CliRunner().invoke(_app, [str(word) for word in words])


def test_who_gets_no_letter_is_told_why_by_code(hoso: Command, system: System, made: Made, tmp_path: Path):
    first = of(made.truths[0], system)
    told = hoso("letter", first.manifest.dossier_code, "--out", tmp_path / "letters.html")
    assert told.exit_code == 0
    assert f"{first.manifest.dossier_code}: không có thư, vì" in told.output
    assert not (tmp_path / "letters.html").exists()


def test_a_worklist_is_written_and_its_use_of_personal_data_noted(hoso: Command, system: System, tmp_path: Path):
    assert hoso("worklist", "--out", tmp_path / "jobs.csv").exit_code == 0
    assert hoso("worklist", "--out", tmp_path / "jobs.html").exit_code == 0
    with (tmp_path / "jobs.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert tuple(head) == COLUMNS
    open_ones = {one.id for one in system.warehouse.dossiers(DossierState.IN_REVIEW)}
    assert rows
    with system.warehouse.looking() as connection:
        noted = set(connection.execute(text("SELECT subject FROM audit WHERE action = 'worklist.written'")).scalars())
    assert open_ones <= noted
    assert hoso("worklist", "--out", tmp_path / "jobs.xlsx").exit_code == 2


def test_a_request_goes_its_way_and_the_dossier_is_matched_again(
    hoso: Command, system: System, made: Made, tmp_path: Path
):
    first = of(made.truths[0], system)
    drafted = hoso(
        "correction", "draft", first.id, "--register", "population", "--field", "birth_date", "--reason",
        "DATE_DIGIT_WRONG", "--officer", "can-bo-7",
    )  # fmt: skip
    request_id = drafted.output.strip()
    assert hoso("correction", "show", request_id, "--out", tmp_path / "form.html").exit_code == 0
    assert "Đề nghị quý cơ quan" in (tmp_path / "form.html").read_text(encoding="utf-8")
    assert hoso("correction", "list", "--out", tmp_path / "batch.csv").output.count(request_id) == 1
    assert request_id in (tmp_path / "batch.csv").read_text(encoding="utf-8")
    assert hoso("correction", "send", request_id, "--officer", "can-bo-7").exit_code == 0
    assert hoso("correction", "answer", request_id, "corrected").exit_code == 0
    assert waiting(system.warehouse) == (first.id,)
    assert isinstance(hoso("correction", "send", request_id).exception, MoveRefused)
