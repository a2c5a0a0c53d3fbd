"""What is printed of the measurements."""

import pytest

from benchmarks.measures import Outcome, TextTally
from benchmarks.ocr_report import sections
from benchmarks.processes import Cost
from benchmarks.report import page, table
from benchmarks.results import PageResult, Side
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


def result(difficulty: str, errors: int, *outcomes: Outcome, form: str = "", cpu: float = 1.0, **more) -> PageResult:
    truth = PageTruth(1, "ct01", difficulty, "typed", (), (), turned=more.pop("truly", 0), qr="q", mrz="")
    tally = TextTally(100, errors, 100, 2 * errors, 10, 9, 4, 3)
    return PageResult(truth, tally, Cost(cpu, 2.0), False, form, outcomes, **more)


@pytest.fixture
def tables():
    exact, wrong, missing = Outcome
    ours = [
        result("clean", 2, exact, exact, form="ct01", turned=90, truly=90, number=exact, qr_exact=True),
        result(
            "bad", 8, wrong, missing, form="cccd", cpu=3.0, turned=180, number=wrong, steps={"detect": 3.0, "x": 1.0}
        ),
    ]
    theirs = [result("clean", 10, truly=90, number=exact), result("bad", 30, number=missing)]
    sides = Side("ours", ours, 300 * MIB, {1: 20.0, 2: 41.25}), Side("theirs", theirs, 100 * MIB, {1: 10.0, 2: 12.0})
    return dict(sections(sides))


def test_the_readers_stand_below_each_other_for_each_difficulty(tables):
    head, *lines = cells(tables["Text"])
    assert head == ["pages", "number", "reader", "CER", "CERseq", "WER", "found"]
    assert [line[:5] for line in lines] == [
        ["all", "2", "ours", "5.0 %", "10.0 %"],
        ["all", "2", "theirs", "20.0 %", "40.0 %"],
        ["bad", "1", "ours", "8.0 %", "16.0 %"],
        ["bad", "1", "theirs", "30.0 %", "60.0 %"],
        ["clean", "1", "ours", "2.0 %", "4.0 %"],
        ["clean", "1", "theirs", "10.0 %", "20.0 %"],
        ["filled in by type", "2", "ours", "5.0 %", "10.0 %"],
        ["filled in by type", "2", "theirs", "20.0 %", "40.0 %"],
    ]


def test_costs_are_means_and_peaks(tables):
    _, ours, theirs = cells(tables["Cost a page"])
    assert ours == ["ours", "2.00", "2.00", "3.00", "2.00", "2.00", "300", "0"]
    assert theirs[-2:] == ["100", "0"]


def test_speeds_stand_by_number_of_workers(tables):
    assert cells(tables["Pages a minute"])[0] == ["reader", "1 worker", "2 workers"]
    assert cells(tables["Pages a minute"])[1] == ["ours", "20.0", "41.2"]


def test_turned_pages_and_false_turns_are_counted_for_who_turns(tables):
    _, ours, theirs = cells(tables["Turned pages"])
    assert ours == ["ours", "1", "1", "1", "1"]
    assert theirs == ["theirs", "1", "-", "-", "-"]


def test_the_numbers_of_cards(tables):
    _, ours, theirs = cells(tables["Numbers of copied cards"])
    assert ours == ["ours", "2", "1 (50.0 %)", "1 (50.0 %)", "0 (0.0 %)", "1 of 2", "0 of 0"]
    assert theirs == ["theirs", "2", "1 (50.0 %)", "0 (0.0 %)", "1 (50.0 %)", "-", "-"]


def test_fields_are_told_for_the_reader_that_gives_fields(tables):
    assert [name for name in tables if name.startswith("Fields")] == ["Fields, ours"]
    assert cells(tables["Fields, ours"])[1] == ["all", "2", "50.0 %", "4", "50.0 %", "25.0 %", "25.0 %"]


def test_time_is_told_by_step_where_it_was_taken_down(tables):
    assert [name for name in tables if name.startswith("Where")] == ["Where the time goes, ours"]
    lines = {line[0]: line[1:] for line in cells(tables["Where the time goes, ours"])}
    assert lines["detect"] == ["1.500", "75.0 %"]
    assert (lines["decode"], lines["x"]) == (["0.000", "0.0 %"], ["0.500", "25.0 %"])
    assert lines["all"] == ["2.000", "100.0 %"]


def test_the_road_is_told_by_dossier_and_page_and_for_the_second_run():
    first = [Stage("read", Cost(8.0, 10.0)), Stage("load", Cost(1.0, 2.0))]
    second = [Stage("read", Cost(0.1, 0.1)), Stage("load", Cost(0.2, 0.3))]
    _, read, _, whole = cells(stage_table(first, second, Ended(2, 5, (), "")))
    assert read == ["read", "10.00", "5.00", "2.00", "8.00", "0.10", "0.10"]
    assert whole == ["all", "12.00", "6.00", "2.40", "9.00", "0.40", "0.30"]
