"""A resolution is kept as the whole decision with what it rests on; the separate note of witnesses goes."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("resolution", "witnesses")
