"""People with their aliases, versions of records, and the outbox of what changed."""

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
