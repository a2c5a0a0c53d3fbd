"""What the command line shows of a person is written down first, and what cannot be written down is not shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from made_dossiers import Made
from typer.testing import CliRunner, Result
from whole_road import walk

import cli.cases
from cli import _app
from errors import NotHeld, ReadNotLogged
from pipeline import System
from storage.audit.rows import rows
from storage.states import DossierState
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
Command = Callable[..., Result]


@pytest.fixture
def walked(system: System, made: Made) -> System:
    walk(system, made)
    return system


@pytest.fixture
def hoso(walked: System, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command line over a warehouse in which every dossier has gone its way; `readable`: nothing can be written."""
    url = walked.settings.warehouse_url or ""
    url += f"{'&' if '?' in url else '?'}options=-c%20default_transaction_read_only%3Don"

    def run(*words: object, readable: bool = False) -> Result:
        with Warehouse(url, walked.vault) as still:
            system = replace(walked, warehouse=still) if readable else walked

            @contextmanager
            def opened() -> Iterator[System]:
                yield system

            monkeypatch.setattr(cli.cases, "opened", opened)
            return CliRunner().invoke(_app, [str(word) for word in words], env={"COLUMNS": "200"})

    return run


def noted(system: System, action: str, subject: str) -> int:
    with system.warehouse.looking() as connection:
        return len(rows(connection, subject=subject, action=action))


def test_what_is_shown_is_noted_dossier_by_dossier(hoso: Command, walked: System):
    every = [one.id for one in walked.warehouse.dossiers()]
    assert hoso("show").exit_code == 0
    assert [noted(walked, "dossier.read", one) for one in every] == [1] * len(every)
    assert hoso("show", every[0]).exit_code == 0
    assert noted(walked, "dossier.read", every[0]) == 2


def test_what_is_asked_of_a_person_is_noted_under_the_person(hoso: Command, walked: System):
    dossier = walked.warehouse.dossiers(DossierState.LOADED)[0]
    person_id = next(one.person_id for one in walked.warehouse.records(dossier.id) if one.person_id)
    assert hoso("reuse", "sufficiency", "1.004222", dossier.id).exit_code in (0, 3)
    assert hoso("reuse", "prefill", "1.004222", dossier.id).exit_code == 0
    for action in ("reuse.sufficiency.read", "reuse.prefill.read"):
        assert noted(walked, action, person_id) == 1
    refused = hoso("reuse", "prefill", "1.004222", "Đặng Thị Hồng Thử").exception
    assert isinstance(refused, NotHeld)
    assert "Thử" not in str(refused)


def test_nothing_is_shown_that_cannot_be_noted(hoso: Command, walked: System, tmp_path: Path):
    dossier = walked.warehouse.dossiers(DossierState.LOADED)[0]
    record = walked.warehouse.records(dossier.id)[0]
    names = {one.value for each in walked.warehouse.records(dossier.id) for one in each.fields if len(one.value) > 5}
    assert names
    out = tmp_path / "out.csv"
    for words in (
        ("show",),
        ("show", dossier.id),
        ("show", record.id),
        ("record", "show", record.id),
        ("record", "history", record.id),
        ("reuse", "sufficiency", "1.004222", dossier.id),
        ("reuse", "prefill", "1.004222", dossier.id),
        ("worklist", "--out", out),
    ):
        refused = hoso(*words, readable=True)
        assert isinstance(refused.exception, ReadNotLogged), words
        assert not [name for name in names if name in refused.output], words
    assert not out.exists()
