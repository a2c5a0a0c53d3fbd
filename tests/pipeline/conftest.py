"""A private PostgreSQL with a database for each test, the mocked registers, and small dossiers read perfectly."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from made_dossiers import COARSE, Made, PerfectReader, made_dossiers, read_perfectly
from whole_road import Whole, end, walk

import pipeline
from matching.gateway.http import Breaker, HttpRegister
from matching.gateway.soap import SoapWire
from matching.gateway.wire import JsonWire
from pipeline import System
from registers.serve import Addresses, running
from settings import Settings
from storage import private_postgres
from storage.connection import engine_for
from storage.migrating import migrate

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
KEY = b"the same secret for every run, so that two of them can be compared"
_NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a running server whose database "hoso" is migrated and empty."""
    folder = tmp_path_factory.mktemp("pg")
    migrate(private_postgres.start(folder, settings=FAST))
    yield folder
    private_postgres.stop(folder)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made_dossiers(tmp_path_factory.mktemp("made"), dpi=COARSE)


@pytest.fixture(scope="session")
def registers(made: Made) -> Iterator[Addresses]:
    with running(made.folder) as addresses:
        yield addresses


@pytest.fixture
def faults(registers: Addresses) -> Iterator[Callable[..., None]]:
    """Lets a register misbehave: `faults("population", outage=True)`; all is well again after the test."""

    def set_faults(register: str, **how: object) -> None:
        httpx.post(f"{getattr(registers, register)}/admin/faults", json=how, trust_env=False).raise_for_status()

    yield set_faults
    for register in ("population", "telco"):
        set_faults(register)


@pytest.fixture(autouse=True)
def reader(made: Made, monkeypatch: pytest.MonkeyPatch) -> PerfectReader:
    """No engine reads in these tests."""
    return read_perfectly(made, monkeypatch)


@pytest.fixture(scope="session")
def undisturbed(server: Path, registers: Addresses, made: Made, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """What a run leaves that nothing disturbs."""
    with pytest.MonkeyPatch.context() as patch:
        read_perfectly(made, patch)
        with _system(server, registers, tmp_path_factory.mktemp("undisturbed") / "state", "undisturbed") as system:
            walk(system, made)
            return Whole(end(system), system.warehouse.fingerprint(), tuple(system.objects))


@pytest.fixture
def opened(server: Path, registers: Addresses, tmp_path: Path) -> Iterator[Callable[[], System]]:
    """Opens a system over an empty warehouse and an empty object store, as often as it is called."""
    with ExitStack() as stack:

        def open_one() -> System:
            number = next(_NUMBERS)
            return stack.enter_context(_system(server, registers, tmp_path / f"state{number}", f"road_{number}"))

        yield open_one


@pytest.fixture
def system(opened: Callable[[], System]) -> System:
    return opened()


@contextmanager
def _system(server: Path, registers: Addresses, state: Path, database: str) -> Iterator[System]:
    keeper = engine_for(private_postgres.url(server, "postgres")).execution_options(isolation_level="AUTOCOMMIT")
    with keeper.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {database} TEMPLATE hoso")
    keeper.dispose()
    state.mkdir()
    (state / "digest.key").write_bytes(KEY)
    settings = Settings(
        state=state,
        warehouse_url=private_postgres.url(server, database),
        population_url=registers.population,
        telco_url=registers.telco,
    )
    with pipeline.open_system(settings) as system:
        hurried = {name: _hurried(name, getattr(registers, name)) for name in ("population", "telco")}
        yield replace(system, **hurried)
        for register in hurried.values():
            register.close()


def _hurried(name: str, url: str) -> HttpRegister:
    """Does not wait between its tries, and asks a register that was down again at once."""
    wire = SoapWire() if name == "population" else JsonWire()
    return HttpRegister(name, url, wire=wire, sleep=lambda seconds: None, breaker=Breaker(rest_s=0))
