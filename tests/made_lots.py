"""A warehouse with dossiers loaded on one day, and people who answer what is asked about them."""

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from extractors.reading import Document, Evidence, FieldReading
from ocr.page import Box
from storage.dossiers import NewDossier, NewScan
from storage.manifest import Applicant, Manifest
from storage.objects import digest_of
from storage.question import Origin
from storage.readings import Method
from storage.records import Place, Record, RecordField
from storage.review import answers, claims
from storage.review.given import Action, Given, Outcome, Shown
from storage.review.questions import ROUNDS_OF_SENIORS, Item, Wanted, item
from storage.schema import REVIEW_TASK
from storage.states import DossierState, Move
from storage.warehouse import Warehouse

OFFICE = "H56.12"
DAY = date(2026, 11, 20)
LOADED_AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)  # 10:00 in Vietnam
NEXT = LOADED_AT + timedelta(days=1)
KEY = b"k" * 32
SENIOR = Wanted(rounds=ROUNDS_OF_SENIORS)
BOX = Box(10, 20, 300, 60)
_SEEN = (Evidence(1, BOX, "", 0.99),)


class Clock:
    def __init__(self) -> None:
        self.now = LOADED_AT

    def __call__(self) -> datetime:
        return self.now

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)


def new_dossier(seed: str, office: str = OFFICE) -> NewDossier:
    """Of one file, which is as much another as its seed."""
    scan = NewScan("1.pdf", digest_of(f"{office} {seed}".encode()), 2, "application/pdf", 1)
    code = f"{office}-261120-{int(scan.digest[:6], 16) % 10000:04}"
    manifest = Manifest(code, "1.004194", "counter", office, Applicant("Đặng Thị Hồng Thử", "099187000123", "1987", ""))
    return NewDossier(digest_of(f"of {office} {seed}".encode()), seed, manifest, (scan,), DossierState.RECEIVED)


def loaded(warehouse: Warehouse, seed: str, fields: int = 10, key: str = "load 1", office: str = OFFICE) -> str:
    """A dossier with one paper of so many fields, all of them accepted by the machine; its id."""
    dossier_id = warehouse.take_in(new_dossier(seed, office))
    values = {f"truong_{number}": f"Giá trị {number} của {seed}" for number in range(fields)}
    found = tuple(FieldReading(name, value, _SEEN) for name, value in values.items())
    scan = warehouse.scans(dossier_id)[0].id
    warehouse.move(dossier_id, DossierState.READ)
    paper = Document("ct01", "2023", (1,), 0.97, found)
    warehouse.save_documents(dossier_id, "extract 1", {scan: [paper]}, Move(DossierState.EXTRACTED))
    warehouse.move(dossier_id, DossierState.RESOLVED)
    load(warehouse, dossier_id, values, key)
    return dossier_id


def load(warehouse: Warehouse, dossier_id: str, values: dict[str, str], key: str, keyed: Iterable[str] = ()) -> None:
    """`keyed`: names of the fields that people typed in."""
    document_id = warehouse.documents(dossier_id)[0].id
    place = Place("ab" * 32, 1, BOX)
    fields = tuple(
        RecordField(name, value, Method.KEYED if name in keyed else Method.OCR, 0.99, (place,))
        for name, value in values.items()
    )
    record = Record("ct01", "P1", fields, document_id)
    warehouse.save_records(dossier_id, key, [record], then=Move(DossierState.LOADED))


def open_questions(warehouse: Warehouse, *origins: Origin, office: str = "") -> list[Item]:
    """In the order of their ids; of one office, where the database is shared with other tests."""
    with warehouse.looking() as connection:
        rows = connection.execute(REVIEW_TASK.select().where(REVIEW_TASK.c.state == "OPEN").order_by(REVIEW_TASK.c.id))
        ids = [row.id for row in rows if not origins or Origin[row.origin] in origins]
        found = [item(connection, one) for one in ids]
    return [one for one in found if office in ("", one.office)]


def answer(
    warehouse: Warehouse, task_id: str, person: str, value: str | None, action: Action = Action.EDIT, **more: object
) -> Outcome:
    with warehouse.changing(person) as change:
        claims.claim(change, task_id, person, "tab", SENIOR)
        version = item(change.connection, task_id).version
        told = {"shown": Shown.EMPTY, "keys": 12, "milliseconds": 4000, **more}
        given = Given(str(uuid.uuid4()), task_id, version, action, value, **told)  # type: ignore[arg-type]
        return answers.give(change, given, person, "tab", SENIOR)


def truth(of: Item) -> str:
    assert of.reading is not None
    return str(of.reading.value)
