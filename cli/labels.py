"""`hoso labels`"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from storage.warehouse import Warehouse


def labels(out: Annotated[Path, typer.Argument(help="file for the cases, JSON lines")]) -> None:
    """Write decided cases for `python -m matching.weighing.estimate`: how fields agreed, no value of a person."""
    import pipeline
    from cli.embedded import embedded
    from settings import read_settings

    half = out.with_name(out.name + ".part")
    with embedded(read_settings()) as settings, pipeline.open_system(settings) as system:
        number = _write(system.warehouse, half)
    half.replace(out)
    typer.echo(f"{number} hồ sơ đã xác định được người; ghi ở {out}.")


def _write(warehouse: "Warehouse", file: Path) -> int:
    from matching.weighing.labels import to_line
    from storage.labels import labelled_cases

    with warehouse.looking() as connection, file.open("w", encoding="utf-8") as lines:
        return sum(1 for pair in labelled_cases(connection) if lines.write(to_line(pair) + "\n"))
