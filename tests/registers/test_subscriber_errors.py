"""How operators' records go wrong by the knobs: as often as they say, in kinds that can be told, the same each time."""

from dataclasses import replace
from pathlib import Path

import pytest

from registers.store import Line, Lines, Population, read_lines, read_population
from registers.subscriber_errors import Mishap, SubscriberErrors, as_told, unmarked
from samples.people import World

OWNER = Line(
    "0320000001", "Viettel", "ca_nhan", "Trần Thị Hòa", "003180000001", "1980-05-03", "2012-04-05", "hoat_dong",
    "2024-01-01",
)  # fmt: skip

# what happens -> what is then told otherwise, from OWNER
CASES: list[tuple[Mishap, dict[str, str]]] = [
    (Mishap.UNMARKED, {"subscriber_name": "TRAN THI HOA"}),
    (Mishap.CAPITALS, {"subscriber_name": "TRẦN THỊ HÒA"}),
    (Mishap.TONE_PLACEMENT, {"subscriber_name": "Trần Thị Hoà"}),
    (Mishap.YEAR_ONLY, {"subscriber_dob": "1980"}),
    (Mishap.SWAPPED, {"subscriber_dob": "1980-03-05"}),
]


@pytest.fixture(scope="module")
def population(folder: Path) -> Population:
    return read_population(folder)


@pytest.fixture(scope="module")
def lines(folder: Path) -> Lines:
    return read_lines(folder)


def only(mishap: Mishap, **knobs: float) -> SubscriberErrors:
    artefact = list(Mishap).index(mishap) <= list(Mishap).index(Mishap.OLD_NUMBER)
    weights = {each: float(each is mishap) for each in Mishap}
    return SubscriberErrors(mismatch_rate=1, artefacts=float(artefact), weights=weights, **knobs)


@pytest.mark.parametrize(("mishap", "changes"), CASES, ids=[row[0].value for row in CASES])
def test_artefacts(population: Population, lines: Lines, mishap: Mishap, changes: dict[str, str]) -> None:
    assert as_told(OWNER, only(mishap), population, lines) == replace(OWNER, **changes)


def test_spaces_run_together_or_double(population: Population, lines: Lines) -> None:
    seen = {as_told(OWNER, only(Mishap.SPACING, seed=n), population, lines).subscriber_name for n in range(9)}
    assert seen == {"TrầnThị Hòa", "Trần  Thị Hòa"}


def test_an_old_number_stands_in_place_of_the_pin(world: World, population: Population, lines: Lines) -> None:
    one = world.old_number_holders[0]
    line = replace(OWNER, subscriber_id=one.cccd)
    assert as_told(line, only(Mishap.OLD_NUMBER), population, lines) == replace(line, subscriber_id=one.cmnd)


def test_true_differences(world: World, population: Population, lines: Lines) -> None:
    one = world.old_number_holders[0]
    line = replace(OWNER, subscriber_name=one.full_name, subscriber_id=one.cccd)
    stale = as_told(line, only(Mishap.STALE), population, lines)
    assert (stale.subscriber_id, stale.subscriber_dob, stale.verified_on) == (one.cmnd, "1980-01-01", "2012-04-05")
    passport = as_told(line, only(Mishap.OTHER_PAPER), population, lines)
    assert passport == replace(line, subscriber_id=passport.subscriber_id)
    assert passport.subscriber_id.startswith("X")
    wrong = as_told(line, only(Mishap.WRONG_NUMBER), population, lines)
    assert sum(ours != theirs for ours, theirs in zip(wrong.subscriber_id, one.cccd, strict=True)) == 1
    recycled = as_told(line, only(Mishap.RECYCLED), population, lines)
    assert recycled.subscriber_id != line.subscriber_id
    assert recycled.registered_on == recycled.verified_on > "2025"
    another = {(one.subscriber_name, one.subscriber_id, one.subscriber_dob) for one in map(lines.at, range(lines.rows))}
    assert (recycled.subscriber_name, recycled.subscriber_id, recycled.subscriber_dob) in another


def test_by_default_every_record_is_told_as_it_is(population: Population, lines: Lines) -> None:
    held = [lines.at(row) for row in range(lines.rows)]
    assert [as_told(one, SubscriberErrors(), population, lines) for one in held] == held


def test_as_many_differ_as_the_knobs_say_and_the_same_each_time(population: Population, lines: Lines) -> None:
    held = [replace(OWNER, phone=f"03{n:08d}", subscriber_id="003180000001") for n in range(6000)]
    knobs = SubscriberErrors(mismatch_rate=0.08, seed=4)
    told = [as_told(one, knobs, population, lines) for one in held]
    differ = [one for one, line in zip(told, held, strict=True) if one != line]
    assert 0.07 < len(differ) / len(held) < 0.09
    old = {one.cmnd for one in (population.by_pin(OWNER.subscriber_id),) if one}
    artefacts = [
        one
        for one in differ
        if unmarked(one.subscriber_name).upper().replace(" ", "") == "TRANTHIHOA"
        and one.subscriber_id in {OWNER.subscriber_id, *old}
        and not one.subscriber_dob.endswith("01-01")
    ]
    assert 0.68 < len(artefacts) / len(differ) < 0.82
    assert [as_told(one, knobs, population, lines) for one in reversed(held)] == told[::-1]
    assert [as_told(one, knobs.model_copy(update={"seed": 5}), population, lines) for one in held] != told


def test_an_organisation_is_told_as_it_is(population: Population, lines: Lines) -> None:
    company = replace(OWNER, kind="to_chuc", subscriber_id="", subscriber_dob="")
    assert as_told(company, SubscriberErrors(mismatch_rate=1), population, lines) == company


def test_a_record_to_which_nothing_can_happen_stays(population: Population, lines: Lines) -> None:
    bare = replace(OWNER, subscriber_name="HOA", subscriber_id="", subscriber_dob="")
    for mishap in list(Mishap)[: list(Mishap).index(Mishap.STALE)]:
        assert as_told(bare, only(mishap), population, lines) == bare


WRONG = [{"mismatch_rate": 1.1}, {"artefacts": -1}, {"weights": {"magic": 1}}, {"weights": {"stale": -1}}, {"rate": 1}]


@pytest.mark.parametrize("knobs", WRONG, ids=str)
def test_knobs_have_bounds(knobs: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        SubscriberErrors.model_validate(knobs)
