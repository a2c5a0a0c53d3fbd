"""Receipts of papers that were scanned at the counter."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_TEXTS = ("id", "office", "code", "origin", "procedure_code", "digest")


def upgrade() -> None:
    op.create_table(
        "counter_receipt",
        *(sa.Column(name, sa.Text, nullable=False) for name in _TEXTS),
        sa.Column("papers", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_in_as", sa.Uuid(as_uuid=False)),
        sa.ForeignKeyConstraint(["taken_in_as"], ["dossier.id"], name=op.f("fk_counter_receipt_taken_in_as")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_receipt")),
        sa.UniqueConstraint("digest", name=op.f("uq_counter_receipt_digest")),
    )
    op.create_index("ix_counter_receipt_taken_in_as", "counter_receipt", ["taken_in_as"])
    op.create_index("ix_counter_receipt_office_made_at", "counter_receipt", ["office", "made_at"])
