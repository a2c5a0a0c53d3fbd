"""One private PostgreSQL for the whole run; each test gets a database of its own, copied from a migrated one."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import real_s3
import storage_makers as make
from minio import Minio
from object_makers import folder_store
from review_rows import Clock
from sqlalchemy import Engine

from storage import private_postgres
from storage.connection import engine_for
from storage.migrating import migrate
from storage.objects import FolderStore
from storage.s3 import open_s3
from storage.schema import METADATA
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a running server."""
    folder = tmp_path_factory.mktemp("postgres")
    private_postgres.start(folder, settings=make.FAST)
    yield folder
    private_postgres.stop(folder)


@pytest.fixture(scope="session")
def keeper(postgres: Path) -> Iterator[Engine]:
    """May make databases; the template is migrated once."""
    engine = engine_for(private_postgres.url(postgres, "postgres")).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE migrated")
    migrate(private_postgres.url(postgres, "migrated"))
    yield engine
    engine.dispose()


@pytest.fixture
def empty_url(postgres: Path, keeper: Engine) -> str:
    """A database without any table."""
    return _made(postgres, keeper, "template1")


@pytest.fixture(scope="session")
def migrated_url(postgres: Path, keeper: Engine) -> str:
    """A migrated, empty database for tests that only look, or whose changes are refused."""
    return _made(postgres, keeper, "migrated")


@pytest.fixture(scope="session")
def emptier(postgres: Path, keeper: Engine) -> Iterator[Engine]:
    engine = engine_for(_made(postgres, keeper, "migrated"))
    yield engine
    engine.dispose()


@pytest.fixture
def emptied(emptier: Engine) -> Callable[[], None]:
    """Empties the database of the test; much cheaper than a new one for each."""

    def empty() -> None:
        with emptier.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # past guards and foreign keys
            connection.exec_driver_sql("; ".join(f"DELETE FROM {table.name}" for table in METADATA.sorted_tables))

    return empty


@pytest.fixture
def warehouse_url(emptier: Engine, emptied: Callable[[], None]) -> str:
    """A migrated, empty database."""
    emptied()
    return str(emptier.url)


def _made(postgres: Path, keeper: Engine, template: str) -> str:
    name = f"test_{next(_NUMBERS)}"
    with keeper.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    return private_postgres.url(postgres, name)


@pytest.fixture
def vault(warehouse_url: str) -> Iterator[Vault]:
    """The keys of the test's database, none of them made yet."""
    with make.vault(warehouse_url) as opened:
        yield opened


@pytest.fixture
def warehouse(warehouse_url: str, vault: Vault) -> Iterator[Warehouse]:
    with Warehouse(warehouse_url, vault, actor="machine") as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    """Of `house`."""
    return Clock()


@pytest.fixture
def house(warehouse_url: str, vault: Vault, clock: Clock) -> Iterator[Warehouse]:
    """The same warehouse, with a clock that the test turns."""
    with Warehouse(warehouse_url, vault, actor="machine", clock=clock) as opened:
        yield opened


@pytest.fixture
def objects(tmp_path: Path) -> FolderStore:
    return folder_store(tmp_path / "objects")


@pytest.fixture(scope="session")
def s3() -> Iterator[Minio]:
    """A client of moto's server, with the bucket "hoso"."""
    from moto.server import ThreadedMotoServer  # slow to import, and needed by few

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    client = open_s3(f"{host}:{port}", "key", "secret", secure=False, retries=0)
    client.make_bucket("hoso")
    yield client
    server.stop()


@pytest.fixture(scope="session")
def radosgw() -> Iterator[Minio]:
    """A client of a real S3 server, with the bucket "hoso"; started for the first test that asks for it."""
    with real_s3.real_s3() as client:
        client.make_bucket("hoso")
        yield client
