"""Indicators 4.1 to 4.5 of QĐ 766/QĐ-TTg over a small invented set, checked by hand figures."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reuse.dashboard import dashboard
from reuse.facts import Fact, known
from reuse.indicators import NO_DOSSIER, Figure, figures, indicators
from reuse.office_day import Period, received_on
from reuse.report import NO_FORMULA, Report, report
from reuse.tables import dossiers_csv, indicators_csv, report_json
from storage.reuse_counted import Counted
from storage.states import DossierState
from storage.told_facts import ToldFact

TODAY = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ON = date(2026, 11, 22)
NORTH, SOUTH = "Bộ phận Một cửa xã Bắc", "Bộ phận Một cửa xã Nam"
BIRTH, UNLISTED = "1.001193", "9.999999"  # the first ends in a paper (results.toml), of the other nobody knows


def counted(name: str, **known_of_it: object) -> Counted:
    plain = Counted(
        name, "", BIRTH, "counter", NORTH, datetime(2026, 11, 10, 3, 0, tzinfo=UTC), DossierState.LOADED,
        1, 0, 0, 0, 0, 0.0, 0.0, 0, 0, {},
    )  # fmt: skip
    return replace(plain, **known_of_it)


def rows(table: str) -> list[list[str]]:
    """The cells below the heading of a table of cases."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


# One line a dossier. files: taken in and readable. reused, store: components. result: whether the electronic result is
# told to be there; "?": nobody told; "none": told that the procedure ends in no paper. npdb: answers of the population
# register with a person in it.
SIX = """
dossier | office | procedure | channel | files | reused | store | result | npdb | fields | minutes
A       | north  | birth     | counter | 2     | 1      | 0     | yes    | 1    | 3/10   | 16.5
B       | north  | birth     | counter | 1     | 0      | 0     | no     | 1    | 2/10   | 1
C       | north  | birth     | post    | 3     | 2      | 1     | ?      | 0    | 0/0    | 30
D       | south  | unlisted  | counter | 1     | 0      | 0     | ?      | 0    | 1/5    | 0.5
E       | south  | unlisted  | counter | 0     | 0      | 0     | yes    | 0    | 0/0    | 0
F       | south  | none      | online  | 1     | 0      | 0     | none   | 0    | 0/4    | 0
"""
_OFFICE, _PROCEDURE = {"north": NORTH, "south": SOUTH}, {"birth": BIRTH, "unlisted": UNLISTED, "none": ""}
_RESULT = {
    "yes": {ToldFact.RESULT_ELECTRONIC: True},
    "no": {ToldFact.RESULT_ELECTRONIC: False},
    "?": {},
    "none": {ToldFact.RESULT_EXPECTED: False},
}


def six() -> list[Counted]:
    found = []
    for name, office, procedure, channel, files, reused, store, result, npdb, fields, minutes in rows(SIX):
        of, needed = fields.split("/")
        one = counted(
            name, office=_OFFICE[office], procedure_code=_PROCEDURE[procedure], channel=channel, files_kept=int(files),
            components_reused=int(reused), components_from_store=int(store), told=_RESULT[result],
            population_hits=int(npdb), fields_reused=int(of), fields_needed=int(needed), minutes_saved=float(minutes),
            minutes_assumed=float(minutes),
        )  # fmt: skip
        found.append(one)
    return found


