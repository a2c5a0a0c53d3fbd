"""The replica: an extract of the population register, indexed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LOOKED_UP_BY = (
    "number", "old_number", "day", "name_and_day", "short_name_and_day", "former_name_and_day",
    "household", "father", "mother",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "population_extract",
        sa.Column("id", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("provenance", sa.Text, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("details", postgresql.JSONB, nullable=False),
        sa.Column("frequencies", sa.Text, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_extract")),
    )
    op.create_index(
        "ix_population_extract_serving",
        "population_extract",
        ["state"],
        unique=True,
        postgresql_where=sa.text("state = 'SERVING'"),
    )
    op.create_table(
        "population_person",
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("person_key", sa.BigInteger, nullable=False),
        sa.Column("row_digest", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=True) for name in LOOKED_UP_BY),
        sa.Column("content", sa.Text, nullable=False),
    )
