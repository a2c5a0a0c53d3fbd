"""The keys under which personal values and objects are sealed."""

import sqlalchemy as sa
from alembic import op

from errors import NotSetUp

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

IN_CLEAR = (
    "this warehouse holds dossiers of a version that did not seal personal values, and they are not sealed afterwards: "
    "start from an empty database (HOSO_WAREHOUSE_URL, or another HOSO_STATE), hand the dossiers in again, "
    "then destroy the old database and its backups"
)


def upgrade() -> None:
    if op.get_bind().scalar(sa.text("SELECT EXISTS (SELECT FROM dossier)")):
        raise NotSetUp(IN_CLEAR)
    op.create_table(
        "data_key",
        sa.Column("id", sa.Uuid(as_uuid=True), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("wrapped", sa.LargeBinary, nullable=True),
        sa.Column("master", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_key")),
        sa.UniqueConstraint("owner", "version", name=op.f("uq_data_key_owner_version")),
    )
