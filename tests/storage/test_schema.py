"""Migrations make the tables that `schema.py` describes, and what is written once cannot be changed."""

import ast
from pathlib import Path

import pytest
import storage_makers as make
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Date
from sqlalchemy.exc import DBAPIError

from storage import schema_audit, schema_quality, schema_records, schema_retention, schema_review, schema_subjects
from storage.connection import engine_for
from storage.migrating import MIGRATIONS, check_migrated, migrate
from storage.personal import PersonalJson, PersonalText
from storage.schema import APPEND_ONLY, METADATA
from storage.warehouse import Warehouse

# columns of text that hold no personal value: codes, digests, states, keys, names of enum members
PLAIN = (
    "state reason owner code procedure_code channel receiving_office digest scan_digest kind refusal failure picture "
    "key form edition field problem method by register service procedure officer office supposition request_digest "
    "request_id answer_digest outcome phone_status settled_by verified_against verified_by subject stage actor action "
    "manifest_object archive_object verdict provenance status site algorithm trust version certificate allowance "
    "coverage origin what component source source_id basis fact master engine codes"
    " id dossier_code manifest signature organisation client_id kid jwk operation headers"
    " address name actor cause reader role way posts issuer"
    " round tab stolen_from"
    # of these tables only: elsewhere such a column is personal
    " review_claim.person review_answer.person review_notice.person review_answer.shown told_paper.content"
    " quality_sample.person quality_verdict.person quality_rate.person quality_lot.policy quality_verdict.slip"
)
PERSONAL = PersonalText | PersonalJson


@pytest.mark.contract
def test_migrations_lead_from_nothing_to_the_schema(empty_url: str) -> None:
    migrate(empty_url)
    migrate(empty_url)
    engine = engine_for(empty_url)
    with engine.connect() as connection:
        check_migrated(connection)
        options = {"compare_type": True, "compare_server_default": True}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)
    engine.dispose()
    assert differences == []


@pytest.mark.contract
@pytest.mark.parametrize(
    "table",
    [
        *APPEND_ONLY,
        *schema_audit.WRITTEN_ONCE,
        *schema_records.WRITTEN_ONCE,
        *schema_retention.WRITTEN_ONCE,
        *schema_review.WRITTEN_ONCE,
        *schema_quality.WRITTEN_ONCE,
        *schema_subjects.WRITTEN_ONCE,
    ],
)
@pytest.mark.parametrize("change", ["UPDATE {} SET made_at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_is_written_once_refuses_change(table: str, change: str, migrated_url: str) -> None:
    engine = engine_for(migrated_url)
    with engine.connect() as connection, pytest.raises(DBAPIError, match="written once"):
        connection.exec_driver_sql(change.format(table))
    engine.dispose()


@pytest.mark.contract
def test_a_personal_value_is_only_in_personal_columns(warehouse: Warehouse, warehouse_url: str) -> None:
    warehouse.take_in(make.new_dossier())
    engine = engine_for(warehouse_url)
    with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            plain = [column.name for column in table.columns if not isinstance(column.type, PERSONAL)]
            held = connection.exec_driver_sql(f"SELECT {', '.join(plain)} FROM {table.name}").all()
            assert make.NAME not in str(held)
            assert make.NUMBER not in str(held)
    engine.dispose()


def test_every_column_of_text_is_either_personal_or_known_to_be_plain() -> None:
    unknown = {
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.columns
        if str(column.type) in ("TEXT", "JSONB")
        and not isinstance(column.type, PERSONAL)
        and not {column.name, f"{table.name}.{column.name}"} & {*PLAIN.split()}
        and column.name != "details"  # of the audit: ids, digests, states and counts
    }
    assert unknown == set()


def test_no_day_of_a_persons_paper_stands_in_clear() -> None:
    """A card ends on its holder's 25th, 40th or 60th birthday."""
    tables = (schema_records.PERSON_ALIAS, schema_records.RECORD_DESCRIPTION)
    days = [f"{table.name}.{each.name}" for table in tables for each in table.columns if isinstance(each.type, Date)]
    assert days == ["record_description.void_from"]  # the law's own day


@pytest.mark.parametrize(
    ("migration", "guarded"),
    [
        ("0003_records.py", APPEND_ONLY),
        ("0010_audit_chain.py", schema_audit.WRITTEN_ONCE),
        ("0015_people.py", schema_records.WRITTEN_ONCE),
        ("0018_subjects.py", schema_subjects.WRITTEN_ONCE),
        ("0019_retention.py", schema_retention.WRITTEN_ONCE),
        ("0022_review.py", schema_review.WRITTEN_ONCE),
        ("0024_quality.py", schema_quality.WRITTEN_ONCE),
    ],
)
def test_the_guarded_tables_are_the_append_only_ones(migration: str, guarded: tuple[str, ...]) -> None:
    source = (MIGRATIONS / "versions" / migration).read_text()
    named = next(
        ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "WRITTEN_ONCE"
    )
    assert named == guarded


def test_the_migrations_travel_with_the_package() -> None:
    assert Path(MIGRATIONS, "env.py").is_file()
    assert Path(MIGRATIONS, "script.py.mako").is_file()
