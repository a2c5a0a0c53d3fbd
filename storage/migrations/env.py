"""Run by Alembic from `storage.schema.migrate`, inside its connection and its transaction."""

from alembic import context

from storage import schema_audit as schema_audit
from storage import schema_cache as schema_cache
from storage import schema_fixity as schema_fixity
from storage import schema_followup as schema_followup  # its tables, too, are part of METADATA
from storage import schema_reuse as schema_reuse
from storage import schema_signatures as schema_signatures
from storage.replica import schema as schema
from storage.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
