"""Exact limits: held against published tables, and against each other."""

from fractions import Fraction
from math import comb, isclose

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from storage.quality.bounds import least_looked, lower, upper, upper_of_lot

# two-sided 95 % (so 0.975 on either side), as tables of exact binomial limits print them
CLOPPER_PEARSON = """
wrong | looked | lower  | upper
0     | 10     | 0.0000 | 0.3085
1     | 10     | 0.0025 | 0.4450
5     | 10     | 0.1871 | 0.8129
10    | 10     | 0.6915 | 1.0000
0     | 20     | 0.0000 | 0.1684
3     | 20     | 0.0321 | 0.3789
1     | 50     | 0.0005 | 0.1065
10    | 100    | 0.0490 | 0.1762
0     | 100    | 0.0000 | 0.0362
"""
# the fewest that prove 95 % with 95 %, for so many wrong (Somerville, Ann. Math. Stat. 29, 1958)
FEWEST = {0: 59, 1: 93, 2: 124, 3: 153, 4: 181}


def rows(table: str) -> list[tuple[float, ...]]:
    return [tuple(float(cell) for cell in line.split("|")) for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize(("wrong", "looked", "low", "high"), rows(CLOPPER_PEARSON))
def test_limits_are_those_of_the_tables(wrong: float, looked: float, low: float, high: float) -> None:
    assert round(lower(int(wrong), int(looked), 0.975), 4) == low
    assert round(upper(int(wrong), int(looked), 0.975), 4) == high


@pytest.mark.parametrize(("wrong", "looked"), FEWEST.items())
def test_the_fewest_that_prove_it_are_those_of_the_table(wrong: int, looked: int) -> None:
    assert upper(wrong, looked, 0.95) <= 0.05 < upper(wrong, looked - 1, 0.95)


def test_nothing_wrong_in_many_proves_about_three_in_as_many() -> None:
    assert isclose(upper(0, 600, 0.95), 3 / 600, rel_tol=0.01)
    assert isclose(upper(0, 3000, 0.95), 3 / 3000, rel_tol=0.01)


SAMPLES = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None, max_examples=60)
@given(SAMPLES, st.floats(0.6, 0.99))
def test_at_the_limit_so_few_are_found_as_seldom_as_promised(sample: tuple[int, int], confidence: float) -> None:
    wrong, looked = sample
    assume(wrong < looked)
    share = Fraction(upper(wrong, looked, confidence))
    found = sum(comb(looked, k) * share**k * (1 - share) ** (looked - k) for k in range(wrong + 1))
    assert isclose(float(found), 1 - confidence, rel_tol=1e-6)


LOTS = st.integers(1, 80).flatmap(
    lambda size: st.integers(0, size).flatmap(
        lambda looked: st.tuples(st.just(size), st.integers(0, looked), st.just(looked))
    )
)


@settings(deadline=None, max_examples=80)
@given(LOTS)
def test_the_limit_of_a_lot_is_the_last_share_that_is_not_ruled_out(lot: tuple[int, int, int]) -> None:
    size, wrong, looked = lot
    bad = round(upper_of_lot(size, wrong, looked, 0.95) * size)

    def so_few(of: int) -> Fraction:
        ways = sum(comb(of, k) * comb(size - of, looked - k) for k in range(min(wrong, of) + 1))
        return Fraction(ways, comb(size, looked))

    assert so_few(bad) > Fraction(1, 20)
    assert bad == size - (looked - wrong) or so_few(bad + 1) <= Fraction(1, 20)


@settings(deadline=None, max_examples=60)
@given(LOTS)
def test_a_lot_is_never_worse_known_than_an_endless_one(lot: tuple[int, int, int]) -> None:
    size, wrong, looked = lot
    assume(looked)
    assert wrong / size <= upper_of_lot(size, wrong, looked, 0.95) <= upper(wrong, looked, 0.95) + 1e-9


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 400), st.integers(0, 2))
def test_the_fewest_to_look_at_are_just_enough(size: int, wrong: int) -> None:
    looked = least_looked(size, wrong, 0.05, 0.95)
    if looked is None:
        assert wrong / size > 0.05
        return
    assert upper_of_lot(size, min(wrong, looked), looked, 0.95) <= 0.05
    assert looked <= wrong or upper_of_lot(size, wrong, looked - 1, 0.95) > 0.05


def test_all_of_a_lot_leaves_no_doubt() -> None:
    assert upper_of_lot(40, 3, 40, 0.95) == 3 / 40
    assert upper_of_lot(0, 0, 0, 0.95) == 0.0


@pytest.mark.parametrize(("wrong", "looked", "confidence"), [(3, 2, 0.95), (-1, 2, 0.95), (0, 2, 1.0), (0, 2, 0.3)])
def test_what_makes_no_sense_is_refused(wrong: int, looked: int, confidence: float) -> None:
    with pytest.raises(ValueError, match=r"."):
        upper(wrong, looked, confidence)
