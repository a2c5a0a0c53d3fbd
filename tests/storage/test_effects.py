"""What answers do to a dossier: all at once, once, and by the roles that do it in production."""

import uuid

import pytest
import storage_makers as make
from sqlalchemy import func, select

from extractors.reading import Document, Problem
from storage import tasks
from storage.grants import Role
from storage.question import Origin, Question
from storage.readings import Method
from storage.review import answers, claims, effects
from storage.review.given import Action, Given
from storage.review.in_effect import Said, chosen_person, said_of_files, told_papers
from storage.schema import AUDIT
from storage.sealing.vault import Vault
from storage.states import DossierState, Owner
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract
WHO, OFFICE = "can-bo-7", "H56.12"
NAME = Question("LOW_CONFIDENCE", "Họ tên?", "ho_ten")
PERSON = Question("NAMESAKE", "Hồ sơ này là của ai?")
WHAT = Question("UNKNOWN_FORM", "Giấy tờ nào?")
FILE = Question("SPECIMEN", "Dùng được không?", told={"scan": "s1", "pages": [1]})


def asked(warehouse: Warehouse, *questions: Question) -> str:
    """A dossier in review with these questions, each about its only paper where it is about one."""
    dossier_id = warehouse.take_in(make.new_dossier())
    (scan,) = warehouse.scans(dossier_id)
    warehouse.move(dossier_id, DossierState.READ)
    warehouse.save_documents(dossier_id, "x1", {scan.id: [make.document()]})
    warehouse.move(dossier_id, DossierState.EXTRACTED)
    warehouse.move(dossier_id, DossierState.IN_REVIEW)
    (paper,) = warehouse.documents(dossier_id)
    about = [
        Question(one.kind, one.question, one.field, paper.id if one.field or one is WHAT else None, one.told)
        for one in questions
    ]
    warehouse.open_tasks(dossier_id, "k1", about)
    return dossier_id


def say(warehouse: Warehouse, dossier_id: str, action: Action, value: str | None = None, kind: str = "") -> None:
    task = next(one for one in warehouse.tasks(dossier_id) if kind in (one.question.kind, one.question.field, ""))
    with warehouse.changing(WHO) as change:
        claims.claim(change, task.id, WHO, "tab")
        version = answers.item(change.connection, task.id).version
        answers.give(change, Given(str(uuid.uuid4()), task.id, version, action, value), WHO, "tab")


def apply(warehouse: Warehouse, dossier_id: str) -> int:
    with warehouse.changing() as change:
        return effects.apply(change, dossier_id)


def test_a_value_is_a_revision_with_its_places_and_the_dossier_goes_on(warehouse: Warehouse) -> None:
    one = asked(warehouse, NAME)
    say(warehouse, one, Action.EDIT, "Đặng  Thị Hồng Thư")
    assert apply(warehouse, one) == 1
    (read,) = [each for each in warehouse.readings(one) if each.field == "ho_ten"]
    assert (read.value, read.method, read.revision, read.by) == ("Đặng Thị Hồng Thư", Method.KEYED, 2, WHO)
    assert [piece.box for piece in read.seen] == [make.BOX]
    assert warehouse.documents(one)[0].document == make.document()
    stands = warehouse.dossier(one)
    assert (stands.state, stands.owner, stands.reason) == (DossierState.EXTRACTED, Owner.MACHINE, effects.GOES_ON)
    with warehouse.looking() as connection:
        actors = select(AUDIT.c.actor).where(AUDIT.c.action == "reading.corrected")
        assert list(connection.scalars(actors)) == [WHO]


def test_applied_again_it_does_nothing(warehouse: Warehouse) -> None:
    one = asked(warehouse, NAME, PERSON)
    say(warehouse, one, Action.UNREADABLE, kind="ho_ten")
    assert apply(warehouse, one) == 0, "a question is open"
    say(warehouse, one, Action.CHOOSE, "P1")
    assert apply(warehouse, one) == 2
    before = warehouse.fingerprint()
    assert (apply(warehouse, one), warehouse.fingerprint()) == (0, before)
    with warehouse.looking() as connection:
        chosen = chosen_person(connection, one)
        assert chosen
        assert (chosen.person_id, chosen.by, chosen.number) == ("P1", WHO, 1)
    (read,) = [each for each in warehouse.readings(one) if each.field == "ho_ten"]
    assert (read.value, read.problem) == (None, Problem.UNREADABLE)


