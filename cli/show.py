"""`hoso show`"""

import getpass
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    import pipeline


def show(
    what: Annotated[str, typer.Argument(help="code or id of a dossier, or id of a record; nothing: all dossiers")] = "",
) -> None:
    """Show what is known, with provenance, reasons and states."""
    from cli.cases import note_reads, opened
    from cli.story import story
    from cli.table import print_story, print_table
    from errors import NotHeld

    console = Console(emoji=False)
    with opened() as system:
        ids = dossiers(what, system)
        note_reads(system, "dossier.read", ids)
        if not what:
            print_table([story(one, system) for one in ids], console)
        elif ids:
            for one in ids:
                print_story(story(one, system), console)
        else:
            try:
                _print_record(what, system, console)
            except NotHeld:
                raise NotHeld(f"neither a dossier nor a record is held under {what}") from None


def dossiers(what: str, system: "pipeline.System") -> list[str]:
    """Ids of the dossiers meant: all, those of a code, or the one of an id."""
    held = system.warehouse.dossiers()
    return [one.id for one in held if not what or what in (one.id, one.manifest.dossier_code, one.label)]


def _print_record(what: str, system: "pipeline.System", console: Console) -> None:
    """Raises NotHeld, and ReadNotLogged when the audit takes no row of it."""
    from cli.record import record_id
    from cli.settled_lines import moment
    from storage import records
    from storage.audit.reading import ReadPurpose, reading
    from storage.quality.stating import quality_of
    from storage.readings import Method

    found = record_id(what)
    purpose = ReadPurpose(system.settings.procedure)
    with reading(system.warehouse, purpose, "record", found, reader=getpass.getuser()) as connection:
        record = records.record(connection, found)
        lots = quality_of(connection, found)
    console.rule(f"{record.kind} {record.id}")
    for lot in lots:
        console.print(f"Lô lưu ngày {lot.day:%d/%m/%Y}, {lot.lot_id[:8]}: {lot.said}")
    for field in record.fields:
        against = {"population": "CSDL dân cư", "telco": "CSDL thuê bao"}.get(field.verified_against or "", "giấy tờ")
        if field.verified_at and field.method is Method.KEYED:
            against += f"; {field.verified_by}, {moment(field.verified_at)}"
        written = f" (trên giấy: {escape(field.written)})" if field.written else ""
        console.print(f"{field.field}: {escape(field.value)}{written}  [dim]{field.method.value}; theo {against}[/]")
        for place in field.evidence:
            box = place.box
            console.print(
                f"    [dim]tệp {place.scan_digest[:12]}, trang {place.page}, ô {box.left},{box.top} - "
                f"{box.right},{box.bottom}: {escape(place.raw)}[/]"
            )
