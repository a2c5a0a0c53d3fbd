"""The ledger of what was not asked again, and the indicators."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

GUARD = """
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    op.create_table(
        "reuse",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("component", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False, server_default=""),
        sa.Column("document_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("procedure_code", sa.Text, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False, server_default=""),
        sa.Column("minutes", sa.Double, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("assumed", sa.Boolean, nullable=False),
        sa.Column("standing", sa.Boolean, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_reuse_dossier_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_reuse_document_id")),
        sa.PrimaryKeyConstraint("id", "number", name=op.f("pk_reuse")),
    )
    op.create_index(op.f("ix_reuse_dossier_id"), "reuse", ["dossier_id"])
    op.create_table(
        "told_fact",
        sa.Column("dossier_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("fact", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("holds", sa.Boolean, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_told_fact_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "fact", "number", name=op.f("pk_told_fact")),
    )
    for table in ("reuse", "told_fact"):
        op.execute(GUARD.format(table))
