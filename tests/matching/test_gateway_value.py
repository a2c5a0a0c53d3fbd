"""What a question is worth: values fall, stay shares, and follow what the reader and the paper tell."""

import random
from dataclasses import replace

import pytest

from extractors.reading import PartialDate
from matching.gateway.guesses import dates, names, numbers, standard_values
from matching.gateway.questions import questions
from matching.people import Claim, Sex
from matching.weighing.weights import standard_weights

RATES, VALUES = standard_weights(), standard_values()
WHOLE = Claim("D1", "Lý Văn Thi", "003087000124", "", PartialDate(1987, 3, 12), Sex.MALE)
CLAIMS = [
    WHOLE,
    replace(WHOLE, birth_date=PartialDate(1987)),
    replace(WHOLE, birth_date=PartialDate(1987, 1, 1)),
    replace(WHOLE, birth_date=PartialDate(1996, 2, 29)),
    replace(WHOLE, id_number="0030?700012?"),
    replace(WHOLE, id_number="3087000124"),
    replace(WHOLE, id_number="00308700012"),
    replace(WHOLE, id_number="0030870001244"),
    replace(WHOLE, id_number="912345678", old_number="912345679"),
    replace(WHOLE, sex=Sex.FEMALE, old_number="912345678"),
    replace(WHOLE, dossier_id=""),
    replace(
        WHOLE,
        confidence={"id_number": 0.0, "full_name": 0.2, "birth_date": 1.0},
        alternatives={"id_number": ("003087000129", "912345678"), "birth_date": ("1987-03-13", "no day", "1981")},
    ),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=range(len(CLAIMS)))
def test_the_shares_of_one_part_never_exceed_one(claim: Claim) -> None:
    for part in (numbers, names, dates):
        guesses = part(claim, RATES, VALUES)
        assert guesses
        assert sum(guess.share for guess in guesses) <= 1.0 + 1e-9
        assert all(0.0 <= guess.share <= 1.0 for guess in guesses)
        assert len({guess.value for guess in guesses}) == len(guesses)
        assert [one.share for one in guesses] == sorted((one.share for one in guesses), reverse=True)


@pytest.mark.parametrize("claim", CLAIMS, ids=range(len(CLAIMS)))
def test_all_questions_together_hit_at_most_once(claim: Claim) -> None:
    """Each value is that of a hit where all before missed: the chance that none hits is their product."""
    missed = 1.0
    for one in questions(claim, least_value=0.0):
        assert 0.0 <= one.value <= 1.0
        missed *= 1.0 - one.value
    assert 0.0 < missed < 1.0


@pytest.mark.parametrize("claim", CLAIMS, ids=range(len(CLAIMS)))
@pytest.mark.parametrize("least", [0.02, 0.05, 0.2])
def test_what_is_worth_less_is_not_asked_and_the_rest_is_the_same(claim: Claim, least: float) -> None:
    asked = list(questions(claim, least_value=least))
    assert all(one.value >= least for one in asked)
    every = questions(claim, least_value=0.0)
    assert [_what(one) for one in asked] == [_what(one) for one, _ in zip(every, asked, strict=False)]


def _what(one: object) -> tuple[object, ...]:
    return (one.number, one.full_name, one.birth_date, one.supposition)  # type: ignore[attr-defined]


def test_a_surer_reading_is_worth_more_and_leaves_less_to_other_readings() -> None:
    def first(confidence: float) -> float:
        return next(questions(replace(WHOLE, confidence={"id_number": confidence}))).value

    assert first(0.2) < first(0.6) < first(0.95)


def test_a_number_that_does_not_fit_sex_or_year_is_worth_less() -> None:
    first = next(questions(WHOLE)).value
    for changes in ({"sex": Sex.FEMALE}, {"birth_date": PartialDate(1978, 3, 12)}):
        assert next(questions(replace(WHOLE, **changes))).value < first  # type: ignore[arg-type]


def test_of_digits_that_are_confused_the_like_shaped_comes_first() -> None:
    unsure = replace(WHOLE, id_number="004087000124", confidence={"id_number": 0.2}, sex=None)
    asked = [one.number for one in questions(unsure, least_value=0.0)]
    assert asked.index("004087000129") < asked.index("004087000128")  # 4 and 9, 4 and 8


def test_the_order_does_not_depend_on_chance() -> None:
    told = [f"00308700{number:04d}" for number in range(124, 130)]
    claim = replace(WHOLE, confidence={"id_number": 0.3}, alternatives={"id_number": tuple(told)})
    once = list(questions(claim, least_value=0.001))
    random.Random(1).shuffle(told)
    assert list(questions(claim, least_value=0.001)) == once
