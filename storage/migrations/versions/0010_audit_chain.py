"""The audit as a chain of hashes with sealed heads; the rows of before wait for their links."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("audit_link",)
GUARD = """
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
WAIT = """
CREATE FUNCTION wait_for_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_waiting SELECT seq FROM added;
    RETURN NULL;
END
$$
"""
WAITS = """
CREATE TRIGGER waits_for_link AFTER INSERT ON audit REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION wait_for_link()
"""


def upgrade() -> None:
    op.create_table(
        "audit_link",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("previous", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_link")),
        sa.UniqueConstraint("seq", name=op.f("uq_audit_link_seq")),
    )
    op.create_table(
        "audit_waiting",
        sa.Column("seq", sa.BigInteger, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_waiting")),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
    for table in WRITTEN_ONCE:
        op.execute(GUARD.format(table=table))
    op.execute("INSERT INTO audit_waiting SELECT seq FROM audit")
    op.execute(WAIT)
    op.execute(WAITS)
