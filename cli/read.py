"""`hoso read`"""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.scans import SOME_FAILED, ReadScan, accepted, read_scans


def read(
    paths: Annotated[list[Path], typer.Argument(help="scans, or folders of scans", exists=True)],
    out: Annotated[Path, typer.Option(help="folder for the results, one JSON a scan")],
    jobs: Annotated[int, typer.Option(help="processes; 0: one a core", min=0)] = 0,
) -> None:
    """Read scans and extract their fields: no database, no registers. Exit status 3 when some scan failed."""
    scans = accepted(paths)
    failed = scans.refused
    for scan in read_scans(scans, jobs):
        failed += _write(out / f"{scan.name}.json", scan)
    typer.echo(f"Đã đọc {len(scans.files)} tệp, {scans.pages} trang; kết quả ở {out}.")
    if failed:
        raise typer.Exit(SOME_FAILED)


def _write(file: Path, scan: ReadScan) -> int:
    """Extract and write one scan's result; 1 when one of its pages failed, else 0.

    A page's `fields` are those of its first paper that were read surely enough to be used as they are; `documents`
    holds every paper and reading.
    """
    from extractors.codec import documents_to_json
    from extractors.confidence.probability import is_given
    from extractors.papers import extract, page_readings
    from extractors.reading import UNKNOWN_FORM
    from ocr.reading import PageReading
    from storage.readings import as_text

    documents = extract([one.page for one in scan.pages if isinstance(one, PageReading)])
    rows: list[dict[str, Any]] = []
    for one in scan.pages:
        if not isinstance(one, PageReading):
            rows.append({"form": UNKNOWN_FORM, "text": "", "fields": {}, "problem": one.reason.name})
            typer.echo(f"{scan.name}, trang {one.number}: {one.reason.value}", err=True)
            continue
        here = [document for document in documents if one.page.number in document.pages]
        given = (reading for reading in page_readings(here[0], one.page.number) if is_given(reading))
        fields = {reading.field: as_text(reading.value) for reading in given}
        rows.append({"form": here[0].form, "text": one.page.text, "fields": fields})
    file.parent.mkdir(parents=True, exist_ok=True)
    result = {"pages": rows, "documents": json.loads(documents_to_json(documents))}
    file.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    return int(any("problem" in row for row in rows))
