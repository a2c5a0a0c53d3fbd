"""What the steps of a dossier's way need, opened once and closed at the end."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from errors import DossierError, NotSetUp
from matching.gateway.http import HttpRegister
from matching.gateway.inquiry import Inquiry, Purpose
from matching.gateway.population import PopulationGateway
from matching.gateway.soap import Access, SoapWire
from matching.gateway.telco import TelcoClient
from matching.weighing.frequencies import Frequencies
from settings import Settings, read_settings
from storage.audit.sealing import Seals
from storage.audit.time_stamps import time_stamper
from storage.grants import Role
from storage.objects import ObjectStore
from storage.opening import S3Access, open_objects, secret_key
from storage.protection import Lock, LockMode
from storage.register_cache import RegisterCache
from storage.replica.register import PopulationReplica, Replicas
from storage.sealed_objects import sealer_of
from storage.sealing.opening import master_faults, open_master
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class System:
    """What the steps need, opened once."""

    settings: Settings
    warehouse: Warehouse
    objects: ObjectStore
    population: HttpRegister
    telco: HttpRegister
    digest_key: bytes  # secret; under it the questions to the registers are digested for their log
    replicas: Replicas
    vault: Vault
    copy: ObjectStore | None = None  # the second copy of the objects; None: not set

    @property
    def seals(self) -> Seals:
        """Of the audit."""
        return open_seals(self.settings, self.warehouse)


@dataclass(frozen=True, slots=True)
class Registers:
    """Both registers as one dossier asks them, and what is known of how common names are in the population's."""

    population: PopulationGateway | PopulationReplica
    telco: TelcoClient
    frequencies: Frequencies | None = None  # None: it cannot be counted, national shares stand in
    index: str = ""  # version of the extract; "" for the gateway
    cache: RegisterCache | None = None

    @property
    def inquiries(self) -> tuple[Inquiry, ...]:
        """Every question that was sent, or answered from what was kept."""
        return (*self.population.inquiries, *self.telco.inquiries)

    def keep_answers(self) -> None:
        """For the next dossier that asks the same; to be called once the inquiries are written down."""
        if self.cache:
            self.cache.save()


@contextmanager
def open_system(settings: Settings | None = None) -> Iterator[System]:
    """Everything open, and closed at the end. Raises StorageUnavailable or NotSetUp when something is not there."""
    settings = settings or read_settings()
    with ExitStack() as stack:
        vault = stack.enter_context(open_vault(settings))
        warehouse = stack.enter_context(Warehouse(settings.warehouse_url, vault))
        warehouse.check()
        population = population_register(settings)
        telco = HttpRegister("telco", settings.telco_url, production=settings.production)
        stack.enter_context(population)
        stack.enter_context(telco)
        objects, copy = open_stores(settings, vault)
        replicas = stack.enter_context(closing(Replicas(settings.warehouse_url, vault)))
        key = secret_key(settings.state / "digest.key")
        yield System(settings, warehouse, objects, population, telco, key, replicas, vault, copy)


@contextmanager
def open_registers(dossier_id: str, system: System, *, fresh: bool = False) -> Iterator[Registers]:
    """Both registers for one dossier, in the way that the settings choose. `fresh`: no answer of before is used again.

    Where asking ends in an error, what was asked is written down all the same. Raises NotSetUp where the way is the
    replica and none is loaded.
    """
    settings, warehouse, key = system.settings, system.warehouse, system.digest_key
    procedure = warehouse.dossier(dossier_id).manifest.procedure_code or settings.procedure
    purpose = Purpose(procedure, settings.officer, settings.office, dossier_id)
    telco = TelcoClient(system.telco, purpose, digest_key=key)
    with ExitStack() as stack:
        if settings.population_way == "gateway":
            cache = RegisterCache(warehouse, settings.register_cache_hours, production=settings.production)
            kept = None if fresh else cache
            gateway = PopulationGateway(system.population, purpose, settings.query_budget, digest_key=key, cache=kept)
            asked = Registers(gateway, telco, cache=kept)
        else:
            replica = stack.enter_context(system.replicas.open(purpose, key))
            asked = Registers(replica, telco, replica.frequencies, replica.version)
        try:
            yield asked
        except DossierError:
            warehouse.save_inquiries(dossier_id, asked.inquiries)
            raise


def open_vault(settings: Settings, url: str = "", role: Role | None = None) -> Vault:
    """The keys of a warehouse (`url`, or that of the settings) under the master key of these settings.

    Raises NotSetUp when the master key is missing, or in production lies where it protects nothing.
    """
    stores = (settings.objects, settings.objects_copy)
    faults = master_faults(settings.master_key, settings.state, *stores) if settings.production else []
    if faults:
        raise NotSetUp("; ".join(faults))
    master = open_master(settings.master_key, settings.master_token, settings.state)
    return Vault(url or settings.warehouse_url, master, role=role)


def population_register(settings: Settings) -> HttpRegister:
    """The way to the population register's gateway, under the account of these settings."""
    access = Access(
        account=settings.population_account,
        secret=settings.population_secret,
        client=settings.population_client,
        api_key=settings.population_api_key,
        digest_url=settings.population_digest_url,
    )
    return HttpRegister("population", settings.population_url, wire=SoapWire(access), production=settings.production)


def open_stores(settings: Settings, vault: Vault) -> tuple[ObjectStore, ObjectStore | None]:
    """Where the objects are kept, and where their second copy is, if there is one; sealed by the keys of `vault`."""
    access, sealer, lock = s3_access(settings), sealer_of(vault), object_lock(settings)
    place, second = settings.objects or str(settings.state / "objects"), settings.objects_copy
    if second.rstrip("/") == place.rstrip("/"):
        raise NotSetUp("HOSO_OBJECTS_COPY names the place of the originals themselves: name another")
    copy = open_objects(second, access, sealer, lock) if second else None
    return open_objects(place, access, sealer, lock), copy


def object_lock(settings: Settings) -> Lock:
    """For how long these settings lock a new object."""
    return Lock(settings.object_retention_days, LockMode[settings.object_lock_mode.upper()])


def open_seals(settings: Settings, warehouse: Warehouse) -> Seals:
    """What seals and verifies the audit. Raises NotSetUp when time stamps are wanted and their library is missing."""
    elsewhere = Path(settings.seals) if settings.seals else None
    return Seals(warehouse, settings.state, elsewhere, time_stamper(settings.tsa_url))


def s3_access(settings: Settings) -> S3Access:
    """How the S3 service of these settings is reached."""
    return S3Access(settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key, settings.s3_secure)
