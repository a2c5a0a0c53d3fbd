"""Our client against the running mock: everything that the mock of the population database has to offer."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import httpx
import pytest

from errors import NotSetUp, RegisterRefused, RegisterUnavailable
from extractors.reading import PartialDate
from matching.gateway.http import HttpRegister
from matching.gateway.inquiry import Purpose
from matching.gateway.population import PopulationGateway
from matching.gateway.soap import Access, SoapWire
from matching.people import Claim, LifeStatus, Person, Sex
from registers.serve import Misbehaviour, running
from samples.people import Individual, World, make_world

pytestmark = pytest.mark.contract

PURPOSE = Purpose("1.001193", "canbo.a", "H00.01", "D1")
WRONG_NAME = "Không Có Ai"


def born(one: Individual) -> PartialDate:
    return PartialDate(one.dob.year) if one.year_only else PartialDate(one.dob.year, one.dob.month, one.dob.day)


def claim(one: Individual, **changes: object) -> Claim:
    said = Claim("D1", one.full_name, one.cccd, birth_date=born(one), sex=Sex(one.gender))
    return replace(said, **changes)  # type: ignore[arg-type]


@cache
def way(address: str) -> HttpRegister:
    """One for all cases of a register: to make one takes longer than a question."""
    return HttpRegister("population", address, wire=SoapWire())


def told(address: str, written: Claim) -> Person:
    (candidate,) = PopulationGateway(way(address), PURPOSE).candidates(written)
    return candidate.person


def hit(world: World, address: str) -> None:
    one = world.adults[0]
    person = told(address, claim(one))
    assert (person.id_number, person.birth_date, person.sex) == (one.cccd, born(one), Sex(one.gender))
    assert person.birth_province == one.birth_province
    assert person.household == one.household_no


def miss_is_empty(world: World, address: str) -> None:
    with PopulationGateway(address, PURPOSE) as gateway:
        assert gateway.candidates(claim(world.adults[0], full_name=WRONG_NAME)) == ()
        assert gateway.inquiries


def verdict_true_and_false(world: World, address: str) -> None:
    one = world.adults[0]
    with PopulationGateway(address, PURPOSE) as gateway:
        assert gateway.exists(one.cccd, one.full_name, born(one))
        assert not gateway.exists(one.cccd, WRONG_NAME, born(one))


def year_only_birth(world: World, address: str) -> None:
    one = world.year_only[0]
    assert told(address, claim(one)).birth_date == PartialDate(one.dob.year)


def empty_parts_of_a_name_in_capitals(world: World, address: str) -> None:
    """A quarter of the names stands whole in Ten: all of them come out the same."""
    for one in world.adults[:30]:
        assert told(address, claim(one)).full_name == one.full_name.upper()


def old_units_of_three_levels(world: World, address: str) -> None:
    people = [(told(address, claim(one)), one) for one in world.adults[:40]]
    before = [(person, one) for person, one in people if person.address_old]
    assert before
    assert len(before) < len(people)
    for person, one in people:
        expected = ("", one.address_old.upper()) if person.address_old else (one.address, "")
        assert (person.address, person.address_old) == expected


def cancelled_number(world: World, address: str) -> None:
    one = next(one for one in world.individuals if one.status == "da_huy")
    assert told(address, claim(one)).status is LifeStatus.CANCELLED


def deceased(world: World, address: str) -> None:
    assert told(address, claim(world.deceased[0])).status is LifeStatus.DECEASED


def not_licensed_and_no_right(world: World, address: str) -> None:
    purposes = (
        ("004", replace(PURPOSE, procedure="9.999999")),
        ("005", replace(PURPOSE, officer="canbo.chuacap")),
        ("005", replace(PURPOSE, officer="canbo.chuacoso")),
    )
    for code, purpose in purposes:
        with PopulationGateway(address, purpose) as gateway, pytest.raises(RegisterRefused, match=code):
            gateway.candidates(claim(world.adults[0]))


def out_of_time(world: World, address: str) -> None:
    httpx.post(address + "/admin/faults", json={"slow_s": 0.3}, trust_env=False).raise_for_status()
    try:
        with (
            HttpRegister("population", address, wire=SoapWire(), timeout_s=0.05, attempts=1) as register,
            pytest.raises(RegisterUnavailable, match="no answer in time"),
        ):
            PopulationGateway(register, PURPOSE).candidates(claim(world.adults[0]))
    finally:
        httpx.post(address + "/admin/faults", json={}, trust_env=False).raise_for_status()


def parent_without_a_number(world: World, address: str) -> None:
    one = next(one for one in world.adults if one.father_name and not one.father_cccd)
    person = told(address, claim(one))
    assert (person.father_name, person.father_id) == (one.father_name.upper(), "")


def relatives(world: World, address: str) -> None:
    child, father, mother = world.children_of_known_parents[0]
    person = told(address, claim(child))
    assert (person.father_id, person.mother_id) == (father.cccd, mother.cccd)
    husband, wife = world.couples[0]
    assert told(address, claim(husband)).spouse_id == wife.cccd


def credentials(world: World, address: str) -> None:
    one = claim(world.adults[0])
    for access in (Access(account="ai-do"), Access(secret="khac"), Access(client="khac"), Access(api_key="khac")):
        with (
            HttpRegister("population", address, wire=SoapWire(access)) as register,
            pytest.raises(RegisterRefused, match="credentials"),
        ):
            PopulationGateway(register, PURPOSE).candidates(one)
    fixed = Access(
        "hoso-dia-chi-co-dinh", "bi-mat-mo-phong-2", "MO-PHONG/GOV/0001/HOSO", "khoa-mo-phong-2",
        "http://truc.mo-phong/xac-thuc",
    )  # fmt: skip
    with HttpRegister("population", address + "/", wire=SoapWire(fixed)) as register:
        assert PopulationGateway(register, PURPOSE).candidates(one)


def clocks_apart(world: World, address: str) -> None:
    with (
        HttpRegister("population", address, wire=SoapWire(clock=lambda: 1e9)) as register,
        pytest.raises(RegisterRefused, match="credentials"),
    ):
        PopulationGateway(register, PURPOSE).candidates(claim(world.adults[0]))


def production(world: World, address: str) -> None:
    for access in (Access(), Access(secret="khac")):
        wire = SoapWire(access)
        with (
            HttpRegister("population", address, wire=wire, production=True) as register,
            pytest.raises(NotSetUp, match="mock"),
        ):
            PopulationGateway(register, PURPOSE).candidates(claim(world.adults[0]))


CASES: list[Callable[[World, str], None]] = [
    hit, miss_is_empty, verdict_true_and_false, year_only_birth, empty_parts_of_a_name_in_capitals,
    old_units_of_three_levels, cancelled_number, deceased, not_licensed_and_no_right, out_of_time,
    parent_without_a_number, relatives, credentials, clocks_apart, production,
]  # fmt: skip


def test_everything_that_the_mock_has_to_offer(tmp_path: Path) -> None:
    world = make_world(11, 400)
    world.write(tmp_path)
    with running(tmp_path) as addresses:
        for case in CASES:
            case(world, addresses.population)


def test_an_old_number_issued_twice(tmp_path: Path) -> None:
    """Both holders come back where name and birth date are the same; the one who fits where they are not."""
    world = make_world(11, 100)
    first, second, third = world.old_number_holders[:3]
    twin = replace(second, cmnd=first.cmnd, full_name=first.full_name, dob=first.dob, year_only=first.year_only)
    other = replace(third, cmnd=first.cmnd)
    replace(world, individuals=(first, twin, other)).write(tmp_path)
    with running(tmp_path) as addresses:
        for one, numbers in ((first, sorted((first.cccd, twin.cccd))), (other, [other.cccd])):
            with PopulationGateway(addresses.population, PURPOSE) as gateway:
                found = gateway.candidates(claim(one, id_number=one.cmnd))
            assert [candidate.person.id_number for candidate in found] == numbers


def test_a_year_against_a_full_date_both_ways(tmp_path: Path) -> None:
    world = make_world(11, 100)
    world.write(tmp_path)
    one = world.adults[0]
    for finds in (True, False):
        with (
            running(tmp_path, Misbehaviour(year_finds_full_date=finds)) as addresses,
            PopulationGateway(addresses.population, PURPOSE) as gateway,
        ):
            found = gateway.named(one.cccd, one.full_name, PartialDate(one.dob.year))
        assert (found.birth_date if found else None) == (born(one) if finds else None)
