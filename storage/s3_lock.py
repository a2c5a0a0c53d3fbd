"""Object lock of an S3 bucket: set up once, then the server itself locks each new object for the bucket's term."""

from collections.abc import Iterator
from contextlib import contextmanager

from minio import Minio
from minio.error import S3Error
from minio.objectlockconfig import DAYS, ObjectLockConfig

from errors import NotSetUp, ObjectProtected
from storage.protection import Guard, Lock, LockMode, Protection

DAYS_OF_A_YEAR = 365
OURS_ALREADY = "BucketAlreadyOwnedByYou"  # somebody made it since we looked
# how servers say that a bucket, an object or they themselves have no lock
NO_LOCK = (
    *("ObjectLockConfigurationNotFoundError", "NoSuchObjectLockConfiguration", "InvalidBucketState"),
    *("InvalidRequest", "NotImplemented", "MethodNotAllowed", "XNotImplemented"),
)
PROTECTED = ("AccessDenied", "ObjectLocked", "InvalidRequest")


def make_bucket(client: Minio, bucket: str, lock: Lock) -> None:
    """Make the bucket if it is not there, with object lock where the server knows it, and set the lock's term.

    A bucket that was made without lock stays as it is: `protection_of` tells.
    """
    if not client.bucket_exists(bucket):
        _make(client, bucket)
    wanted = Protection(Guard.LOCKED, lock.mode, lock.days)
    if lock.days and protection_of(client, bucket) != wanted:
        try:
            client.set_object_lock_config(bucket, ObjectLockConfig(lock.mode.name, lock.days, DAYS))
        except S3Error as error:
            if error.code not in NO_LOCK:
                raise


def _make(client: Minio, bucket: str) -> None:
    try:
        client.make_bucket(bucket, object_lock=True)
    except S3Error as error:
        if error.code != OURS_ALREADY:
            client.make_bucket(bucket)  # servers without lock refuse in many words; if it was not that, this fails too


def protection_of(client: Minio, bucket: str) -> Protection:
    """What the server says that it does; nothing is tried."""
    try:
        config = client.get_object_lock_config(bucket)
    except S3Error as error:
        if error.code in NO_LOCK:
            return Protection(Guard.OPEN, holds=False)
        raise
    if not config.mode:
        return Protection(Guard.TERMLESS)
    days = (config.duration or 0) * (1 if config.duration_unit == DAYS else DAYS_OF_A_YEAR)
    return Protection(Guard.LOCKED, LockMode[config.mode], days)


def is_on_hold(client: Minio, bucket: str, key: str, version: str | None) -> bool:
    try:
        return bool(client.is_object_legal_hold_enabled(bucket, key, version_id=version))
    except S3Error as error:
        if error.code in NO_LOCK:
            return False
        raise


@contextmanager
def without_lock() -> Iterator[None]:
    """Raises NotSetUp when the bucket has no lock."""
    try:
        yield
    except S3Error as error:
        if error.code not in NO_LOCK:
            raise
        raise NotSetUp("this bucket has no object lock, so nothing in it can be put on legal hold") from None


@contextmanager
def locked(digest: str) -> Iterator[None]:
    """The server's refusal to delete, as ours."""
    try:
        yield
    except S3Error as error:
        if error.code not in PROTECTED:
            raise
        raise ObjectProtected(f"object {digest} is locked by its store") from None
