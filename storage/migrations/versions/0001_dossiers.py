"""Dossiers, their scans, batches, steps done, and the audit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dossier",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=True),
        sa.Column("procedure_code", sa.Text, nullable=True),
        sa.Column("channel", sa.Text, nullable=True),
        sa.Column("receiving_office", sa.Text, nullable=True),
        sa.Column("applicant", sa.Text, nullable=True),
        sa.Column("manifest_object", sa.Text, nullable=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, server_default="", nullable=False),
        sa.Column("owner", sa.Text, nullable=True),
        sa.Column("deadline", sa.Date, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("digest", name=op.f("uq_dossier_digest")),
    )
    op.create_index(op.f("ix_dossier_code"), "dossier", ["code"], unique=False)
    op.create_index(op.f("ix_dossier_state"), "dossier", ["state"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("dossier_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("archive_object", sa.Text, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_delivery_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "number", name=op.f("pk_delivery")),
    )

    op.create_table(
        "scan",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("dossier_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=True),
        sa.Column("page_count", sa.Integer, nullable=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("refusal", sa.Text, nullable=True),
        sa.Column("duplicate_of", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_scan_dossier_id")),
        sa.ForeignKeyConstraint(["duplicate_of"], ["scan.id"], name=op.f("fk_scan_duplicate_of")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
        sa.UniqueConstraint("dossier_id", "position", name=op.f("uq_scan_dossier_id_position")),
    )
    op.create_index(op.f("ix_scan_digest"), "scan", ["digest"], unique=False)

    op.create_table(
        "step",
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", "stage", "key", name=op.f("pk_step")),
    )

    op.create_table(
        "batch",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )

    op.create_table(
        "batch_dossier",
        sa.Column("batch_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("dossier_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_dossier_batch_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_batch_dossier_dossier_id")),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_batch_dossier")),
    )

    op.create_table(
        "audit",
        sa.Column("seq", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
