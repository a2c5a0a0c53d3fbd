"""The edge to PostgreSQL: engines, transactions, and the driver's errors told in our own words.

No message of the driver passes: it may quote the row that it refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg2 import errorcodes as codes  # type: ignore[import-untyped]
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from errors import DossierError, NotHeld, NotSetUp, StorageFull, StorageUnavailable

DRIVER = "postgresql+psycopg2"
NO_TABLE = (codes.UNDEFINED_TABLE, codes.INVALID_SCHEMA_NAME, codes.UNDEFINED_COLUMN)
NOT_LET_IN = (codes.INVALID_CATALOG_NAME, codes.INVALID_AUTHORIZATION_SPECIFICATION, codes.INVALID_PASSWORD)
# classes of SQLSTATE after which the same call may succeed: connection, resources, shutdown, lock and serialization
PASSING = (
    codes.CLASS_CONNECTION_EXCEPTION,
    codes.CLASS_INSUFFICIENT_RESOURCES,
    codes.CLASS_OPERATOR_INTERVENTION,
    codes.CLASS_TRANSACTION_ROLLBACK,
    codes.CLASS_OBJECT_NOT_IN_PREREQUISITE_STATE,
)


def engine_for(url: str) -> Engine:
    """An engine whose errors and logs hold no values. Raises NotSetUp for a URL that is not `postgresql+psycopg2://`."""
    if not url.startswith(f"{DRIVER}://"):
        raise NotSetUp(f"the warehouse's URL must begin with {DRIVER}://")
    try:
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=4, max_overflow=4)
    except ArgumentError:
        raise NotSetUp(f"the warehouse's URL is not understood: {DRIVER}://user:password@host/database") from None


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """All or nothing: committed at the end, rolled back by any exception."""
    with mapped(), engine.begin() as connection:
        yield connection


@contextmanager
def mapped() -> Iterator[None]:
    """The driver's errors as ours, without what the driver says."""
    try:
        yield
    except NoConnectionFree:
        raise StorageUnavailable("the warehouse has no connection free: run again, or with fewer workers") from None
    except DBAPIError as error:
        raise _ours(error) from None


def _ours(error: DBAPIError) -> DossierError:
    state = getattr(error.orig, "pgcode", None) or ""
    if state == codes.DISK_FULL:
        return StorageFull("the warehouse's disk is full: free space and run again; nothing was half written")
    if state == codes.INVALID_TEXT_REPRESENTATION:
        return NotHeld("asked for something by a text that is no id")
    if state in NO_TABLE:
        return NotSetUp("the warehouse's tables are missing or old: run the migrations (`hoso doctor` says how)")
    if state in NOT_LET_IN or (not state and _never_let_in(error)):
        return NotSetUp("the warehouse does not let us in: check database, user and password in the settings")
    lost = not state and isinstance(error, OperationalError | InterfaceError)
    if lost or error.connection_invalidated or state.startswith(PASSING):
        return StorageUnavailable(f"the warehouse did not answer ({type(error).__name__} {state}): try again")
    return DossierError(f"the warehouse refused the change ({type(error).__name__} {state})")


def _never_let_in(error: DBAPIError) -> bool:
    """psycopg2 gives no SQLSTATE for a refused log-in; its sentence is read here and goes no further."""
    said = str(error.orig)
    return "FATAL" in said and any(sign in said for sign in ("does not exist", "authentication failed", "pg_hba.conf"))
