"""`hoso read`"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.progress import bar

SCAN_NAMES = {".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png"}
SOME_FAILED = 3


def read(
    paths: Annotated[list[Path], typer.Argument(help="scans, or folders of scans", exists=True)],
    out: Annotated[Path, typer.Option(help="folder for the results, one JSON a scan")],
    jobs: Annotated[int, typer.Option(help="processes; 0: one a core", min=0)] = 0,
) -> None:
    """Read scans and extract their fields: no database, no registers. Exit status 3 when some scan failed."""
    from ocr.reading import PageFailure, PageReading
    from ocr.workers import PageTask, read_pages

    scans, failed = _accepted(paths)
    tasks = (
        PageTask(str(name), file.read_bytes(), number) for name, (file, pages) in scans.items() for number in pages
    )
    total = sum(len(pages) for _, pages in scans.values())
    read_so_far: dict[str, dict[int, PageReading | PageFailure]] = defaultdict(dict)
    with bar("Đọc các trang", total) as advance:
        advance(0)
        for done, (key, reading) in enumerate(read_pages(tasks, jobs), start=1):
            number = reading.page.number if isinstance(reading, PageReading) else reading.number
            read_so_far[key][number] = reading
            advance(done)
            if len(read_so_far[key]) == len(scans[Path(key)][1]):
                failed += _write(out / f"{key}.json", read_so_far.pop(key), key)
    typer.echo(f"Đã đọc {len(scans)} tệp, {total} trang; kết quả ở {out}.")
    if failed:
        raise typer.Exit(SOME_FAILED)


def _accepted(paths: list[Path]) -> tuple[dict[Path, tuple[Path, range]], int]:
    """({name below the results: (file, its pages)}, how many scans were refused); the rest is skipped and named."""
    from errors import ScanRefused
    from ocr.opening import inspect
    from ocr.refusal import Refusal

    scans: dict[Path, tuple[Path, range]] = {}
    failed = 0
    for name, file in _files(paths):
        if name in scans:  # of two folders: its result would write over the other's
            failed += 1
            typer.echo(f"không đọc {name} thứ hai: trùng tên. Hãy đọc từng thư mục vào một --out riêng.", err=True)
            continue
        try:
            scans[name] = (file, range(1, inspect(file.read_bytes()).pages + 1))
        except ScanRefused as refused:
            claims_to_be_one = file.suffix.lower() in SCAN_NAMES
            if claims_to_be_one or refused.reason not in (Refusal.NOT_A_SCAN, Refusal.EMPTY):
                failed += 1
                typer.echo(f"không đọc được {name}: {refused.sentence}", err=True)
            else:
                typer.echo(f"bỏ qua {name}: không phải bản quét", err=True)
    return scans, failed


def _files(paths: list[Path]) -> Iterator[tuple[Path, Path]]:
    """(name below the results, file), folders gone through in order of names."""
    for path in paths:
        if path.is_file():
            yield Path(path.name), path
        for file in sorted(path.rglob("*")) if path.is_dir() else ():
            if file.is_file() and not file.name.startswith("."):
                yield file.relative_to(path), file


def _write(file: Path, pages: dict[int, Any], key: str) -> int:
    """Extract and write one scan's result; 1 when one of its pages failed, else 0.

    A page's `fields` are those read surely enough to be used as they are; `documents` holds every reading.
    """
    from extractors.codec import documents_to_json
    from extractors.papers import SURE_ENOUGH, extract, page_readings
    from extractors.reading import UNKNOWN_FORM
    from ocr.reading import PageReading
    from storage.readings import as_text

    ordered = [pages[number] for number in sorted(pages)]
    documents = extract([one.page for one in ordered if isinstance(one, PageReading)])
    rows: list[dict[str, Any]] = []
    for one in ordered:
        if not isinstance(one, PageReading):
            rows.append({"form": UNKNOWN_FORM, "text": "", "fields": {}, "problem": one.reason.name})
            typer.echo(f"{key}, trang {one.number}: {one.reason.value}", err=True)
            continue
        document = next(document for document in documents if one.page.number in document.pages)
        fields = {
            reading.field: as_text(reading.value)
            for reading in page_readings(document, one.page.number)
            if reading.value is not None and reading.confidence >= SURE_ENOUGH
        }
        rows.append({"form": document.form, "text": one.page.text, "fields": fields})
    file.parent.mkdir(parents=True, exist_ok=True)
    result = {"pages": rows, "documents": json.loads(documents_to_json(documents))}
    file.write_text(json.dumps(result, ensure_ascii=False, indent=1), encoding="utf-8")
    return int(any("problem" in row for row in rows))