# By hand, from the six lines above:
# 4.1  result link / result expected. F expects none and is left out: A and E of A, B, C, D, E = 2/5 = 40 %; points
#      6 x 40/100 = 2.40. Not known: C (its result) and D (its result, and whether one is expected). E has one.
# 4.2  files AND electronic result where one is expected: A (both), F (files, none expected); B has no result, E no
#      file; C and D are not known: 2/6 = 33.33 %; full marks at 80 %: 4 x (1/3)/(8/10) = 4 x 5/12 = 1.67.
# 4.3  a reused component: A, C = 2/6 = 33.33 %; 2 x 5/12 = 0.83. Whether the portal made F, nobody told.
# 4.4  from the portal's store: C; a result in the portal's catalogue: nobody told of the five others: 1/6 = 16.67 %;
#      4/6 = 0.67.
# 4.5a procedures with an answer of the population register: birth; unlisted not: 1/2 = 50 %; 1.00. F names none.
# 4.5b A, B (register), C (store) = 3/6 = 50 %; 1.00. VNeID: nobody told of D, E, F.
BY_HAND = """
id   | numerator | denominator | rate  | points | not known
4.1  | 2         | 5           | 40.00 | 2.40   | 2
4.2  | 2         | 6           | 33.33 | 1.67   | 2
4.3  | 2         | 6           | 33.33 | 0.83   | 1
4.4  | 1         | 6           | 16.67 | 0.67   | 5
4.5a | 1         | 2           | 50.00 | 1.00   | 0
4.5b | 3         | 6           | 50.00 | 1.00   | 3
"""


@pytest.mark.parametrize(("name", "numerator", "denominator", "rate", "points", "unknown"), rows(BY_HAND))
def test_each_indicator_is_what_a_person_counts(name, numerator, denominator, rate, points, unknown):
    one = next(figure for figure in figures(six(), ON).figures if figure.indicator.id == name)
    found = (one.numerator, one.denominator, one.rate, one.points, one.unknown)
    assert found == (int(numerator), int(denominator), Decimal(rate), Decimal(points), int(unknown))


def test_points_and_our_own_rate_of_the_whole():
    told = figures(six(), ON)
    assert told.points == Decimal("7.57")  # 2.40 + 1.67 + 0.83 + 0.67 + 1.00 + 1.00
    assert told.weight == 20  # 6 + 4 + 2 + 4 + 2 + 2; e-certified copies, 2 points, are not counted here
    assert (told.fields.reused, told.fields.needed) == (6, 29)  # 3 + 2 + 0 + 1; 10 + 10 + 5 + 4
    assert told.fields.rate == Decimal("20.69")  # 6/29 = 0.206896...
    assert told.fields.minutes == 48.0  # 16.5 + 1 + 30 + 0.5


DIGITISED = """
files | the procedure ends in a paper | electronic result | 4.2
1     | yes                           | yes               | True
9     | yes                           | no                | False
9     | yes                           | ?                 | None
0     | yes                           | yes               | False
1     | no                            | no                | True
0     | no                            | no                | False
1     | ?                             | yes               | True
1     | ?                             | no                | None
1     | ?                             | ?                 | None
"""


@pytest.mark.parametrize(("files", "paper", "result", "counts"), rows(DIGITISED))
def test_a_dossier_is_digitised_with_its_files_and_its_electronic_result(files, paper, result, counts):
    said = {"yes": True, "no": False}
    told = {
        fact: said[answer]
        for fact, answer in ((ToldFact.RESULT_EXPECTED, paper), (ToldFact.RESULT_ELECTRONIC, result))
        if answer in said
    }
    dossier = counted("A", files_kept=int(files), told=told, procedure_code=UNLISTED)
    (line,) = made([dossier]).lines
    assert line.answers["4.2"][0] is {"True": True, "False": False, "None": None}[counts]


def test_one_reused_component_makes_the_dossier_count_and_the_three_flags_stay_apart():
    scanned = counted("A", files_kept=5)
    reused = counted("B", files_kept=0, components_reused=1)
    from_store = counted("C", files_kept=0, components_reused=1, components_from_store=1)
    told = {one.indicator.id: one for one in figures([scanned, reused, from_store], ON).figures}
    assert told["4.3"].numerator == 2  # B and C; that A was scanned is no reuse
    assert told["4.4"].numerator == 1  # C alone
    page = dashboard(made([scanned, reused, from_store]))
    for flag, count in (("DuocSoHoa", 1), ("DuocTaiSuDung", 2), ("DuocLayTuKhoDMQG", 1)):
        assert f"<code>{flag}</code>: <b>{count}</b>" in page


