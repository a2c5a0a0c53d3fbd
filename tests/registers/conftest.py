from collections.abc import Iterator
from pathlib import Path

import pytest

from registers.serve import Addresses, running
from samples.people import World, make_world


@pytest.fixture(scope="session")
def world() -> World:
    return make_world(5, 400)


@pytest.fixture(scope="session")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registers")
    world.write(folder)
    return folder


@pytest.fixture(scope="session")
def addresses(folder: Path) -> Iterator[Addresses]:
    with running(folder) as addresses:
        yield addresses
