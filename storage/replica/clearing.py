"""Loads of the replica one at a time; what a killed load or a retired extract leaves is cleared away by the next."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from errors import StorageUnavailable
from storage.change import Change
from storage.connection import engine_for, mapped
from storage.migrating import check_migrated
from storage.replica.schema import POPULATION_EXTRACT
from storage.replica.state import Extract, ExtractState, drop_rows, extracts, retire, serving

_ONE_AT_A_TIME = 7203006  # advisory lock
_PATIENCE_S = 30  # when somebody waits for the rows to be gone


class LoadUnderWay(StorageUnavailable):
    """Another process loads an extract, or one that was killed is still being cleared away: try again in a minute."""

    sentence = "Đang có một lần nạp bản trích khác. Hãy chờ rồi chạy lại."


def drop(url: str, *, actor: str, now: Callable[[], datetime]) -> Extract | None:
    """Take the extract in use out of use and delete its rows; None when there was none."""
    engine = engine_for(url)
    try:
        with mapped(), alone(engine) as connection:
            before = cleared(connection, actor, now)
            if before:
                with connection.begin():
                    retire(Change(connection, actor, now()), before)
                    drop_rows(connection, before, _PATIENCE_S)
            return before
    finally:
        engine.dispose()


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A connection of its own that holds the lock of all loads until it is closed, however this process ends."""
    with engine.connect() as connection:
        check_migrated(connection)
        connection.detach()
        # a server that writes an index for a process that was killed notices within seconds
        connection.exec_driver_sql("SET client_connection_check_interval = '2s'")
        if not connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({_ONE_AT_A_TIME})").scalar():
            raise LoadUnderWay("another load holds the lock")
        connection.commit()
        yield connection


def cleared(connection: Connection, actor: str, now: Callable[[], datetime]) -> Extract | None:
    """Clear away what a killed load left, and tell which extract serves."""
    with connection.begin():
        for left in extracts(connection):
            if left.state is ExtractState.BUILDING:
                connection.execute(POPULATION_EXTRACT.delete().where(POPULATION_EXTRACT.c.id == left.id))
                Change(connection, actor, now()).note("register.load_cleared", str(left.id), digest=left.digest)
    drop_retired(connection)
    with connection.begin():
        return serving(connection)


def drop_retired(connection: Connection) -> None:
    """Delete the rows of extracts that no longer serve. What a dossier still reads is left to the next load."""
    with connection.begin():
        retired = [one for one in extracts(connection) if one.state is ExtractState.RETIRED]
    for one in retired:
        try:
            with mapped(), connection.begin():
                drop_rows(connection, one, 1)
        except StorageUnavailable:
            continue


def forget(connection: Connection, extract_id: int) -> None:
    """A load that failed leaves nothing; when the server is away, the next load clears up."""
    try:
        with connection.begin():
            connection.execute(POPULATION_EXTRACT.delete().where(POPULATION_EXTRACT.c.id == extract_id))
    except DBAPIError:
        pass
