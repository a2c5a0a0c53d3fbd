"""Calibration fitted and measured, thresholds chosen, runs of extraction recorded and compared."""

import numpy as np
import pytest

from benchmarks.calibration_error import picture, reliability
from benchmarks.extract_record import changes, read_record, record_of, write_record
from benchmarks.extract_report import sections
from benchmarks.field_cases import FieldCase, PageCase
from benchmarks.fitting import fitted, left_out, steps_of
from benchmarks.measures import Outcome
from benchmarks.results import RecordRefused
from benchmarks.thresholds import accepted_at, given_at
from extractors.confidence.probability import along
from extractors.confidence.signals import ValueKind

EXACT, WRONG, MISSING = Outcome


def test_words_that_are_kept_have_no_calibration_error():
    values = [(0.9, number < 90) for number in range(100)] + [(0.2, number < 20) for number in range(100)]
    assert reliability(values, 2).error == pytest.approx(0)


def test_the_error_is_the_mean_difference_weighted_by_number():
    values = [(0.9, number < 70) for number in range(100)] + [(0.5, number < 150) for number in range(300)]
    assert reliability(values, 2).error == pytest.approx(0.2 * 100 / 400)


def test_bins_have_about_equally_many_values_and_no_probability_is_parted():
    curve = reliability([(min(0.9, number / 100), True) for number in range(100)], 10)
    assert all(one.number >= 10 for one in curve.bins)
    assert sum(one.number for one in curve.bins) == 100
    assert picture(curve).count("<circle") == len(curve.bins)


@pytest.fixture(scope="module")
def drawn():
    """(signals, right): log odds of being right are 2 x the first signal - 1; the second says nothing."""
    dice = np.random.default_rng(3)
    signals = dice.normal(size=(4000, 2))
    share = 1 / (1 + np.exp(1 - 2 * signals[:, 0]))
    return signals, (dice.random(4000) < share).astype(float)


def test_the_line_behind_the_samples_is_found_again(drawn):
    line = fitted(*drawn)
    assert line.weights / line.scales == pytest.approx([2, 0], abs=0.2)


def test_steps_never_fall_and_keep_their_word_on_groups_left_out(drawn):
    signals, right = drawn
    odds = left_out(signals, right, [str(number % 8) for number in range(len(right))])
    steps = steps_of(odds, right)
    assert [share for _, share in steps] == sorted(share for _, share in steps)
    seen = [along(steps, at) for at in odds]
    assert reliability(list(zip(seen, right > 0, strict=True))).error < 0.02


def test_the_threshold_is_the_lowest_that_keeps_the_target():
    sure = [(0.9999, True)] * 900 + [(0.999, True)] * 100
    assert accepted_at([*sure, (0.97, False)], 0.0005) == 0.999
    assert accepted_at([*sure, (0.985, True)], 0.1) == 0.985
    assert accepted_at([*sure, (0.97, True)], 0.1) == 0.999  # the doubt of one value must not hide among the sure
    assert accepted_at([(0.9999, True)] * 10 + [(0.99995, False)], 0.001) > 1


def test_no_more_is_given_than_may_be_wrong():
    values = [(0.9, True)] * 96 + [(0.75, False), (0.7, False), (0.65, False), (0.6, False)]
    assert given_at(values, 0.02, 100) == 0.7
    assert given_at(values, 0.02, 200) == 0.6


def page(*outcomes: Outcome, told: str = "ct01", number: int = 1) -> PageCase:
    fields = tuple(
        FieldCase(
            "a.pdf", number, "ct01", f"f_{at}_x", "clean", "typed", ValueKind.NAME, one, one, at == 0, 0.9, (1.0,)
        )
        for at, one in enumerate(outcomes)
    )
    return PageCase("a.pdf", number, "ct01", told, "clean", "typed", 0.02, fields)


def test_a_record_is_read_back_and_holds_outcomes_only(tmp_path):
    made = record_of([page(EXACT, WRONG, MISSING)], "--seed 1")
    write_record(tmp_path / "run.json", made)
    assert read_record(tmp_path / "run.json") == made
    assert '"f_1_x": "w"' in (tmp_path / "run.json").read_text("utf-8")


@pytest.mark.parametrize("text", ["", "[]", '{"record": 0}', '{"record": 1, "pages": {"a p1": {}}}'])
def test_what_is_no_record_is_refused(tmp_path, text):
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(RecordRefused):
        read_record(tmp_path / "run.json")


def test_a_wrong_value_is_worse_than_none():
    before, now = record_of([page(WRONG, MISSING, EXACT)], ""), record_of([page(MISSING, WRONG, EXACT)], "")
    losses, gains = changes(before, now)
    assert losses == ["- a.pdf p1: f_1_x missing -> wrong"]
    assert gains == ["- a.pdf p1: f_0_x wrong -> missing"]


def test_a_form_told_rightly_at_last_is_a_gain():
    before, now = record_of([page(told="ct07")], ""), record_of([page()], "")
    assert changes(before, now) == ([], ["- a.pdf p1: form ct07 -> ct01"])


def test_the_report_counts_each_form_field_and_group():
    pages = [page(EXACT, WRONG), page(EXACT, MISSING, number=2)]
    found = dict(sections(pages, None, record_of(pages, "")))
    assert list(found) == ["All", "Forms", "Probability", "Nobody asked", "Fields"]
    first = [cell.strip() for cell in found["All"].splitlines()[2].split("|")[1:7]]
    assert first == ["all", "2", "100.0 %", "4", "50.0 %", "25.0 %"]
    assert "ct01.f_n_x" in found["Fields"]
