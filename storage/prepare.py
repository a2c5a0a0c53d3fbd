"""Brings both stores to where this version can work with them. Safe to call again, and by several processes at once."""

from minio.error import S3Error

from storage.opening import S3, S3Access
from storage.s3 import told
from storage.schema import migrate

OURS_ALREADY = "BucketAlreadyOwnedByYou"  # somebody made it since we looked


def prepare(url: str, objects: str, access: S3Access) -> None:
    """Migrate the warehouse and make the bucket that `objects` names; a folder is made by whoever first writes there.

    Raises StorageUnavailable while a store does not answer yet, NotSetUp when it does not let us in.
    """
    migrate(url)
    if objects.startswith(S3):
        _make_bucket(objects.removeprefix(S3).partition("/")[0], access)


def _make_bucket(bucket: str, access: S3Access) -> None:
    client = access.client()
    with told():
        if client.bucket_exists(bucket):
            return
        try:
            client.make_bucket(bucket)
        except S3Error as error:
            if error.code != OURS_ALREADY:
                raise
