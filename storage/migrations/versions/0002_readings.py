"""What was read, found in registers, decided, and asked of people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page",
        sa.Column("scan_digest", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=True),
        sa.Column("failure", sa.Text, nullable=True),
        sa.Column("picture", sa.Text, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scan_digest", "number", "key", name=op.f("pk_page")),
    )

    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("dossier_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("scan_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("edition", sa.Text, nullable=False),
        sa.Column("pages", postgresql.ARRAY(sa.Integer), nullable=False),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_document_dossier_id")),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_document_scan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("dossier_id", "key", "position", name=op.f("uq_document_dossier_id_key_position")),
    )

    op.create_table(
        "reading",
        sa.Column("document_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("value", sa.Text, nullable=True),
        sa.Column("problem", sa.Text, nullable=True),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_reading_document_id")),
        sa.PrimaryKeyConstraint("document_id", "field", "revision", name=op.f("pk_reading")),
    )

    op.create_table(
        "register_answer",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("dossier_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("seq", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("register", sa.Text, nullable=False),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("procedure", sa.Text, nullable=False),
        sa.Column("officer", sa.Text, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("supposition", sa.Text, nullable=False),
        sa.Column("request_digest", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("answer_digest", sa.Text, nullable=False),
        sa.Column("mock", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_register_answer_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_answer")),
        sa.UniqueConstraint("request_id", name=op.f("uq_register_answer_request_id")),
    )
    op.create_index(op.f("ix_register_answer_dossier_id"), "register_answer", ["dossier_id"], unique=False)

    op.create_table(
        "resolution",
        sa.Column("dossier_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("phone_status", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=True),
        sa.Column("weight", sa.Double, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("witnesses", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_resolution_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "key", name=op.f("pk_resolution")),
    )

    op.create_table(
        "review_task",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("dossier_id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("document_id", sa.Uuid(as_uuid=False), nullable=True),
        sa.Column("field", sa.Text, nullable=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=True),
        sa.Column("deadline", sa.Date, nullable=True),
        sa.Column("answer", sa.Text, nullable=True),
        sa.Column("settled_by", sa.Text, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_review_task_document_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_review_task_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_task")),
    )
    op.create_index(op.f("ix_review_task_dossier_id"), "review_task", ["dossier_id"], unique=False)
    op.create_index("ix_review_task_state_deadline", "review_task", ["state", "deadline"], unique=False)
