"""The steps of the road on a real PostgreSQL and real HTTP registers: done once, resumed, and never stopped by one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from made_dossiers import Made, PerfectReader, personal_values
from whole_road import STEPS, Whole, end, ends_of, of, walk

import extractors.papers
import ocr.reading
import pipeline
from errors import DossierError, NotHeld, NotSetUp, ObjectDamaged, StorageFull, StorageUnavailable
from extractors.reading import Document
from matching.gateway.inquiry import InquiryOutcome
from matching.resolution import Outcome
from ocr.page import Page
from pipeline import System
from samples.truth import DossierTruth, Trouble
from storage.loads import Load
from storage.people import AliasKind, find_person
from storage.records import Record
from storage.settled import ASKED_BY
from storage.states import DossierState
from storage.warehouse import Warehouse

pytestmark = pytest.mark.contract


def with_trouble(made: Made, trouble: Trouble) -> DossierTruth:
    return next(truth for truth in made.truths if trouble in truth.troubles)


def test_every_dossier_ends_as_its_truth_says(system: System, made: Made):
    walk(system, made)
    for truth in made.truths:
        one = of(truth, system)
        assert ends_of(one, system) & {truth.expected, *truth.also_right}, f"{truth.code}: {one.state} {one.reason}"
        resolution = system.warehouse.resolution(one.id)
        if resolution.outcome is Outcome.LINKED:
            number = next(each.cccd for each in made.world.individuals if each.person_id == truth.person_id)
            assert resolution.person_id == number
            (person_id,) = {record.person_id for record in system.warehouse.records(one.id)}
            with system.warehouse.looking() as connection:
                assert find_person(connection, AliasKind.REGISTER_KEY, number) == person_id
        else:
            assert system.warehouse.records(one.id) == ()
            assert 1 <= len(system.warehouse.tasks(one.id)) <= len(ASKED_BY)


def test_each_step_run_twice_leaves_what_one_run_leaves(system: System, made: Made, reader: PerfectReader):
    ids = pipeline.take_in(str(made.inbox), system)
    once = system.warehouse.fingerprint()
    objects = list(system.objects)
    assert pipeline.take_in(str(made.inbox), system) == ids
    assert (system.warehouse.fingerprint(), list(system.objects)) == (once, objects)
    batches = pipeline.plan(ids, system)
    once = system.warehouse.fingerprint()
    assert pipeline.plan(ids, system) == batches
    assert system.warehouse.fingerprint() == once
    for step in STEPS:
        before = system.warehouse.fingerprint()
        for batch in batches:
            assert step(batch, system) == batch
        once, objects, read = system.warehouse.fingerprint(), list(system.objects), list(reader.read)
        assert once != before
        for batch in batches:
            step(batch, system)
        assert (system.warehouse.fingerprint(), list(system.objects), reader.read) == (once, objects, read)


def test_the_whole_road_again_reads_no_page_and_changes_no_row(system: System, made: Made, reader: PerfectReader):
    walk(system, made)
    once, read = system.warehouse.fingerprint(), len(reader.read)
    assert read == len(set(reader.read)) == system.warehouse.counts().pages
    walk(system, made)
    assert (system.warehouse.fingerprint(), len(reader.read)) == (once, read)


def test_one_by_one_or_in_batches_is_the_same(system: System, made: Made, undisturbed: Whole):
    for dossier_id in pipeline.take_in(str(made.inbox), system):
        pipeline.run(dossier_id, system)
    assert end(system) == undisturbed.end


def test_two_runs_from_nothing_leave_the_same(system: System, made: Made, undisturbed: Whole):
    walk(system, made)
    assert (system.warehouse.fingerprint(), tuple(system.objects)) == (undisturbed.fingerprint, undisturbed.objects)


def test_batches_are_bounded_by_their_pages(system: System, made: Made):
    ids = pipeline.take_in(str(made.inbox), system)
    (whole,) = pipeline.plan(ids, system)
    assert system.warehouse.batch(whole) == ids
    few = replace(system, settings=system.settings.model_copy(update={"pages_per_batch": 2}))
    parted = pipeline.plan(ids, few)
    assert len(parted) > 2
    assert [one for batch in parted for one in system.warehouse.batch(batch)] == list(ids)


# --- a register that is down


@pytest.mark.parametrize(
    ("register", "how"),
    [("population", {"outage": True}), ("population", {"half": True}), ("telco", {"outage": True})],
    ids=["population is down", "population breaks off", "telco is down"],
)
def test_while_a_register_is_down_its_dossiers_wait_and_are_taken_up_again(
    system: System, made: Made, undisturbed: Whole, faults: Callable[..., None], reader: PerfectReader, register, how
):
    faults(register, **how)
    walk(system, made)
    waiting = system.warehouse.dossiers(DossierState.WAITING_FOR_REGISTER)
    assert len(waiting) >= 3
    for one in waiting:
        assert "không có nghĩa là không tìm thấy" in one.reason
        assert system.warehouse.resolution(one.id) is None
        assert system.warehouse.records(one.id) == ()
        assert system.warehouse.tasks(one.id) == ()
        asked = system.warehouse.inquiries(one.id)
        assert InquiryOutcome.UNAVAILABLE in {inquiry.outcome for inquiry in asked}
    read = len(reader.read)
    faults(register)
    walk(system, made)
    assert len(reader.read) == read
    assert end(system) == undisturbed.end


def test_what_waited_is_taken_up_by_whatever_run_comes_next(
    system: System, made: Made, undisturbed: Whole, faults: Callable[..., None], tmp_path: Path
):
    faults("population", outage=True)
    walk(system, made)
    faults("population")
    other = replace(made, inbox=tmp_path / "another inbox")
    other.inbox.mkdir()
    walk(system, other)
    assert end(system) == undisturbed.end


def test_a_better_engine_reads_again_and_what_it_says_alike_ends_alike(
    system: System, made: Made, reader: PerfectReader, monkeypatch: pytest.MonkeyPatch
):
    def told() -> list[object]:
        house = system.warehouse
        return [
            (one.id, one.state, one.reason, house.resolution(one.id), [values(each) for each in house.records(one.id)])
            for one in house.dossiers()
        ]

    def values(record: Record) -> tuple[str, str | None, dict[str, str]]:
        return record.kind, record.person_id, {field.field: field.value for field in record.fields}

    walk(system, made)
    before, asked, read = told(), system.warehouse.counts().open_tasks, len(reader.read)
    monkeypatch.setattr(ocr.reading, "version", lambda: "perfect 2")
    walk(system, made)
    assert len(reader.read) == 2 * read
    assert told() == before
    assert system.warehouse.counts().open_tasks == asked
    again = system.warehouse.fingerprint()
    walk(system, made)
    assert (system.warehouse.fingerprint(), len(reader.read)) == (again, 2 * read)


# --- one dossier that breaks


def poison(made: Made, monkeypatch: pytest.MonkeyPatch) -> DossierTruth:
    """The first dossier breaks in extraction, with an error that tells what it read."""
    victim = made.truths[0]
    name = next(field.written for field in victim.files[0].pages[0].fields if field.name == "ho_ten")
    extract = extractors.papers.extract

    def poisoned(pages: Sequence[Page], **told: object) -> list[Document]:
        if any(name in page.text for page in pages):
            raise KeyError(name)
        return extract(pages)

    monkeypatch.setattr(extractors.papers, "extract", poisoned)
    return victim


def test_a_poisoned_dossier_is_put_aside_and_its_batch_goes_on(
    system: System, made: Made, undisturbed: Whole, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        broken = poison(made, patch)
        walk(system, made)
    victim = of(broken, system)
    failed = system.warehouse.dossier(victim.id)
    assert failed.state is DossierState.FAILED
    assert "KeyError" in failed.reason
    assert not any(value in failed.reason for value in personal_values(made))
    assert system.warehouse.resolution(victim.id) is None
    assert system.warehouse.records(victim.id) == ()
    shares_its_card = of(with_trouble(made, Trouble.DUPLICATE_FILE), system)
    assert {row[0] for row in undisturbed.end if row not in end(system)} == {victim.id, shares_its_card.id}
    walk(system, made)
    assert end(system) == undisturbed.end


THINKS = {"extract": "extract", "match": "match", "load": "_ready"}  # loads are thought out alone, saved together


@pytest.mark.parametrize("step", ["match", "load"])
def test_a_dossier_that_breaks_later_is_put_aside_too(
    system: System, made: Made, undisturbed: Whole, monkeypatch: pytest.MonkeyPatch, step
):
    pipeline.take_in(str(made.inbox), system)
    victim = of(made.truths[1], system)
    right = getattr(pipeline, THINKS[step])

    def breaks(dossier_id: str, system: System) -> object:
        if dossier_id == victim.id:
            raise ZeroDivisionError(victim.label)
        return right(dossier_id, system)

    breaks.__name__ = step
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, THINKS[step], breaks)
        walk(system, made)
    failed = system.warehouse.dossier(victim.id)
    assert failed.state is DossierState.FAILED
    assert step in failed.reason
    assert "ZeroDivisionError" in failed.reason
    assert [row for row in undisturbed.end if row not in end(system)] == [
        row for row in undisturbed.end if row[0] == victim.id
    ]
    walk(system, made)
    assert end(system) == undisturbed.end


def test_a_dossier_whose_load_is_refused_does_not_stop_those_of_its_batch(
    system: System, made: Made, undisturbed: Whole, monkeypatch: pytest.MonkeyPatch
):
    pipeline.take_in(str(made.inbox), system)
    victim = of(made.truths[1], system)
    right, tried = Warehouse.load_all, list[int]()

    def refuses(self: Warehouse, loads: Sequence[Load]) -> frozenset[str]:
        tried.append(len(loads))
        if victim.id in {one.dossier_id for one in loads}:
            raise ZeroDivisionError(victim.label)
        return right(self, loads)

    with monkeypatch.context() as patch:
        patch.setattr(Warehouse, "load_all", refuses)
        walk(system, made)
    assert tried[0] > 1
    failed = system.warehouse.dossier(victim.id)
    assert (failed.state, "ZeroDivisionError" in failed.reason) == (DossierState.FAILED, True)
    assert [row for row in undisturbed.end if row not in end(system)] == [
        row for row in undisturbed.end if row[0] == victim.id
    ]
    walk(system, made)
    assert end(system) == undisturbed.end


@pytest.mark.parametrize("step", ["extract", "match", "load"])
def test_a_dossier_on_which_a_later_run_breaks_is_not_left_behind(
    system: System, made: Made, monkeypatch: pytest.MonkeyPatch, step
):
    walk(system, made)
    loaded = end(system)

    def breaks(dossier_id: str, system: System) -> None:
        raise MemoryError

    breaks.__name__ = step
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, THINKS[step], breaks)
        walk(system, made)
    if step == "load":
        assert {one.state for one in system.warehouse.dossiers()} == {DossierState.FAILED}
    walk(system, made)
    assert end(system) == loaded


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_an_original_that_is_damaged_in_the_store_fails_its_dossier_alone(
    system: System, made: Made, undisturbed: Whole, damage
):
    ids = pipeline.take_in(str(made.inbox), system)
    victim = of(with_trouble(made, Trouble.NOT_REGISTERED), system)
    (scan,) = system.warehouse.scans(victim.id)
    (place,) = (system.settings.state / "objects").rglob(scan.digest)
    original = place.read_bytes()
    place.unlink()
    if damage == "changed":
        place.write_bytes(original[:-1] + b"?")
    for batch in pipeline.plan(ids, system):
        for step in STEPS:
            step(batch, system)
    failed = system.warehouse.dossier(victim.id)
    assert failed.state is DossierState.FAILED
    assert failed.reason == (ObjectDamaged if damage == "changed" else NotHeld).sentence
    assert {row[0] for row in undisturbed.end if row not in end(system)} == {victim.id}
    walk(system, made)  # handed in again, the bytes are mended
    assert end(system) == undisturbed.end


@pytest.mark.parametrize("error", [StorageUnavailable, StorageFull, NotSetUp])
def test_what_lies_around_the_papers_stops_the_batch_to_be_tried_again(
    error: type[DossierError], system: System, made: Made, monkeypatch: pytest.MonkeyPatch
):
    (batch,) = pipeline.plan(pipeline.take_in(str(made.inbox), system), system)
    pipeline.read_batch(batch, system)

    def away(dossier_id: str, system: System) -> None:
        raise error("away")

    away.__name__ = "extract"
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "extract", away)
        with pytest.raises(error):
            pipeline.extract_batch(batch, system)
    assert {one.state for one in system.warehouse.dossiers()} == {DossierState.READ}


def test_an_error_of_ours_is_told_by_its_sentence(system: System, made: Made, monkeypatch: pytest.MonkeyPatch):
    ids = pipeline.take_in(str(made.inbox), system)

    def refused(dossier_id: str, system: System) -> None:
        raise DossierError("detail")

    refused.__name__ = "match"
    monkeypatch.setattr(pipeline, "match", refused)
    pipeline.run(ids[0], system)
    one = system.warehouse.dossier(ids[0])
    assert (one.state, one.reason) == (DossierState.FAILED, DossierError.sentence)
