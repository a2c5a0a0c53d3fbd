"""What a clerk settled goes to the same paper when its dossier is loaded again, and is never lost unsaid."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
import storage_makers as make
from record_makers import paper

from extractors.reading import Document
from storage.loads import Load
from storage.readings import Method
from storage.records import Record, RecordField
from storage.schema import AUDIT
from storage.states import TaskState
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
KEYED = RecordField("ho_ten", "Tên Do Cán Bộ Nhập", Method.KEYED, verified_by="cb-7")


def load(warehouse: Warehouse, dossier: str, key: str, pages: Sequence[int], subjects: str = "") -> tuple[Record, ...]:
    """A card on each of these pages of the first scan; `subjects`: register's key of each, "-" for nobody's."""
    scan = warehouse.scans(dossier)[0]
    cards = [Document("cccd", "", (page,), 0.97, ()) for page in pages]
    warehouse.save_documents(dossier, f"x{key}", {scan.id: cards})
    whose = [None if one == "-" else one for one in subjects.split() or ["P1"] * len(pages)]
    found = warehouse.documents(dossier, f"x{key}")
    records = [
        replace(paper(subject=one, ho_ten="Đọc Máy"), document_id=each.id)
        for one, each in zip(whose, found, strict=True)
    ]
    warehouse.load_all([Load(dossier, key, records)])
    return warehouse.records(dossier)


def asked(warehouse: Warehouse, dossier: str) -> list[tuple[str, str | None, str | None]]:
    tasks = warehouse.tasks(dossier, TaskState.OPEN)
    return [(one.question.kind, one.question.field, one.question.document_id) for one in tasks]


CASES = """
pages before | whose  | keyed | pages after | whose after | names after
1 2          | P1 P1  | 2     | 1 2         | P1 P1       | máy, cán bộ
1 2          | P1 P1  | 2     | 2           | P1          | cán bộ
1 2          | P1 P1  | 1     | 2           | P1          | máy
1 2          | P1 P1  | 1     | 3 2 1       | P1 P1 P1    | máy, máy, cán bộ
1 2          | P1 P1  | 2     | 2           | -           | cán bộ
1 2          | P1 -   | 2     | 2           | P1          | cán bộ
1 2          | P1 P1  | 2     | 2           | P2          | máy
1 1          | P1 P1  | 2     | 1           | P1          | máy
1            | P1     | 1     | 1 1         | P1 P1       | máy, máy
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in CASES.strip().splitlines()[1:]]


@pytest.mark.parametrize(("before", "whose", "keyed", "after", "whose_after", "names"), ROWS)
def test_a_settled_value_goes_to_the_same_pages_or_is_asked_again(
    warehouse: Warehouse, before: str, whose: str, keyed: str, after: str, whose_after: str, names: str
) -> None:
    dossier = warehouse.take_in(make.new_dossier())
    old = load(warehouse, dossier, "k1", [int(one) for one in before.split()], whose)[int(keyed) - 1]
    warehouse.revise_record(old.id, KEYED, person="cb-7")
    new = load(warehouse, dossier, "k2", [int(one) for one in after.split()], whose_after)
    words = {"Đọc Máy": "máy", KEYED.value: "cán bộ"}
    assert ", ".join(words[one.value("ho_ten")] for one in new) == names
    left = [] if "cán bộ" in names else [("KEYED_WITHOUT_PAPER", "ho_ten", old.document_id)]
    assert asked(warehouse, dossier) == left
    with warehouse.looking() as connection:
        noted = [row.details for row in connection.execute(AUDIT.select()) if row.action == "record.not_carried"]
    assert [(one["record"], one["field"]) for one in noted] == [(old.id, "ho_ten") for _ in left]


def test_the_question_stays_over_further_loads_until_it_is_answered(warehouse: Warehouse) -> None:
    dossier = warehouse.take_in(make.new_dossier())
    old = load(warehouse, dossier, "k1", [1])[0]
    warehouse.revise_record(old.id, KEYED, person="cb-7")
    load(warehouse, dossier, "k2", [2])
    load(warehouse, dossier, "k3", [2])
    (task,) = warehouse.tasks(dossier, TaskState.OPEN)
    assert KEYED.value not in task.question.question
    warehouse.settle_task(task.id, "Trang 2", person="cb-7")
    load(warehouse, dossier, "k4", [2])
    assert asked(warehouse, dossier) == []
