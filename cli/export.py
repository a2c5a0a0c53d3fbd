"""`hoso export`"""

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.scans import SOME_FAILED, ReadScan, accepted, read_scans
from errors import ScanRefused

if TYPE_CHECKING:
    from ocr.page import Page


class Format(Enum):
    """What is made of a scan. The value is what the command line takes."""

    PDF = "pdf"  # two-layer PDF/A-2b
    ALTO = "alto"
    HOCR = "hocr"

    @property
    def ending(self) -> str:
        return {Format.PDF: ".pdf", Format.ALTO: ".alto.xml", Format.HOCR: ".hocr.html"}[self]


def export(
    paths: Annotated[list[Path], typer.Argument(help="scans, or folders of scans", exists=True)],
    out: Annotated[Path, typer.Option(help="folder for the results, one file a scan")],
    kind: Annotated[
        Format, typer.Option("--format", help="pdf: searchable PDF/A-2b with the scan's own pixels; or ALTO 4; or hOCR")
    ] = Format.PDF,
    jobs: Annotated[int, typer.Option(help="processes; 0: one a core", min=0)] = 0,
) -> None:
    """Read scans and write each as a searchable PDF/A, ALTO or hOCR. Exit status 3 when some scan failed."""
    scans = accepted(paths)
    failed, written = scans.refused, 0
    for scan in read_scans(scans, jobs):
        pages = _read_pages(scan)
        complete = len(pages) == len(scan.pages)
        failed += not complete
        if not pages or (kind is Format.PDF and not complete):  # an archive copy that lacks a page deceives
            typer.echo(f"không xuất {scan.name}: có trang không đọc được.", err=True)
            continue
        try:
            made = _made(scan.file.read_bytes(), pages, kind)
        except ScanRefused as refused:
            failed += complete and not _is_signed(refused)
            typer.echo(f"không xuất {scan.name}: {refused.sentence}", err=True)
            continue
        file = out / f"{scan.name}{kind.ending}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made)
        written += 1
    typer.echo(f"Đã xuất {written} trên {len(scans.files)} tệp, {scans.pages} trang; kết quả ở {out}.")
    if failed:
        raise typer.Exit(SOME_FAILED)


def _read_pages(scan: ReadScan) -> "list[Page]":
    """The pages that were read; each other one is named with what to do."""
    from ocr.reading import PageReading

    pages = []
    for reading in scan.pages:
        if isinstance(reading, PageReading):
            pages.append(reading.page)
        else:
            typer.echo(f"{scan.name}, trang {reading.number}: {reading.reason.value}", err=True)
    return pages


def _made(content: bytes, pages: "list[Page]", kind: Format) -> bytes:
    """The file's bytes. Raises ScanRefused."""
    from ocr.renditions.alto import alto
    from ocr.renditions.hocr import hocr
    from ocr.renditions.sheets import size
    from ocr.renditions.two_layers import two_layers

    if kind is Format.PDF:
        return two_layers(content, pages)
    write = alto if kind is Format.ALTO else hocr
    return write((page, size(content, page.number, page.dpi)) for page in pages).encode("utf-8")


def _is_signed(refused: ScanRefused) -> bool:
    """A signed scan has no copy by design: that is no failure."""
    from ocr.renditions.signed import Untouched

    return refused.reason is Untouched.SIGNED
