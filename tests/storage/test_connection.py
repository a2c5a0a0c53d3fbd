"""The driver's errors under our names, and nothing of what the driver says."""

from pathlib import Path

import pytest
import storage_makers as make
from sqlalchemy import text

from errors import DossierError, NotHeld, NotSetUp, StorageFull, StorageUnavailable
from storage.connection import engine_for, transaction

pytestmark = pytest.mark.contract

RAISED = [
    # SQLSTATE, what it becomes
    ("53100", StorageFull),  # disk full
    ("53200", StorageUnavailable),  # out of memory
    ("57P01", StorageUnavailable),  # shut down by the administrator
    ("40001", StorageUnavailable),  # serialization failure
    ("40P01", StorageUnavailable),  # deadlock
    ("42P01", NotSetUp),  # no such table
    ("22P02", NotHeld),  # text that is no id
    ("23505", DossierError),  # unique violation
]


@pytest.mark.parametrize(("state", "expected"), RAISED)
def test_each_comes_by_its_name(migrated_url: str, state: str, expected: type[DossierError]) -> None:
    engine = engine_for(migrated_url)
    broken = text(f"DO $$ BEGIN RAISE EXCEPTION 'Key (name)=({make.NAME})' USING ERRCODE = '{state}'; END $$")
    with pytest.raises(DossierError) as caught, transaction(engine) as connection:
        connection.execute(broken)
    engine.dispose()
    assert type(caught.value) is expected
    assert make.NAME not in str(caught.value)
    assert caught.value.__suppress_context__, "the driver's own words must not be printed below ours"


def test_the_servers_log_repeats_no_statement(postgres: Path, migrated_url: str) -> None:
    engine = engine_for(migrated_url)
    wrong = text("INSERT INTO delivery VALUES (:id, 1, :name, NULL, now())")
    with pytest.raises(DossierError), transaction(engine) as connection:
        connection.execute(wrong, {"id": "00000000-0000-5000-8000-000000000000", "name": make.NAME})
    engine.dispose()
    log = (postgres / "postgres.log").read_text()
    assert "starting PostgreSQL" in log
    assert make.NAME not in log


def test_a_connection_that_breaks_in_mid_change(migrated_url: str) -> None:
    engine = engine_for(migrated_url)

    def broken() -> None:
        with transaction(engine) as connection:
            connection.execute(text("INSERT INTO step VALUES ('s', 'load', 'k', DEFAULT, now())"))
            connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StorageUnavailable):
        broken()
    with transaction(engine) as connection:
        assert connection.scalar(text("SELECT count(*) FROM step")) == 0
    engine.dispose()
