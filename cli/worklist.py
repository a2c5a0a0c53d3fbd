"""`hoso worklist`"""

from pathlib import Path
from typing import Annotated

import typer


def worklist(
    out: Annotated[Path, typer.Option(help="file: .csv for a spreadsheet, or .html to read, sort and print")],
    commune: Annotated[str, typer.Option(help="code or name of a commune; nothing: all")] = "",
) -> None:
    """List what is to be done by whom, commune by commune: the most pressing first."""
    from cli.cases import cases, note_reads, opened
    from followup.worklist import jobs, worklist_csv, worklist_page
    from storage.vietnam_time import today

    if out.suffix.lower() not in (".csv", ".html"):
        raise typer.BadParameter("the file must end in .csv or .html", param_hint="--out")
    day = today()
    with opened() as system:
        found = jobs(cases(system), day, commune)
        note_reads(system, "worklist.written", (job.dossier_id for job in found))
    text = worklist_csv(found) if out.suffix.lower() == ".csv" else worklist_page(found, day)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8", newline="")
    homes, dossiers = {job.commune for job in found}, {job.dossier_id for job in found}
    typer.echo(f"{len(found)} việc của {len(dossiers)} hồ sơ ở {len(homes)} xã, phường. Danh sách ở {out}.")
