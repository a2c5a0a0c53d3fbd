"""Roles of the database, what each may, and what rows each sees.

Rights and rows are data (`storage/data/grants.toml`) and follow the migrations each time, so that a later table needs
no migration for them. What stands here is what those roles could otherwise misuse.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# the audit's trigger, and nobody, enters rows into the queue of those that wait: with the rights of the tables' owner
AS_OWNER = "ALTER FUNCTION wait_for_link() SECURITY DEFINER SET search_path = {schema}, pg_temp"
# or else a trigger on a table of one's own would run it with those rights
NOT_FOR_ALL = "REVOKE EXECUTE ON FUNCTION wait_for_link(), refuse_change() FROM PUBLIC"


def upgrade() -> None:
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar()
    op.execute(AS_OWNER.format(schema=schema))
    op.execute(NOT_FOR_ALL)
