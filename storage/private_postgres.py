"""A PostgreSQL of our own in one folder, for `make demo`, the tests and a single desk; production has a server.

`start(folder)` makes the cluster when it is missing, starts it when it is down, and gives the URL; `stop(folder)` stops
it. Nothing listens on the network: a Unix socket in a folder that only this user may enter is the only door.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import text

from errors import NotSetUp, StorageFull, StorageUnavailable
from storage.connection import engine_for, mapped
from storage.disk import disk_told
from storage.postgres_programs import NOBODY, Programs, find_programs, way_around_root

DATABASE = "hoso"
USER = "hoso"
PORT = 5432  # part of the socket's name only
LONGEST_SOCKET = 107  # bytes of a Unix socket's path on Linux
SECONDS_TO_START = 60
QUIET = {  # a refused statement holds personal values: the server's log tells of the server only
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
_told = partial(
    disk_told, "the disk of the private PostgreSQL", "the private PostgreSQL's folder", ": whose is it?", NotSetUp
)


def start(folder: Path, *, programs: Path | None = None, settings: Mapping[str, str] | None = None) -> str:
    """The URL of the running database in `folder`; made and started as far as needed. Safe to call at the same time.

    `programs`: the folder of the server's binaries, when the usual places are not meant. `settings`: server settings
    for this start, such as {"fsync": "off"} in tests; they have no effect on a server that runs already.
    Raises NotSetUp, StorageFull or StorageUnavailable, each with what to do.
    """
    folder = folder.absolute()
    chosen = Programs(find_programs(programs), way_around_root())
    with _told():
        _make_private(folder, chosen)
    with _told(), _alone(folder):
        if not (folder / "data" / "PG_VERSION").exists():
            _make_cluster(folder, chosen, synced=(settings or {}).get("fsync") != "off")
        if not _answers(folder, chosen):
            _start_server(folder, chosen, settings or {})
        _make_database(folder)
    return url(folder)


def stop(folder: Path, *, programs: Path | None = None) -> None:
    """Stop the server in `folder`; nothing happens when it does not run."""
    folder = folder.absolute()
    if not (folder / "data" / "PG_VERSION").exists():
        return
    chosen = Programs(find_programs(programs), way_around_root())
    with _alone(folder):
        _forget_stale_pid(folder)
        sockets = _socket_folder(folder)
        if _pid(folder) and _pg_ctl(folder, chosen, "stop", "-m", "fast", "-w").returncode:
            raise StorageUnavailable("the private PostgreSQL did not stop in time: see postgres.log beside its data")
        shutil.rmtree(sockets, ignore_errors=True)


def running(folder: Path, *, programs: Path | None = None) -> bool:
    """Whether the server in `folder` answers."""
    folder = folder.absolute()
    if not (folder / "data" / "PG_VERSION").exists():
        return False
    return _answers(folder, Programs(find_programs(programs), way_around_root()))


def url(folder: Path, database: str = DATABASE) -> str:
    """The URL of a database of the server in `folder`, whether it runs or not."""
    return f"postgresql+psycopg2://{USER}@/{database}?host={_socket_folder(folder.absolute())}&port={PORT}"


def _make_private(folder: Path, programs: Programs) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not programs.as_nobody:
        folder.chmod(0o700)
        return
    os.chown(folder, NOBODY, NOBODY)
    if programs.passes_folders:
        return
    closed = next((parent for parent in folder.parents if not parent.stat().st_mode & 0o001), None)
    if closed is not None:
        raise NotSetUp(
            "uid 65534 must run PostgreSQL here and may not pass a folder above the state folder: "
            "move the state folder below one that everybody may enter (mode 0711), or run as an ordinary user"
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Only one process at a time makes, starts or stops the server of a folder; the kernel lets go if it dies."""
    with (folder / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _socket_folder(folder: Path) -> Path:
    """Where the running server has its socket, though we may know another temporary folder; else a new place."""
    written = _pid_file(folder)
    return Path(written[4]) if len(written) > 4 and written[4] else _new_socket_folder(folder)


def _new_socket_folder(folder: Path) -> Path:
    """A short name in the temporary folder, the same for the same data folder."""
    name = f"hoso-pg-{hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:12]}"
    for parent in (Path(tempfile.gettempdir()), Path("/tmp")):
        if len(os.fsencode(parent / name / f".s.PGSQL.{PORT}.lock")) <= LONGEST_SOCKET:
            return parent / name
    raise NotSetUp("the temporary folder's name is too long for a Unix socket: set TMPDIR to a shorter one")


def _make_socket_folder(folder: Path, programs: Programs) -> Path:
    sockets = _new_socket_folder(folder)
    sockets.mkdir(mode=0o700, exist_ok=True)
    seen = sockets.lstat()
    if sockets.is_symlink() or seen.st_uid not in (os.geteuid(), NOBODY if os.geteuid() == 0 else os.geteuid()):
        raise NotSetUp("the socket folder in the temporary folder belongs to somebody else: remove it, or set TMPDIR")
    if programs.as_nobody:
        os.chown(sockets, NOBODY, NOBODY)
    sockets.chmod(0o700)
    return sockets


def _make_cluster(folder: Path, programs: Programs, *, synced: bool) -> None:
    """initdb beside its place, then one rename: a kill half way leaves nothing that looks like a cluster."""
    unfinished = folder / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    initdb = ("initdb", "-D", str(unfinished), "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    answer = programs.call(initdb if synced else (*initdb, "--no-sync"))
    if answer.returncode:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise _failure("initdb could not make the database", answer.stdout + answer.stderr)
    unfinished.rename(folder / "data")


def _start_server(folder: Path, programs: Programs, settings: Mapping[str, str]) -> None:
    _forget_stale_pid(folder)
    if _pid(folder):  # it lives, but its socket is gone (a cleaner of the temporary folder)
        _pg_ctl(folder, programs, "stop", "-m", "fast", "-w")
    sockets = _make_socket_folder(folder, programs)
    for left_over in sockets.iterdir():  # a dead server's lock would hold while its number is taken, even by a zombie
        left_over.unlink()
    ours = {"listen_addresses": "", "unix_socket_directories": str(sockets), "port": str(PORT), **QUIET, **settings}
    options = " ".join(f"-c {name}='{value}'" for name, value in ours.items())
    log = folder / "postgres.log"
    command = ("start", "-w", "-t", str(SECONDS_TO_START), "-l", str(log), "-o", options)
    until = time.monotonic() + SECONDS_TO_START
    while (answer := _pg_ctl(folder, programs, *command)).returncode:
        said = answer.stdout + answer.stderr + _tail(log)
        # after a kill -9 the old server's children hold its memory for a moment longer
        if "still in use" not in said or time.monotonic() > until:
            raise _failure("the private PostgreSQL did not start", said)
        time.sleep(0.2)


def _answers(folder: Path, programs: Programs) -> bool:
    """Whether this folder's server runs and can be reached through its socket."""
    _forget_stale_pid(folder)
    if not _pid(folder) or not (_socket_folder(folder) / f".s.PGSQL.{PORT}").exists():
        return False
    return _pg_ctl(folder, programs, "status").returncode == 0


def _pid(folder: Path) -> int | None:
    written = _pid_file(folder)
    return int(written[0]) if written and written[0].isdigit() else None


def _pid_file(folder: Path) -> list[str]:
    """What a server writes down while it runs: its number, data folder, start, port, socket folder, ..."""
    try:
        return (folder / "data" / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _forget_stale_pid(folder: Path) -> None:
    """Remove the pid file of a dead server. PostgreSQL does so itself, but not when another process got its number."""
    pid = _pid(folder)
    if pid is not None and not _may_be_server(pid, folder / "data"):
        (folder / "data" / "postmaster.pid").unlink(missing_ok=True)


def _may_be_server(pid: int, data: Path) -> bool:
    """False only when this is surely not the server of this data folder: what cannot be seen is left to PostgreSQL."""
    process = Path("/proc", str(pid))
    try:
        program = (process / "cmdline").read_bytes().split(b"\0")[0]
    except FileNotFoundError:
        return not Path("/proc/self").exists()  # a dead process, or no /proc at all (macOS)
    except OSError:
        return True
    if not program.endswith(b"postgres"):  # another program; or "", a zombie
        return False
    try:
        return (process / "cwd").resolve(strict=True) == data.resolve()
    except OSError:  # it runs as nobody, and a container's root may not look
        return True


def _make_database(folder: Path) -> None:
    engine = engine_for(url(folder, "postgres"))
    try:
        with mapped(), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": DATABASE}):
                connection.exec_driver_sql(f"CREATE DATABASE {DATABASE}")
    finally:
        engine.dispose()


def _pg_ctl(folder: Path, programs: Programs, action: str, *rest: str) -> subprocess.CompletedProcess[str]:
    return programs.call(("pg_ctl", action, "-D", str(folder / "data"), *rest))


def _tail(log: Path) -> str:
    try:
        return log.read_text(errors="replace")[-2000:]
    except FileNotFoundError:
        return ""


def _failure(what: str, said: str) -> Exception:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = next((line for line in lines if "FATAL" in line or "error:" in line), lines[-1] if lines else "")
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return StorageFull(f"{what}: the disk is full")
    return NotSetUp(f"{what}: {telling}")
