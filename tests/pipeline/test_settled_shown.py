"""After people have answered: who settled what on which pixels, and what the machine may learn from it."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from answering import OFFICER, answer_all, as_read
from made_dossiers import Made, personal_values
from rich.console import Console
from whole_road import of, walk

import pipeline
from benchmarks.reviewed import reviewed_cases
from cli.reviewed import _write
from cli.show import _print_record
from cli.story import story
from cli.table import print_story
from extractors.confidence.reviewed import from_line
from extractors.confidence.signals import NAMES
from matching.weighing.labels import SettledBy
from matching.weighing.labels import from_line as pair_from_line
from pipeline import System
from samples.truth import Trouble
from storage.readings import Method
from storage.review.given import Action
from storage.states import DossierState

pytestmark = pytest.mark.contract


def told(dossier_id: str, system: System) -> str:
    console = Console(width=400, record=True, file=io.StringIO())
    print_story(story(dossier_id, system), console)
    return console.export_text()


def test_show_tells_of_each_field_who_settled_it_when_how_and_on_which_pixels(system: System, made: Made):
    walk(system, made)
    one = of(made.truths[0], system)
    asked = answer_all(one.id, system, lambda task: as_read(task, system))
    assert "Đã xác nhận" not in told(one.id, system), "it is not in effect yet"
    pipeline.go_on_all(system, timedelta(0))
    lines = [line for line in told(one.id, system).splitlines() if line.startswith("Đã xác nhận")]
    assert len(lines) == len(asked) > 0
    pictures = {page.picture for page in system.warehouse.pages(one.id, "perfect 1") if page.picture}
    digests = {scan.digest for scan in system.warehouse.scans(one.id)}
    for line in lines:
        assert f"{OFFICER} (đúng như đã hiện, " in line
        assert any(f"tệp {digest[:12]}" in line for digest in digests)
        assert any(f"ảnh {picture[:12]}" in line for picture in pictures)
        assert ", ô " in line


def test_show_tells_what_was_settled_beside_the_fields(system: System, made: Made):
    walk(system, made)
    one = of(next(truth for truth in made.truths if Trouble.NOT_REGISTERED in truth.troubles), system)
    answer_all(one.id, system, lambda _: (Action.BLANK, None))  # what the register was asked by is not on the paper
    pipeline.go_on_all(system, timedelta(0))
    answer_all(one.id, system, lambda _: (Action.NONE_OF_THESE, None))
    pipeline.go_on_all(system, timedelta(0))
    assert f"{OFFICER} (không phải ai trong danh sách, " in told(one.id, system)
    assert story(one.id, system).dossier.state is DossierState.WAITING_FOR_COUNTER


def test_a_record_tells_who_keyed_a_field(system: System, made: Made):
    walk(system, made)
    one = of(made.truths[0], system)
    answer_all(one.id, system, lambda task: as_read(task, system))
    pipeline.go_on_all(system, timedelta(0))
    records = system.warehouse.records(one.id)
    record = next(each for each in records if any(field.method is Method.KEYED for field in each.fields))
    console = Console(width=300, record=True, file=io.StringIO())
    _print_record(record.id, system, console)
    assert f"cán bộ nhập; theo giấy tờ; {OFFICER}, " in console.export_text()


def test_reviewed_pairs_tell_right_and_wrong_and_no_value(system: System, made: Made, tmp_path: Path):
    walk(system, made)
    one = of(made.truths[0], system)
    fields = {task.question.field for task in system.warehouse.tasks(one.id)}

    def mostly(task):
        return (Action.EDIT, "khac@hop-thu.vn") if task.question.field == "email" else as_read(task, system)

    answer_all(one.id, system, mostly)
    pipeline.go_on_all(system, timedelta(0))
    file = tmp_path / "reviewed.jsonl"
    count, people = _write(system.warehouse, file)
    text = file.read_text("utf-8")
    lines = text.splitlines()
    found = [each for line in lines if (each := from_line(line))]
    assert {each.field: each.right for each in found} == {field: field != "email" for field in fields}
    assert all(each.probability and len(each.signals) == len(NAMES) for each in found)
    assert (len(found), len(lines) - len(found)) == (count, people)
    pairs = [pair_from_line(line) for line in lines if json.loads(line)["what"] == "person"]
    assert {pair.settled_by for pair in pairs} == {SettledBy.MACHINE}
    assert not [value for value in (*personal_values(made), "khac@hop-thu.vn") if value in text]
    (page,) = reviewed_cases(file)
    assert {case.field: case.read.name for case in page.fields} == {
        field: "WRONG" if field == "email" else "EXACT" for field in fields
    }


def test_a_chosen_person_is_a_pair_that_a_person_settled(system: System, made: Made, tmp_path: Path):
    walk(system, made)
    one, house = of(made.truths[0], system), system.warehouse
    for paper in house.documents(one.id):
        house.correct_reading(paper.id, "ho_ten", "Hoàng Hoa Thám", person=OFFICER)
    pipeline.go_on(one.id, system)
    answer_all(one.id, system, lambda task: as_read(task, system))
    pipeline.go_on_all(system, timedelta(0))
    _write(house, tmp_path / "reviewed.jsonl")
    lines = (tmp_path / "reviewed.jsonl").read_text("utf-8").splitlines()
    pairs = [pair_from_line(line) for line in lines if json.loads(line)["what"] == "person"]
    assert [pair.settled_by for pair in pairs].count(SettledBy.PERSON) == 1
