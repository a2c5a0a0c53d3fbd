"""Run by Alembic from `storage.schema.migrate`, inside its connection and its transaction."""

from alembic import context

from storage.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
