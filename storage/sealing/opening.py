"""Opens the master key that a setting names, and says what is wrong with where it lies."""

import os
from pathlib import Path

from storage.sealing.master import FileMaster, Master
from storage.sealing.transit import TransitMaster, is_transit

INSIDE = "the master key lies inside a folder of what it opens: keep it elsewhere (HOSO_MASTER_KEY)"
OPEN_TO_ALL = "the file of the master key can be read by every user of this machine: chmod 600"
_OTHERS = 0o007
_MOUNTED = Path("/run/secrets")


def open_master(where: str, token: str, state: Path) -> Master:
    """`where`: a file, or the address of a key in a key service; empty: a file inside `state`, made at first use.

    Raises NotSetUp for a named file that is not there: a new key made by mistake would open nothing.
    """
    if is_transit(where):
        return TransitMaster(where, token)
    return FileMaster(Path(where)) if where else FileMaster.made(state / "master.key")


def master_faults(where: str, state: Path, *stores: str) -> list[str]:
    """Why a master key that lies there is no protection for production; one that no file holds has none of these.

    `stores`: where objects are kept; a bucket or nothing is no folder.
    """
    if is_transit(where):
        return []
    file = Path(where) if where else state / "master.key"
    folders = (state, *(Path(one) for one in stores if one and "://" not in one))
    faults = [INSIDE] if any(file.resolve().is_relative_to(one.resolve()) for one in folders) else []
    mounted = file.is_relative_to(_MOUNTED)  # for one container alone; its reader has another number there
    if file.exists() and os.name == "posix" and file.stat().st_mode & _OTHERS and not mounted:
        faults.append(OPEN_TO_ALL)
    return faults
