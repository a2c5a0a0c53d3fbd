"""S3's errors told in our own words."""

from collections.abc import Iterator
from contextlib import contextmanager

from minio.error import InvalidResponseError, S3Error, ServerError
from urllib3.exceptions import HTTPError

from errors import NotHeld, NotSetUp, StorageFull, StorageUnavailable

ABSENT = ("NoSuchKey", "NoSuchObject", "NoSuchVersion", "ResourceNotFound")
FULL = ("XMinioStorageFull", "InsufficientStorage", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded")
SHUT = ("NoSuchBucket", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidBucketName")


@contextmanager
def told(digest: str = "") -> Iterator[None]:
    """S3's errors as ours; keys and server messages do not pass."""
    try:
        yield
    except S3Error as error:
        code = error.code or ""
        if code in ABSENT:
            raise NotHeld(f"no object {digest} is held" if digest else "S3 holds no such object") from None
        if code in FULL:
            raise StorageFull("the bucket took no more: free space or raise its quota, then run again") from None
        if code in SHUT:
            raise NotSetUp(f"S3 does not let us in ({code}): check bucket and keys in the settings") from None
        raise StorageUnavailable(f"S3 did not answer as it should ({code}): try again") from None
    except ServerError as error:
        if error.status_code == 507:  # Insufficient Storage
            raise StorageFull("the bucket took no more: free space or raise its quota, then run again") from None
        raise StorageUnavailable(f"S3 did not answer as it should (HTTP {error.status_code}): try again") from None
    except (HTTPError, InvalidResponseError, OSError) as error:
        raise StorageUnavailable(f"S3 did not answer ({type(error).__name__}): try again") from None