def test_what_the_portal_says_of_its_own_dossiers_counts_as_reuse_only_there():
    says = {ToldFact.PORTAL_MADE: True, ToldFact.PORTAL_DIGITISED: True}
    online = counted("A", channel="online", told=says)
    at_the_counter = counted("B", channel="counter", told={ToldFact.PORTAL_DIGITISED: True})
    told = {one.indicator.id: one for one in figures([online, at_the_counter], ON).figures}
    assert (told["4.3"].numerator, told["4.3"].unknown) == (1, 0)


FULL = """
numerator | denominator | rate   | points of 4.2
79        | 100         | 79.00  | 3.95
80        | 100         | 80.00  | 4.00
100       | 100         | 100.00 | 4.00
79999     | 100000      | 80.00  | 4.00
7999      | 10000       | 79.99  | 4.00
0         | 7           | 0.00   | 0.00
1         | 3           | 33.33  | 1.67
2         | 3           | 66.67  | 3.33
1         | 800         | 0.13   | 0.01
"""


@pytest.mark.parametrize(("numerator", "denominator", "rate", "points"), rows(FULL))
def test_full_marks_from_80_percent_and_two_decimals(numerator, denominator, rate, points):
    """4 x rate/80, at most 4: 79/100 gives 3.95; 7999/10000 gives 3.9995, which is 4.00; 1/800 is 0.125 %, so 0.13."""
    digitised = next(one for one in indicators(ON) if one.id == "4.2")
    one = Figure(digitised, int(numerator), int(denominator), 0)
    assert (one.rate, one.points) == (Decimal(rate), Decimal(points))


# --- the empty set


def test_where_there_is_no_dossier_there_is_no_rate():
    told = made([])
    assert {one.note for one in told.whole.figures} == {NO_DOSSIER, "chưa có thủ tục"}
    assert {(one.rate, one.points) for one in told.whole.figures} == {(None, None)}
    assert told.whole.points is None
    assert told.whole.fields.rate is None
    assert "chưa có hồ sơ" in dashboard(told)
    assert NO_DOSSIER in indicators_csv(told)
    assert json.loads(report_json(told))["whole"]["indicators"][0]["rate"] is None


def test_a_day_before_the_first_formula_has_no_indicator_and_says_so():
    told = made([], Period(date(2020, 1, 1), date(2020, 12, 31)))
    assert told.indicators == ()
    assert NO_FORMULA in dashboard(told)


# --- periods and offices

# Vietnam is seven hours ahead: 17:00 UTC is the next day's midnight there
BORDERS = """
code               | taken in (UTC)      | received on
-                  | 2026-10-31T16:59:59 | 2026-10-31
-                  | 2026-10-31T17:00:00 | 2026-11-01
-                  | 2026-11-30T16:59:59 | 2026-11-30
-                  | 2026-11-30T17:00:00 | 2026-12-01
H56.12-261031-0007 | 2026-11-02T03:00:00 | 2026-10-31
000.00.12.H56-221122-0005 | 2026-11-02T03:00:00 | 2022-11-22
H56.12-261131-0007 | 2026-11-02T03:00:00 | 2026-11-02
H56.12-270101-0007 | 2026-11-02T03:00:00 | 2026-11-02
HS-17              | 2026-11-02T03:00:00 | 2026-11-02
"""


@pytest.mark.parametrize(("code", "taken_in", "day"), rows(BORDERS))
def test_the_day_of_reception(code, taken_in, day):
    """31 November does not exist, and nothing is received after it was scanned: then the code says nothing."""
    moment = datetime.fromisoformat(taken_in).replace(tzinfo=UTC)
    assert received_on("" if code == "-" else code, moment) == date.fromisoformat(day)


def test_a_period_takes_both_its_days_by_the_clock_of_vietnam():
    moments = ["2026-10-31T16:59:59", "2026-10-31T17:00:00", "2026-11-30T16:59:59", "2026-11-30T17:00:00"]
    dossiers = [
        counted(str(place), received_at=datetime.fromisoformat(moment).replace(tzinfo=UTC))
        for place, moment in enumerate(moments)
    ]
    november = made(dossiers, Period(date(2026, 11, 1), date(2026, 11, 30)))
    assert [line.counted.dossier_id for line in november.lines] == ["1", "2"]
    assert [part.name for part in made(dossiers).months] == ["2026-10", "2026-11", "2026-12"]


