"""`hoso reviewed`"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from storage.warehouse import Warehouse


def reviewed(out: Annotated[Path, typer.Option(help="file to write, JSON lines")]) -> None:
    """Write what people found of the machine's work, no value of a person: to fit its confidence and weights again.

    For `python -m benchmarks.calibrate --reviewed` and `python -m matching.weighing.estimate --reviewed`: how sure it
    was and whether it was right, and how the fields of a claim agreed with the person chosen.
    """
    import pipeline
    from cli.embedded import embedded
    from settings import read_settings

    half = out.with_name(out.name + ".part")
    with embedded(read_settings()) as settings, pipeline.open_system(settings) as system:
        fields, people = _write(system.warehouse, half)
    half.replace(out)
    typer.echo(f"{fields} mục đã được cán bộ xem, {people} hồ sơ đã xác định được người; ghi ở {out}.")


def _write(warehouse: "Warehouse", file: Path) -> tuple[int, int]:
    from extractors.confidence.reviewed import to_line
    from matching.weighing import labels
    from storage.labels import labelled_cases
    from storage.reviewed import reviewed_fields

    with warehouse.looking() as connection, file.open("w", encoding="utf-8") as lines:
        fields = sum(1 for one in reviewed_fields(connection) if lines.write(to_line(one) + "\n"))
        people = 0
        for pair in labelled_cases(connection):
            held = {"what": "person", **json.loads(labels.to_line(pair))}
            lines.write(json.dumps(held, separators=(",", ":")) + "\n")
            people += 1
    return fields, people
