"""What `make demo` leaves, once for all tests that look at it; and what another system was then told of it."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from demo_by_hand import FACTS
from installation import Installation, published
from other_system import (
    CLIENT,
    EXAMPLES,
    NUMBER,
    ORGANISATION,
    PROCEDURES,
    SCOPES,
    Told,
    clients,
    offering_http2,
    python_client,
    run,
    serving,
)

from storage import private_postgres


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demonstration, run by Airflow to its end."""
    one = Installation(tmp_path_factory.mktemp("demo") / "state")
    one.state.mkdir()
    ran = one.run("demo")
    assert ran.returncode == 0, ran.stderr[-2000:]
    yield one
    one.run("stop")


@pytest.fixture(scope="session")
def before(demo: Installation) -> dict[str, dict[str, Any]]:
    """The indicators as they are published of the demonstration, and once the one-stop system has told `FACTS`."""
    facts = demo.state / "facts.csv"
    facts.write_text(FACTS, "utf-8")
    return {"untold": published(demo, "untold"), "told": published(demo, "told", "--facts", facts)}


@pytest.fixture(scope="session")
def asked(demo: Installation, before: object, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The service is started, asked by the clients of `examples/` about two procedures, told that one is done, and
    stopped again, its database with it."""
    folder = tmp_path_factory.mktemp("client")
    run(sys.executable, EXAMPLES / "new_key.py", folder)
    scopes = [word for scope in SCOPES for word in ("--scope", scope)]
    held = ["--organisation", ORGANISATION, "--jwks", folder / "key.jwks", "--office", "H56"]
    added = demo.run("client", "add", CLIENT, *held, *scopes)
    assert added.returncode == 0, added.stderr
    said: list[str] = []
    with serving(demo, said) as address:
        printed = {name: run(*words, said=NUMBER) for name, words in clients(address, folder).items()}
        done = python_client(address, folder, PROCEDURES[1:], folder / "done")
        printed["done"] = run(*done, "--done", said=NUMBER)
        to_http2 = offering_http2(address)
    assert not private_postgres.running(demo.state / "postgres")
    return Told(folder, tuple(clients(address, folder)), printed, "".join(said), to_http2)
