"""Webhooks, the subject's requests, and who was told of a wrong value."""

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
