"""Clients of the reuse service: who they are, what they may, what they have used up."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "service_client",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("offices", ARRAY(sa.Text), nullable=False),
        sa.Column("procedures", ARRAY(sa.Text), nullable=False),
        sa.Column("scopes", ARRAY(sa.Text), nullable=False),
        sa.Column("proof_needed", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("reads_per_day", sa.Integer, nullable=False),
        sa.Column("reads_per_subject", sa.Integer, nullable=False),
        sa.Column("reads_per_purpose", sa.Integer, nullable=False),
        sa.Column("subjects_alert", sa.Integer, nullable=False),
        sa.Column("requests_per_minute", sa.Integer, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_client")),
    )
    op.create_table(
        "service_client_key",
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("kid", sa.Text, nullable=False),
        sa.Column("jwk", JSONB, nullable=False),
        sa.Column("algorithm", sa.Text, nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["service_client.id"], name=op.f("fk_service_client_key_client_id")),
        sa.PrimaryKeyConstraint("client_id", "kid", name=op.f("pk_service_client_key")),
    )
    op.create_table(
        "service_seen",
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_service_seen")),
    )
    op.create_index(op.f("ix_service_seen_expires_at"), "service_seen", ["expires_at"])
    _used()
    _outside_dossiers()


def _used() -> None:
    op.create_table(
        "service_use",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("used", sa.BigInteger, nullable=False),
        sa.Column("allowed", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("day", "client_id", "kind", "key", name=op.f("pk_service_use")),
    )
    op.create_table(
        "service_alert",
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("used", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["service_client.id"], name=op.f("fk_service_alert_client_id")),
        sa.PrimaryKeyConstraint("client_id", "day", "kind", name=op.f("pk_service_alert")),
    )
    op.create_table(
        "service_once",
        sa.Column("client_id", sa.Text, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("operation", sa.Text, nullable=False),
        sa.Column("request", sa.LargeBinary, nullable=False),
        sa.Column("status", sa.Integer, nullable=True),
        sa.Column("headers", JSONB, nullable=True),
        sa.Column("answer", sa.Text, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["service_client.id"], name=op.f("fk_service_once_client_id")),
        sa.PrimaryKeyConstraint("client_id", "key", name=op.f("pk_service_once")),
    )
    op.create_index(op.f("ix_service_once_made_at"), "service_once", ["made_at"])


def _outside_dossiers() -> None:
    """Dossiers of callers that were never scanned here: a row of the ledger is about one of those, or of ours."""
    op.create_table(
        "outside_dossier",
        sa.Column("id", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("procedure_code", sa.Text, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=True),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_dossier")),
        sa.UniqueConstraint("code", name=op.f("uq_outside_dossier_code")),
    )
    op.execute(
        "CREATE TRIGGER written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON outside_dossier "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.add_column("reuse", sa.Column("outside_id", sa.Uuid(as_uuid=False), nullable=True))
    op.create_foreign_key(op.f("fk_reuse_outside_id"), "reuse", "outside_dossier", ["outside_id"], ["id"])
    op.create_index(op.f("ix_reuse_outside_id"), "reuse", ["outside_id"])
    op.alter_column("reuse", "dossier_id", nullable=True)
    op.create_check_constraint("ck_reuse_one_dossier", "reuse", "num_nonnulls(dossier_id, outside_id) = 1")
