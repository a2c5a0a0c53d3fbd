"""`hoso match`"""

from pathlib import Path
from typing import Annotated

import typer

from cli.progress import bar

SOME_FAILED = 3


def match(
    claims: Annotated[Path, typer.Option(help="claims, one JSON object a line", exists=True)],
    out: Annotated[Path, typer.Option(help="decisions, one JSON object a line")],
    population: Annotated[
        Path | None, typer.Option(help="extract of the population register, Parquet or CSV", exists=True)
    ] = None,
    telco: Annotated[
        Path | None, typer.Option(help="extract of the telco register, Parquet or CSV", exists=True)
    ] = None,
    jobs: Annotated[int, typer.Option(help="processes; 0: one a core", min=0)] = 0,
    index: Annotated[
        Path | None, typer.Option(help="folder that keeps the extracts' indexes for the next run", file_okay=False)
    ] = None,
    shard: Annotated[str, typer.Option(help="only this part of the claims, such as 3/16: one machine of sixteen")] = "",
    merge: Annotated[
        list[Path] | None,
        typer.Option(help="decisions of a shard, once for each, in order: nothing is matched, all become --out"),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(help="whole decisions for `hoso replay`; holds personal values, only its owner may read it"),
    ] = None,
) -> None:
    """Match claims against extracts of the registers: no database. Exit status 3 when some row was refused."""
    if merge:
        _merge(claims, merge, out)
        return
    if population is None or telco is None:
        raise typer.BadParameter("thiếu dữ liệu trích xuất", param_hint="--population, --telco")
    from matching.bulk import match_files
    from matching.shards import WHOLE, parse_shard
    from ocr.workers import available_cores

    try:
        part = parse_shard(shard) if shard else WHOLE
    except ValueError as error:
        raise typer.BadParameter("dạng 3/16: phần thứ mấy trên tổng số phần", param_hint="--shard") from error
    for path in filter(None, (out, record)):
        path.parent.mkdir(parents=True, exist_ok=True)
    jobs = jobs or available_cores()
    with bar("Đối chiếu", 1) as advance:
        tally = match_files(population, telco, claims, out, jobs, advance, index=index, shard=part, record=record)
    for row in tally.refused:
        typer.echo(row.message, err=True)
    total = tally.verified + tally.corrected + tally.review + tally.unlinked
    typer.echo(
        f"{total} khẳng định: {tally.verified} khớp, {tally.corrected} khớp có đính chính, {tally.review} chờ cán bộ, "
        f"{tally.unlinked} không tìm thấy; số lần nhận nhầm dự kiến {tally.expected_wrong:.2f}. Kết quả ở {out}."
    )
    if tally.refused:
        raise typer.Exit(SOME_FAILED)


def _merge(claims: Path, parts: list[Path], out: Path) -> None:
    from matching.shards import merge as merged

    try:
        total = merged(claims, parts, out)
    except FileNotFoundError as error:
        raise typer.BadParameter("không có tệp của một phần", param_hint="--merge") from error
    except ValueError as error:
        raise typer.BadParameter(
            "không phải các phần của những khẳng định này, theo thứ tự", param_hint="--merge"
        ) from error
    typer.echo(f"{total} quyết định đã được gộp vào {out}.")
