"""The object store on any S3, through the `minio` client; and S3's errors told in our own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from minio import Minio
from minio.error import InvalidResponseError, S3Error, ServerError
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from errors import NotHeld, NotSetUp, StorageFull, StorageUnavailable
from storage.objects import DIGEST, digest_of, proven

ABSENT = ("NoSuchKey", "NoSuchObject", "NoSuchVersion", "ResourceNotFound")
FULL = ("XMinioStorageFull", "InsufficientStorage", "QuotaExceeded", "XMinioAdminBucketQuotaExceeded")
SHUT = ("NoSuchBucket", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidBucketName")
SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 5, 60


def open_s3(
    endpoint: str, access_key: str, secret_key: str, *, secure: bool = True, region: str = "us-east-1", retries: int = 3
) -> Minio:
    """A client with time limits: `host:port` and the two keys. Nothing is asked of the server yet."""
    http = PoolManager(
        timeout=Timeout(connect=SECONDS_TO_CONNECT, read=SECONDS_TO_ANSWER),
        maxsize=8,
        retries=Retry(total=retries, backoff_factor=0.3, status_forcelist=(500, 502, 503, 504)),
    )
    # with a region, the client does not ask for it first, which not every S3 can answer
    return Minio(
        endpoint,
        access_key=access_key,
        secret_key=secret_key,
        secure=secure,
        region=region,
        http_client=http,
    )


class MinioStore:
    """Objects as `<prefix>sha256/ab/cd/<digest>` of one bucket, which must exist."""

    def __init__(self, client: Minio, bucket: str, prefix: str = "") -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    def put(self, content: bytes) -> str:
        digest = digest_of(content)
        with told():
            if not self._held_whole(digest, len(content)):
                self._client.put_object(self._bucket, self._key(digest), BytesIO(content), len(content))
        return digest

    def get(self, digest: str) -> bytes:
        key = self._key(digest)
        with told(digest):
            return proven(read_object(self._client, self._bucket, key), digest)

    def has(self, digest: str) -> bool:
        try:
            with told(digest):
                self._client.stat_object(self._bucket, self._key(digest))
        except NotHeld:
            return False
        return True

    def __iter__(self) -> Iterator[str]:
        with told():
            for found in self._client.list_objects(self._bucket, f"{self._prefix}sha256/", recursive=True):
                name = str(found.object_name).rsplit("/", 1)[-1]
                if DIGEST.fullmatch(name):
                    yield name

    def _key(self, digest: str) -> str:
        if not DIGEST.fullmatch(digest):
            raise NotHeld("asked for an object by something that is no digest")
        return f"{self._prefix}sha256/{digest[:2]}/{digest[2:4]}/{digest}"

    def _held_whole(self, digest: str, size: int) -> bool:
        try:
            with told(digest):
                return self._client.stat_object(self._bucket, self._key(digest)).size == size
        except NotHeld:
            return False


def read_object(client: Minio, bucket: str, key: str) -> bytes:
    """All bytes of one object; to be called within `told`."""
    answer = client.get_object(bucket, key)
    try:
        return answer.read()
    finally:
        answer.close()
        answer.release_conn()


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
