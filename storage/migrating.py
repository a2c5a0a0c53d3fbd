"""The way to bring a database to the tables of this version: `migrate(url)`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from errors import NotSetUp
from storage.connection import engine_for, mapped
from storage.roles import apply_grants, ensure_roles

MIGRATIONS = Path(__file__).with_name("migrations")


def migrate(url: str) -> None:
    """Bring a database up to this version's tables and rights; safe to call again, and by several processes at once.

    Raises RolesMissing where the server has no roles of ours and this user may not make them.
    """
    engine = engine_for(url)
    try:
        with mapped(), engine.begin() as connection:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7203001)")
            ensure_roles(connection)
            command.upgrade(_alembic(connection), "head")
            apply_grants(connection)
    finally:
        engine.dispose()


def check_migrated(connection: Connection) -> None:
    """Raises NotSetUp when the database is not at this version's tables."""
    head = ScriptDirectory.from_config(_alembic(connection)).get_current_head()
    current = MigrationContext.configure(connection).get_current_revision()
    if current != head:
        raise NotSetUp(f"the warehouse is at migration {current or 'none'}, this version needs {head}: `hoso doctor`")


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
