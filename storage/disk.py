"""What the disk does and refuses to do, for all that lies in a folder of our own."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from errors import DossierError, StorageFull, StorageUnavailable

FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def disk_told(
    disk: str, folder: str, remedy: str = ": mount it or mend it", error: type[DossierError] = StorageUnavailable
) -> Iterator[None]:
    """The system's errors as ours, without the path that the system names: StorageFull, or `error`.

    `disk`, `folder`: what the message calls them, such as "the disk of the seals".
    """
    try:
        yield
    except OSError as refused:
        if refused.errno in FULL:
            raise StorageFull(f"{disk} is full: free space and run again") from None
        name = errno.errorcode.get(refused.errno or 0, "OSError")
        raise error(f"{folder} cannot be used ({name}){remedy}") from None


def sync_folder(folder: Path) -> None:
    """Bring the names in it to the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
