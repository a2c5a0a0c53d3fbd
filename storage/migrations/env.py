"""Run by Alembic from `storage.migrating.migrate`, inside its connection and its transaction."""

from alembic import context

from storage import schema_audit as schema_audit
from storage import schema_cache as schema_cache
from storage import schema_counter as schema_counter
from storage import schema_fixity as schema_fixity
from storage import schema_followup as schema_followup  # its tables, too, are part of METADATA
from storage import schema_keys as schema_keys
from storage import schema_quality as schema_quality
from storage import schema_records as schema_records
from storage import schema_retention as schema_retention
from storage import schema_reuse as schema_reuse
from storage import schema_review as schema_review
from storage import schema_service as schema_service
from storage import schema_signatures as schema_signatures
from storage import schema_signing as schema_signing
from storage import schema_staff as schema_staff
from storage import schema_subjects as schema_subjects
from storage.replica import schema as schema
from storage.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