def test_files_and_papers_are_what_people_said(warehouse: Warehouse) -> None:
    one = asked(warehouse, WHAT, FILE)
    say(warehouse, one, Action.PAPER, '[{"form": "cccd", "pages": [2, 1]}]', kind="UNKNOWN_FORM")
    say(warehouse, one, Action.NOT_USABLE)
    with warehouse.looking() as connection:
        assert said_of_files(connection, one) == (), "not before it is in effect"
    apply(warehouse, one)
    with warehouse.looking() as connection:
        assert Said("SPECIMEN", "s1", (1,), usable=False) in said_of_files(connection, one)
        ((scan_id, told),) = told_papers(connection, one).items()
    assert scan_id == warehouse.scans(one)[0].id
    assert [(paper.form, paper.pages) for paper in told] == [("cccd", (2, 1))]


@pytest.mark.parametrize(
    "value", ["no form", "[", '[{"form": "cccd", "pages": [9]}]', '[{"form": "x", "pages": [1]}]', "{}"]
)
def test_a_paper_that_is_none_is_told_to_nobody(warehouse: Warehouse, value: str) -> None:
    one = asked(warehouse, WHAT)
    say(warehouse, one, Action.PAPER, value)
    assert apply(warehouse, one) == 1
    with warehouse.looking() as connection:
        assert told_papers(connection, one) == {}
        refused = select(func.count()).select_from(AUDIT).where(AUDIT.c.action == "answer.refused")
        assert connection.scalar(refused) == 1


def test_what_only_measures_changes_nothing_and_keeps_nobody_waiting(warehouse: Warehouse) -> None:
    one = asked(warehouse, NAME)
    gold = Question("LOW_CONFIDENCE", "Ngày sinh?", "ngay_sinh", warehouse.documents(one)[0].id, origin=Origin.GOLD)
    with warehouse.changing() as change:
        tasks.ask_more(change, one, "gold", [gold])
    say(warehouse, one, Action.EDIT, "Đặng Thị Hồng Thư", kind="ho_ten")
    assert apply(warehouse, one) == 1
    say(warehouse, one, Action.EDIT, "01/02/1990")
    assert apply(warehouse, one) == 0
    (read,) = [each for each in warehouse.readings(one) if each.field == "ngay_sinh"]
    assert read.revision == 1


def test_a_paper_that_was_read_anew_gets_the_answer(warehouse: Warehouse) -> None:
    one = asked(warehouse, NAME)
    say(warehouse, one, Action.EDIT, "Đặng Thị Hồng Thư")
    again = Document("ct01", "2023", (1, 2), 0.99, make.document().readings)
    warehouse.save_documents(one, "x2", {warehouse.scans(one)[0].id: [again]})
    apply(warehouse, one)
    (read,) = [each for each in warehouse.readings(one) if each.field == "ho_ten"]
    assert (read.value, read.document_id) == ("Đặng Thị Hồng Thư", warehouse.documents(one)[0].id)


def test_the_station_finishes_and_the_pipeline_applies_as_their_roles(
    warehouse: Warehouse, warehouse_url: str, vault: Vault
) -> None:
    one = asked(warehouse, NAME, PERSON, WHAT, FILE)
    for action, value in (
        (Action.EDIT, "Đặng Thị Hồng Thư"),
        (Action.NONE_OF_THESE, None),
        (Action.PAPER, "cccd"),
        (Action.USABLE, None),
    ):
        kind = {Action.EDIT: "ho_ten", Action.NONE_OF_THESE: "NAMESAKE", Action.PAPER: "UNKNOWN_FORM"}.get(action, "")
        say(warehouse, one, action, value, kind)
    station = Warehouse(warehouse_url, vault, role=Role.REVIEW, offices=[OFFICE])
    with station, station.changing(WHO) as change:
        assert effects.finish(change, one)
    with Warehouse(warehouse_url, vault, role=Role.DAG) as pipeline:
        with pipeline.looking() as connection:
            assert effects.ready(connection, make.NOON) == (one,)
        assert apply(pipeline, one) == 4
        with pipeline.looking() as connection:
            assert effects.interrupted(connection, make.NOON) == (one,)
            assert effects.ready(connection, make.NOON) == ()
