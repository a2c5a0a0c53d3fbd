"""How the roles and their rights come to be there, and what is told when a hand has changed them."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from storage import private_postgres, roles
from storage.connection import engine_for
from storage.grants import grants
from storage.migrating import migrate
from storage.roles import RolesMissing, apply_grants, ensure_roles, faults, missing_roles, sql_for_dba

pytestmark = pytest.mark.contract

EXTRACT = "SELECT count(*) FROM population_person_7"


def test_a_database_that_was_migrated_has_no_fault(migrated_url: str) -> None:
    engine = engine_for(migrated_url)
    with engine.connect() as connection:
        assert faults(connection) == []
        assert apply_grants(connection) == 0
    engine.dispose()


def test_what_a_hand_changed_is_told_and_put_right(warehouse_url: str) -> None:
    by_hand = (
        "GRANT SELECT ON page TO hoso_api",
        "GRANT UPDATE (wrapped) ON data_key TO hoso_review",
        "REVOKE SELECT ON record FROM hoso_dag",
        "DROP POLICY hoso_api_rows ON record",
        "CREATE POLICY hoso_api_more ON record USING (true)",
        "ALTER TABLE person DISABLE ROW LEVEL SECURITY",
    )
    engine = engine_for(warehouse_url)
    with engine.connect() as connection:
        for statement in by_hand:
            assert faults(connection) == []
            connection.exec_driver_sql(statement)
            assert len(faults(connection)) == 1
            assert apply_grants(connection) > 0
    engine.dispose()


def test_the_table_of_an_extract_has_the_rights_of_its_shape(warehouse_url: str) -> None:
    engine = engine_for(warehouse_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE population_person_7 (LIKE population_person)")
        apply_grants(connection)
        connection.exec_driver_sql("SET LOCAL ROLE hoso_dag")
        assert connection.scalar(text(EXTRACT)) == 0
        connection.exec_driver_sql("SET LOCAL ROLE hoso_api")
        with pytest.raises(DBAPIError, match="permission denied"):
            connection.scalar(text(EXTRACT))
    engine.dispose()


def test_two_databases_make_the_roles_at_once(empty_url: str, migrated_url: str) -> None:
    names = ["hoso_test_one", "hoso_test_two"]
    first, second = engine_for(empty_url), engine_for(migrated_url)
    with first.connect() as one:
        ensure_roles(one, names)

        def meanwhile() -> None:
            with second.begin() as other:
                ensure_roles(other, names)

        beside = threading.Thread(target=meanwhile)
        beside.start()
        one.commit()
        beside.join()
        assert missing_roles(one, names) == []
        for name in names:
            one.exec_driver_sql(f"DROP ROLE {name}")
        one.commit()
    first.dispose()
    second.dispose()


@pytest.fixture
def ordinary(keeper: Engine, postgres: Path) -> Iterator[str]:
    """A database of an owner who is no superuser and may create no role."""
    with keeper.connect() as connection:
        connection.exec_driver_sql("CREATE ROLE test_owner LOGIN")
        connection.exec_driver_sql("CREATE DATABASE ordinary OWNER test_owner")
    yield private_postgres.url(postgres, "ordinary").replace(f"{private_postgres.USER}@", "test_owner@")
    with keeper.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE ordinary WITH (FORCE)")
        connection.exec_driver_sql("DROP ROLE test_owner")


def test_an_owner_who_may_not_create_roles_is_told_what_a_dba_runs(
    ordinary: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(ordinary)  # the roles are there
    engine = engine_for(ordinary)
    with engine.connect() as connection:
        assert faults(connection) == []
        with pytest.raises(RolesMissing, match="CREATE ROLE hoso_nowhere NOLOGIN;"):
            ensure_roles(connection, ["hoso_nowhere"])
        monkeypatch.setattr(roles, "missing_roles", lambda *_: ["hoso_nowhere"])
        assert sql_for_dba(["hoso_nowhere"]) in faults(connection)[0]
    engine.dispose()


def test_every_table_with_rows_of_its_own_is_secured(migrated_url: str) -> None:
    secured = {name for name, table in grants().tables.items() if table.by_rows}
    engine = engine_for(migrated_url)
    with engine.connect() as connection:
        held = set(connection.scalars(text("SELECT relname FROM pg_class WHERE relrowsecurity")))
    engine.dispose()
    assert held == secured
