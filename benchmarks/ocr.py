"""`python -m benchmarks.ocr`: this project, the plain way and OCRmyPDF side by side on the same pages."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.machine import busy, machine
from benchmarks.measures import Kind, Outcome, outcome, plain, stands_in, text_tally
from benchmarks.ocr_report import sections
from benchmarks.processes import Cost, ReaderProcess
from benchmarks.readers import OcrMyPdf, PageFields, PageRead, Plain, Reader, ThisProject
from benchmarks.report import give, page
from benchmarks.results import PageResult, Side, write_records
from benchmarks.throughput import by_own_workers, by_processes
from benchmarks.truth import PageTruth, Scan, TruthRefused, chosen, scans_in
from benchmarks.worth import readers as with_and_without
from benchmarks.worth import worth
from cli.progress import bar

WORLD_PERSONS = 3000
WORKERS = (1, 2)
WHOLE_FILES = ("OCRmyPDF",)  # what they read at the first page of a scan is shared among its pages
OURS = "this project"
READERS: dict[str, Callable[[], Reader]] = {OURS: ThisProject, "plain": Plain, "OCRmyPDF": OcrMyPdf}


@dataclass(slots=True)
class _Measured:
    """One reader at work."""

    name: str
    process: ReaderProcess
    results: list[PageResult] = field(default_factory=list)


def main(
    corpus: Annotated[Path | None, typer.Option(help="folder of scans and truth.json; none: samples")] = None,
    dossiers: Annotated[int, typer.Option(min=1, help="sample dossiers to make")] = 24,
    seed: Annotated[int, typer.Option(help="of the samples: another number, other people and other papers")] = 7,
    pages: Annotated[int, typer.Option(min=0, help="read about so many, of every difficulty; 0: all")] = 40,
    speed_pages: Annotated[int, typer.Option(min=0, help="read so many again by one and two workers; 0: do not")] = 12,
    worth_pages: Annotated[int, typer.Option(min=0, help="read so many without each step; 0: do not")] = 0,
    profile: Annotated[bool, typer.Option("--profile", help="tell where this project's time goes")] = False,
    alone: Annotated[bool, typer.Option("--alone", help="this project only, nothing beside it")] = False,
    json: Annotated[Path | None, typer.Option(help="record every page here, for benchmarks.gains")] = None,
    out: Annotated[Path | None, typer.Option(help="write the tables to this Markdown page too")] = None,
) -> None:
    """Read the same pages in turn with this project, pytesseract + pdf2image and OCRmyPDF; tell quality and cost."""
    readers: dict[str, Callable[[], Reader]] = {**READERS, OURS: partial(ThisProject, profile)}
    if alone:
        readers = {OURS: readers[OURS]}
    with tempfile.TemporaryDirectory(prefix="hoso-bench-") as scratch:
        folder = corpus or _samples(Path(scratch) / "samples", seed, dossiers)
        try:
            every = scans_in(folder, Path(scratch) / "unpacked")
        except TruthRefused as refused:
            raise typer.BadParameter(str(refused)) from None
        folders = folder, Path(scratch)
        sides = _side_by_side(readers, chosen(every, pages), folders)
        if speed_pages:
            sides = [replace(side, speeds=_speeds(side.name, chosen(every, speed_pages))) for side in sides]
        steps = _side_by_side(with_and_without(), chosen(every, worth_pages), folders) if worth_pages else []
    facts = (*machine(), busy(), *_versions(readers))
    if json:
        write_records(json, facts, sides)
    source = "--corpus DIR" if corpus else f"--dossiers {dossiers} --seed {seed}"
    flags = [f"--worth-pages {worth_pages}"] * bool(worth_pages) + ["--profile"] * profile + ["--alone"] * alone
    measured = f"--pages {pages} --speed-pages {speed_pages}"
    command = " ".join(["python -m benchmarks.ocr", source, measured, *flags])
    told = [*sections(sides), *([("What each step is worth", worth(steps))] if steps else [])]
    give(page("Reading", command, facts, told), out)


def _samples(folder: Path, seed: int, dossiers: int) -> Path:
    from samples.dossiers import make_inbox
    from samples.people import make_world

    with bar("Drawing and scanning sample dossiers", dossiers) as advance:
        make_inbox(folder, make_world(seed, WORLD_PERSONS), seed, dossiers, advance)
    return folder


def _side_by_side(
    readers: dict[str, Callable[[], Reader]], scans: Sequence[Scan], folders: Sequence[Path]
) -> list[Side]:
    """All read every page in turn, each time another one first, never two at once."""
    done = 0
    with _at_work(readers, scans[0]) as sides, bar("Reading pages", sum(len(scan.pages) for scan in scans)) as advance:
        for scan in scans:
            read: dict[str, list[tuple[PageRead, Cost]]] = {side.name: [] for side in sides}
            for truth in scan.pages:
                first = done % len(sides)
                for side in (*sides[first:], *sides[:first]):
                    read[side.name].append(side.process.read(scan.path, truth.number))
                done += 1
                advance(done)
            for side in sides:
                said = _shared(read[side.name]) if side.name in WHOLE_FILES else read[side.name]
                side.results += _results(_name(scan.path, folders), scan, said, *side.process.fields())
        return [Side(side.name, side.results, side.process.peak) for side in sides]


def _shared(read: Sequence[tuple[PageRead, Cost]]) -> list[tuple[PageRead, Cost]]:
    """The same, each page with an even share of the cost."""
    even = sum((cost for _, cost in read), Cost()).part(len(read))
    return [(page, even) for page, _ in read]


@contextmanager
def _at_work(readers: dict[str, Callable[[], Reader]], warming: Scan) -> Iterator[list[_Measured]]:
    """A process for each; libraries and models are loaded before time is taken."""
    with ExitStack() as stack:
        sides = [_Measured(name, stack.enter_context(closing(ReaderProcess(make)))) for name, make in readers.items()]
        for side in sides:
            side.process.read(warming.path, 1)
            side.process.fields()
        yield sides


def _name(path: Path, folders: Sequence[Path]) -> str:
    """Path of a scan below the first of the folders that it lies in."""
    inside = (path.relative_to(folder).as_posix() for folder in folders if path.is_relative_to(folder))
    return next(inside, path.name)


def _results(
    name: str, scan: Scan, read: Sequence[tuple[PageRead, Cost]], fields: dict[int, PageFields], extraction: Cost
) -> list[PageResult]:
    """What came of one scan; the cost of its extraction is shared evenly among its pages."""
    results = []
    for truth, (said, cost) in zip(scan.pages, read, strict=True):
        found = fields.get(truth.number, PageFields("", {}))
        values = [(one.value, one.kind) for one in truth.fields]
        results.append(
            PageResult(
                truth,
                text_tally(truth.lines, values, said.text or "", truth.text),
                cost + extraction.part(len(scan.pages)),
                failed=said.text is None,
                form=found.form,
                fields=tuple(outcome(one.value, found.values.get(one.name), one.kind) for one in truth.fields),
                scan=name,
                turned=said.turned,
                number=_card_number(truth, said.text or "", found),
                qr_exact=bool(truth.qr) and truth.qr in said.qr,
                mrz_exact=bool(truth.mrz) and truth.mrz in said.mrz,
                steps=said.steps,
            )
        )
    return results


def _card_number(truth: PageTruth, text: str, found: PageFields) -> Outcome | None:
    """How the number of a copied card came out: as a field, or for a reader without fields, whether its text has it."""
    true = next((one.value for one in truth.fields if one.name == "so_dinh_danh" and truth.form == "cccd"), None)
    if true is None:
        return None
    if found.form:
        return outcome(true, found.values.get("so_dinh_danh"), Kind.NUMBER)
    return Outcome.EXACT if stands_in(true, Kind.NUMBER, plain(text)) else Outcome.MISSING


def _speeds(name: str, scans: Sequence[Scan]) -> dict[int, float]:
    with bar(f"Pages a minute, {name}", len(WORKERS)) as advance:
        speeds = {}
        for done, workers in enumerate(WORKERS, 1):
            own = name == OURS
            speeds[workers] = by_own_workers(scans, workers) if own else by_processes(READERS[name], scans, workers)
            advance(done)
    return speeds


def _versions(readers: dict[str, Callable[[], Reader]]) -> Iterator[tuple[str, str]]:
    from importlib.metadata import version

    from extractors.papers import VERSION
    from ocr import reading

    yield OURS, f"{reading.version()}; {VERSION}"
    if "plain" in readers:
        yield "plain", f"pytesseract {version('pytesseract')}, pdf2image {version('pdf2image')}"
    if "OCRmyPDF" in readers:
        yield "OCRmyPDF", f"{version('ocrmypdf')}, --mode force -O0 --jobs 1 --output-type pdf --rasterizer pypdfium"


if __name__ == "__main__":
    typer.run(main)
