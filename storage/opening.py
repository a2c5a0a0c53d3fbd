"""Opens the stores that a setting names, and the secret of this installation."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from minio import Minio

from errors import NotSetUp
from storage.made_once import made_once
from storage.objects import NO_TERM, FolderStore, ObjectStore
from storage.protection import Lock
from storage.s3 import MinioStore, open_s3
from storage.sealed_objects import ObjectSealer

S3 = "s3://"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class S3Access:
    """How an S3 service is reached."""

    endpoint: str  # host:port
    access_key: str
    secret_key: str = field(repr=False)
    secure: bool = True

    def client(self) -> Minio:
        """Nothing is asked of the server yet. Raises NotSetUp without an address."""
        if not self.endpoint:
            raise NotSetUp("an s3:// address is used, but no S3 service is set: HOSO_S3_ENDPOINT and its keys")
        return open_s3(self.endpoint, self.access_key, self.secret_key, secure=self.secure)


def open_objects(where: str, access: S3Access, sealer: ObjectSealer, lock: Lock = NO_TERM) -> ObjectStore:
    """`where`: s3://bucket or s3://bucket/prefix, else a folder, made when it is not there.

    `sealer`: what lies there is sealed and opened by it. `lock`: the term within which `remove` refuses.
    """
    if where.startswith(S3):
        bucket, _, prefix = where.removeprefix(S3).partition("/")
        return MinioStore(access.client(), bucket, sealer, prefix, lock)
    return FolderStore(Path(where), sealer, lock)


def secret_key(file: Path) -> bytes:
    """The installation's own secret; made at first use, readable by its owner only, the same for ever after."""
    return made_once(file, lambda part: part.write_bytes(secrets.token_bytes(KEY_BYTES))).read_bytes()