def test_by_office():
    told = made(six())
    assert [(part.name, part.told.dossiers) for part in told.offices] == [(NORTH, 3), (SOUTH, 3)]
    north, south = ({one.indicator.id: one for one in part.told.figures} for part in told.offices)
    assert (north["4.2"].numerator, north["4.2"].denominator) == (1, 3)  # A of A, B, C
    assert (south["4.2"].numerator, south["4.2"].denominator) == (1, 3)  # F of D, E, F
    assert (south["4.1"].numerator, south["4.1"].denominator) == (1, 2)  # E of D, E; F expects no paper
    alone = made(six(), office=SOUTH)
    assert [line.counted.dossier_id for line in alone.lines] == ["D", "E", "F"]


# --- what is published


def test_the_three_files_say_the_same():
    told = made(six())
    held = json.loads(report_json(told))
    digitised = next(one for one in held["whole"]["indicators"] if one["id"] == "4.2")
    assert (digitised["rate"], digitised["points"], digitised["unknown"]) == (33.33, 1.67, 2)
    assert digitised["note"] == "thiếu dữ kiện: 2 hồ sơ tính là chưa đạt"
    assert 'Tỷ lệ số hóa hồ sơ,2,6,"33,33","1,67","4,00",2,thiếu dữ kiện: 2 hồ sơ' in indicators_csv(told)
    page = dashboard(told)
    assert "33,33%" in page
    assert "thiếu dữ kiện: 2 hồ sơ tính là chưa đạt".capitalize() in page


def test_a_cell_that_a_spreadsheet_would_run_and_markup_in_a_name_do_nothing():
    evil = counted("A", office='=HYPERLINK("x")', code="@SUM(1)", procedure_code="<script>alert(1)</script>")
    markup = replace(evil, dossier_id="B", office="<img src=x onerror=alert(1)>")
    told = made([evil, markup])
    for text in (indicators_csv(told), dossiers_csv(told)):
        assert text.startswith("\ufeff")
        assert "'=HYPERLINK" in text
        assert ',"=HYPERLINK' not in text
    page = dashboard(told)
    assert "<img src=x" not in page
    assert "<script" not in page
    assert "&lt;img src=x" in page


def test_the_page_fetches_nothing():
    page = dashboard(made(six()))
    assert not [word for word in ("http://", "https://", "src=", "@import", "url(http", "<link") if word in page]


def test_months_without_a_dossier_break_the_line():
    """December 2025 and February 2026: the chart has January between them, and no line across it."""
    days = [datetime(2025, 12, 5, tzinfo=UTC), datetime(2026, 2, 5, tzinfo=UTC)]
    page = dashboard(made([counted(str(day), received_at=day) for day in days]))
    assert [month for month in ("11/25", "12/25", "01/26", "02/26") if f">{month}</text>" in page] == [
        "12/25", "01/26", "02/26",
    ]  # fmt: skip


def test_every_formula_names_its_source_and_every_fact_can_be_answered():
    for one in indicators(ON):
        assert one.source.startswith("QĐ 766/QĐ-TTg")
        assert one.numerator
        assert one.denominator
    for fact in Fact:
        assert known(fact, counted("A")) in (True, False, None)


def made(dossiers: list[Counted], period: Period | None = None, office: str = "") -> Report:
    return report(dossiers, period or Period(), office, TODAY)


def test_of_a_dossier_of_another_system_nobody_knows_whether_files_are_attached():
    outside = counted("X", state=None, files_kept=0)
    assert known(Fact.COMPONENT_ATTACHED, outside) is None
    assert known(Fact.COMPONENT_ATTACHED, counted("Y", files_kept=0)) is False
    (figure,) = (one for one in figures([outside], ON).figures if one.indicator.id == "4.2")
    assert (figure.numerator, figure.denominator, figure.unknown) == (0, 1, 1)
