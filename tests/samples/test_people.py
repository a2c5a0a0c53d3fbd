"""The invented world: who is in it, that it hits nobody real, and that a seed names it wholly."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from samples.names import rows
from samples.people import World, make_world
from samples.world import UNASSIGNED
from samples.world_telco import unmarked

# assigned codes: TT 59/2021/TT-BCA (63 provinces) as the place table holds them
ASSIGNED = {row["province_code_63"] for row in rows("places.csv")}

POPULATION = (
    "person_id cccd cmnd full_name other_name dob gender birth_province address address_old household_no "
    "father_name father_cccd mother_name mother_cccd spouse_cccd cccd_issued_on status"
)
TELCO = "phone operator kind subscriber_name subscriber_id subscriber_dob registered_on status"


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(11, 1200)


def test_a_seed_names_the_world_to_the_byte(tmp_path: Path) -> None:
    for folder, seed in (("a", 3), ("b", 3), ("c", 4)):
        make_world(seed, 80).write(tmp_path / folder)
    for name in ("population.parquet", "telco.parquet"):
        first, again, other = ((tmp_path / folder / name).read_bytes() for folder in "abc")
        assert first == again
        assert first != other


@pytest.mark.parametrize("persons", [50, 61, 400])
def test_it_holds_as_many_as_asked(persons: int) -> None:
    assert len(make_world(1, persons).individuals) == persons


def test_too_few_for_families_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 50"):
        make_world(1, 49)


def test_numbers_hit_nobody_real(world: World) -> None:
    assert len(ASSIGNED) == 63
    assert not ASSIGNED & set(UNASSIGNED)
    for one in (*world.individuals, *world.strangers):
        assert one.cccd[:3] in UNASSIGNED
        assert len(one.cccd) == 12
        assert one.cmnd == "" or (len(one.cmnd) == 9 and one.cmnd.startswith("9"))
    assert len({one.cccd for one in world.individuals}) == len(world.individuals)
    assert len({line.phone for line in world.subscriptions}) == len(world.subscriptions)


def test_a_number_tells_sex_and_birth_year_unless_it_was_cancelled(world: World) -> None:
    misfits = []
    for one in world.individuals:
        century, sex = divmod(int(one.cccd[3]), 2)
        fits = (("Nam", "Nữ")[sex], 1900 + 100 * century + int(one.cccd[4:6])) == (one.gender, one.dob.year)
        misfits += [] if fits else [one.status]
    assert misfits == ["da_huy"]


def test_families_hang_together(world: World) -> None:
    assert world.children_of_known_parents
    for child, father, mother in world.children_of_known_parents:
        assert (father.gender, mother.gender) == ("Nam", "Nữ")
        assert child.full_name.split()[0] == father.full_name.split()[0]
        assert (child.father_name, child.mother_name) == (father.full_name, mother.full_name)
        assert 14 < (child.dob - mother.dob).days / 365.25 < 50
    assert world.couples
    for husband, wife in world.couples:
        assert husband.household_no == wife.household_no
        assert husband.spouse_name == wife.full_name
        assert wife in world.household(husband)


def test_an_address_stands_in_both_forms(world: World) -> None:
    for one in world.individuals[:200]:
        assert one.address.count(", ") == 2
        assert one.address_old.count(", ") == 3
        assert one.address.split(", ")[0] == one.address_old.split(", ")[0]


def test_those_who_plant_trouble_find_whom_they_need(world: World) -> None:
    person, spouse, line = world.phone_of_spouse[0]
    assert (world.phone(person), line.subscriber_id) == (line.phone, spouse.cccd)
    assert world.person(person.spouse_cccd) == spouse
    own = world.phone_of_own[0]
    own_line = world.subscription(world.phone(own))
    assert own_line is not None
    assert own_line.subscriber_id == own.cccd
    assert unmarked(own_line.subscriber_name) == unmarked(own.full_name)
    assert all(one.cmnd for one in world.old_number_holders)
    assert all(one.year_only and one.dob_text == str(one.dob.year) for one in world.year_only)
    assert {one.status for one in world.deceased} == {"da_chet"}
    assert all(one.living and one.dob <= date(2008, 11, 1) for one in world.adults)


def test_strangers_are_in_no_register(world: World) -> None:
    known = {(one.full_name, one.dob.year) for one in world.individuals}
    assert len(world.strangers) >= 10
    for one in world.strangers:
        assert world.person(one.cccd) is None
        assert (one.full_name, one.dob.year) not in known


def test_files_have_the_agreed_columns(world: World, tmp_path: Path) -> None:
    world.write(tmp_path)
    population, telco = (pq.read_table(tmp_path / name) for name in ("population.parquet", "telco.parquet"))
    assert population.column_names == POPULATION.split()
    assert telco.column_names == TELCO.split()
    assert {str(kind) for kind in (*population.schema.types, *telco.schema.types)} == {"string"}
    days = population.column("dob").to_pylist()
    assert {len(day) for day in days} == {4, 10}
    assert set(telco.column("kind").to_pylist()) == {"ca_nhan", "to_chuc"}
    assert not list(tmp_path.glob("*.part"))


UNMARKED = [("Đỗ Thị Hòa", "DO THI HOA"), ("Nguyễn Quý Thụy", "NGUYEN QUY THUY"), ("Âu Dương Đức", "AU DUONG DUC")]


@pytest.mark.parametrize(("name", "plain"), UNMARKED)
def test_unmarked(name: str, plain: str) -> None:
    assert unmarked(name) == plain
