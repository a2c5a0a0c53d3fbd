"""What is odd about a file or page is told of its dossier; what matters holds it for a person, and nothing twice."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from made_dossiers import Made, PerfectReader
from PIL import Image
from whole_road import Whole, of, walk

import pipeline
from ocr.files.scan_finding import ScanFinding
from ocr.reading import PageReading
from pipeline import System
from storage.dossiers import Dossier
from storage.settled import ASKED_BY
from storage.states import DossierState, Owner, TaskState

pytestmark = pytest.mark.contract
ORDER, OFF = ScanFinding.INSTRUCTIONS, ScanFinding.TEXT_OFF_PAGE
LINKED, UNKNOWN = 0, 2  # of the made dossiers


class Finder:
    """The perfect reader, to which the pages of one dossier seem odd."""

    def __init__(self, reader: PerfectReader) -> None:
        self._reader = reader
        self.scans: set[str] = set()  # digests
        self.found: tuple[ScanFinding, ...] = ()

    def __call__(self, tasks: object, *_: object, **__: object) -> Iterator[tuple[str, PageReading]]:
        for digest, reading in self._reader(tasks):
            yield digest, replace(reading, findings=self.found if digest in self.scans else ())


@pytest.fixture
def finder(reader: PerfectReader, monkeypatch: pytest.MonkeyPatch) -> Finder:
    finder = Finder(reader)
    monkeypatch.setattr(pipeline, "read_pages", finder)
    return finder


def walked(system: System, made: Made, finder: Finder, which: int, *found: ScanFinding) -> Dossier:
    """The dossier whose every page seems odd, after the whole road."""
    pipeline.take_in(str(made.inbox), system)
    dossier = of(made.truths[which], system)
    finder.scans = {scan.digest for scan in system.warehouse.scans(dossier.id)}
    finder.found = found
    walk(system, made)
    return system.warehouse.dossier(dossier.id)


def questions(system: System, dossier: Dossier) -> list[str]:
    return [task.question.kind for task in system.warehouse.tasks(dossier.id)]


def test_what_matters_holds_a_dossier_that_would_have_been_loaded(
    system: System, made: Made, finder: Finder, undisturbed: Whole
):
    dossier = walked(system, made, finder, LINKED, OFF, ORDER)
    (was,) = [state for known, state, *_ in undisturbed.end if known == dossier.id]
    assert was is DossierState.LOADED
    assert (dossier.state, dossier.owner) == (DossierState.IN_REVIEW, Owner.REVIEWER)
    assert dossier.reason == ORDER.value
    house = system.warehouse
    assert house.records(dossier.id) == ()
    assert questions(system, dossier).count(ORDER.name) == len(house.scans(dossier.id))
    assert OFF.name not in questions(system, dossier)
    assert {one.finding for one in house.findings(dossier.id, "perfect 1")} == {ORDER, OFF}


def test_what_is_only_told_holds_nothing(system: System, made: Made, finder: Finder):
    dossier = walked(system, made, finder, LINKED, OFF, ScanFinding.SIGNED)
    assert dossier.state is DossierState.LOADED
    assert system.warehouse.findings(dossier.id, "perfect 1")
    assert not {OFF.name, "SIGNED"} & set(questions(system, dossier))


def test_a_dossier_of_nobody_tells_both_reasons(system: System, made: Made, finder: Finder):
    dossier = walked(system, made, finder, UNKNOWN, ORDER)
    assert dossier.state is DossierState.IN_REVIEW
    assert dossier.reason.startswith(ORDER.value)
    assert dossier.reason != ORDER.value
    assert ORDER.name in questions(system, dossier)
    assert len(questions(system, dossier)) == 1 + len(ASKED_BY)


def test_the_whole_road_again_changes_no_row(system: System, made: Made, finder: Finder):
    walked(system, made, finder, LINKED, ORDER)
    once = system.warehouse.fingerprint()
    walk(system, made)
    assert system.warehouse.fingerprint() == once


def test_what_a_person_has_answered_for_holds_no_longer(system: System, made: Made, finder: Finder):
    house = system.warehouse
    dossier = walked(system, made, finder, LINKED, ORDER)
    asked = [task for task in house.tasks(dossier.id) if task.question.kind == ORDER.name]
    for task in asked:
        house.settle_task(task.id, "Đã xem bản giấy, dùng được.", person="can-bo-7")
    walk(system, made)
    assert house.dossier(dossier.id).state is DossierState.LOADED
    assert house.records(dossier.id)
    assert ORDER.name not in questions(system, dossier)
    assert len(house.tasks(dossier.id, TaskState.SETTLED)) == len(asked)
    once = house.fingerprint()
    walk(system, made)
    assert house.fingerprint() == once


def attached(content: bytes) -> bytes:
    """A PDF with a script and a file within."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.attachments["giay.png"] = pikepdf.AttachedFileSpec(pdf, content, filename="giay.png")
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.save(out)
    return out.getvalue()


def test_a_pdf_is_taken_in_with_what_is_odd_about_it_and_with_the_scan_within(system: System, tmp_path: Path):
    picture = io.BytesIO()
    Image.new("L", (400, 600), 255).save(picture, "PNG")
    (tmp_path / "don.pdf").write_bytes(attached(picture.getvalue()))
    (dossier_id,) = pipeline.take_in(str(tmp_path / "don.pdf"), system)
    outer, inner = system.warehouse.scans(dossier_id)
    assert outer.findings == (ScanFinding.JAVASCRIPT, ScanFinding.EMBEDDED_FILES)
    assert (inner.name, inner.kind, inner.part_of) == ("don.pdf/giay.png", "image/png", outer.id)
    assert system.objects.get(inner.digest) == picture.getvalue()
    once = system.warehouse.fingerprint()
    assert pipeline.take_in(str(tmp_path / "don.pdf"), system) == (dossier_id,)
    assert system.warehouse.fingerprint() == once
    assert len(system.warehouse.missing_pages((dossier_id,), "perfect 1")) == 2
