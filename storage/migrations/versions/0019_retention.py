"""Holds and terms of what is kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("legal_hold", "legal_hold_release", "erasure")
GUARD = """
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
_ID = sa.Uuid(as_uuid=False)


def _who_and_when() -> tuple[sa.Column, sa.Column]:
    return sa.Column("by", sa.Text, nullable=False), sa.Column("made_at", sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    op.create_table(
        "legal_hold",
        sa.Column("id", _ID, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("until", sa.Date),
        *_who_and_when(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    op.create_index("ix_legal_hold_what", "legal_hold", ["what"])
    op.create_table(
        "legal_hold_release",
        sa.Column("hold_id", _ID, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        *_who_and_when(),
        sa.ForeignKeyConstraint(["hold_id"], ["legal_hold.id"], name=op.f("fk_legal_hold_release_hold_id")),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_legal_hold_release")),
    )
    op.create_table(
        "erasure",
        sa.Column("id", _ID, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("owners", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("key_ids", postgresql.ARRAY(_ID), nullable=False),
        sa.Column("kept", postgresql.ARRAY(sa.Text), nullable=False),
        *_who_and_when(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_index("ix_erasure_what", "erasure", ["what"])
    op.create_table(
        "export_part",
        sa.Column("export_id", _ID, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["export_id"], ["export.id"], name=op.f("fk_export_part_export_id_export")),
        sa.PrimaryKeyConstraint("export_id", "digest", name=op.f("pk_export_part")),
    )
    op.create_index("ix_export_part_digest", "export_part", ["digest"])
    for table in WRITTEN_ONCE:
        op.execute(GUARD.format(table))
