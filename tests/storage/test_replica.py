"""The replica answers as the extract in memory does, and each question to it is noted as a use of personal data."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random

import extract_makers as make
import pytest
import storage_makers
from sqlalchemy import Engine

from errors import NotSetUp, StorageUnavailable
from extractors.reading import PartialDate
from matching.claims import Claim
from matching.codec import to_json
from matching.gateway.inquiry import InquiryOutcome, Purpose, Supposition
from matching.index.extract import PopulationExtract, TelcoExtract
from matching.index.indexes import read_population, read_telco
from matching.people import Sex
from matching.trace import trace
from samples.people import make_world
from samples.world import Individual, World
from storage import private_postgres
from storage.connection import engine_for
from storage.replica.register import Replicas
from storage.replica.schema import table_of

pytestmark = pytest.mark.contract

PURPOSE = Purpose("1.004194", "can-bo", "H56.12", "d1")
KEY = b"secret of the tests"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path]:
    made, folder = make_world(11, 1500), tmp_path_factory.mktemp("world")
    made.write(folder)
    return made, folder


@pytest.fixture(scope="module")
def in_memory(world: tuple[World, Path]) -> tuple[PopulationExtract, TelcoExtract]:
    return read_population(world[1] / "population.parquet"), read_telco(world[1] / "telco.parquet")


@pytest.fixture(scope="module")
def url(postgres: Path, keeper: Engine, world: tuple[World, Path]) -> str:
    """A warehouse in which the world is loaded, once for all tests that only ask."""
    with keeper.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE replica TEMPLATE migrated")
    made = private_postgres.url(postgres, "replica")
    make.loaded(made, world[1] / "population.parquet")
    return made


@pytest.fixture
def replicas(url: str) -> Iterator[Replicas]:
    with storage_makers.vault(url) as vault, closing(Replicas(url, vault)) as opened:
        yield opened


@pytest.fixture
def spoilt(replicas: Replicas, url: str) -> Iterator[Callable[[str, str], None]]:
    """Does a statement to the loaded extract, and another one to put it right after the test."""
    engine, afterwards = engine_for(url), list[str]()

    def do(statement: str, repair: str) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
        afterwards.append(repair)

    yield do
    with engine.begin() as connection:
        for repair in afterwards:
            connection.exec_driver_sql(repair)
    engine.dispose()


def claim_of(one: Individual, **other: object) -> Claim:
    born = PartialDate(one.dob.year) if one.year_only else PartialDate(one.dob.year, one.dob.month, one.dob.day)
    facts = {"full_name": one.full_name, "id_number": one.cccd, "birth_date": born, "sex": Sex(one.gender)}
    return Claim(one.person_id, **(facts | other))  # type: ignore[arg-type]


def _digit(number: str, random: Random) -> str:
    at = random.randrange(len(number))
    return number[:at] + str((int(number[at]) + random.randrange(1, 10)) % 10) + number[at + 1 :]


def _bare(name: str) -> str:
    parts = name.upper().split()
    return " ".join((parts[0], parts[-1]))


WRITTEN = {
    "as registered": lambda one, world, random: {},
    "a digit misread": lambda one, world, random: {"id_number": _digit(one.cccd, random)},
    "a digit misread, name cut": lambda one, world, random: {
        "id_number": _digit(one.cccd, random), "full_name": _bare(one.full_name),
    },
    "digits unreadable": lambda one, world, random: {"id_number": one.cccd[:4] + "??" + one.cccd[6:]},
    "the number of another": lambda one, world, random: {"id_number": random.choice(world.individuals).cccd},
    "the number of a parent": lambda one, world, random: {"id_number": one.father_cccd or one.mother_cccd},
    "the old number": lambda one, world, random: {"id_number": one.cmnd},
    "no number": lambda one, world, random: {"id_number": ""},
    "no number, the year alone": lambda one, world, random: {
        "id_number": "", "birth_date": PartialDate(one.dob.year),
    },
    "day and month exchanged": lambda one, world, random: {
        "id_number": "", "birth_date": PartialDate(one.dob.year, one.dob.day % 12 + 1, one.dob.month),
    },
    "the former name": lambda one, world, random: {"full_name": one.other_name or one.full_name, "id_number": ""},
    "no name": lambda one, world, random: {"full_name": ""},
    "nothing": lambda one, world, random: {"full_name": "", "id_number": "", "birth_date": None},
    "with a phone": lambda one, world, random: {"phone": world.phone(one), "id_number": ""},
    "with the phone of another": lambda one, world, random: {"phone": world.phone(random.choice(world.individuals))},
}  # fmt: skip


@pytest.mark.parametrize("how", WRITTEN)
def test_it_decides_as_the_extract_in_memory_to_the_byte(how, replicas, in_memory, world) -> None:
    people, (population, telco), random = world[0], in_memory, Random(how)
    with replicas.open(PURPOSE, KEY) as replica:
        for one in random.sample(people.individuals, 40):
            claim = claim_of(one, **WRITTEN[how](one, people, random))
            assert replica.candidates(claim) == population.candidates(claim)
            ours = trace(claim, replica, telco, replica.frequencies)
            assert to_json(ours) == to_json(trace(claim, population, telco, population.frequencies))


def test_a_holder_is_found_by_either_number(replicas, in_memory, world) -> None:
    numbers = [number for one in world[0].individuals[:100] for number in (one.cccd, one.cmnd)]
    with replicas.open(PURPOSE, KEY) as replica:
        for number in [*numbers, "", "12", "000000000000", "9" * 30, "٠٠٣"]:
            assert replica.person(number) == in_memory[0].person(number)


def test_names_are_as_rare_as_in_the_extract(replicas, in_memory, world) -> None:
    with replicas.open(PURPOSE, KEY) as replica:
        ours, theirs = replica.frequencies, in_memory[0].frequencies
    assert ours.persons == theirs.persons == 1500
    for one in world[0].individuals[:200]:
        assert ours.number_bits(one.cccd) == theirs.number_bits(one.cccd)
        assert ours.year_bits(one.dob.year) == theirs.year_bits(one.dob.year)


def test_each_question_is_noted_with_digests_only(replicas, world) -> None:
    one = world[0].adults[0]
    with replicas.open(PURPOSE, KEY, lambda: make.NOW) as replica:
        replica.candidates(claim_of(one))
        replica.candidates(claim_of(one))  # asked before: nothing is read
        replica.candidates(claim_of(one, id_number=""))
        replica.candidates(Claim("", full_name="Không Ai Cả", birth_date=PartialDate(1911)))
        replica.person(one.cccd)
        noted = replica.inquiries
    assert [(each.supposition, each.outcome) for each in noted] == [
        (Supposition.AS_READ, InquiryOutcome.HIT),
        (Supposition.SEARCHED_ALL_WAYS, InquiryOutcome.HIT),
        (Supposition.NAMED_PERSON, InquiryOutcome.EMPTY),
        (Supposition.NAMED_PERSON, InquiryOutcome.HIT),
    ]
    assert {(each.register, each.service, each.purpose, each.asked_at) for each in noted} == {
        ("population", "replica", PURPOSE, make.NOW)
    }
    assert len({each.request_id for each in noted}) == len({each.request_digest for each in noted}) == 4
    assert one.cccd not in repr(noted)
    assert one.full_name not in repr(noted)


def test_noted_inquiries_are_kept_by_the_warehouse(warehouse, replicas, world) -> None:
    dossier = warehouse.take_in(storage_makers.new_dossier())
    purpose = Purpose("1.004194", "can-bo", "H56.12", dossier)
    with replicas.open(purpose, KEY) as replica:
        replica.candidates(claim_of(world[0].adults[0]))
    assert warehouse.save_inquiries(dossier, replica.inquiries) == 1
    assert [each.service for each in warehouse.inquiries(dossier)] == ["replica"]


def test_a_register_that_fails_while_asked_is_noted_and_never_nobody(replicas, spoilt, world) -> None:
    table = table_of(replicas.serving().id)
    spoilt(f"ALTER TABLE {table} RENAME TO away", f"ALTER TABLE away RENAME TO {table}")
    with replicas.open(PURPOSE, KEY) as replica, pytest.raises(NotSetUp):
        replica.candidates(claim_of(world[0].adults[0]))
    assert [each.outcome for each in replica.inquiries] == [InquiryOutcome.UNAVAILABLE]


def test_without_an_extract_the_remedy_is_told(warehouse_url: str) -> None:
    found = pytest.raises(NotSetUp, match="hoso register load")
    with closing(Replicas(warehouse_url)) as replicas, found, replicas.open(PURPOSE, KEY):
        pass


def test_an_extract_with_the_keys_of_another_version_is_not_asked(replicas, spoilt) -> None:
    key = replicas.serving().key
    other = "UPDATE population_extract SET key = '{}'"
    spoilt(other.format("keys-0/older"), other.format(key))
    with pytest.raises(NotSetUp, match="hoso register load"), replicas.open(PURPOSE, KEY):
        pass


def test_a_warehouse_that_is_away_is_told_as_such() -> None:
    away = "postgresql+psycopg2://hoso@/hoso?host=/nowhere"
    with closing(Replicas(away)) as replicas, pytest.raises(StorageUnavailable), replicas.open(PURPOSE, KEY):
        pass


def test_its_age_counts_from_the_day_of_which_it_tells(replicas) -> None:
    assert replicas.serving().age_days(date(2026, 11, 20)) == 19
