"""The invented country: as many people as asked, families that hang together, numbers as dense as in life."""

from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from matching.index.extract_files import POPULATION_COLUMNS, TELCO_COLUMNS
from samples.world import UNASSIGNED
from samples.worlds import FILES, commune_tables, write_world

PERSONS = 3000
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("country")
    write_world(folder, 31, PERSONS)
    return folder


@pytest.fixture(scope="module")
def people(country: Path) -> Rows:
    rows: Rows = pq.read_table(country / "population.parquet").to_pylist()
    return rows


@pytest.fixture(scope="module")
def lines(country: Path) -> Rows:
    rows: Rows = pq.read_table(country / "telco.parquet").to_pylist()
    return rows


def test_a_seed_names_the_country_to_the_byte_however_many_processes_draw_it(tmp_path: Path) -> None:
    write_world(tmp_path / "one", 31, 1000)
    write_world(tmp_path / "again", 31, 1000, processes=2)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    assert commune_tables(31, 1000, 0)[0] != commune_tables(32, 1000, 0)[0]


def test_it_holds_as_many_as_asked(tmp_path: Path) -> None:
    told: list[int] = []
    write_world(tmp_path, 1, 1003, advance=told.append)
    assert pq.read_metadata(tmp_path / "population.parquet").num_rows == 1003 == sum(told)
    assert len(told) == pq.read_metadata(tmp_path / "population.parquet").num_row_groups


def test_too_few_for_communes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 1000"):
        write_world(tmp_path, 1, 999)


def test_files_have_the_agreed_columns(country: Path) -> None:
    population, telco = (pq.read_schema(country / name) for name in FILES[:2])
    assert tuple(population.names) == tuple(POPULATION_COLUMNS)
    assert set(TELCO_COLUMNS) | {"verified_on"} == set(telco.names)
    assert set(population.types) | set(telco.types) == {pa.string()}
    assert not list(country.glob("*.part"))


def test_numbers_are_given_once_and_hit_nobody_real(people: Rows, lines: Rows) -> None:
    assert len({one["cccd"] for one in people}) == len({one["person_id"] for one in people}) == PERSONS
    assert len({line["phone"] for line in lines}) == len(lines)
    assert {one["cccd"][:3] for one in people} <= set(UNASSIGNED)
    assert all(len(one["cccd"]) == 12 and one["birth_province"] == one["cccd"][:3] for one in people)
    assert all(one["cmnd"] == "" or (len(one["cmnd"]) == 9 and one["cmnd"].startswith("9")) for one in people)


def test_a_number_tells_sex_and_birth_year_unless_it_was_cancelled(people: Rows) -> None:
    misfits = []
    for one in people:
        century, sex = divmod(int(one["cccd"][3]), 2)
        fits = (("Nam", "Nữ")[sex], 1900 + 100 * century + int(one["cccd"][4:6])) == (
            one["gender"],
            int(one["dob"][:4]),
        )
        misfits += [] if fits else [one["status"]]
    assert misfits
    assert set(misfits) == {"da_huy"}


def test_a_third_of_the_numbers_in_the_range_of_a_year_is_in_use(people: Rows) -> None:
    most = Counter(one["cccd"][:6] for one in people).most_common(40)
    used = sum(count for _, count in most)
    highest = {head: max(int(one["cccd"][6:]) for one in people if one["cccd"][:6] == head) for head, _ in most}
    assert 0.15 < used / sum(highest.values()) < 0.6  # spare slots weigh much in a world as small as this


def test_families_hang_together(people: Rows) -> None:
    holder = {one["cccd"]: one for one in people}
    children = [one for one in people if one["mother_cccd"] and one["father_cccd"] and one["status"] != "da_huy"]
    assert len(children) > PERSONS / 5
    for child in children:
        father, mother = holder[child["father_cccd"]], holder[child["mother_cccd"]]
        assert (father["gender"], mother["gender"]) == ("Nam", "Nữ")
        assert (child["father_name"], child["mother_name"]) == (father["full_name"], mother["full_name"])
        assert 17 <= int(child["dob"][:4]) - int(mother["dob"][:4]) <= 45
    generations = [one for one in children if holder[one["mother_cccd"]]["mother_cccd"] in holder]
    assert generations
    for one in people:
        if one["spouse_cccd"]:
            assert holder[one["spouse_cccd"]]["household_no"] == one["household_no"]
            assert holder[one["spouse_cccd"]]["gender"] != one["gender"]


def test_the_troubles_of_life_are_there(people: Rows, lines: Rows) -> None:
    doubles = Counter((one["full_name"], one["dob"]) for one in people if one["status"] == "song")
    twins = Counter((one["mother_cccd"], one["dob"]) for one in people if one["mother_cccd"])
    assert sum(times > 1 for times in doubles.values()) >= 5
    assert sum(times > 1 for times in twins.values()) >= 5
    assert 0.005 < sum(one["status"] == "da_chet" for one in people) / PERSONS < 0.025
    assert any(len(one["dob"]) == 4 for one in people)
    assert any(one["other_name"] for one in people)
    assert {line["kind"] for line in lines} == {"ca_nhan", "to_chuc"}
    assert {len(line["subscriber_id"]) for line in lines} == {9, 10, 12}
    assert {bool(line["verified_on"]) for line in lines} == {True, False}
    assert all(line["verified_on"] >= line["registered_on"] for line in lines if line["verified_on"])
    assert all(date.fromisoformat(line["registered_on"]) < date(2026, 11, 1) for line in lines)


def test_surnames_stand_as_in_the_country(people: Rows) -> None:
    shares = Counter(one["full_name"].split()[0] for one in people)
    assert [name for name, _ in shares.most_common(1)] == ["Nguyễn"]
    assert 0.15 < shares["Nguyễn"] / PERSONS < 0.5  # one commune of four may be of another people
    assert len({one["full_name"].split()[-1] for one in people}) > 200


def test_who_uses_a_number_is_known_apart(country: Path, people: Rows, lines: Rows) -> None:
    usage = pq.read_table(country / "usage.parquet").to_pylist()
    owner = {line["phone"]: line for line in lines}
    number = {one["person_id"]: one for one in people}
    for use in usage:
        line, user = owner.get(use["phone"]), number[use["user_id"]]
        assert (line is None) == (use["how"] == "nobody")
        if line is not None and use["how"] == "self":
            assert (line["subscriber_id"], line["subscriber_dob"][:4]) == (user["cccd"], user["dob"][:4])
        elif line is not None and use["how"] == "kin":
            assert line["subscriber_id"] in (user["father_cccd"], user["mother_cccd"], user["spouse_cccd"])
