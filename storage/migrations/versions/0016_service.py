"""Clients of the reuse service: who they are, what they may, what they have used up."""

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
