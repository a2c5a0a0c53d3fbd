"""Small invented dossiers, and their pages as a perfect reader gives them: no engine is needed on the road."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import ocr.reading
import pipeline
import samples.dossiers
from ocr.page import Box, Code, CodeKind, Line, Page, Word
from ocr.reading import PageReading
from ocr.workers import PageTask
from samples.people import make_world
from samples.plans import Format, Packing, Plan, Procedure
from samples.treatment import Treatment
from samples.truth import DossierTruth, Expected, PageTruth, Trouble
from samples.world import World

SEED, PERSONS, COARSE = 7, 1500, 50  # COARSE: dpi; nobody reads these pictures
SIGN, HEIGHT, PITCH, LEFT, TOP = 15, 28, 52, 150, 100  # px of a page set as a typewriter would

PLANS = (
    Plan(Procedure.RESIDENCE, one_file=False),
    Plan(
        Procedure.RESIDENCE, (Trouble.OLD_CMND,), Expected.CORRECTED, (Expected.REVIEW,), Treatment.OFFICE, Packing.ZIP
    ),
    Plan(
        Procedure.RESIDENCE, (Trouble.NOT_REGISTERED,), Expected.NOBODY, (Expected.REVIEW,), format=Format.JPEG,
        manifest=False, card=False,
    ),
    Plan(
        Procedure.BIRTH, (Trouble.CORRUPT_FILE,), Expected.AUTOMATIC, (Expected.CORRECTED, Expected.REVIEW),
        one_file=False,
    ),
    Plan(Procedure.RESIDENCE, (Trouble.DUPLICATE_FILE,), also_right=(Expected.REVIEW,), one_file=False),
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A world, an inbox and what truly stands in it."""

    folder: Path  # with population.parquet, telco.parquet
    inbox: Path
    world: World
    truths: tuple[DossierTruth, ...]

    def content(self, truth: DossierTruth, file: str) -> bytes:
        place = self.inbox / truth.path
        if place.suffix == ".zip":
            with zipfile.ZipFile(place) as archive:
                return archive.read(file)
        return place.read_bytes() if place.is_file() else (place / file).read_bytes()


def made_dossiers(folder: Path, *, dpi: int | None = None, plans: tuple[Plan, ...] = PLANS, seed: int = SEED) -> Made:
    """World and inbox. With `dpi` every page is drawn that coarsely."""
    world = make_world(seed, PERSONS)
    world.write(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(samples.dossiers, "DEMO", plans)
        if dpi:
            patch.setattr(samples.dossiers, "dpi", lambda treatment, dice: dpi)
        truths = samples.dossiers.make_inbox(folder, world, seed, len(plans))
    return Made(folder, folder / samples.dossiers.INBOX, world, truths)


class PerfectReader:
    """Stands for `ocr.workers.read_pages`: gives each page as its truth has it, and counts what it was asked."""

    def __init__(self, made: Made) -> None:
        self.read: list[tuple[str, int]] = []
        self._pages = {
            hashlib.sha256(made.content(truth, file.name)).hexdigest(): file.pages
            for truth in made.truths
            for file in truth.files
        }

    def __call__(self, tasks: Iterable[PageTask], *_: object, **__: object) -> Iterator[tuple[str, PageReading]]:
        for task in tasks:
            truth = self._pages[hashlib.sha256(task.content).hexdigest()][task.number - 1]
            self.read.append((task.key, task.number))
            page = page_of(truth, task.number)
            yield task.key, PageReading(page, f"picture {task.key} {task.number}".encode(), 1.0)


def read_perfectly(made: Made, patch: pytest.MonkeyPatch) -> PerfectReader:
    """Put the perfect reader in the place of the processes that read."""
    reader = PerfectReader(made)
    patch.setattr(pipeline, "read_pages", reader)
    patch.setattr(ocr.reading, "version", lambda: "perfect 1")
    return reader


def page_of(truth: PageTruth, number: int) -> Page:
    """A page of 1654 x 2339 px on which every line of the truth stands, and its codes."""
    lines = tuple(_line(text, row) for row, text in enumerate(line for line in truth.lines if line.strip()))
    box = Box(1300, 200, 1500, 400)
    codes = (Code(CodeKind.QR, truth.qr, box),) if truth.qr else ()
    codes += (Code(CodeKind.MRZ, "\n".join(truth.mrz), box),) if truth.mrz else ()
    plain = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    return Page(number, 1654, 2339, 200, 0, 0.0, plain, lines, codes, (), "perfect 1")


def _line(text: str, row: int) -> Line:
    words, at = [], 0
    for piece in text.split():
        left, top = LEFT + at * SIGN, TOP + row * PITCH
        words.append(Word(piece, Box(left, top, left + SIGN * len(piece), top + HEIGHT), 0.95))
        at += len(piece) + 1
    return Line(tuple(words))


def personal_values(made: Made) -> set[str]:
    """Every name, number, phone, e-mail, address and birth date of the papers, the manifests and the made people."""
    found = {
        field.value for truth in made.truths for file in truth.files for page in file.pages for field in page.fields
    } | {field.written for truth in made.truths for file in truth.files for page in file.pages for field in page.fields}
    for manifest in made.inbox.glob("*/manifest.json"):
        found |= set(json.loads(manifest.read_text("utf-8"))["applicant"].values())
    for one in (*made.world.individuals, *made.world.strangers):
        found |= {one.full_name, one.cccd, one.cmnd, one.address, made.world.phone(one)}
    return {value for value in found if len(value) >= 9 and not value.startswith(("2024-", "2025-", "2026-"))}
