"""A loader, the server, the disk and the object store fail in the middle of the work: afterwards all is as if nothing
had happened, once somebody has run it again."""

import itertools
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from mishap_load import AWAY, DOSSIERS, Follower, Left, Loader, Place, check_whole, lay_inbox, left, load
from object_makers import sealer

from errors import StorageFull, StorageUnavailable
from storage import private_postgres
from storage.connection import engine_for
from storage.migrating import migrate
from storage.s3 import MinioStore, open_s3

pytestmark = pytest.mark.contract

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One that keeps what it commits, as in production."""
    folder = tmp_path_factory.mktemp("durable")
    private_postgres.start(folder)
    migrate(_database(folder, "migrated", "template1"))
    yield folder
    private_postgres.stop(folder)


def _database(server: Path, name: str, template: str) -> str:
    keeper = engine_for(private_postgres.url(server, "postgres")).execution_options(isolation_level="AUTOCOMMIT")
    with keeper.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    keeper.dispose()
    return private_postgres.url(server, name)


def _place(server: Path, folder: Path) -> Place:
    lay_inbox(folder)
    return Place(_database(server, f"mishap_{next(_NUMBERS)}", "migrated"), folder)


@pytest.fixture
def place(server: Path, tmp_path: Path) -> Place:
    return _place(server, tmp_path)


@pytest.fixture(scope="module")
def undisturbed(server: Path, tmp_path_factory: pytest.TempPathFactory) -> Left:
    place = _place(server, tmp_path_factory.mktemp("undisturbed"))
    load(place)
    found = left(place)  # before the look at the audit, which leaves a row of its own
    check_whole(place, Follower(place))
    assert len(found.records) == 2 * DOSSIERS
    return found


def test_loaders_that_are_killed(place: Place, undisturbed: Left) -> None:
    follower = Follower(place)
    steady = Loader(place, backwards=True)
    for dossiers in (0, 1, 3, 6):
        loader = Loader(place)
        loader.wait_for(dossiers)
        loader.kill()
        assert loader.ended() == -signal.SIGKILL
        follower.read()
    assert steady.ended() == 0
    assert Loader(place).ended() == 0
    assert left(place) == undisturbed
    check_whole(place, follower)


def test_a_server_that_is_killed_under_load(place: Place, server: Path, undisturbed: Left) -> None:
    follower = Follower(place)
    for dossiers in (1, 4):
        loaders = [Loader(place), Loader(place, backwards=True)]
        loaders[0].wait_for(dossiers)
        os.kill(int((server / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        ends = [loader.ended() for loader in loaders]
        assert ends[0] == AWAY
        assert set(ends) <= {0, AWAY}
        private_postgres.start(server)
        follower.read()
    load(place)
    assert left(place) == undisturbed
    check_whole(place, follower)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own for one server."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no file system may be mounted here")
    yield folder
    private_postgres.stop(folder / "postgres")
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_that_fills_up_under_load(small_disk: Path, tmp_path: Path, undisturbed: Left) -> None:
    private_postgres.start(small_disk / "postgres")
    place = Place(private_postgres.url(small_disk / "postgres"), tmp_path)
    migrate(place.url)
    lay_inbox(tmp_path)
    follower = Follower(place)
    loaded: list[int] = []

    def fill(number: int) -> None:
        loaded.append(number)
        if len(loaded) == 2:
            _fill(small_disk / "ballast")

    for _ in range(3):  # a scheduler tries again and again
        with pytest.raises((StorageFull, StorageUnavailable)):
            load(place, fill)
    assert 2 <= len(set(loaded)) < DOSSIERS
    (small_disk / "ballast").unlink()
    private_postgres.start(small_disk / "postgres")  # a server without room for its own log stops
    follower.read()
    load(place)
    assert left(place) == undisturbed
    check_whole(place, follower)


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(1 << 16)):
                pass
        except OSError:
            return


def test_an_object_store_that_goes_away_in_mid_intake(place: Place, undisturbed: Left) -> None:
    from moto.server import ThreadedMotoServer  # slow to import, and needed by few

    store = ThreadedMotoServer(port=0, verbose=False)
    store.start()
    host, port = store.get_host_and_port()
    client = open_s3(f"{host}:{port}", "key", "secret", secure=False, retries=0)
    bucket = f"mishap-{next(_NUMBERS)}"
    client.make_bucket(bucket)
    objects = MinioStore(client, bucket, sealer())
    follower = Follower(place)

    class Failing(MinioStore):
        """Its server stops when it is given the n-th object."""

        given = 0

        def put(self, content: bytes) -> str:
            Failing.given += 1
            if Failing.given == 2 * DOSSIERS // 2:
                store.stop()
            return super().put(content)

    with pytest.raises(StorageUnavailable):
        load(place, objects=Failing(client, bucket, sealer()))
    again = ThreadedMotoServer(port=port, verbose=False)
    again.start()
    try:
        assert 0 < len(left(place, objects).records) < 2 * DOSSIERS
        follower.read()
        load(place, objects=objects)
        assert left(place, objects) == undisturbed
    finally:
        again.stop()
    check_whole(place, follower)


def test_an_object_store_whose_folder_is_gone(place: Place, undisturbed: Left) -> None:
    """Unmounted in the middle of the work: nothing more is taken in until it is mounted again."""
    follower = Follower(place)
    loaded: list[int] = []

    def unmount(number: int) -> None:
        loaded.append(number)
        if len(loaded) == DOSSIERS // 2:
            (place.folder / "objects").rename(place.folder / "away")

    with pytest.raises(StorageUnavailable):
        load(place, unmount)
    assert len(loaded) == DOSSIERS // 2
    shutil.rmtree(place.folder / "objects", ignore_errors=True)  # empty folders of the attempt
    (place.folder / "away").rename(place.folder / "objects")
    follower.read()
    load(place)
    assert left(place) == undisturbed
    check_whole(place, follower)
