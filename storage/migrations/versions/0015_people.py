"""People with their aliases, versions of records, and the outbox of what changed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("person", "person_alias", "record_load", "record_description", "record_state", "outbox")
GUARD = """
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
_ID = sa.Uuid(as_uuid=False)


def _made_at() -> sa.Column:
    return sa.Column("made_at", sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    _people()
    _records()
    _outbox()
    for table in WRITTEN_ONCE:
        op.execute(GUARD.format(table))


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", _ID, nullable=False),
        _made_at(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "person_alias",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("blind", sa.LargeBinary, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("record_id", _ID),
        _made_at(),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_alias_person_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_person_alias_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_alias")),
    )
    op.create_index(op.f("ix_person_alias_person_id"), "person_alias", ["person_id"])
    op.create_index("ix_person_alias_kind_blind", "person_alias", ["kind", "blind"])


def _records() -> None:
    op.create_table(
        "record_load",
        sa.Column("dossier_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        _made_at(),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_record_load_dossier_id")),
        sa.PrimaryKeyConstraint("dossier_id", "number", name=op.f("pk_record_load")),
    )
    op.create_table(
        "record_description",
        sa.Column("record_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("void_from", sa.Date),
        sa.Column("code_blind", sa.LargeBinary),
        sa.Column("content", sa.Text, nullable=False),
        _made_at(),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_description_record_id")),
        sa.PrimaryKeyConstraint("record_id", "number", name=op.f("pk_record_description")),
    )
    op.create_index("ix_record_description_code_blind", "record_description", ["code_blind"])
    op.create_table(
        "record_state",
        sa.Column("record_id", _ID, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("effective", sa.Date, nullable=False),
        sa.Column("successor_id", _ID),
        sa.Column("by", sa.Text, nullable=False),
        _made_at(),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_record_state_record_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["record.id"], name=op.f("fk_record_state_successor_id")),
        sa.PrimaryKeyConstraint("record_id", "number", name=op.f("pk_record_state")),
    )
    op.add_column("record_field", sa.Column("engine", sa.Text))
    op.add_column("record", sa.Column("person_id", _ID))
    op.add_column("record", sa.Column("load_number", sa.Integer, nullable=False))  # no record stands yet: see 0014
    op.drop_column("record", "subject")
    op.create_foreign_key(op.f("fk_record_person_id"), "record", "person", ["person_id"], ["id"])
    op.create_index(op.f("ix_record_person_id"), "record", ["person_id"])
    op.create_index(op.f("ix_record_document_id"), "record", ["document_id"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("xid", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("person_id", _ID),
        sa.Column("record_id", _ID),
        sa.Column("codes", postgresql.JSONB, nullable=False),
        _made_at(),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_person_id")),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_outbox_record_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_xid_seq", "outbox", ["xid", "seq"])
