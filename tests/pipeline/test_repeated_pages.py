"""One picture that stands on several pages is read once; every page keeps the reading under its own number."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

import pipeline
from ocr.files.refusal import Refusal
from ocr.page import Page
from ocr.reading import PageFailure, PageReading
from ocr.workers import PageTask
from pipeline import System
from storage.states import DossierState

pytestmark = pytest.mark.contract


def picture(mark: int) -> Image.Image:
    page = Image.new("L", (400, 560), 250)
    ImageDraw.Draw(page).rectangle((50, 50, 60 + mark, 90), fill=0)
    return page


def scan(*marks: int) -> bytes:
    first, *others = map(picture, marks)
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=others, dpi=(200, 200))
    return out.getvalue()


class Reader:
    """Reads a page as empty, or fails; and remembers which pages it was given."""

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails
        self.read: list[int] = []

    def __call__(
        self, tasks: Iterable[PageTask], *_: object, **__: object
    ) -> Iterator[tuple[str, PageReading | PageFailure]]:
        for task in tasks:
            self.read.append(task.number)
            page = Page(task.number, 400, 560, 200, 0, 0.0, (1, 0, 0, 0, 1, 0, 0, 0, 1), (), (), (), "an engine")
            good = PageReading(page, b"the picture", 1.0)
            yield task.key, PageFailure(task.number, Refusal.TOO_SLOW) if self.fails else good


@pytest.fixture
def dossier(tmp_path: Path, system: System) -> str:
    """a.tif of three pages, the third as the first; b.tif of two, the first as the second of a.tif."""
    folder = tmp_path / "inbox" / "one"
    folder.mkdir(parents=True)
    (folder / "a.tif").write_bytes(scan(10, 60, 10))
    (folder / "b.tif").write_bytes(scan(60, 120))
    return pipeline.take_in_dossier(folder, system)


@pytest.mark.parametrize("fails", [False, True])
def test_a_picture_is_read_once_for_all_its_pages(
    dossier: str, system: System, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    reader = Reader(fails)
    monkeypatch.setattr(pipeline, "read_pages", reader)
    told: list[tuple[int, int]] = []
    pipeline.read((dossier,), system, lambda done, all_pages: told.append((done, all_pages)))
    assert len(reader.read) == 3
    assert told[-1] == (5, 5)
    kept = system.warehouse.pages(dossier, "perfect 1")
    assert [stored.number for stored in kept] == [1, 2, 3, 1, 2]
    assert [stored.page.number if stored.page else 0 for stored in kept] == ([0] * 5 if fails else [1, 2, 3, 1, 2])
    assert {stored.failure for stored in kept} == {Refusal.TOO_SLOW if fails else None}


def test_where_the_first_scan_is_damaged_the_picture_is_read_from_the_second(
    dossier: str, system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = system.warehouse.scans(dossier)
    (lost,) = (system.settings.state / "objects").rglob(first.digest)
    lost.chmod(0o644)
    lost.write_bytes(b"rotten")
    reader = Reader()
    monkeypatch.setattr(pipeline, "read_pages", reader)
    pipeline.read((dossier,), system)
    kept = {(stored.scan_digest, stored.number) for stored in system.warehouse.pages(dossier, "perfect 1")}
    assert {(second.digest, 1), (second.digest, 2)} <= kept
    assert system.warehouse.dossier(dossier).state is DossierState.FAILED
