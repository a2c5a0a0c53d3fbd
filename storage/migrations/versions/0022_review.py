"""What the verification station keeps: claims, answers, notices, and what people chose or told."""

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
