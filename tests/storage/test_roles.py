"""What each role may see and do, asked of a real server."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import storage_makers as make
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from errors import DossierError, NotSetUp
from storage import private_postgres
from storage.audit.reading import ReadPurpose, reading
from storage.connection import engine_for
from storage.grants import Role
from storage.records import Record
from storage.schema import APPEND_ONLY
from storage.sealing.vault import Vault
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract

OFFICE = "H56.12"  # of the dossiers that are made here
PERSONAL = ("person", "person_alias", "record", "record_field")
PURPOSE = ReadPurpose("1.004194", basis="ND-61-2018:23")
HIDDEN = "permission denied"


@contextmanager
def acting(url: str, role: Role, **told: str) -> Iterator[Connection]:
    """A session of the role, with its settings for the transaction."""
    engine = engine_for(url, None, role)
    try:
        with engine.begin() as connection:
            for name, value in told.items():
                connection.execute(
                    text("SELECT set_config(:name, :value, true)"), {"name": f"hoso.{name}", "value": value}
                )
            yield connection
    finally:
        engine.dispose()


def count(connection: Connection, table: str) -> int:
    return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


@pytest.fixture
def dossier(warehouse: Warehouse) -> str:
    """With everything up to its records."""
    dossier_id = warehouse.take_in(make.new_dossier())
    scan = warehouse.scans(dossier_id)[0]
    warehouse.save_page(scan.digest, "p1", make.page())
    warehouse.save_documents(dossier_id, "x1", {scan.id: [make.document()]})
    document = warehouse.documents(dossier_id)[0].id
    warehouse.save_records(dossier_id, "l1", [make.record(document)], [make.question()])
    return dossier_id


@pytest.mark.parametrize("table", PERSONAL)
def test_the_service_sees_people_and_records_for_a_purpose_only(table: str, dossier: str, warehouse_url: str) -> None:
    with acting(warehouse_url, Role.API) as connection:
        assert count(connection, table) == 0
    with acting(warehouse_url, Role.API, purpose="") as connection:
        assert count(connection, table) == 0
    with acting(warehouse_url, Role.API, purpose="1.004194") as connection:
        assert count(connection, table) > 0


def test_a_purpose_ends_with_its_transaction(dossier: str, warehouse_url: str, vault: Vault) -> None:
    with Warehouse(warehouse_url, vault, role=Role.API) as service:
        with service.looking("1.004194") as connection:
            assert count(connection, "record") == 1
            first = connection.scalar(text("SELECT pg_backend_pid()"))
        with service.looking() as connection:
            assert connection.scalar(text("SELECT pg_backend_pid()")) == first
            assert count(connection, "record") == 0


def test_a_logged_read_has_its_purpose(dossier: str, warehouse_url: str, vault: Vault) -> None:
    with Warehouse(warehouse_url, vault, role=Role.API) as service:
        with reading(service, PURPOSE, "record", dossier, reader="client-1") as connection:
            assert count(connection, "record_field") == 2
        with acting(warehouse_url, Role.AUDIT) as connection:
            assert connection.scalar(text("SELECT count(*) FROM audit WHERE action = 'record.read'")) == 1
            assert count(connection, "audit_waiting") > 0  # the service gives no links


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET made_at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("role", [*Role])
def test_no_role_changes_what_is_written_once(role: Role, change: str, table: str, migrated_url: str) -> None:
    with pytest.raises(DBAPIError, match=HIDDEN), acting(migrated_url, role, purpose="x") as connection:
        connection.exec_driver_sql(change.format(table))


def test_the_right_to_lock_is_no_right_to_change(dossier: str, warehouse_url: str) -> None:
    with acting(warehouse_url, Role.API, purpose="x") as connection:
        assert connection.scalar(text("SELECT count(*) FROM (SELECT id FROM record FOR UPDATE) one")) == 1
    with pytest.raises(DBAPIError, match="written once"), acting(warehouse_url, Role.API, purpose="x") as connection:
        connection.exec_driver_sql("UPDATE record SET id = gen_random_uuid()")
    with acting(warehouse_url, Role.API) as connection:
        assert connection.scalar(text("SELECT count(*) FROM (SELECT id FROM dossier FOR UPDATE) one")) == 1
    with pytest.raises(DBAPIError, match="row-level security"), acting(warehouse_url, Role.API) as connection:
        connection.exec_driver_sql("UPDATE dossier SET id = id")


REFUSED = """
hoso_api    | SELECT content FROM page
hoso_api    | SELECT value FROM reading
hoso_api    | SELECT content FROM document
hoso_api    | SELECT label FROM dossier
hoso_api    | SELECT * FROM dossier
hoso_api    | SELECT person FROM resolution
hoso_api    | SELECT content FROM population_person
hoso_api    | UPDATE data_key SET wrapped = NULL, erased_at = now()
hoso_api    | DELETE FROM data_key
hoso_api    | INSERT INTO audit (seq, made_at, actor, action, subject, details) VALUES (1, now(), 'a', 'b', 'c', '{}')
hoso_api    | INSERT INTO audit_link SELECT 1, 1, '', '', '', now()
hoso_api    | INSERT INTO audit_waiting VALUES (1)
hoso_api    | DELETE FROM audit_waiting
hoso_api    | UPDATE service_client SET scopes = '{records:read}'
hoso_api    | CREATE TABLE mine (id int)
hoso_api    | ALTER TABLE record DISABLE ROW LEVEL SECURITY
hoso_api    | CREATE POLICY mine ON record USING (true)
hoso_api    | COPY record TO PROGRAM 'true'
hoso_api    | SELECT pg_read_file('/etc/hostname')
hoso_review | UPDATE data_key SET erased_at = now()
hoso_review | SELECT * FROM person_alias
hoso_review | SELECT * FROM audit
hoso_review | SELECT * FROM signing_key
hoso_audit  | SELECT * FROM record
hoso_audit  | SELECT * FROM record_field
hoso_audit  | SELECT * FROM person_alias
hoso_audit  | SELECT * FROM dossier
hoso_audit  | SELECT * FROM data_key
hoso_audit  | UPDATE audit SET actor = 'x'
hoso_dag    | DELETE FROM record
hoso_dag    | UPDATE data_key SET wrapped = NULL
hoso_dag    | DROP TABLE record
"""


@pytest.mark.parametrize("line", REFUSED.strip().splitlines())
def test_a_role_is_refused_what_is_not_its_task(line: str, migrated_url: str) -> None:
    role, statement = (part.strip() for part in line.split("|", 1))
    with pytest.raises(DBAPIError, match=f"{HIDDEN}|must be owner"), acting(migrated_url, Role(role)) as connection:
        connection.exec_driver_sql(statement)


def test_staff_sees_the_dossiers_of_its_offices(dossier: str, warehouse_url: str) -> None:
    tables = ("dossier", "scan", "page", "document", "reading", "review_task", "record", "record_field")
    for offices, seen in (("", False), ("H01.7", False), (f"H01.7,{OFFICE}", True)):
        with acting(warehouse_url, Role.REVIEW, offices=offices) as connection:
            assert {table: count(connection, table) > 0 for table in tables} == dict.fromkeys(tables, seen)


def test_staff_changes_and_corrects_nothing_of_another_office(
    dossier: str, warehouse: Warehouse, warehouse_url: str, vault: Vault
) -> None:
    task, document = warehouse.tasks(dossier)[0], warehouse.documents(dossier)[0]
    with Warehouse(warehouse_url, vault, role=Role.REVIEW, offices=["H01.7"]) as other:
        assert other.dossiers() == ()
        with pytest.raises(DossierError):
            other.settle_task(task.id, "đúng", person="can-bo-2")
        with pytest.raises(DossierError):
            other.correct_reading(document.id, "ho_ten", "Người khác", person="can-bo-2")
    with Warehouse(warehouse_url, vault, role=Role.REVIEW, offices=[OFFICE]) as ours:
        ours.settle_task(task.id, "đúng", person="can-bo-1")
        assert ours.correct_reading(document.id, "ho_ten", make.NAME, person="can-bo-1") == 2
    into = (
        "INSERT INTO reading (document_id, field, revision, problem, confidence, method, evidence, by, made_at)"
        f" VALUES ('{document.id}', 'ho_ten', 9, 'UNREADABLE', 0, 'KEYED', 'h1.', 'x', now())"
    )
    with pytest.raises(DBAPIError, match="row-level security"), acting(warehouse_url, Role.REVIEW) as connection:
        connection.exec_driver_sql(into)


def test_the_pipeline_does_its_whole_way_as_its_role(warehouse_url: str, vault: Vault) -> None:
    with Warehouse(warehouse_url, vault, role=Role.DAG) as pipeline:
        dossier_id = pipeline.take_in(make.new_dossier())
        scan = pipeline.scans(dossier_id)[0]
        pipeline.save_page(scan.digest, "p1", make.page())
        pipeline.save_documents(dossier_id, "x1", {scan.id: [make.document()]})
        pipeline.save_resolution(dossier_id, "m1", make.decision(dossier_id), [make.inquiry(dossier_id)])
        pipeline.save_records(dossier_id, "l1", [make.record()], [make.question()])
        assert pipeline.linker.link() > 0
        assert pipeline.counts().records == 1
        assert isinstance(pipeline.records(dossier_id)[0], Record)


def test_what_is_injected_stays_within_the_role(dossier: str, warehouse_url: str) -> None:
    """RESET ROLE leads to where the session began. Out of it leads only what the user that logged in may."""
    with acting(warehouse_url, Role.API) as connection:
        for said in ("RESET ROLE", "RESET ALL", "SET ROLE hoso_api"):
            connection.exec_driver_sql(said)
            assert connection.scalar(text("SELECT current_user")) == Role.API
            assert count(connection, "record_field") == 0


def test_a_login_of_one_group_is_never_more_than_that(dossier: str, warehouse_url: str, keeper: Engine) -> None:
    login = "test_api_login"
    with keeper.connect() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {login} LOGIN IN ROLE {Role.API}")
    url = warehouse_url.replace(f"{private_postgres.USER}@", f"{login}@")
    try:
        for said in ("SET ROLE NONE", "RESET SESSION AUTHORIZATION", "DISCARD ALL"):
            engine = engine_for(url, None, Role.API).execution_options(isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.exec_driver_sql(said)
                assert count(connection, "record_field") == 0
                for other in (Role.DAG, Role.REVIEW, Role.AUDIT, private_postgres.USER):
                    with pytest.raises(DBAPIError, match=HIDDEN):
                        connection.exec_driver_sql(f"SET ROLE {other}")
                with pytest.raises(DBAPIError, match=HIDDEN):
                    connection.exec_driver_sql("SELECT content FROM page")
            engine.dispose()
        with pytest.raises(NotSetUp, match="does not let us in"), Warehouse(url, role=Role.DAG) as wrong:
            wrong.counts()
    finally:
        with keeper.connect() as connection:
            connection.exec_driver_sql(f"DROP ROLE {login}")


def test_the_conditions_are_worked_out_once_and_leave_the_index_in_use(migrated_url: str) -> None:
    lookup = "EXPLAIN SELECT * FROM record WHERE person_id = '00000000-0000-5000-8000-000000000000'"
    with acting(migrated_url, Role.API, purpose="x") as connection:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        plan = "\n".join(connection.scalars(text(lookup)))
    assert "ix_record_person_id" in plan
    assert "InitPlan" in plan
    assert "current_setting" not in plan.replace(" ", "").partition("InitPlan")[0], plan
