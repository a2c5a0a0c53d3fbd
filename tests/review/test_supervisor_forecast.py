"""What will wait, foretold from the days before; and the charts that show it."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.charts import Mark, backlog, bounds
from storage.review.forecast import Day, forecast

CASES = """
waiting | days (arrived/answered)       | in 5 days | clear in
100     | 20/30 20/30 20/30             | 50        | 10
100     | 30/20 30/20 30/20             | 150       | never
0       | 10/10 10/10 10/10             | 0         | 0
40      | 10/20 30/10 5/20 15/30        | 15        | 8
10      | 0/30 0/30 0/30                | 0         | 1
"""


@pytest.mark.parametrize("line", CASES.strip().splitlines()[1:])
def test_what_will_wait(line: str) -> None:
    waiting, days, then, clear = (cell.strip() for cell in line.split("|"))
    told = forecast(int(waiting), [Day(*map(int, one.split("/")), hours=8) for one in days.split()])
    assert told is not None
    assert next(point.middle for point in told.points if point.days == 5) == int(then)
    assert told.clear_in == (None if clear == "never" else int(clear))


@pytest.mark.parametrize("known", [0, 1, 2])
def test_from_few_days_nothing_is_foretold(known: int) -> None:
    assert forecast(10, [Day(5, 5, 8)] * known) is None


DAYS = st.lists(st.builds(Day, st.integers(0, 500), st.integers(0, 500), st.integers(1, 40)), min_size=3, max_size=30)


@given(st.integers(0, 5000), DAYS)
def test_the_range_holds_the_middle_and_widens(waiting: int, days: list[Day]) -> None:
    told = forecast(waiting, days)
    assert told is not None
    assert told.points[0].low == told.points[0].middle == told.points[0].high == waiting
    assert all(0 <= point.low <= point.middle <= point.high for point in told.points)
    spread = [point.high - point.low for point in told.points if point.low]
    assert spread == sorted(spread)


def test_an_hour_is_one_persons_work() -> None:
    told = forecast(10, [Day(60, 60, 6)] * 3)
    assert told is not None
    assert told.an_hour == 10


def test_charts_have_no_style_of_their_own_and_say_what_they_show() -> None:
    told = forecast(100, [Day(20, 30, 8), Day(10, 30, 8), Day(40, 20, 8)])
    assert told is not None
    marks = [Mark(date(2026, 11, day), day / 1000, day % 2 == 0) for day in range(1, 9)]
    for chart in (
        backlog(told.points, 'H56 <"12">', "+{} ngày", "nay"),
        bounds(marks, 0.05, "lô"),
        bounds(marks[:1], 0.05, "lô"),
    ):
        assert not re.search(r'style=|<script|<style|(?:^|[\s"])on\w+=', chart)
        assert 'role="img"' in chart
        assert "nan" not in chart
    assert "&lt;&#34;12&#34;&gt;" in backlog(told.points, 'H56 <"12">', "+{}", "nay")
