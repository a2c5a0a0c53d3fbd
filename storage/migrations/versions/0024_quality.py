"""Lots, samples and verdicts of the quality of what was accepted."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

WRITTEN_ONCE = ("quality_load", "quality_verdict", "quality_rate")
GUARD = """
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON {}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
ID = sa.Uuid(as_uuid=False)
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _lots()
    _samples()
    _verdicts()
    for table in WRITTEN_ONCE:
        op.execute(GUARD.format(table))


def _needed(name: str, kind: Any, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, **more)


def _of(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}"))


def _lots() -> None:
    op.create_table(
        "quality_lot",
        _needed("id", ID),
        _needed("office", sa.Text),
        _needed("day", sa.Date),
        _needed("number", sa.Integer),
        _needed("size", sa.Integer),
        _needed("wanted", sa.Integer),
        _needed("stage", sa.Integer),
        _needed("looked", sa.Integer, server_default="0"),
        _needed("wrong", sa.Integer, server_default="0"),
        _needed("unsure", sa.Integer, server_default="0"),
        sa.Column("bound", sa.Double, nullable=True),
        sa.Column("running_bound", sa.Double, nullable=True),
        _needed("running_looked", sa.Integer, server_default="0"),
        _needed("most_wrong", sa.Double),
        _needed("confidence", sa.Double),
        _needed("state", sa.Text),
        _needed("policy", sa.Text),
        _needed("made_at", AT),
        _needed("changed_at", AT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_lot")),
        sa.UniqueConstraint("office", "day", "number", name=op.f("uq_quality_lot_office_day_number")),
    )
    op.create_table(
        "quality_load",
        _needed("dossier_id", ID),
        _needed("load_number", sa.Integer),
        _needed("lot_id", ID),
        _needed("made_at", AT),
        _of("quality_load", "dossier_id", "dossier"),
        _of("quality_load", "lot_id", "quality_lot"),
        sa.PrimaryKeyConstraint("dossier_id", "load_number", name=op.f("pk_quality_load")),
    )
    op.create_index(op.f("ix_quality_load_lot_id"), "quality_load", ["lot_id"])


def _samples() -> None:
    op.create_table(
        "quality_sample",
        _needed("task_id", ID),
        _needed("dossier_id", ID),
        sa.Column("lot_id", ID, nullable=True),
        _needed("origin", sa.Text),
        _needed("counted", sa.Boolean),
        _needed("document_id", ID),
        _needed("form", sa.Text),
        _needed("field", sa.Text),
        sa.Column("record_id", ID, nullable=True),
        _needed("method", sa.Text),
        sa.Column("person", sa.Text, nullable=True),
        _needed("expected", sa.Text),
        sa.Column("planted", sa.Text, nullable=True),
        _needed("made_at", AT),
        _of("quality_sample", "task_id", "review_task"),
        _of("quality_sample", "dossier_id", "dossier"),
        _of("quality_sample", "lot_id", "quality_lot"),
        _of("quality_sample", "document_id", "document"),
        _of("quality_sample", "record_id", "record"),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_quality_sample")),
    )
    op.create_index("ix_quality_sample_dossier_id", "quality_sample", ["dossier_id"])
    op.create_index("ix_quality_sample_lot_id", "quality_sample", ["lot_id"])


def _verdicts() -> None:
    op.create_table(
        "quality_verdict",
        _needed("task_id", ID),
        _needed("dossier_id", ID),
        _needed("verdict", sa.Text),
        sa.Column("slip", sa.Text, nullable=True),
        sa.Column("person", sa.Text, nullable=True),
        _needed("by", sa.Text),
        _needed("made_at", AT),
        _of("quality_verdict", "task_id", "quality_sample", "task_id"),
        _of("quality_verdict", "dossier_id", "dossier"),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_quality_verdict")),
    )
    op.create_table(
        "quality_rate",
        _needed("person", sa.Text),
        _needed("number", sa.Integer),
        _needed("factor", sa.Integer),
        _needed("signs", ARRAY(sa.Text)),
        _needed("made_at", AT),
        sa.PrimaryKeyConstraint("person", "number", name=op.f("pk_quality_rate")),
    )
