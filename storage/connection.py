"""The edge to PostgreSQL: engines, transactions, and the driver's errors told in our own words.

No message of the driver passes: it may quote the row that it refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg2 import errorcodes as codes  # type: ignore[import-untyped]
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from errors import DossierError, NotGranted, NotHeld, NotSetUp, StorageFull, StorageUnavailable
from storage.grants import Role
from storage.sealing import late
from storage.sealing.sealer import Sealer, give_vault

DRIVER = "postgresql+psycopg2"
KEPT, MORE = 8, 8  # connections of a process: kept open, and opened beyond that for as long as they are needed
NO_TABLE = (codes.UNDEFINED_TABLE, codes.INVALID_SCHEMA_NAME, codes.UNDEFINED_COLUMN)
NOT_LET_IN = (codes.INVALID_CATALOG_NAME, codes.INVALID_AUTHORIZATION_SPECIFICATION, codes.INVALID_PASSWORD)
_CLOSED = ("does not exist", "authentication failed", "pg_hba.conf", "permission denied to set role")
# classes of SQLSTATE after which the same call may succeed: connection, resources, shutdown, lock and serialization
PASSING = (
    codes.CLASS_CONNECTION_EXCEPTION,
    codes.CLASS_INSUFFICIENT_RESOURCES,
    codes.CLASS_OPERATOR_INTERVENTION,
    codes.CLASS_TRANSACTION_ROLLBACK,
    codes.CLASS_OBJECT_NOT_IN_PREREQUISITE_STATE,
)


def engine_for(url: str, vault: Sealer | None = None, role: Role | None = None) -> Engine:
    """An engine whose errors and logs hold no values. Raises NotSetUp for a URL that is not `postgresql+psycopg2://`.

    `vault`: what seals and opens personal columns; without one they can be neither written nor read. `role`: with whose
    rights every connection works; None: with those of the user that logs in.
    """
    if not url.startswith(f"{DRIVER}://"):
        raise NotSetUp(f"the warehouse's URL must begin with {DRIVER}://")
    try:
        options = _as_role(url, role)
        engine = create_engine(
            url, hide_parameters=True, pool_pre_ping=True, pool_size=KEPT, max_overflow=MORE, **options
        )
    except ArgumentError:
        raise NotSetUp(f"the warehouse's URL is not understood: {DRIVER}://user:password@host/database") from None
    give_vault(engine, vault)
    if vault is not None:
        late.watch(engine)
    event.listen(engine, "handle_error", _as_raised)
    return engine


def _as_role(url: str, role: Role | None) -> dict[str, Any]:
    """The role is the connection's own default: it comes without a round trip, and RESET ROLE leads back to it."""
    if role is None:
        return {}
    before = make_url(url).query.get("options", "")
    return {"connect_args": {"options": f"{before} -c role={role}".strip()}}


def _as_raised(context: ExceptionContext) -> None:
    """What a column refuses to seal is told as it was raised, not as an error of the statement."""
    if isinstance(context.original_exception, DossierError | TypeError):
        raise context.original_exception


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """All or nothing: committed at the end, rolled back by any exception. Raises Erased at the end where a key under
    which something was sealed was destroyed meanwhile.
    """
    with mapped(), late.watched(engine) as connection:
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
    if state == codes.INSUFFICIENT_PRIVILEGE:
        return NotGranted("the database's role may not do this: storage/data/grants.toml says what each may")
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
    return "FATAL" in said and any(sign in said for sign in _CLOSED)
