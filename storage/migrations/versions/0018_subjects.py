"""Webhooks, the subject's requests, and who was told of a wrong value."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

WRITTEN_ONCE = (
    "deferral",
    "subject_request",
    "subject_step",
    "recall",
    "recall_notice",
    "recall_answer",
)
GUARD = """
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
ID = sa.Uuid(as_uuid=False)
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _told()
    _subjects()
    _recalls()
    for table in WRITTEN_ONCE:
        op.execute(GUARD.format(table))


def _needed(name: str, kind: Any, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, **more)


def _told() -> None:
    op.create_table(
        "webhook",
        _needed("id", ID),
        _needed("client_id", sa.Text),
        _needed("address", sa.Text),
        _needed("kinds", ARRAY(sa.Text)),
        _needed("batch", sa.Integer),
        _needed("state", sa.Text),
        _needed("reason", sa.Text, server_default=""),
        _needed("after_xid", sa.BigInteger),
        _needed("after_seq", sa.BigInteger),
        _needed("delivered", sa.BigInteger, server_default="0"),
        _needed("attempts", sa.Integer, server_default="0"),
        sa.Column("failing_since", AT, nullable=True),
        _needed("next_at", AT),
        sa.Column("lease", ID, nullable=True),
        sa.Column("leased_until", AT, nullable=True),
        _needed("by", sa.Text),
        _needed("made_at", AT),
        _needed("changed_at", AT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_client_id"), "webhook", ["client_id"])
    op.create_table(
        "event_reader",
        _needed("name", sa.Text),
        _needed("after_xid", sa.BigInteger),
        _needed("after_seq", sa.BigInteger),
        _needed("changed_at", AT),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_event_reader")),
    )


def _subjects() -> None:
    op.create_table(
        "deferral",
        _needed("id", ID),
        _needed("number", sa.Integer),
        _needed("person_id", ID),
        _needed("actor", sa.Text),
        _needed("from_at", AT),
        _needed("until", AT),
        _needed("basis", sa.Text),
        _needed("why", sa.Text),
        _needed("by", sa.Text),
        _needed("made_at", AT),
        sa.PrimaryKeyConstraint("id", "number", name=op.f("pk_deferral")),
    )
    op.create_index(op.f("ix_deferral_person_id"), "deferral", ["person_id"])
    op.create_table(
        "subject_request",
        _needed("id", ID),
        _needed("person_id", ID),
        _needed("number", sa.Integer),
        _needed("record_id", ID),
        _needed("field", sa.Text),
        _needed("revision", sa.Integer),
        _needed("shows", sa.Text),
        _needed("why", sa.Text),
        _needed("by", sa.Text),
        _needed("made_at", AT),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_subject_request_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_request")),
        sa.UniqueConstraint("person_id", "number", name=op.f("uq_subject_request_person_id_number")),
    )
    op.create_index(op.f("ix_subject_request_record_id"), "subject_request", ["record_id"])
    op.create_table(
        "subject_step",
        _needed("request_id", ID),
        _needed("number", sa.Integer),
        _needed("state", sa.Text),
        _needed("answer_by", sa.Date),
        _needed("done_by", sa.Date),
        _needed("others", sa.Boolean),
        _needed("extended", sa.Boolean),
        sa.Column("note", sa.Text, nullable=True),
        _needed("by", sa.Text),
        _needed("made_at", AT),
        sa.ForeignKeyConstraint(["request_id"], ["subject_request.id"], name=op.f("fk_subject_step_request_id")),
        sa.PrimaryKeyConstraint("request_id", "number", name=op.f("pk_subject_step")),
    )


def _recalls() -> None:
    op.create_table(
        "recall",
        _needed("id", ID),
        _needed("person_id", ID),
        _needed("record_id", ID),
        _needed("field", sa.Text),
        _needed("revision", sa.Integer),
        _needed("cause", sa.Text),
        _needed("loaded_at", AT),
        _needed("found_at", AT),
        _needed("made_at", AT),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_recall_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recall")),
    )
    op.create_index(op.f("ix_recall_record_id"), "recall", ["record_id"])
    op.create_table(
        "recall_notice",
        _needed("recall_id", ID),
        _needed("reader", sa.Text),
        _needed("number", sa.BigInteger),
        _needed("first_at", AT),
        _needed("last_at", AT),
        _needed("made_at", AT),
        sa.ForeignKeyConstraint(["recall_id"], ["recall.id"], name=op.f("fk_recall_notice_recall_id")),
        sa.PrimaryKeyConstraint("recall_id", "reader", name=op.f("pk_recall_notice")),
    )
    op.create_index("ix_recall_notice_reader", "recall_notice", ["reader", "made_at", "recall_id"])
    op.create_table(
        "recall_answer",
        _needed("recall_id", ID),
        _needed("reader", sa.Text),
        _needed("number", sa.Integer),
        _needed("state", sa.Text),
        _needed("by", sa.Text),
        _needed("made_at", AT),
        sa.ForeignKeyConstraint(
            ["recall_id", "reader"],
            ["recall_notice.recall_id", "recall_notice.reader"],
            name=op.f("fk_recall_answer_recall_id_reader"),
        ),
        sa.PrimaryKeyConstraint("recall_id", "reader", "number", name=op.f("pk_recall_answer")),
    )
