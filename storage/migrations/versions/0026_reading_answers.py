"""A reading that a person gave names the answer that it comes from."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reading", sa.Column("answer_id", sa.Uuid(as_uuid=False)))
    op.create_index("ix_reading_answer_id", "reading", ["answer_id"], postgresql_where=sa.text("answer_id IS NOT NULL"))
