"""What the service answers from, opened once by `hoso serve api` or by a test and closed at the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from api.housekeeping import Housekeeping
from api.limits import Buckets
from api.opened_tokens import OpenedTokens
from api.registered import Registered
from api.signing import Signer, open_signer
from api.unlet import Unlet
from settings import Settings
from storage.grants import Role
from storage.objects import ObjectStore
from storage.opening import secret_key
from storage.vietnam_time import day_of
from storage.warehouse import Warehouse
from system import open_stores, open_vault

DEFAULT_ISSUER = "http://127.0.0.1:8700"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Service:
    """One for each process."""

    settings: Settings
    warehouse: Warehouse
    objects: ObjectStore
    signer: Signer
    secret: bytes = field(repr=False)  # of this installation; each use has a key derived from it
    clock: Callable[[], datetime] = _now
    buckets: Buckets = field(default_factory=Buckets)
    issuer: str = DEFAULT_ISSUER  # address under which clients know the service, without a slash at its end
    registered: Registered = field(init=False)
    opened: OpenedTokens = field(init=False)
    unlet: Unlet = field(init=False)
    housekeeping: Housekeeping = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "registered", Registered(self.warehouse))
        object.__setattr__(self, "opened", OpenedTokens())
        object.__setattr__(self, "unlet", Unlet(self.warehouse))
        object.__setattr__(self, "housekeeping", Housekeeping(self.warehouse))

    @property
    def today(self) -> date:
        """In Vietnam."""
        return day_of(self.clock())

    def key_for(self, use: str) -> bytes:
        """256 bits for one use: what is made under it says nothing under another."""
        return HKDF(SHA256(), 32, None, f"hoso api {use}".encode()).derive(self.secret)

    @property
    def token_url(self) -> str:
        return f"{self.issuer}/v1/token"


@contextmanager
def open_service(
    settings: Settings, issuer: str = DEFAULT_ISSUER, role: Role | None = None, buckets: Buckets | None = None
) -> Iterator[Service]:
    """Everything open, and closed at the end. Raises StorageUnavailable or NotSetUp when something is not there.

    `role`: with whose rights in the database; None: with those of the user that logs in. `buckets`: those of all
    processes that serve together; None: it serves alone.
    """
    url = settings.warehouse_url
    with open_vault(settings, role=role) as vault, Warehouse(url, vault, actor="api", role=role) as warehouse:
        warehouse.check()
        objects, _ = open_stores(settings, vault)
        secret = secret_key(settings.state / "api.key")
        signer = open_signer(settings, warehouse)
        own = buckets or Buckets()
        yield Service(settings, warehouse, objects, signer, secret, buckets=own, issuer=issuer.rstrip("/"))
