"""What the embedded run starts for a command and stops after it: a private PostgreSQL and the mocked registers."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from errors import NotSetUp
from samples.people import make_world
from settings import Settings

WORLD_SEED = 20260101
WORLD_PERSONS = 3000


@contextmanager
def embedded(settings: Settings) -> Iterator[Settings]:
    """The same settings with every address filled in; what was started here is stopped at the end."""
    with warehouse(settings) as url, _registers(settings) as addresses:
        yield settings.model_copy(update={"warehouse_url": url, **addresses})


@contextmanager
def warehouse(settings: Settings) -> Iterator[str]:
    """The URL of a migrated warehouse: the one that is set, or the embedded one, stopped at the end if started here."""
    from storage import private_postgres
    from storage.migrating import migrate

    if settings.warehouse_url:
        yield settings.warehouse_url
        return
    folder = settings.state / "postgres"
    ours = not private_postgres.running(folder)
    url = private_postgres.start(folder)
    try:
        migrate(url)
        yield url
    finally:
        if ours:
            private_postgres.stop(folder)


@contextmanager
def _registers(settings: Settings) -> Iterator[dict[str, str]]:
    """Starts the mocks as a child that ends with this process, however this process ends."""
    if settings.population_url and settings.telco_url:
        yield {}
        return
    if settings.production:
        raise NotSetUp("production asks no mocked register: set HOSO_POPULATION_URL and HOSO_TELCO_URL")
    ensure_world(settings.world)
    command = [sys.executable, "-m", "registers", "--data", str(settings.world), "--while-input-open"]
    log = settings.state / "registers.log"
    with log.open("w", encoding="utf-8") as errors:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert child.stdin
    assert child.stdout
    try:
        line = child.stdout.readline()
        if not line:
            raise NotSetUp(f"the mocked registers did not start; see {log}")
        addresses = json.loads(line)
        yield {"population_url": addresses["population"], "telco_url": addresses["telco"]}
    finally:
        child.stdin.close()
        child.wait(timeout=30)


def ensure_world(folder: Path) -> None:
    """The invented people behind the mocked registers; the same people for every installation."""
    if not (folder / "telco.parquet").exists():
        make_world(WORLD_SEED, WORLD_PERSONS).write(folder)
