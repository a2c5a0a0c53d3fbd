"""The benchmark of the warehouse: what it fills is what it looks up, twice is once, and its page says so."""

from collections.abc import Iterator

import pytest

from benchmarks import warehouse_load, warehouse_lookup, warehouse_plain
from benchmarks.registers_load import Load
from benchmarks.warehouse_asked import Asked
from benchmarks.warehouse_made import RECORDS, somebody, verified
from benchmarks.warehouse_report import sections
from benchmarks.warehouse_stages import Stage, Way
from settings import Settings
from storage import private_postgres
from storage.migrating import migrate
from storage.warehouse import Warehouse


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("warehouse")
    url = private_postgres.start(folder / "postgres", settings={"fsync": "off"})
    migrate(url)
    yield Settings(state=folder, warehouse_url=url)
    private_postgres.stop(folder / "postgres")


def test_people_are_the_same_each_time_and_have_numbers_of_their_own():
    assert somebody(7) == somebody(7)
    assert len({somebody(number).id_number for number in range(500)}) == 500
    assert {len(one.records) for one in verified(range(3))} == {RECORDS}


@pytest.mark.contract
def test_what_is_filled_is_found_and_filled_again_is_there_once(settings: Settings):
    told: list[int] = []
    for _ in range(2):
        warehouse_load.fill(settings, range(30), 1, told.append)
    assert told == [30, 30]
    assert warehouse_load.timed(settings, range(30, 50), 2).dossiers == 20
    assert len(warehouse_lookup.lookups(settings, range(50))) == 30
    with Warehouse(settings.warehouse_url) as warehouse:
        assert warehouse.counts().records == 50 * RECORDS


@pytest.mark.contract
def test_the_plain_table_holds_the_same_people(settings: Settings):
    url = private_postgres.url(settings.state / "postgres", warehouse_plain.DATABASE)
    warehouse_plain.make(settings.warehouse_url, url)
    for _ in range(2):
        warehouse_plain.forget(url, 0)
        warehouse_plain.load(url, range(40), 1)
    assert len(warehouse_plain.lookups(url, range(40))) == 20
    warehouse_plain.forget(url, 30)
    with pytest.raises(ValueError, match="something else"):
        warehouse_plain.lookups(url, range(30, 31))


def test_the_page_says_milliseconds_and_bytes_a_record():
    way = Way(200.0, 0.004, 0.012, 0.02, 50 * 2**20)
    stage = Stage(10_000, way, way, {"record_field": 20 * 2**20})
    text = "\n".join(
        body for _, body in sections([stage], [Asked("sufficiency", Load((0.01, 0.02), 0, 1), 0.006)], 100, 2)
    )
    for shown in ("| 10,000       |", " 800 ", " 12.0 ", " 6.0 |", " 5,243 "):
        assert shown in text
