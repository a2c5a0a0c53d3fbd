"""One service over one private PostgreSQL for the whole run; each test registers clients of its own."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import api_makers as make
import asking
import pytest
from fastapi.testclient import TestClient

from api.app import make_app
from api.limits import Buckets
from api.service import Service, open_service
from settings import Settings
from storage import private_postgres
from storage.grants import Role
from storage.migrating import migrate

_FIRST = count(7001, 10)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("service")
    url = private_postgres.start(folder / "postgres", settings=make.FAST)
    migrate(url)
    yield Settings(state=folder, warehouse_url=url)
    private_postgres.stop(folder / "postgres")


@pytest.fixture(scope="session")
def opened(settings: Settings) -> Iterator[Service]:
    with open_service(settings, make.ISSUER) as service:
        yield service


@pytest.fixture
def clock() -> make.Clock:
    return make.Clock()


@pytest.fixture
def service(opened: Service, clock: make.Clock) -> Service:
    """With nothing remembered, and a clock that the test moves."""
    return replace(opened, clock=clock, buckets=Buckets())


@pytest.fixture
def http(service: Service) -> TestClient:
    return TestClient(make_app(service), base_url=make.ISSUER, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def world(settings: Settings, opened: Service) -> Iterator[asking.World]:
    """Two clients, and objects of one of them, of every kind that the service has; served with the rights that it has
    in the database, and with no more."""
    clock = make.Clock(datetime.now(UTC) + timedelta(seconds=5))
    with open_service(settings, make.ISSUER, Role.API) as bound:
        http = TestClient(make_app(replace(bound, clock=clock)), base_url=make.ISSUER, raise_server_exceptions=False)
        yield asking.world_of(replace(opened, clock=clock), http, next(_FIRST))
