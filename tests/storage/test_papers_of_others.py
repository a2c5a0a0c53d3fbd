"""A paper of somebody else that lay in a dossier: kept, but not the subject's, nor sealed under the subject's key."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
import storage_makers as make

from extractors.reading import Document, Evidence, FieldReading, PartialDate
from matching.people import Person, Sex
from matching.registers import Candidate
from matching.resolution import Resolution
from matching.witnesses import claim_of
from reuse.loading import load_of
from storage.change import Stage
from storage.document_codes import CodeTemplate
from storage.of_person import of_person
from storage.records import Record
from storage.schema_records import OUTBOX
from storage.sealing.token import key_id_in
from storage.settled import Paper, settled
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
BORN = PartialDate(1987, 3, 12)
SUBJECT = Person("P1", make.NUMBER, (), make.NAME.upper(), BORN, Sex.FEMALE)
MOTHER = {"ho_ten": "Lê Thị Mẹ", "so_dinh_danh": "099160000124", "ngay_sinh": date(1960, 1, 1)}
OWN = {"ho_ten": make.NAME, "so_dinh_danh": make.NUMBER, "ngay_sinh": date(1987, 3, 12)}
CHILD = {"ho_ten": "Đặng Bé Thử", "ngay_sinh": date(2020, 1, 1), "ho_ten_me": make.NAME}


def read_of(form: str, told: dict[str, object], page: int) -> Document:
    seen = tuple(
        FieldReading(name, value, (Evidence(page, make.BOX, str(value), 0.99),))  # type: ignore[arg-type]
        for name, value in told.items()
    )
    return Document(form, "", (page,), 0.97, seen)


def loaded(warehouse: Warehouse, *found: Document) -> tuple[str, tuple[Record, ...]]:
    dossier_id = warehouse.take_in(make.new_dossier())
    (scan,) = warehouse.scans(dossier_id)[:1]
    warehouse.save_documents(dossier_id, "x1", {scan.id: found})
    papers = [Paper(one, scan.digest) for one in warehouse.documents(dossier_id)]
    fused = claim_of([one.stored.document for one in papers], dossier_id)
    known: Resolution = replace(make.resolution(dossier_id), candidates=(Candidate(SUBJECT, ()),))
    result = settled(papers, fused, known, 0.8)
    template = CodeTemplate("{owner}-{type}-{number}")
    one = load_of(dossier_id, ("l1", "r1"), papers, known, (), result, template, warehouse)
    warehouse.load_all([replace(one, then=None)])
    assert warehouse.done(dossier_id, Stage.LOAD, "l1")
    return dossier_id, warehouse.records(dossier_id)


def test_a_card_of_somebody_else_is_no_record_of_the_subject(warehouse: Warehouse) -> None:
    _, (person, own, other, child) = loaded(
        warehouse, read_of("cccd", OWN, 1), read_of("cccd", MOTHER, 2), read_of("giay_khai_sinh", CHILD, 3)
    )
    assert other.value("so_dinh_danh") == MOTHER["so_dinh_danh"]
    assert (own.person_id, other.person_id, child.person_id) == (person.person_id, None, person.person_id)
    with warehouse.looking() as connection:
        found = {each.record.id for each in of_person(connection, person.person_id or "")}
        events = {(row.record_id, row.person_id) for row in connection.execute(OUTBOX.select())}
    assert found == {person.id, own.id, child.id}
    assert (other.id, None) in events


def test_it_is_sealed_under_the_key_of_the_dossier(warehouse: Warehouse) -> None:
    dossier_id, (person, own, other) = loaded(warehouse, read_of("cccd", OWN, 1), read_of("cccd", MOTHER, 2))
    owners = {}
    with warehouse.looking() as connection:
        for table in ("record_field", "record_description"):
            column = "value" if table == "record_field" else "content"
            rows = connection.exec_driver_sql(f"SELECT record_id::text, {column} FROM {table}").all()
            keys = dict(connection.exec_driver_sql("SELECT id::text, owner FROM data_key").all())
            owners |= {(table, record): keys[str(UUID(bytes=key_id_in(token)))] for record, token in rows}
    assert {one: owner for one, owner in owners.items() if one[1] == other.id} == {
        ("record_field", other.id): f"dossier:{dossier_id}",
        ("record_description", other.id): f"dossier:{dossier_id}",
    }
    assert f"person:{own.person_id}" in owners.values()
    assert person.person_id == own.person_id
