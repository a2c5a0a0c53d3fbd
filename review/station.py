"""What the verification station works with, opened once by `hoso serve review` or by a test and closed at the end."""

import hmac
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from settings import Settings
from storage.grants import Role
from storage.objects import ObjectStore
from storage.opening import secret_key
from storage.staff.passwords import Passwords
from storage.vietnam_time import day_of
from storage.warehouse import Warehouse
from system import open_stores, open_vault

DEFAULT_ORIGIN = "http://127.0.0.1:8710"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Station:
    """One for each process."""

    settings: Settings
    warehouse: Warehouse  # sees no dossier; for what belongs to no office
    objects: ObjectStore
    secret: bytes = field(repr=False)  # of this installation; each use has a key derived from it
    passwords: Passwords = field(repr=False)
    clock: Callable[[], datetime] = _now
    origin: str = DEFAULT_ORIGIN  # scheme, host and port under which browsers open the station

    @property
    def today(self) -> date:
        """In Vietnam."""
        return day_of(self.clock())

    @property
    def secure(self) -> bool:
        """Whether browsers speak TLS to it."""
        return urlsplit(self.origin).scheme == "https"

    def seen_from(self, offices: Sequence[str]) -> Warehouse:
        """The warehouse, with the dossiers of these offices only."""
        return self.warehouse.of_offices(offices)

    def mark(self, use: str, *parts: str) -> str:
        """A keyed digest of these parts for one use, in hexadecimal; nobody else can make it."""
        said = "\0".join((f"hoso review {use}", *parts)).encode()
        return hmac.digest(self.secret, said, sha256).hex()


@contextmanager
def open_station(
    settings: Settings, origin: str = DEFAULT_ORIGIN, role: Role | None = Role.REVIEW
) -> Iterator[Station]:
    """Everything open, and closed at the end. Raises StorageUnavailable or NotSetUp when something is not there.

    `role`: with whose rights in the database; None: with those of the user that logs in.
    """
    url = settings.warehouse_url
    with open_vault(settings, role=role) as vault, Warehouse(url, vault, actor="review", role=role) as warehouse:
        warehouse.check()
        objects, _ = open_stores(settings, vault)
        secret = secret_key(settings.state / "review.key")
        yield Station(settings, warehouse, objects, secret, Passwords(), origin=origin.rstrip("/"))
