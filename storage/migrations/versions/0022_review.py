"""What the verification station keeps: claims, answers, notices, and what people chose or told."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("review_answer", "person_choice", "told_paper")
GUARD = """
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
ID = sa.Uuid(as_uuid=False)
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _questions()
    _claims()
    _answers()
    _told()
    for table in WRITTEN_ONCE:
        op.execute(GUARD.format(table))


def _needed(name: str, kind: Any, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, **more)


def _questions() -> None:
    for column in (
        _needed("version", sa.Integer, server_default="1"),
        _needed("worth", sa.Double, server_default="0"),
        _needed("round", sa.Text, server_default="FIRST"),
        _needed("rounds", sa.Integer, server_default="1"),
        _needed("origin", sa.Text, server_default="STEP"),
        sa.Column("told", sa.Text),
        sa.Column("went_on_at", AT),
    ):
        op.add_column("review_task", column)
    op.create_index(
        "ix_review_task_queue",
        "review_task",
        ["deadline", sa.text("worth DESC"), "made_at", "id"],
        postgresql_where=sa.text("state = 'OPEN'"),
    )
    op.create_index(
        "ix_review_task_touched",
        "review_task",
        ["dossier_id"],
        postgresql_where=sa.text("state = 'OPEN' AND version > 1"),
    )
    op.create_index(
        "ix_review_task_going_on",
        "review_task",
        ["dossier_id"],
        postgresql_where=sa.text("state = 'SETTLED' AND went_on_at IS NULL"),
    )


def _claims() -> None:
    op.create_table(
        "review_claim",
        _needed("task_id", ID),
        _needed("person", sa.Text),
        _needed("tab", sa.Text),
        _needed("taken_at", AT),
        _needed("until", AT),
        sa.Column("stolen_from", sa.Text),
        sa.ForeignKeyConstraint(["task_id"], ["review_task.id"], name=op.f("fk_review_claim_task_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_review_claim")),
    )
    op.create_index("ix_review_claim_person", "review_claim", ["person", "until"])
    op.create_table(
        "review_notice",
        _needed("id", ID),
        _needed("person", sa.Text),
        _needed("kind", sa.Text),
        _needed("task_id", ID),
        _needed("made_at", AT),
        sa.Column("read_at", AT),
        sa.ForeignKeyConstraint(["task_id"], ["review_task.id"], name=op.f("fk_review_notice_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_notice")),
    )
    op.create_index("ix_review_notice_person", "review_notice", ["person", "made_at"])


def _answers() -> None:
    op.create_table(
        "review_answer",
        _needed("id", ID),
        _needed("task_id", ID),
        _needed("number", sa.Integer),
        _needed("round", sa.Text),
        _needed("person", sa.Text),
        _needed("action", sa.Text),
        sa.Column("value", sa.Text),
        sa.Column("reason", sa.Text),
        _needed("shown", sa.Text),
        _needed("keys", sa.Integer),
        _needed("milliseconds", sa.Integer),
        sa.Column("undoes", ID),
        _needed("made_at", AT),
        sa.ForeignKeyConstraint(["task_id"], ["review_task.id"], name=op.f("fk_review_answer_task_id")),
        sa.ForeignKeyConstraint(["undoes"], ["review_answer.id"], name=op.f("fk_review_answer_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_answer")),
        sa.UniqueConstraint("task_id", "number", name=op.f("uq_review_answer_task_id_number")),
        sa.UniqueConstraint("undoes", name=op.f("uq_review_answer_undoes")),
    )
    op.create_index("ix_review_answer_person", "review_answer", ["person", "made_at"])


def _told() -> None:
    op.create_table(
        "person_choice",
        _needed("dossier_id", ID),
        _needed("number", sa.Integer),
        sa.Column("person", sa.Text),
        *_of_an_answer("person_choice"),
        sa.PrimaryKeyConstraint("dossier_id", "number", name=op.f("pk_person_choice")),
    )
    op.create_table(
        "told_paper",
        _needed("dossier_id", ID),
        _needed("scan_id", ID),
        _needed("number", sa.Integer),
        _needed("content", JSONB),
        *_of_an_answer("told_paper"),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_told_paper_scan_id")),
        sa.PrimaryKeyConstraint("dossier_id", "scan_id", "number", name=op.f("pk_told_paper")),
    )


def _of_an_answer(table: str) -> tuple[Any, ...]:
    """What such a row rests on."""
    return (
        _needed("answer_id", ID),
        _needed("by", sa.Text),
        _needed("made_at", AT),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f(f"fk_{table}_dossier_id")),
        sa.ForeignKeyConstraint(["answer_id"], ["review_answer.id"], name=op.f(f"fk_{table}_answer_id")),
    )
