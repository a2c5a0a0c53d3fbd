"""Days of papers and of numbers are sealed like what they stand beside: a card ends on a birthday of its holder.

They were plain columns of `record_description` and `person_alias`, and go without being converted: what is written once
is not sealed anew. A row of before tells no days from now on, and old row versions, WAL and backups still hold them. So
a warehouse that was filled before this is to be loaded again, from its originals into a new one.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person_alias", sa.Column("days", sa.Text))
    for table in ("person_alias", "record_description"):
        for name in ("valid_from", "valid_to"):
            op.drop_column(table, name)
