"""`hoso correction list|draft|show|send|answer|withdraw`"""

import getpass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline import System
    from storage.correction_requests import CorrectionRequest

correction = typer.Typer(help="Requests to put a register right: drafted by the machine, sent by people.")
Officer = Annotated[str, typer.Option(help="staff id of who does it; nothing: the account on this machine")]
Note = Annotated[str, typer.Option(help="number under which it was sent, or why it was refused; no personal value")]
Which = Annotated[str, typer.Argument(help="id of a request")]


class Answer(Enum):
    """What the register's owner says. The value is what the command line takes."""

    ACKNOWLEDGED = "acknowledged"
    CORRECTED = "corrected"
    REFUSED = "refused"


class Register(Enum):
    POPULATION = "population"
    TELCO = "telco"


@correction.command(name="list")
def list_requests(
    dossier: Annotated[str, typer.Option(help="code or id of a dossier; nothing: all")] = "",
    every: Annotated[bool, typer.Option("--all", help="those that are done with, too")] = False,
    out: Annotated[Path | None, typer.Option(help="write them as CSV, for a batch")] = None,
) -> None:
    """List requests, those that are due first on top."""
    from cli.cases import ids_of, note_reads, opened
    from followup.correction_forms import batch_csv
    from storage import correction_requests
    from storage.correction_states import CorrectionState

    states = () if every else [state for state in CorrectionState if not state.final]
    with opened() as system, system.warehouse.looking() as connection:
        wanted = ids_of([dossier], system) if dossier else [None]
        found = [each for one in wanted for each in correction_requests.requests(connection, one, states)]
        codes = _codes(found, system)
        if out:
            note_reads(system, "correction.written", (each.dossier_id for each in found))
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(batch_csv(found, codes), encoding="utf-8", newline="")
    for one in found:
        deadline = f", hạn {one.deadline:%d/%m/%Y}" if one.deadline else ""
        typer.echo(f"{one.id}  hồ sơ {codes[one.dossier_id]}  {one.asked.register}/{one.asked.field}{deadline}")
        typer.echo(f"    {one.state.sentence} {one.asked.reason.value}")
    typer.echo(f"{len(found)} đề nghị.")


@correction.command()
def draft(
    dossier: Annotated[str, typer.Argument(help="code or id of a dossier whose person is settled")],
    register: Annotated[Register, typer.Option(help="which register is wrong")],
    field: Annotated[str, typer.Option(help="full_name, birth_date, sex, id_number, phone or address")],
    reason: Annotated[str, typer.Option(help="name of a reason, as `hoso show` and docs/glossary.md have them")],
    officer: Officer = "",
) -> None:
    """Draft a request by hand, with the papers of the dossier as its evidence."""
    from cli.cases import ids_of, opened
    from errors import NotHeld
    from followup.correction_forms import FIELDS
    from followup.proposals import correction as correction_of
    from followup.proposals import named_person
    from matching.reasons import Reason
    from pipeline import fused_claim, papers
    from storage import correction_requests

    if field not in FIELDS or reason not in Reason.__members__:
        raise typer.BadParameter(f"a field is one of {', '.join(FIELDS)}; a reason is a name like SEX_WRONG")
    with opened() as system:
        (dossier_id,) = ids_of([dossier], system)
        resolution = system.warehouse.resolution(dossier_id)
        person = named_person(resolution) if resolution else None
        if resolution is None or person is None:
            raise NotHeld("it is not settled whom this dossier is about")
        found = papers(dossier_id, system), fused_claim(dossier_id, system), resolution, person
        new = correction_of(Reason[reason], register.value, field, *found)
        with system.warehouse.changing(officer or getpass.getuser()) as change:
            typer.echo(correction_requests.draft(change, dossier_id, new))


@correction.command()
def show(
    which: Which,
    out: Annotated[Path | None, typer.Option(help="write the form as HTML, one sheet of A4")] = None,
    office: Annotated[Path | None, typer.Option(help="TOML file of the office: head and foot", exists=True)] = None,
) -> None:
    """Show one request with all its moves, or print its form."""
    from cli.cases import note_reads, opened
    from extractors.titles import form_title
    from followup.correction_forms import FIELDS, REGISTERS, forms_page
    from followup.letterhead import read_letterhead
    from storage import correction_requests
    from storage.vietnam_time import today

    with opened() as system:
        with system.warehouse.looking() as connection:
            one = correction_requests.request(connection, which)
            steps = correction_requests.steps(connection, which)
        documents = system.warehouse.documents(one.dossier_id)
        codes = _codes([one], system)
        if out:
            note_reads(system, "correction.written", [one.dossier_id])
    if out:
        papers = {each.id: form_title(each.document.form) for each in documents}
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(forms_page([one], codes, papers, read_letterhead(office), today()), encoding="utf-8")
    typer.echo(f"Hồ sơ {codes[one.dossier_id]}: {REGISTERS[one.asked.register]}, {FIELDS[one.asked.field]}")
    typer.echo(f"{one.asked.reason.value}\n{one.state.sentence}")
    for step in steps:
        note = f": {step.note}" if step.note else ""
        typer.echo(f"  {step.at:%d/%m/%Y %H:%M} {step.by} {step.state.sentence}{note}")


@correction.command()
def send(which: Which, officer: Officer = "", note: Note = "") -> None:
    """Say that a request has been sent to the register's owner."""
    _move(which, "SENT", officer, note)


@correction.command()
def answer(which: Which, what: Answer, officer: Officer = "", note: Note = "") -> None:
    """Write down what the register's owner answered. A corrected register has the dossier matched again."""
    if what is Answer.REFUSED and not note:
        note = typer.prompt("Lý do cơ quan quản lý dữ liệu nêu", default="", show_default=False)
    _move(which, what.name, officer, note)


@correction.command()
def withdraw(which: Which, officer: Officer = "", note: Note = "") -> None:
    """Take a request back."""
    _move(which, "WITHDRAWN", officer, note)


def _move(which: str, state: str, officer: str, note: str) -> None:
    from cli.cases import opened
    from storage import correction_requests
    from storage.correction_states import CorrectionState

    with opened() as system, system.warehouse.changing(officer or getpass.getuser()) as change:
        correction_requests.move(change, which, CorrectionState[state], note)
    typer.echo(CorrectionState[state].sentence)


def _codes(found: "list[CorrectionRequest]", system: "System") -> dict[str, str]:
    """What the office calls each dossier, by its id."""
    ids = {one.dossier_id for one in found}
    return {one: system.warehouse.dossier(one).manifest.dossier_code or one[:8] for one in ids}
