"""`hoso letter`"""

from pathlib import Path
from typing import Annotated

import typer


def letter(
    dossiers: Annotated[list[str], typer.Argument(help="codes or ids of dossiers")],
    out: Annotated[Path, typer.Option(help="HTML file; print it, or save it as PDF, from a browser")],
    office: Annotated[Path | None, typer.Option(help="TOML file of the office: head and foot", exists=True)] = None,
) -> None:
    """Write the letters to the citizens of some dossiers, one sheet of A4 each; tells who gets none and why."""
    from cli.cases import cases, note_reads, opened
    from followup.letterhead import read_letterhead
    from followup.letters import Letter
    from followup.letters import letter as letter_of
    from followup.printing import letters_page
    from storage.vietnam_time import today

    head, day = read_letterhead(office), today()
    with opened() as system:
        made = [(case, letter_of(case, day)) for case in cases(system, dossiers)]
        written = {case.dossier.id: one for case, one in made if isinstance(one, Letter)}
        note_reads(system, "letter.written", written)
    for case, one in made:
        if not isinstance(one, Letter):
            typer.echo(f"{case.code}: không có thư, vì {one.value}.", err=True)
    if written:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(letters_page(list(written.values()), head, day), encoding="utf-8")
        typer.echo(f"Đã viết {len(written)} thư vào {out}.")
