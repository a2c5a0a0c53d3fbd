"""`python -m benchmarks.reading`: this project and the plain way side by side, page by page, on the same scans."""

import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.machine import busy, machine
from benchmarks.measures import outcome, text_tally
from benchmarks.processes import Cost, ReaderProcess
from benchmarks.readers import PageFields, Plain, ThisProject
from benchmarks.reading_report import PageResult, sections
from benchmarks.report import give, page
from benchmarks.truth import Scan, TruthRefused, chosen, scans_in
from cli.progress import bar

WORLD_PERSONS = 3000


@dataclass(slots=True)
class Side:
    """One reader and what came of its pages."""

    name: str
    process: ReaderProcess
    results: list[PageResult] = field(default_factory=list)


def main(
    corpus: Annotated[Path | None, typer.Option(help="folder of scans and truth.json; none: samples")] = None,
    dossiers: Annotated[int, typer.Option(min=1, help="sample dossiers to make")] = 24,
    seed: Annotated[int, typer.Option(help="of the samples: another number, other people and other papers")] = 7,
    pages: Annotated[int, typer.Option(min=0, help="read about so many, of every difficulty; 0: all")] = 40,
    out: Annotated[Path | None, typer.Option(help="write the tables to this Markdown page too")] = None,
) -> None:
    """Read the same pages in turn with this project and with pytesseract + pdf2image; tell quality and cost of both."""
    with tempfile.TemporaryDirectory(prefix="hoso-bench-") as scratch:
        folder = corpus or _samples(Path(scratch) / "samples", seed, dossiers)
        try:
            scans = chosen(scans_in(folder, Path(scratch) / "unpacked"), pages)
        except TruthRefused as refused:
            raise typer.BadParameter(str(refused)) from None
        sides = _side_by_side(scans)
    source = "--corpus DIR" if corpus else f"--dossiers {dossiers} --seed {seed}"
    command = f"python -m benchmarks.reading {source} --pages {pages}"
    facts = (*machine(), busy(), _engine())
    measured = sections([(side.name, side.results, side.process.peak) for side in sides])
    give(page("Reading", command, facts, measured), out)


def _samples(folder: Path, seed: int, dossiers: int) -> Path:
    from samples.dossiers import make_inbox
    from samples.people import make_world

    with bar("Drawing and scanning sample dossiers", dossiers) as advance:
        make_inbox(folder, make_world(seed, WORLD_PERSONS), seed, dossiers, advance)
    return folder


def _side_by_side(scans: Sequence[Scan]) -> list[Side]:
    """Both read every page in turn, now one first and now the other, never both at once."""
    with closing(ReaderProcess(ThisProject)) as ours, closing(ReaderProcess(Plain)) as theirs:
        sides = [Side("this project", ours), Side("plain", theirs)]
        for side in sides:  # libraries and models are loaded before time is taken
            side.process.read(scans[0].path, 1)
            side.process.fields()
        done = 0
        with bar("Reading pages, each twice", sum(len(scan.pages) for scan in scans)) as advance:
            for scan in scans:
                read: dict[str, list[tuple[str | None, Cost]]] = {side.name: [] for side in sides}
                for truth in scan.pages:
                    for side in sides if done % 2 else reversed(sides):
                        read[side.name].append(side.process.read(scan.path, truth.number))
                    done += 1
                    advance(done)
                for side in sides:
                    side.results += _results(scan, read[side.name], *side.process.fields())
    return sides


def _results(
    scan: Scan, read: Sequence[tuple[str | None, Cost]], fields: dict[int, PageFields], extraction: Cost
) -> list[PageResult]:
    """What came of one scan; the cost of its extraction is shared evenly among its pages."""
    results = []
    for truth, (text, cost) in zip(scan.pages, read, strict=True):
        found = fields.get(truth.number, PageFields("", {}))
        results.append(
            PageResult(
                truth,
                text_tally(truth.lines, [(one.value, one.kind) for one in truth.fields], text or ""),
                cost + extraction.part(len(scan.pages)),
                failed=text is None,
                form=found.form,
                fields=tuple(outcome(one.value, found.values.get(one.name), one.kind) for one in truth.fields),
            )
        )
    return results


def _engine() -> tuple[str, str]:
    from extractors.papers import VERSION
    from ocr.reading import version

    return "this project", f"{version()}; {VERSION}"


if __name__ == "__main__":
    typer.run(main)
