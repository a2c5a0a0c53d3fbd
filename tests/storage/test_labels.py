"""Decided cases as labels: how fields agreed, and no value of a person."""

from dataclasses import replace

import pytest
import storage_makers as make

from matching.decision import Decision, Explanation
from matching.reasons import Reason
from matching.registers import Why
from matching.resolution import Comparison, Level, Outcome
from matching.weighing.labels import SettledBy, from_line, to_line
from storage.labels import label, labelled_cases
from storage.tasks import Question
from storage.warehouse import Warehouse

SLIP = Comparison("id_number", Level.CLOSE, 3.5, Reason.ID_OCR_DIGIT)
SAME = Comparison("full_name", Level.EXACT, 12.0)


def _in_review() -> Decision:
    two = (Explanation("P1", (Why.NUMBER,), (SLIP,), 4.0), Explanation("P2", (Why.NAME_AND_BIRTH,), (SAME,), 3.0))
    return replace(make.decision("D1", Outcome.CLERICAL_REVIEW), explanations=two)


ANSWERS = [
    ([], None),
    (["P2"], SAME),
    ([" P1 "], SLIP),
    (["P1", "P1"], SLIP),
    (["P1", "P2"], None),
    (["không rõ"], None),
]


@pytest.mark.parametrize(("answers", "row"), ANSWERS)
def test_a_clerks_answer_labels_the_candidate_it_names(answers: list[str], row: Comparison | None) -> None:
    pair = label(_in_review(), answers)
    assert (pair.rows if pair else None) == (((row.rule, row.level, row.reason),) if row else None)
    assert pair is None or pair.settled_by is SettledBy.PERSON


def test_what_the_machine_linked_is_a_label_too() -> None:
    pair = label(make.decision("D1"), [])
    assert pair is not None
    assert pair.settled_by is SettledBy.MACHINE


def test_a_line_holds_no_value_of_a_person_and_is_read_back() -> None:
    pair = label(_in_review(), ["P1"])
    assert pair is not None
    assert to_line(pair) == '{"settled_by":"person","rows":[["id_number","CLOSE","ID_OCR_DIGIT"]]}'
    assert from_line(to_line(pair)) == pair


@pytest.mark.contract
def test_cases_of_a_warehouse(warehouse: Warehouse) -> None:
    linked, asked = (warehouse.take_in(make.new_dossier(seed)) for seed in "ab")
    warehouse.save_resolution(linked, "m1", make.decision(linked), [])
    warehouse.save_resolution(
        asked, "m1", replace(_in_review(), resolution=make.resolution(asked, Outcome.CLERICAL_REVIEW)), []
    )
    warehouse.open_tasks(asked, "m1", [Question("NAMESAKE", "Hồ sơ này là của ai?")])
    (task,) = warehouse.tasks(asked)
    warehouse.settle_task(task.id, "P2", person="cb-01")
    with warehouse.looking() as connection:
        found = [pair.settled_by for pair in labelled_cases(connection)]
    assert sorted(one.value for one in found) == ["machine", "person"]
