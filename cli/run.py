"""`hoso run`"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from cli.progress import bar
from cli.scans import SOME_FAILED

if TYPE_CHECKING:
    from pipeline import System


def run(
    dossiers: Annotated[list[Path], typer.Argument(help="dossiers: folders, ZIPs or single scans", exists=True)],
) -> None:
    """Take dossiers the whole way, without Airflow; state is kept in the warehouse. Safe to run again.

    Exit status 3 when one was erased before and is not taken in.
    """
    import pipeline
    from cli.cases import note_reads
    from cli.embedded import embedded
    from cli.story import story
    from cli.table import print_table
    from settings import read_settings

    with embedded(read_settings()) as settings, pipeline.open_system(settings) as system:
        taken = [_taken_in(path, system) for path in dossiers]
        ids = list(dict.fromkeys(one for one in taken if one))
        for number, dossier_id in enumerate(ids, start=1):
            with bar(f"Hồ sơ {number}/{len(ids)}", 1) as advance:
                pipeline.run(dossier_id, system, advance)
        if ids:
            note_reads(system, "dossier.read", ids)
            print_table([story(dossier_id, system) for dossier_id in ids], Console(emoji=False))
            typer.echo("Xem chi tiết: hoso show " + (ids[0] if len(ids) == 1 else "MÃ_HỒ_SƠ"))
    if not all(taken):
        raise typer.Exit(SOME_FAILED)


def _taken_in(path: Path, system: "System") -> str:
    """The dossier's id; "" for one that was erased before, and then its sentence was told."""
    import pipeline
    from errors import ErasedBefore

    try:
        return pipeline.take_in_dossier(path, system)
    except ErasedBefore as erased:
        typer.echo(erased.sentence, err=True)
        return ""
