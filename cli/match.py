"""`hoso match`"""

from pathlib import Path
from typing import Annotated

import typer

from cli.progress import bar

SOME_FAILED = 3


def match(
    population: Annotated[Path, typer.Option(help="extract of the population register, Parquet or CSV", exists=True)],
    telco: Annotated[Path, typer.Option(help="extract of the telco register, Parquet or CSV", exists=True)],
    claims: Annotated[Path, typer.Option(help="claims, one JSON object a line", exists=True)],
    out: Annotated[Path, typer.Option(help="decisions, one JSON object a line")],
    jobs: Annotated[int, typer.Option(help="processes; 0: one a core", min=0)] = 0,
) -> None:
    """Match claims against extracts of the registers: no database. Exit status 3 when some row was refused."""
    from matching.bulk import match_files
    from ocr.workers import available_cores

    out.parent.mkdir(parents=True, exist_ok=True)
    with bar("Đối chiếu", 1) as advance:
        tally = match_files(population, telco, claims, out, jobs or available_cores(), advance)
    for row in tally.refused:
        typer.echo(row.message, err=True)
    total = tally.verified + tally.corrected + tally.review + tally.unlinked
    typer.echo(
        f"{total} khẳng định: {tally.verified} khớp, {tally.corrected} khớp có đính chính, {tally.review} chờ cán bộ, "
        f"{tally.unlinked} không tìm thấy; số lần nhận nhầm dự kiến {tally.expected_wrong:.2f}. Kết quả ở {out}."
    )
    if tally.refused:
        raise typer.Exit(SOME_FAILED)
