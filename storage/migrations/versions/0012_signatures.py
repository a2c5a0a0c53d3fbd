"""What the validation of electronic signatures said at intake."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

GUARD = """
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    op.create_table(
        "signature_check",
        sa.Column("scan_digest", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("trust", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scan_digest", "number", name=op.f("pk_signature_check")),
    )
    op.create_table(
        "signature",
        sa.Column("scan_digest", sa.Text, nullable=False),
        sa.Column("check_number", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("reasons", postgresql.ARRAY(sa.Text), nullable=False),
        sa.Column("signer", sa.Text, nullable=False),
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("certificate", sa.Text, nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True)),
        sa.Column("stamped_at", sa.DateTime(timezone=True)),
        sa.Column("allowance", sa.Text, nullable=False),
        sa.Column("coverage", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("scan_digest", "check_number", "position", name=op.f("pk_signature")),
        sa.ForeignKeyConstraint(
            ["scan_digest", "check_number"],
            ["signature_check.scan_digest", "signature_check.number"],
            name="fk_signature_check",
        ),
    )
    for table in ("signature_check", "signature"):
        op.execute(GUARD.format(table))
