"""What differs, what is planted, whom to look at more closely: from values to values."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.quality.choosing import drawn, is_drawn, sample
from storage.quality.policy import sign_limits
from storage.quality.sameness import Difference, difference, same
from storage.quality.signs import Met, Sign, next_factor, share_for, signs_of
from storage.quality.slips import planted
from storage.quality.verdicts import Judged, Keyed, Verdict, of_first, of_known, of_third
from storage.question import Origin, Round
from storage.review.given import Action, Answer, Shown
from storage.review.standing import opened_as, standing, taken_back
from storage.states import TaskState

KEY = b"k" * 32
LIMITS = sign_limits()

SAMENESS = """
accepted            | keyed                | difference
Nguyễn Văn An       | NGUYỄN VĂN AN        |
Trần Thị Hòa        | Trần thị Hoà         |
1987-03-12          | 12/03/1987           |
1987-03-12          | 12/3/1987            |
001187000123        | 001 187 000 123      |
Số 5, đường Láng    | Số 5 đường Láng      |
12/2020/HT          | 12/2020/ht           |
1.234               | 1.234                |
Nguyễn Văn An       | Nguyễn Văn Ân        | MARK
Đỗ Thị Lan          | Do Thi Lan           | MARK
001187000123        | 001187000128         | DIGIT
001187000123        | 001187000132         | SWAPPED
001187000123        | 00118700012          | LENGTH
1987-03-12          | 12/08/1987           | DIGIT
Lê Văn Nam          | Lê Văn Nan           | LETTER
Lê Văn Nam          | Phạm Thị Hồng        | OTHER
Lê Văn Nam          |                      | MISSING
1.234               | 12.34                | SWAPPED
"""


@pytest.mark.parametrize("line", SAMENESS.strip().splitlines()[1:])
def test_what_two_values_differ_in(line: str) -> None:
    accepted, keyed, told = (cell.strip() for cell in line.split("|"))
    expected = Difference[told] if told else None
    assert difference(accepted, keyed) is expected
    assert difference(keyed, accepted) is expected
    assert same(accepted, keyed) is (expected is None)


@pytest.mark.parametrize("value", ["001187000123", "Nguyễn Thị Hồng", "1987-03-12", "1990-12-31", "Xã Tân Lập"])
@pytest.mark.parametrize("name", [f"d{number} ho_ten" for number in range(20)])
def test_a_planted_slip_is_a_value_of_its_kind_that_is_wrong(value: str, name: str) -> None:
    slip = planted(value, KEY, name)
    assert slip is not None
    assert slip == planted(value, KEY, name)
    assert not same(slip, value)
    assert len(slip) == len(value)
    if value[:4].isdigit():
        assert slip[:4] == value[:4]
    if "-" in value:
        date.fromisoformat(slip)


@pytest.mark.parametrize("value", ["Nam", "Nữ", "7", ""])
def test_no_slip_is_planted_where_none_is_plausible(value: str) -> None:
    assert planted(value, KEY, "d1 gioi_tinh") is None


@given(st.sets(st.text(min_size=1), max_size=40), st.integers(0, 40))
def test_a_sample_that_grows_keeps_what_it_had(names: set[str], wanted: int) -> None:
    fewer, more = sample(KEY, "lot", names, wanted), sample(KEY, "lot", sorted(names, reverse=True), wanted + 3)
    assert more[: len(fewer)] == fewer
    assert set(drawn(KEY, "lot", names)) == names


def test_without_the_key_nobody_knows_what_is_drawn() -> None:
    names = [str(number) for number in range(50)]
    assert sample(KEY, "lot", names, 5) != sample(b"other" * 8, "lot", names, 5)
    assert sample(KEY, "lot", names, 5) != sample(KEY, "another lot", names, 5)


def test_a_share_is_drawn_as_often_as_it_says() -> None:
    assert 150 < sum(is_drawn(KEY, "lot", str(number), 0.2) for number in range(1000)) < 250
    assert not any(is_drawn(KEY, "lot", str(number), 0.0) for number in range(100))
    assert all(is_drawn(KEY, "lot", str(number), 1.0) for number in range(100))


VERDICTS = """
first | third | verdict
A     |       | RIGHT
B     | A     | RIGHT
B     | B     | WRONG
B     | C     | WRONG
?     | A     | RIGHT
?     | ?     | WRONG
B     | ?     | UNSURE
-     | -     | WRONG
B     | -     | WRONG
"""


def keyed(cell: str) -> Keyed:
    if cell in "?-":
        return Keyed(Action.UNREADABLE if cell == "?" else Action.BLANK)
    return Keyed(Action.EDIT, {"A": "Lê Văn Nam", "B": "Lê Văn Nan", "C": "Lê Văn Năm"}[cell])


@pytest.mark.parametrize("line", VERDICTS.strip().splitlines()[1:])
def test_what_a_sample_shows(line: str) -> None:
    first, third, verdict = (cell.strip() for cell in line.split("|"))
    found = of_first("Lê Văn Nam", keyed(first))
    assert (found is None) is bool(third)
    if third:
        found = of_third("Lê Văn Nam", keyed(first), keyed(third))
    assert found is not None
    assert found.verdict is Verdict[verdict]
    assert (found.slip is None) is (found.verdict is not Verdict.WRONG)


def test_who_accepts_a_planted_slip_is_told_from_who_errs() -> None:
    known = "001187000123", "001187000128"
    assert of_known(*known, Keyed(Action.ACCEPT, "001187000128")) == Judged(Verdict.TOOK_THE_SLIP, Difference.DIGIT)
    assert of_known(*known, Keyed(Action.EDIT, "001187000123")) == Judged(Verdict.RIGHT)
    assert of_known(*known, Keyed(Action.EDIT, "001187000124")) == Judged(Verdict.WRONG, Difference.DIGIT)
    assert of_known(*known, Keyed(Action.UNREADABLE)).verdict is Verdict.UNSURE


def met(accepted: int, edited: int, milliseconds: int = 4000) -> list[Met]:
    """Accepted ones first, their times a little apart."""
    times = [Met(True, milliseconds + place) for place in range(accepted)]
    return times + [Met(False, 9000)] * edited


OTHERS = {"b": met(80, 20), "c": met(80, 20)}
SIGNS = {
    "as the others": (met(80, 20), ()),
    "quick, and edits": (met(80, 20, 300), (Sign.QUICK_RUN,)),
    "never edits": (met(60, 0), (Sign.NEVER_EDITS,)),
    "quick, and never edits": (met(60, 0, 300), (Sign.QUICK_RUN, Sign.NEVER_EDITS)),
    "too few to tell": (met(20, 0, 300), ()),
    "took a slip": ([*met(80, 20), Met(True, 4000, slipped=True)], (Sign.TOOK_A_SLIP,)),
    "saw the slip": ([*met(80, 20), Met(False, 4000, slipped=True)], ()),
}


@pytest.mark.parametrize(("ours", "signs"), SIGNS.values(), ids=SIGNS.keys())
def test_signs_of_accepting_without_looking(ours: list[Met], signs: tuple[Sign, ...]) -> None:
    assert signs_of({"a": ours, **OTHERS}, LIMITS)["a"] == signs


def test_where_few_work_nobody_is_compared() -> None:
    assert signs_of({"a": met(60, 0, 300), "b": met(80, 20)}, LIMITS)["a"] == ()


def test_the_sample_is_raised_step_by_step_and_lowered_again() -> None:
    factors = [1]
    for signs in [(Sign.QUICK_RUN,)] * 4 + [()] * 4:
        factors.append(next_factor(factors[-1], signs, LIMITS))
    assert factors == [1, 2, 4, 8, 8, 4, 2, 1, 1]
    assert share_for(1, LIMITS) == 0.0
    assert share_for(8, LIMITS) == pytest.approx(7 * LIMITS.person_share)


def given_by(person: str, number: int, at: Round) -> Answer:
    when = datetime(2026, 11, 20, 8, number, tzinfo=UTC)
    return Answer(f"a{number}", "t1", number, at, person, Action.EDIT, "Lê Văn Nan", None, Shown.EMPTY, None, when)


def test_a_third_who_takes_the_answer_back_leaves_the_sample_to_a_third() -> None:
    first, third = given_by("cb-1", 1, Round.CHECK), given_by("cb-3", 2, Round.THIRD)
    for origin in (Origin.SAMPLE, Origin.DISAGREEMENT):
        both = standing(1, opened_as(origin, 1), [first, third])
        assert (both.state, both.decided) == (TaskState.SETTLED, third)
        alone = taken_back(1, opened_as(origin, 1), [first], third)
        assert (alone.state, alone.round) == (TaskState.OPEN, Round.THIRD)
