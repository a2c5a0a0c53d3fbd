"""What a change gained and lost, page by page, told from two records."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from benchmarks import gains
from benchmarks.measures import Kind, Outcome, TextTally
from benchmarks.processes import Cost
from benchmarks.results import (
    PageRecord,
    PageResult,
    RecordRefused,
    Side,
    read_records,
    record_of,
    write_records,
)
from benchmarks.truth import FieldTruth, PageTruth

EXACT, WRONG, MISSING = Outcome
TALLY = TextTally(
    letters=100, letter_errors=4, ordered=100, ordered_errors=8, words=20, words_read=18, values=5, values_found=4
)
OLD = PageRecord("a.pdf", 1, "clean", "ct01", "ct01", False, True, TALLY, 1.0, 1.0, {"ho_ten": EXACT, "email": MISSING})

CHANGES = """
what is other now                 | gain                         | loss
nothing                           |                              |
letter_errors=2                   | CER 4.0 % -> 2.0 %           |
letter_errors=9                   |                              | CER 4.0 % -> 9.0 %
ordered_errors=20                 |                              | CERseq 8.0 % -> 20.0 %
values_found=5                    | values found 4 -> 5 of 5     |
values_found=1                    |                              | values found 4 -> 1 of 5
told=cccd                         |                              | form told: yes -> no
failed=1                          |                              | read: yes -> no
upright=                          |                              | upright: yes -> no
ho_ten=WRONG                      |                              | ho_ten: exact -> wrong
ho_ten=MISSING                    |                              | ho_ten: exact -> missing
email=WRONG                       |                              | email: missing -> wrong
email=EXACT                       | email: missing -> exact      |
"""


def rows(table):
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()[1:]]


def changed(what: str) -> PageRecord:
    name, _, value = what.partition("=")
    if name in OLD.fields:
        return replace(OLD, fields={**OLD.fields, name: Outcome[value]})
    if hasattr(TALLY, name):
        return replace(OLD, tally=replace(TALLY, **{name: int(value)}))
    return OLD if name == "nothing" else replace(OLD, **{name: value if name == "told" else bool(value)})


@pytest.mark.parametrize(("what", "gain", "loss"), rows(CHANGES))
def test_each_change_is_a_gain_or_a_loss(what, gain, loss):
    found = gains.change(OLD, changed(what))
    assert (found.gains, found.losses) == ((gain,) if gain else (), (loss,) if loss else ())


def test_what_is_below_the_least_is_no_change():
    assert gains.changes({OLD.place: OLD}, {OLD.place: changed("letter_errors=5")}, least=0.02) == []


def test_the_page_that_lost_most_comes_first():
    old = {(name, 1): replace(OLD, scan=name) for name in "abc"}
    errors = {"a": 3, "b": 40, "c": 10}
    new = {place: replace(page, tally=replace(TALLY, letter_errors=errors[place[0]])) for place, page in old.items()}
    assert [one.place[0] for one in gains.changes(old, new)] == ["b", "c", "a"]


def result(errors: int, outcome: Outcome, turned: int = 90) -> PageResult:
    truth = PageTruth(1, "ct01", "clean", "typed", (), (FieldTruth("ho_ten", "Mai", Kind.TEXT),), turned=90)
    tally = replace(TALLY, letter_errors=errors)
    return PageResult(truth, tally, Cost(1.0, 2.0), False, "ct01", (outcome,), "d/a.pdf", turned)


@pytest.fixture
def records(tmp_path):
    for name, errors, outcome in (("old", 4, EXACT), ("new", 2, WRONG)):
        write_records(tmp_path / name, [("cores", "2")], [Side("this project", [result(errors, outcome)], 1)])
    return tmp_path / "old", tmp_path / "new"


def test_a_record_is_read_as_it_was_written_and_holds_no_value(records):
    assert read_records(records[0], "this project") == {("d/a.pdf", 1): record_of(result(4, EXACT))}
    assert "Mai" not in records[0].read_text()


def test_the_command_lists_losses_and_gains(records):
    command = gains.typer.Typer()
    command.command()(gains.main)
    said = CliRunner().invoke(command, [*map(str, records), "--strict"])
    assert said.exit_code == 1
    losses, found = said.output.split("## Gains")
    assert "d/a.pdf, page 1: ho_ten: exact -> wrong" in losses
    assert "d/a.pdf, page 1: CER 4.0 % -> 2.0 %" in found
    assert CliRunner().invoke(command, [str(records[0]), str(records[0]), "--strict"]).exit_code == 0


@pytest.mark.parametrize(
    "content", ["", "{}", '{"record": 0, "readers": {}}', '{"record": 1, "readers": {"other": []}}']
)
def test_what_is_no_record_is_refused(tmp_path, content):
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(RecordRefused, match=r"x\.json"):
        read_records(tmp_path / "x.json", "this project")


def test_fields_of_a_reader_without_forms_are_not_recorded():
    assert json.dumps(record_of(replace(result(4, MISSING), form="")).fields) == "{}"
