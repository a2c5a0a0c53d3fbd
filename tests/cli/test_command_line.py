"""The command line as a whole: what it offers, and how an error of ours reads."""

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from cli import _app, embedded
from cli.doctor import Finding
from errors import (
    AuditBroken,
    CareDue,
    ClientRefused,
    DossierError,
    Erased,
    ExportRefused,
    FactsRefused,
    LetterheadRefused,
    ManifestRefused,
    MoveRefused,
    NotGranted,
    NotHeld,
    NotSetUp,
    ObjectDamaged,
    ObjectProtected,
    QueryBudgetSpent,
    ReadNotLogged,
    RegisterRefused,
    RegisterUnavailable,
    RotationRefused,
    SealBroken,
    SealNotStamped,
    StaffRefused,
    StateRefused,
    StorageFull,
    StorageUnavailable,
)
from settings import Settings
from storage.review.refusals import ReviewRefused

COMMANDS = (
    "check",
    "read",
    "export",
    "match",
    "replay",
    "labels",
    "reviewed",
    "run",
    "show",
    "letter",
    "worklist",
    "indicators",
    "serve",
    "doctor",
    "demo",
    "migrate",
    "stop",
    "verify",
    "recall",
)
ERRORS = (
    AuditBroken, ClientRefused, Erased, ExportRefused, FactsRefused, LetterheadRefused, ManifestRefused, MoveRefused,
    CareDue, NotGranted, NotHeld, NotSetUp, ObjectDamaged, RotationRefused, StateRefused,
    ObjectProtected, QueryBudgetSpent, ReadNotLogged, RegisterRefused, RegisterUnavailable, SealBroken, SealNotStamped,
    StorageFull, StorageUnavailable, StaffRefused, ReviewRefused,
)  # fmt: skip


def test_help_names_every_command_with_what_it_does():
    shown = CliRunner().invoke(_app, ["--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    offered = {command.name or command.callback.__name__ for command in _app.registered_commands}
    assert offered == set(COMMANDS)
    for command in _app.registered_commands:
        assert command.callback.__doc__.split(".")[0].split(":")[0] in shown.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(command):
    shown = CliRunner().invoke(_app, [command, "--help"])
    assert shown.exit_code == 0


def test_an_error_of_ours_has_no_child_without_a_sentence():
    told_what = {"ScanRefused", "HandInRefused"}  # their sentence is that of the reason
    assert {error.__name__ for error in ERRORS} | told_what == {
        error.__name__ for error in DossierError.__subclasses__()
    }
    assert len({error.sentence for error in ERRORS} | {DossierError.sentence}) == len(ERRORS) + 1


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_of_ours_ends_with_its_sentence_and_no_traceback(error, monkeypatch, capsys, tmp_path):
    def fails(settings: Settings) -> None:
        raise error("what was seen")

    monkeypatch.setattr(embedded, "embedded", fails)
    monkeypatch.setenv("HOSO_STATE", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["hoso", "show"])
    with pytest.raises(SystemExit) as ended:
        cli.app()
    told = capsys.readouterr()
    assert ended.value.code == 2
    assert told.err.splitlines() == [error.sentence, f"({error.__name__}: what was seen)"]
    assert "Traceback" not in told.out + told.err


def test_an_extract_that_is_not_understood_names_the_file_and_no_row(monkeypatch, capsys, tmp_path: Path):
    for name in ("population.csv", "telco.csv"):
        (tmp_path / name).write_text("cccd,ten\n099187000123,Đặng Thị Hồng Thử\n", "utf-8")
    (tmp_path / "claims.jsonl").write_text("")
    words = [word for name in ("population", "telco") for word in (f"--{name}", str(tmp_path / f"{name}.csv"))]
    words += ["--claims", str(tmp_path / "claims.jsonl"), "--out", str(tmp_path / "out.jsonl")]
    monkeypatch.setattr(sys, "argv", ["hoso", "match", *words])
    with pytest.raises(SystemExit) as ended:
        cli.app()
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert "population.csv" in told
    assert "full_name" in told
    assert "Đặng" not in told
    assert not (tmp_path / "out.jsonl").exists()


def test_a_path_that_is_not_there_is_told_as_such(tmp_path: Path):
    shown = CliRunner().invoke(_app, ["run", str(tmp_path / "nowhere")], env={"COLUMNS": "300"})
    assert shown.exit_code == 2
    assert "nowhere" in shown.output


def test_production_starts_no_mocked_register(tmp_path: Path):
    settings = Settings(state=tmp_path, production=True, warehouse_url="postgresql+psycopg2://nobody@127.0.0.1:1/none")
    with pytest.raises(NotSetUp, match="HOSO_POPULATION_URL"), embedded.embedded(settings):
        pytest.fail("a mocked register was started")


@pytest.mark.parametrize(("good", "status"), [(True, 0), (False, 1)])
def test_the_doctor_tells_the_remedy_of_what_is_missing(good, status, monkeypatch, tmp_path: Path):
    found = [
        Finding("Tesseract", True, "5 [vie]"),
        Finding("poppler", good, "không có", "apt-get install poppler-utils"),
    ]
    monkeypatch.setattr(sys.modules["cli.doctor"], "_findings", lambda settings: found)
    shown = CliRunner().invoke(_app, ["doctor"], env={"HOSO_STATE": str(tmp_path), "COLUMNS": "200"})
    assert shown.exit_code == status
    assert "Tesseract: 5 [vie]" in shown.output
    assert ("→ apt-get install poppler-utils" in shown.output) is not good
