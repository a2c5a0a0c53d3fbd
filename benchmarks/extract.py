"""`python -m benchmarks.extract`: per form and field exact, wrong, missing; do probabilities keep their word; what is
left to people. Pages are read once and kept, so that a change of extraction is measured again in seconds."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.calibrate import read_cases, sample_cases
from benchmarks.calibration_error import picture
from benchmarks.extract_record import ExtractRecord, read_record, record_of, write_record
from benchmarks.extract_report import curve_of, sections
from benchmarks.field_cases import PageCase
from benchmarks.machine import busy, machine
from benchmarks.read_once import FOLDER
from benchmarks.report import give, page
from benchmarks.results import RecordRefused
from benchmarks.truth import TruthRefused, scans_in
from extractors.confidence.probability import calibration


def main(
    corpus: Annotated[Path | None, typer.Option(help="folder of scans and truth.json; none: sample papers")] = None,
    papers: Annotated[int, typer.Option(min=1, help="sample papers to make, every form equally often")] = 69,
    seed: Annotated[int, typer.Option(help="of the samples; none that the calibration was fitted on")] = 7,
    pages: Annotated[Path, typer.Option(help="folder where pages once read are kept")] = FOLDER,
    record: Annotated[
        Path | None, typer.Option(help="compare with the run recorded here, then record this one")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="write the tables to this Markdown page too")] = None,
) -> None:
    """Extract the fields of labelled pages and tell how well, how surely and at what cost."""
    try:
        before = read_record(record) if record and record.is_file() else None
        found = _of_corpus(corpus, pages) if corpus else _of_samples(seed, papers, pages)
    except (RecordRefused, TruthRefused) as refused:
        raise typer.BadParameter(str(refused)) from None
    source = "--corpus DIR" if corpus else f"--papers {papers} --seed {seed}"
    now = record_of(found, source)
    body = sections(found, before if _same_source(before, now) else None, now)
    if out:
        image = out.with_suffix(".svg")
        body.append(("The curve", f"![what was said against what is]({image.name})"))
        out.parent.mkdir(parents=True, exist_ok=True)
        image.write_text(picture(curve_of(found)), encoding="utf-8")
    give(page("Extraction", f"python -m benchmarks.extract {source}", (*machine(), busy(), *_versions()), body), out)
    if record:
        write_record(record, now)


def _of_corpus(corpus: Path, pages: Path) -> list[PageCase]:
    with tempfile.TemporaryDirectory(prefix="hoso-bench-") as scratch:
        return read_cases(scans_in(corpus, Path(scratch)), corpus, pages)


def _of_samples(seed: int, papers: int, pages: Path) -> list[PageCase]:
    with tempfile.TemporaryDirectory(prefix="hoso-bench-") as scratch:
        return sample_cases(Path(scratch), seed, papers, pages)


def _same_source(before: ExtractRecord | None, now: ExtractRecord) -> bool:
    return before is not None and before.source == now.source


def _versions() -> tuple[tuple[str, str], ...]:
    from extractors.papers import VERSION
    from ocr.reading import version

    made = calibration().made
    fitted = f"of {made.get('made_on', '?')}, {made.get('pages', '?')} pages, seeds {made.get('seeds', '?')}"
    return ("engine", version()), ("extraction", VERSION), ("calibration", fitted)


if __name__ == "__main__":
    typer.run(main)
