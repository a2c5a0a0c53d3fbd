"""The object store on any S3, through the `minio` client."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from typing import Any

from minio import Minio
from urllib3 import PoolManager, Retry, Timeout

from errors import Erased, NotHeld, ObjectDamaged
from storage.objects import ALGORITHM, NO_TERM, PIECE, digest_of, proven, proven_size
from storage.plain import DIGEST
from storage.protection import Lock, Protection
from storage.s3_errors import told
from storage.s3_lock import is_on_hold, locked, protection_of, without_lock
from storage.sealed_objects import ObjectSealer, key_named_in, sealed_size

SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 5, 60
KEY_NAMED = "x-amz-meta-key"  # name of the key under which an object is sealed, beside it
MOST_IN_ONE = 64 * 1024**2  # bytes sent by one request; beyond it, in parts


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
    """Sealed objects as `<prefix>sha256/ab/cd/<digest>` of one bucket, which must exist; `storage.s3_lock` makes it.

    In a bucket with object lock, what is written over or deleted by somebody else stays as an earlier version: such an
    object is still read, although `check` calls it damaged or lost until it is mended.
    """

    def __init__(
        self, client: Minio, bucket: str, sealer: ObjectSealer, prefix: str = "", lock: Lock = NO_TERM
    ) -> None:
        self._client = client
        self._sealer = sealer
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._lock = lock

    def put(self, content: bytes) -> str:
        digest = digest_of(content)
        with told():
            if not self._held_whole(digest, len(content)):
                self._write(digest, content)
        return digest

    def get(self, digest: str) -> bytes:
        key = self._key(digest)
        try:
            with told(digest):
                return self._proven(digest, read_object(self._client, self._bucket, key))
        except (NotHeld, ObjectDamaged):
            earlier = self._earlier(digest)
            if earlier is None:
                raise
            return earlier

    def has(self, digest: str) -> bool:
        try:
            with told(digest):
                self._client.stat_object(self._bucket, self._key(digest))
        except NotHeld:
            return False
        return True

    def check(self, digest: str) -> int:
        key = self._key(digest)
        with told(digest):
            answer = self._client.get_object(self._bucket, key)
            try:
                return proven_size(self._sealer.opened(digest, answer.stream(PIECE)), digest)
            finally:
                answer.close()
                answer.release_conn()

    def mend(self, content: bytes) -> str:
        digest = digest_of(content)
        try:
            self.check(digest)
        except (NotHeld, ObjectDamaged, Erased):
            held = self.on_hold(digest)
            with told():
                self._write(digest, content)
            if held:  # a hold belongs to a version, and this is a new one
                self.hold(digest)
        return digest

    def remove(self, digest: str) -> None:
        versions = self._versions(digest)
        if not versions:
            raise NotHeld(f"no object {digest} is held")
        kept_since = max(version.last_modified for version in versions)
        self._lock.refuse(digest, kept_since, on_hold=self.on_hold(digest))
        with told(digest), locked(digest):
            for version in versions:
                self._client.remove_object(self._bucket, self._key(digest), version_id=version.version_id)

    def hold(self, digest: str) -> None:
        if not self.has(digest):  # not every server tells
            raise NotHeld(f"no object {digest} is held")
        with told(digest), without_lock():
            self._client.enable_object_legal_hold(self._bucket, self._key(digest))

    def release(self, digest: str) -> None:
        for version in self._versions(digest):
            if not version.is_delete_marker:
                with told(digest), without_lock():
                    key = self._key(digest)
                    self._client.disable_object_legal_hold(self._bucket, key, version_id=version.version_id)

    def on_hold(self, digest: str) -> bool:
        versions = [version for version in self._versions(digest) if not version.is_delete_marker]
        with told(digest):
            return any(is_on_hold(self._client, self._bucket, self._key(digest), one.version_id) for one in versions)

    def protection(self) -> Protection:
        with told():
            return protection_of(self._client, self._bucket)

    def __iter__(self) -> Iterator[str]:
        with told():
            for found in self._client.list_objects(self._bucket, f"{self._prefix}{ALGORITHM}/", recursive=True):
                name = str(found.object_name).rsplit("/", 1)[-1]
                if DIGEST.fullmatch(name):
                    yield name

    def _key(self, digest: str) -> str:
        if not DIGEST.fullmatch(digest):
            raise NotHeld("asked for an object by something that is no digest")
        return f"{self._prefix}{ALGORITHM}/{digest[:2]}/{digest[2:4]}/{digest}"

    def _proven(self, digest: str, sealed: bytes) -> bytes:
        return proven(b"".join(self._sealer.opened(digest, (sealed,))), digest)

    def _held_whole(self, digest: str, size: int) -> bool:
        """As far as can be told without reading it."""
        try:
            with told(digest):
                found = self._client.stat_object(self._bucket, self._key(digest))
        except NotHeld:
            return False
        return found.size == sealed_size(size) and self._sealer.opens((found.metadata or {}).get(KEY_NAMED, ""))

    def _write(self, digest: str, content: bytes) -> None:
        sealed = self._sealer.seal(digest, content)
        headers: dict[str, str | list[str] | tuple[str]] = {"digest": f"{ALGORITHM}:{digest}"}
        headers["key"] = key_named_in(sealed)
        part = 0  # as the client thinks best
        if len(sealed) <= MOST_IN_ONE:
            part = MOST_IN_ONE
            # the server proves what came in; and a bucket that locks takes no object without a checksum
            headers["x-amz-sdk-checksum-algorithm"] = "SHA256"
            headers["x-amz-checksum-sha256"] = b64encode(sha256(sealed).digest()).decode()
        self._client.put_object(
            self._bucket, self._key(digest), BytesIO(sealed), len(sealed), metadata=headers, part_size=part
        )

    def _versions(self, digest: str) -> list[Any]:
        """Every version and delete marker, the newest first."""
        with told(digest):
            found = list(self._client.list_objects(self._bucket, self._key(digest), include_version=True))
        return sorted(found, key=lambda version: version.last_modified, reverse=True)

    def _earlier(self, digest: str) -> bytes | None:
        """The bytes from any version that has them whole."""
        for version in self._versions(digest):
            if not version.is_delete_marker:
                with told(digest), suppress(ObjectDamaged, NotHeld, Erased):
                    key = self._key(digest)
                    return self._proven(digest, read_object(self._client, self._bucket, key, version.version_id))
        return None


def read_object(client: Minio, bucket: str, key: str, version: str | None = None) -> bytes:
    """All bytes of one object; to be called within `told`."""
    answer = client.get_object(bucket, key, version_id=version)
    try:
        return answer.read()
    finally:
        answer.close()
        answer.release_conn()
