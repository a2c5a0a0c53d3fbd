"""One station over one private PostgreSQL for the whole run; each test makes staff of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import review_makers as make
import station_world as made

from review.station import Station, open_station
from settings import Settings
from storage import private_postgres
from storage.connection import engine_for
from storage.migrating import migrate


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("station")
    url = private_postgres.start(folder / "postgres", settings=make.FAST)
    migrate(url)
    yield Settings(state=folder, warehouse_url=url)
    private_postgres.stop(folder / "postgres")


@pytest.fixture(scope="session")
def opened(settings: Settings) -> Iterator[Station]:
    """With the rights of whoever owns the tables, so that tests may make what they need."""
    with open_station(settings, make.ORIGIN, role=None) as station:
        yield station


@pytest.fixture(scope="module")
def world(settings: Settings, opened: Station) -> Iterator[made.World]:
    """Two offices, at the station with no more rights than it has."""
    with open_station(settings, make.ORIGIN) as bound:
        yield made.world_of(make.station_with(opened, make.Clock()), bound)


@pytest.fixture(autouse=True)
def _apps() -> Iterator[None]:
    yield
    make.give_apps_back()


@pytest.fixture
def clock() -> make.Clock:
    return make.Clock()


@pytest.fixture
def station(opened: Station, clock: make.Clock) -> Station:
    return make.station_with(opened, clock)


@pytest.fixture
def fresh(settings: Settings, tmp_path: Path, clock: make.Clock) -> Iterator[Station]:
    """A station whose warehouse holds nothing yet."""
    folder = settings.state / "postgres"
    engine = engine_for(private_postgres.url(folder, "postgres")).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE fresh")
    url = private_postgres.url(folder, "fresh")
    migrate(url)
    with open_station(Settings(state=tmp_path, warehouse_url=url), make.ORIGIN, role=None) as one:
        yield make.station_with(one, clock)
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE fresh")
    engine.dispose()
