"""A register that has changed: what hangs on it is matched again by the next run, and nothing else moves."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from answering import answer_all, as_read
from made_dossiers import Made
from sqlalchemy import text
from whole_road import of, walk

import pipeline
from followup.again import match_again, register_changed, waiting
from matching.gateway.http import Breaker, HttpRegister
from matching.gateway.soap import SoapWire
from matching.reasons import Reason
from matching.resolution import Outcome
from pipeline import System
from registers.serve import running
from storage import correction_requests, resolutions
from storage.correction_requests import NewCorrection
from storage.correction_states import CorrectionState
from storage.readings import Method
from storage.review.given import Action
from storage.states import DossierState
from storage.tasks import Task

pytestmark = pytest.mark.contract


@pytest.fixture
def lacking(made: Made, opened: Callable[[], System], tmp_path: Path) -> Iterator[System]:
    """A system whose population register lacks the person of the first dossier."""
    folder = tmp_path / "lacking"
    shutil.copytree(made.folder, folder, ignore=shutil.ignore_patterns("inbox*"))
    number = next(one.cccd for one in made.world.individuals if one.person_id == made.truths[0].person_id)
    file = folder / "population.parquet"
    table = pq.read_table(file)
    pq.write_table(table.filter(pc.not_equal(table["cccd"], number)), file)
    with ExitStack() as stack:
        addresses = stack.enter_context(running(folder))
        url, breaker = addresses.population, Breaker(rest_s=0)
        register = HttpRegister("population", url, wire=SoapWire(), sleep=lambda seconds: None, breaker=breaker)
        yield replace(opened(), population=stack.enter_context(register))


def corrected(dossier_id: str, system: System) -> None:
    """A clerk asks the register's owner to enter the person; the owner says that it is done."""
    new = NewCorrection("population", "full_name", Reason.NOT_IN_REGISTER, "099000000000", "x")
    with system.warehouse.changing("can-bo-7") as change:
        request_id = correction_requests.draft(change, dossier_id, new)
        for state in (CorrectionState.SENT, CorrectionState.CORRECTED):
            correction_requests.move(change, request_id, state)


def run(system: System) -> None:
    """The next run, over nothing new."""
    for batch in pipeline.plan([], system):
        for step in (pipeline.read_batch, pipeline.extract_batch, pipeline.match_batch, pipeline.load_batch):
            step(batch, system)


def audit(system: System, action: str) -> list[tuple[str, dict[str, object]]]:
    with system.warehouse.looking() as connection:
        chosen = text("SELECT subject, details FROM audit WHERE action = :action ORDER BY seq")
        rows = connection.execute(chosen, {"action": action})
        return [(row.subject, row.details) for row in rows]


def test_a_corrected_register_links_the_dossier_and_history_shows_both(lacking: System, system: System, made: Made):
    walk(lacking, made)
    victim = of(made.truths[0], lacking)
    assert victim.state is DossierState.IN_REVIEW, victim.reason
    others = [one for one in lacking.warehouse.dossiers() if one.id != victim.id]
    corrected(victim.id, lacking)
    assert waiting(lacking.warehouse) == (victim.id,)
    run(replace(lacking, population=system.population))
    house = lacking.warehouse
    assert house.dossier(victim.id).state is DossierState.LOADED
    assert house.records(victim.id)
    with house.looking() as connection:
        outcomes = [one.resolution.outcome for one in resolutions.decisions(connection, victim.id)]
    assert outcomes[0] is not Outcome.LINKED
    assert outcomes[1:] == [Outcome.LINKED]
    assert waiting(house) == ()
    (asked,) = audit(lacking, "dossier.asked_again")
    (answered,) = audit(lacking, "dossier.matched_again")
    assert asked[0] == answered[0] == victim.id
    assert asked[1]["cause"] == "CORRECTED"
    assert answered[1]["result"] == "changed"
    assert [one for one in house.dossiers() if one.id != victim.id] == others


def test_who_is_none_of_the_candidates_may_be_one_whom_a_register_finds_later(
    lacking: System, system: System, made: Made
):
    """A person refused those who were shown, and nobody else: else no correction of a register would ever help."""
    walk(lacking, made)
    victim, house = of(made.truths[0], lacking), lacking.warehouse
    for _ in range(3):
        if house.tasks(victim.id):
            answer_all(victim.id, lacking, lambda task: said_of(task, lacking))
            pipeline.go_on_all(lacking, timedelta(0))
    assert house.dossier(victim.id).state is DossierState.WAITING_FOR_COUNTER
    match_again(victim.id, "wish 1", "can-bo-7", house)
    run(lacking)
    assert house.dossier(victim.id).state is DossierState.WAITING_FOR_COUNTER, "nobody new was found"
    corrected(victim.id, lacking)
    run(replace(lacking, population=system.population))
    assert house.dossier(victim.id).state is DossierState.LOADED
    assert house.records(victim.id)


def said_of(task: Task, system: System) -> tuple[Action, str | None]:
    """Nobody of those who are shown; what the machine read is right."""
    return (Action.NONE_OF_THESE, None) if task.question.document_id is None else as_read(task, system)


def test_an_equal_result_moves_nothing(system: System, made: Made):
    walk(system, made)
    house = system.warehouse
    before = house.dossiers(), house.tasks(state=None), [house.records(one.id) for one in house.dossiers()]
    asked = register_changed("population", "extract 2", house)
    assert 0 < asked == len(waiting(house)) < len(before[0])
    assert register_changed("population", "extract 2", house) == 0
    run(system)
    assert (house.dossiers(), house.tasks(state=None), [house.records(one.id) for one in house.dossiers()]) == before
    assert waiting(house) == ()
    assert {details["result"] for _, details in audit(system, "dossier.matched_again")} == {"same"}
    fingerprint = house.fingerprint()
    run(system)
    assert house.fingerprint() == fingerprint


def test_a_register_that_is_down_when_asked_again_answers_later_and_nothing_moves(
    system: System, made: Made, faults: Callable[..., None]
):
    walk(system, made)
    house = system.warehouse
    before = [(one.id, one.state, one.reason) for one in house.dossiers()]
    for one in house.dossiers():
        match_again(one.id, "wish 1", "can-bo-7", house)
    faults("population", outage=True)
    run(system)
    assert house.dossiers(DossierState.WAITING_FOR_REGISTER)
    faults("population")
    run(system)
    assert [(one.id, one.state, one.reason) for one in house.dossiers()] == before
    assert waiting(house) == ()


def test_what_a_person_settled_stays(lacking: System, system: System, made: Made):
    there = replace(lacking, population=system.population)
    walk(there, made)
    house = there.warehouse
    victim = of(made.truths[0], there)
    person = next(record for record in house.records(victim.id) if record.kind == "person")
    name = next(field for field in person.fields if field.field == "full_name")
    house.revise_record(person.id, replace(name, value="Tên Do Cán Bộ Nhập", method=Method.KEYED), person="can-bo-7")
    match_again(victim.id, "wish 1", "can-bo-7", house)
    run(there)
    fields = [field for record in house.records(victim.id) for field in record.fields]
    kept = [field.value for field in fields if field.method is Method.KEYED]
    assert kept == ["Tên Do Cán Bộ Nhập"]
