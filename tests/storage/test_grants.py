"""The table of rights, as data: every table has its line, and nobody has more than the rules of the house allow."""

import pytest

import storage.whole  # noqa: F401  (every table of every part)
from storage import schema_audit, schema_quality, schema_records, schema_retention, schema_review, schema_subjects
from storage.grants import Role, grants, parse_grants, policies, privileges
from storage.schema import APPEND_ONLY, METADATA

TABLES = {table.name: table for table in METADATA.sorted_tables}
HELD = grants().tables
WRITTEN_ONCE = {
    *APPEND_ONLY, *schema_audit.WRITTEN_ONCE, *schema_records.WRITTEN_ONCE, *schema_subjects.WRITTEN_ONCE,
    *schema_retention.WRITTEN_ONCE, *schema_review.WRITTEN_ONCE, *schema_quality.WRITTEN_ONCE
}  # fmt: skip


def rights(role: Role, table: str) -> set[str]:
    """Of both the table and its columns; a lock counts as what it is for."""
    return {right.verb for right in HELD[table].rights.get(role, ())}


def columns(role: Role, table: str, verb: str) -> set[str]:
    key = next(iter(TABLES[table].primary_key), None)
    named = {
        one[2]
        for one in privileges(HELD[table], key.name if key is not None else "")
        if one[:2] == (role, verb.upper())
    }
    return set(TABLES[table].columns.keys()) if "" in named else named


def test_every_table_has_its_line() -> None:
    assert {*HELD} == {*TABLES, "alembic_version"}


@pytest.mark.parametrize("name", TABLES)
def test_the_columns_that_are_named_are_there(name: str) -> None:
    named = {column for rights in HELD[name].rights.values() for right in rights for column in right.columns}
    assert named <= set(TABLES[name].columns.keys())
    if of := HELD[name].of:
        assert of.column in TABLES[name].columns
        assert of.key in TABLES[of.table].columns


def test_only_rows_that_end_by_themselves_may_be_deleted() -> None:
    deleted = {name for name in TABLES for role in Role if "delete" in rights(role, name)}
    assert deleted == set(grants().deleted)
    assert deleted == {
        "audit_waiting", "kept_answer", "service_seen", "service_use", "service_once", "staff_session",
        "staff_login_try",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(WRITTEN_ONCE))
def test_nobody_updates_what_is_written_once(name: str) -> None:
    assert not {role for role in Role if "update" in rights(role, name)}


def test_the_reuse_service_reads_no_page_no_reading_and_no_content_of_a_document() -> None:
    for name in ("reading", "resolution", "review_task", "register_answer", "kept_answer", "population_person"):
        assert not rights(Role.API, name)
    assert "content" not in columns(Role.API, "document", "select") | columns(Role.API, "page", "select")
    assert not columns(Role.API, "dossier", "select") & {"label", "applicant"}
    assert "name" not in columns(Role.API, "scan", "select")


def test_only_the_owner_destroys_a_key() -> None:
    for role in Role:
        assert rights(role, "data_key") <= {"select", "insert"}


def test_the_audit_role_reads_the_audit_and_nothing_else() -> None:
    assert {name for name in HELD if rights(Role.AUDIT, name)} == {
        "alembic_version", "audit", "audit_link", "audit_waiting"
    }  # fmt: skip


def test_nobody_chooses_the_number_of_a_row_of_the_audit() -> None:
    for role in Role:
        assert "seq" not in columns(role, "audit", "insert")


def test_who_serves_outsiders_gives_no_links() -> None:
    for role in (Role.API, Role.REVIEW):
        assert not rights(role, "audit_link") | rights(role, "audit_waiting")


def test_every_table_that_belongs_to_a_dossier_is_seen_by_office() -> None:
    ours = {name for name, table in TABLES.items() if "dossier_id" in table.columns}
    seen = {name for name in ours if Role.REVIEW in HELD[name].rights}
    assert all("EXISTS (SELECT FROM dossier one" in policies(HELD[name])[Role.REVIEW] for name in seen)


@pytest.mark.parametrize("name", ["person", "person_alias", "record", "record_field", "record_description"])
def test_the_reuse_service_sees_people_and_records_for_a_purpose(name: str) -> None:
    assert "hoso.purpose" in policies(HELD[name])[Role.API]


WRONG = {
    "a misspelt right": '[deleted]\n[tables.t]\nhoso_api = "selct"',
    "a role that is none": '[deleted]\n[tables.t]\nhoso_web = "select"',
    "a table written once that may be emptied": '[deleted]\n[tables.t]\nhoso_dag = "select delete"',
    "an office by a table that is none": '[deleted]\n[tables.t]\nof = "u.id = u_id"\nhoso_dag = "select"',
    "an office by words": '[deleted]\n[tables.t]\nof = "the dossier"\nhoso_dag = "select"',
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_grants(text)
