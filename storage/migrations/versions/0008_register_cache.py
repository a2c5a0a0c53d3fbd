"""Answers of the registers that may be used again for a while, and which uses were such."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_answer",
        sa.Column("request_digest", sa.Text, nullable=False),
        sa.Column("register", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("answer_digest", sa.Text, nullable=False),
        sa.Column("mock", sa.Boolean, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("request_digest", name=op.f("pk_kept_answer")),
    )
    op.create_index("ix_kept_answer_deadline", "kept_answer", ["deadline"])
    op.add_column("register_answer", sa.Column("cached", sa.Boolean, nullable=False, server_default=sa.false()))
    op.alter_column("register_answer", "cached", server_default=None)  # only for the rows of before
