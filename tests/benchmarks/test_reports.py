"""What is printed of the measurements."""

import pytest

from benchmarks.measures import Outcome, TextTally
from benchmarks.processes import Cost
from benchmarks.reading_report import PageResult, sections
from benchmarks.report import page, table
from benchmarks.road_report import Ended, Stage, stage_table
from benchmarks.truth import PageTruth

MIB = 1 << 20


def cells(markdown: str) -> list[list[str]]:
    lines = [line for line in markdown.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in (lines[0], *lines[2:])]


def test_a_table_has_one_line_a_row_and_its_columns_stand_under_each_other():
    lines = table(["page", "CER"], [("all", "1.5 %"), ("telephone", "12.0 %")]).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert lines[1] == "| --------- | -----: |"


def test_a_page_names_its_command_and_keeps_the_order_of_its_sections():
    text = page("Reading", "python -m x", [("cores", "2")], [("Text", "t"), ("Cost", "c")])
    assert text.startswith("# Reading\n\nMade by `python -m x`")
    assert text.index("- cores: 2") < text.index("## Text\n\nt") < text.index("## Cost\n\nc")


def result(difficulty: str, errors: int, *outcomes: Outcome, form: str = "", cpu: float = 1.0) -> PageResult:
    truth = PageTruth(1, "ct01", difficulty, "typed", (), ())
    return PageResult(truth, TextTally(100, errors, 10, 9, 4, 3), Cost(cpu, 2.0), False, form, outcomes)


@pytest.fixture
def tables():
    exact, wrong, missing = Outcome
    ours = [result("clean", 2, exact, exact, form="ct01"), result("bad", 8, wrong, missing, form="cccd", cpu=3.0)]
    theirs = [result("clean", 10), result("bad", 30)]
    return dict(sections([("ours", ours, 300 * MIB), ("theirs", theirs, 100 * MIB)]))


def test_both_readers_stand_side_by_side_for_each_difficulty(tables):
    head, *rows = cells(tables["Text"])
    assert head[:4] == ["pages", "number", "CER, ours", "CER, theirs"]
    assert [row[:4] for row in rows] == [
        ["all", "2", "5.0 %", "20.0 %"],
        ["bad", "1", "8.0 %", "30.0 %"],
        ["clean", "1", "2.0 %", "10.0 %"],
        ["filled in by type", "2", "5.0 %", "20.0 %"],
    ]


def test_costs_are_means_and_peaks(tables):
    _, ours, theirs = cells(tables["Cost a page"])
    assert ours == ["ours", "2.00", "2.00", "3.00", "2.00", "2.00", "300", "0"]
    assert theirs[-2:] == ["100", "0"]


def test_fields_are_told_for_the_reader_that_gives_fields(tables):
    assert [name for name in tables if name.startswith("Fields")] == ["Fields, ours"]
    assert cells(tables["Fields, ours"])[1] == ["all", "2", "50.0 %", "4", "50.0 %", "25.0 %", "25.0 %"]


def test_the_road_is_told_by_dossier_and_page_and_for_the_second_run():
    first = [Stage("read", Cost(8.0, 10.0)), Stage("load", Cost(1.0, 2.0))]
    second = [Stage("read", Cost(0.1, 0.1)), Stage("load", Cost(0.2, 0.3))]
    _, read, _, whole = cells(stage_table(first, second, Ended(2, 5, (), "")))
    assert read == ["read", "10.00", "5.00", "2.00", "8.00", "0.10", "0.10"]
    assert whole == ["all", "12.00", "6.00", "2.40", "9.00", "0.40", "0.30"]
