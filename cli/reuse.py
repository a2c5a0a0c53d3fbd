"""`hoso reuse`: is what is held enough for a procedure, and which fields of its form fill themselves."""

import getpass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.reuse_export import export

if TYPE_CHECKING:
    from pipeline import System
    from reuse.components import Procedure
    from reuse.held import HeldRecord

reuse = typer.Typer(help="Ask what need not be asked for again.", no_args_is_help=True)
reuse.command()(export)

Code = Annotated[str, typer.Argument(help="procedure: its code (1.004222, short or full) or its family (cu_tru)")]
What = Annotated[str, typer.Argument(help="code or id of a dossier, or id of a record, about the person")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="the day asked about; today")]
Known = Annotated[list[str] | None, typer.Option(help="a circumstance that was asked about: da_ly_hon=yes, or =no")]


@reuse.command()
def procedures(on: Day = None) -> None:
    """List the procedures whose components are known."""
    from rich.console import Console

    from cli.reuse_tables import procedures_table
    from reuse.catalogue import procedures as held

    Console(emoji=False).print(procedures_table(held(_day(on))))


@reuse.command()
def sufficiency(procedure: Code, what: What, on: Day = None, told: Known = None) -> None:
    """Show per component whether what is held is enough, and what to ask the citizen for. Exit 3: something is open."""
    from rich.console import Console

    from cli.cases import opened
    from cli.reuse_tables import print_sufficiency
    from reuse.sufficiency import sufficiency as answered

    chosen = _procedure(procedure, on)
    answers = _told(told, chosen)
    with opened() as system:
        held = _held(system, what, "reuse.sufficiency", chosen, _day(on))
    answer = answered(chosen, _day(on), held, answers)
    print_sufficiency(answer, Console(emoji=False))
    if not answer.enough:
        raise typer.Exit(3)


@reuse.command()
def prefill(procedure: Code, what: What, on: Day = None) -> None:
    """Show the fields of the procedure's form as far as they are held, each with where it comes from."""
    from rich.console import Console

    from cli.cases import opened
    from cli.reuse_tables import print_prefill
    from reuse.prefill import prefill as filled

    chosen = _procedure(procedure, on)
    with opened() as system:
        held = _held(system, what, "reuse.prefill", chosen, _day(on))
    print_prefill(chosen, filled(chosen, held, _day(on)), Console(emoji=False))


def _day(on: datetime | None) -> date:
    from storage.vietnam_time import today

    return on.date() if on else today()


def _procedure(code: str, on: datetime | None) -> "Procedure":
    from reuse.catalogue import procedure

    return procedure(code, _day(on))


def _told(written: list[str] | None, procedure: "Procedure") -> dict[str, bool]:
    known = [one.circumstance.code for one in procedure.components if one.circumstance]
    told = {}
    for one in written or []:
        code, _, answer = one.partition("=")
        if answer not in ("yes", "no"):
            raise typer.BadParameter(f"{code}: say yes or no")
        if code not in known:
            raise typer.BadParameter(f"{code}: this procedure asks about {', '.join(known) or 'nothing'}")
        told[code] = answer == "yes"
    return told


def _held(system: "System", what: str, what_for: str, procedure: "Procedure", on: date) -> "tuple[HeldRecord, ...]":
    """What is held about the person of a dossier or record; that it was looked at is written down first.

    Raises NotHeld, and ReadNotLogged when the audit takes no row of it.
    """
    from cli.record import record_id
    from errors import NotHeld
    from reuse.catalogue import catalogue
    from reuse.held import held_of
    from storage.audit.reading import ReadPurpose, reading
    from storage.of_person import of_person
    from storage.people import person_of

    named = [one.id for one in system.warehouse.dossiers() if what in (one.id, one.manifest.dossier_code, one.label)]
    own = [record for one in named for record in system.warehouse.records(one) if record.person_id]
    if named and not own:
        raise NotHeld("nothing of this dossier is loaded yet: `hoso show` tells what it waits for")
    with system.warehouse.looking() as connection:
        person_id = (own[0].person_id if own else None) or person_of(connection, record_id(what))
    purpose = ReadPurpose(procedure.codes[0], named[0] if named else "")
    with reading(system.warehouse, purpose, what_for, person_id, reader=getpass.getuser()) as connection:
        return held_of(of_person(connection, person_id, stands_on=on), catalogue().papers)
