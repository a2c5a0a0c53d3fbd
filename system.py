"""What the steps of a dossier's way need, opened once and closed at the end."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from matching.http import HttpRegister
from settings import Settings, read_settings
from storage.objects import ObjectStore
from storage.opening import S3Access, open_objects, secret_key
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


@contextmanager
def open_system(settings: Settings | None = None) -> Iterator[System]:
    """Everything open, and closed at the end. Raises StorageUnavailable or NotSetUp when something is not there."""
    settings = settings or read_settings()
    with ExitStack() as stack:
        warehouse = stack.enter_context(Warehouse(settings.warehouse_url))
        warehouse.check()
        population = HttpRegister("population", settings.population_url, production=settings.production)
        telco = HttpRegister("telco", settings.telco_url, production=settings.production)
        stack.enter_context(population)
        stack.enter_context(telco)
        objects = open_objects(settings.objects or str(settings.state / "objects"), s3_access(settings))
        yield System(settings, warehouse, objects, population, telco, secret_key(settings.state / "digest.key"))


def s3_access(settings: Settings) -> S3Access:
    """How the S3 service of these settings is reached."""
    return S3Access(settings.s3_endpoint, settings.s3_access_key, settings.s3_secret_key, settings.s3_secure)
