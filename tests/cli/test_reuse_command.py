"""`hoso reuse`: the answers as tables, drawn without a warehouse."""

from datetime import date
from io import StringIO

import pytest
from rich.console import Console
from typer.testing import CliRunner

from cli import _app, command_names
from cli.reuse_tables import print_prefill, print_sufficiency
from reuse.catalogue import procedure
from reuse.held import HeldRecord
from reuse.prefill import prefill
from reuse.sufficiency import sufficiency
from storage.readings import Method
from storage.records import RecordField

ON = date(2026, 11, 23)
NUMBER = "099187000123"


def _person(name: str, id: str = "p1") -> HeldRecord:
    told = {"id_number": NUMBER, "full_name": name, "birth_date": "1987-03-12", "sex": "Nữ"}
    fields = tuple(RecordField(key, value, Method.QR, verified_against="population") for key, value in told.items())
    return HeldRecord(id, "person", fields, issued=None)


def _drawn(draw, *what) -> str:
    drawn = StringIO()
    draw(*what, Console(width=400, file=drawn))
    return drawn.getvalue()


def test_the_group_is_among_the_commands():
    assert "reuse" in command_names()
    for each in ("procedures", "sufficiency", "prefill"):
        assert CliRunner().invoke(_app, ["reuse", each, "--help"]).exit_code == 0


def test_the_procedures_are_listed_without_a_warehouse():
    shown = CliRunner().invoke(_app, ["reuse", "procedures", "--on", "2026-11-23"], env={"COLUMNS": "300"})
    assert shown.exit_code == 0
    assert "1.004222, 1.004194" in shown.stdout
    assert "1.012756 (chưa kiểm chứng)" in shown.stdout


def test_a_table_tells_what_to_ask_and_holds_no_value():
    text = _drawn(print_sufficiency, sufficiency(procedure("khai_sinh", ON), ON, [_person("Đặng Thị Thử")]))
    assert "Đủ: không yêu cầu nộp lại" in text
    assert "Đề nghị ông/bà nộp “Giấy chứng sinh" in text
    assert "Không phải nộp lại: 1/5 thành phần." in text
    assert NUMBER not in text


def test_a_table_of_fields_shows_both_of_two_values_and_what_a_name_is_not_markup():
    one = procedure("lltp", ON)
    text = _drawn(print_prefill, one, prefill(one, [_person("Đặng [b]Thử"), _person("Người Khác", "p2")], ON))
    assert "Đặng [b]Thử | Người Khác" in text
    assert "12/03/1987" in text
    assert "Điền sẵn được 3/18 mục." in text


TOLD = [
    ("da_ly_hon", "yes or no"),
    ("da_ly_hon=maybe", "yes or no"),
    ("mang_thai_ho=yes", "asks about"),
]


@pytest.mark.parametrize(("told", "why"), TOLD)
def test_an_answer_is_yes_or_no_to_something_that_the_procedure_asks(told, why):
    shown = CliRunner().invoke(_app, ["reuse", "sufficiency", "ket_hon", "x", "--told", told], env={"COLUMNS": "200"})
    assert shown.exit_code == 2
    assert why in shown.output
