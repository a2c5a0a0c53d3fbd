"""The scans that a command is given, and their pages read: what is no scan is named, what fails is told."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.progress import bar

if TYPE_CHECKING:  # loading what reads takes longer than most commands
    from ocr.reading import PageFailure, PageReading

SCAN_NAMES = {".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png", ".webp"}
SOME_FAILED = 3
"""Exit status of a command that went on past a scan or page that failed."""


@dataclass(frozen=True, slots=True)
class Scans:
    """What is to be read."""

    files: dict[Path, tuple[Path, range]]  # name below the results: (file, numbers of its pages)
    refused: int  # scans that cannot be taken in; each has been named

    @property
    def pages(self) -> int:
        return sum(len(numbers) for _, numbers in self.files.values())


@dataclass(frozen=True, slots=True)
class ReadScan:
    """One scan, every page of it read or failed."""

    name: Path  # below the results
    file: Path
    pages: "tuple[PageReading | PageFailure, ...]"  # in order


def accepted(paths: list[Path]) -> Scans:
    """The scans among the files and in the folders; the rest is skipped and named."""
    from errors import ScanRefused
    from ocr.files.refusal import Refusal
    from ocr.files.sandbox import inspect_confined

    files: dict[Path, tuple[Path, range]] = {}
    refused = 0
    for name, file in files_below(paths):
        if name in files:  # of two folders: its result would write over the other's
            refused += 1
            typer.echo(f"không đọc {name} thứ hai: trùng tên. Hãy đọc từng thư mục vào một --out riêng.", err=True)
            continue
        try:
            files[name] = (file, range(1, inspect_confined(file.read_bytes()).pages + 1))
        except ScanRefused as refusal:
            claims_to_be_one = file.suffix.lower() in SCAN_NAMES
            if claims_to_be_one or refusal.reason not in (Refusal.NOT_A_SCAN, Refusal.EMPTY):
                refused += 1
                typer.echo(f"không đọc được {name}: {refusal.sentence}", err=True)
            else:
                typer.echo(f"bỏ qua {name}: không phải bản quét", err=True)
    return Scans(files, refused)


def read_scans(scans: Scans, jobs: int) -> Iterator[ReadScan]:
    """Each scan as soon as its last page is read, in no order; a bar tells how far it is."""
    from ocr.reading import PageReading
    from ocr.workers import PageTask, read_pages

    tasks = (
        PageTask(str(name), file.read_bytes(), number)
        for name, (file, numbers) in scans.files.items()
        for number in numbers
    )
    so_far: dict[str, dict[int, PageReading | PageFailure]] = defaultdict(dict)
    with bar("Đọc các trang", scans.pages) as advance:
        advance(0)
        for done, (key, reading) in enumerate(read_pages(tasks, jobs), start=1):
            number = reading.page.number if isinstance(reading, PageReading) else reading.number
            so_far[key][number] = reading
            advance(done)
            file, numbers = scans.files[Path(key)]
            if len(so_far[key]) == len(numbers):
                pages = so_far.pop(key)
                yield ReadScan(Path(key), file, tuple(pages[number] for number in sorted(pages)))


def files_below(paths: list[Path]) -> Iterator[tuple[Path, Path]]:
    """(name below the results, file), folders gone through in order of names."""
    for path in paths:
        if path.is_file():
            yield Path(path.name), path
        for file in sorted(path.rglob("*")) if path.is_dir() else ():
            if file.is_file() and not file.name.startswith("."):
                yield file.relative_to(path), file
