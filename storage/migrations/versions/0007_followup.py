"""Requests to put a register right, and what people still have to do."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

GUARD = """
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON correction_step
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    op.create_table(
        "correction_request",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("dossier_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("register", sa.Text, nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("shows", sa.Text, nullable=False),
        sa.Column("holds", sa.Text, nullable=True),
        sa.Column("document_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("page", sa.Integer, nullable=True),
        sa.Column("box", postgresql.ARRAY(sa.Integer), nullable=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("deadline", sa.Date, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_correction_request_dossier_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_correction_request_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_request")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_correction_request_dossier_id_number")),
    )
    op.create_index(op.f("ix_correction_request_state"), "correction_request", ["state"])
    op.create_table(
        "correction_step",
        sa.Column("correction_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["correction_request.id"], name=op.f("fk_correction_step_correction_id")
        ),
        sa.PrimaryKeyConstraint("correction_id", "number", name=op.f("pk_correction_step")),
    )
    op.create_table(
        "asked_again",
        sa.Column("dossier_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_asked_again_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "number", name=op.f("pk_asked_again")),
    )
    op.create_index(op.f("ix_asked_again_state"), "asked_again", ["state"])
    op.execute(GUARD)
