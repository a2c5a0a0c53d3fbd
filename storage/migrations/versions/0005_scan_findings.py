"""What is odd about each scan and each page, and which scan was found within which."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("scan", sa.Column("part_of", sa.Uuid(as_uuid=False), nullable=True))
    op.create_foreign_key(op.f("fk_scan_part_of"), "scan", "scan", ["part_of"], ["id"])
    op.add_column("scan", sa.Column("findings", postgresql.ARRAY(sa.Text), nullable=True))
    op.add_column("page", sa.Column("findings", postgresql.ARRAY(sa.Text), nullable=True))
