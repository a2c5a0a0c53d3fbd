"""When each stored object was last looked at and last found whole, at each site where it is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "object_fixity",
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("digest", sa.Text(collation="C"), nullable=False),
        sa.Column("algorithm", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True)),
        sa.Column("verified_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("site", "digest", name=op.f("pk_object_fixity")),
    )
    op.create_index("ix_object_fixity_site_changed_at_digest", "object_fixity", ["site", "changed_at", "digest"])
