"""Staff of the verification station and their sessions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_ID = sa.Uuid(as_uuid=False)
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("id", _ID, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("account_blind", sa.LargeBinary, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("password_once", sa.Boolean, nullable=False),
        sa.Column("password_at", _TIME),
        sa.Column("issuer", sa.Text),
        sa.Column("subject_blind", sa.LargeBinary),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("disabled_at", _TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("account_blind", name=op.f("uq_staff_account_blind")),
        sa.UniqueConstraint("subject_blind", name=op.f("uq_staff_subject_blind")),
    )
    op.create_table(
        "staff_post",
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_post_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "role", "office", name=op.f("pk_staff_post")),
    )
    _sessions()


def _sessions() -> None:
    op.create_table(
        "staff_session",
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("staff_id", _ID, nullable=False),
        sa.Column("way", sa.Text, nullable=False),
        sa.Column("posts", postgresql.JSONB),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_session_staff_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_staff_session")),
    )
    op.create_index("ix_staff_session_staff_id", "staff_session", ["staff_id"])
    op.create_table(
        "staff_login_try",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("account", sa.LargeBinary, nullable=False),
        sa.Column("place", sa.LargeBinary, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_login_try")),
    )
    op.create_index("ix_staff_login_try_account_made_at", "staff_login_try", ["account", "made_at"])
    op.create_index("ix_staff_login_try_place_made_at", "staff_login_try", ["place", "made_at"])
