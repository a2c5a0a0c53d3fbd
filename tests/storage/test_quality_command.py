"""`hoso quality`, as an operator runs it by hand."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import made_lots as made
import pytest
from typer.testing import CliRunner

from cli import _app, command_names
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


def test_lots_are_planned_and_shown(warehouse_url: str, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = made.Clock()
    with Warehouse(warehouse_url, vault, clock=clock) as warehouse:

        @contextmanager
        def opened() -> Iterator[SimpleNamespace]:
            yield SimpleNamespace(warehouse=warehouse, digest_key=made.KEY)

        monkeypatch.setattr(sys.modules["cli.quality"], "opened", opened)
        assert "Chưa có lô nào" in said("show")
        made.loaded(warehouse, "a", 12)
        assert "0 lô mới" in said("plan")
        assert "1 lô mới; 5 mục" in said("plan", "--until", "20/11/2026")
        shown = said("show", "--office", made.OFFICE)
        assert "20/11/2026 H56.12 (1): đang lấy mẫu kiểm; kiểm 0/5 trên 12 mục, sai 0" in shown
        assert "Chưa có lô nào" in said("show", "--office", "H99")


def said(*words: str) -> str:
    told = CliRunner().invoke(_app, ["quality", *words])
    assert told.exit_code == 0, told.output
    return told.output.replace("\n", " ")


def test_the_group_is_among_the_commands() -> None:
    assert "quality" in command_names()
