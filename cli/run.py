"""`hoso run`"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.progress import bar


def run(
    dossiers: Annotated[list[Path], typer.Argument(help="dossiers: folders, ZIPs or single scans", exists=True)],
) -> None:
    """Take dossiers the whole way, without Airflow; state is kept in the warehouse. Safe to run again."""
    import pipeline
    from cli.embedded import embedded
    from cli.story import story
    from cli.table import print_table
    from settings import read_settings

    with embedded(read_settings()) as settings, pipeline.open_system(settings) as system:
        ids = list(dict.fromkeys(pipeline.take_in_dossier(path, system) for path in dossiers))
        for number, dossier_id in enumerate(ids, start=1):
            with bar(f"Hồ sơ {number}/{len(ids)}", 1) as advance:
                pipeline.run(dossier_id, system, advance)
        print_table([story(dossier_id, system) for dossier_id in ids], Console(emoji=False))
        typer.echo("Xem chi tiết: hoso show " + (ids[0] if len(ids) == 1 else "MÃ_HỒ_SƠ"))
