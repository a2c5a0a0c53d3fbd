"""What was told of each scan at the counter, before it was read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("scan", sa.Column("verdict", postgresql.JSONB, nullable=True))
