"""Brings both stores to where this version can work with them. Safe to call again, and by several processes at once."""

from storage.migrating import migrate
from storage.objects import NO_TERM
from storage.opening import S3, S3Access
from storage.protection import Lock
from storage.s3_errors import told
from storage.s3_lock import make_bucket


def prepare(url: str, objects: str, access: S3Access, copy: str = "", lock: Lock = NO_TERM) -> None:
    """Migrate the warehouse and make the buckets that `objects` and `copy` name, locked for the term of `lock` where
    the server can; a folder is made by whoever first writes there.

    Raises StorageUnavailable while a store does not answer yet, NotSetUp when it does not let us in.
    """
    migrate(url)
    for place in (objects, copy):
        if place.startswith(S3):
            with told():
                make_bucket(access.client(), place.removeprefix(S3).partition("/")[0], lock)
