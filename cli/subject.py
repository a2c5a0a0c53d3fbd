"""`hoso subject log|requests|receive|answer|extend|defer|lift`: what a person whose data is held may ask for."""

import getpass
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated

import typer

from cli.cases import opened

subject = typer.Typer(
    help="Who read what about a person, and what a person asks to have put right.", no_args_is_help=True
)
Person = Annotated[str, typer.Argument(help="id of ours of the person, never a number")]
Which = Annotated[str, typer.Argument(help="id of a request")]
Officer = Annotated[str, typer.Option(help="staff id of who does it; nothing: the account on this machine")]
Note = Annotated[str, typer.Option(help="what the person is told", prompt=True)]


class Answer(Enum):
    """The value is what the command line takes."""

    IN_HAND = "in-hand"
    CORRECTED = "corrected"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@subject.command()
def log(person: Person, last: Annotated[int, typer.Option(min=1, max=10_000)] = 100) -> None:
    """Show who read what is held about a person, as the person may be told of it. Looking is itself written down."""
    from reuse.subject_log import OWN_VIEW, entries
    from storage.audit.reading import ReadPurpose, reading
    from storage.service.told_reads import told_reads
    from storage.service.visible import organisations
    from storage.vietnam_time import VIETNAM

    purpose = ReadPurpose(OWN_VIEW, "", "L91-2025-4")
    with (
        opened() as system,
        reading(system.warehouse, purpose, "subject_log", person, reader=getpass.getuser()) as connection,
    ):
        told = told_reads(connection, person, datetime.now(UTC), last=last)
        names = organisations(connection, (one.reader for one in told.reads))
        house = f"Cơ quan lưu giữ dữ liệu ({system.settings.office})"
    found = entries(told.reads, told.own, lambda reader: names.get(reader, house))
    for one in found:
        typer.echo(f"{one.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}  {one.sentence}")
    typer.echo(f"{len(found)} lần đọc.")


@subject.command()
def requests(
    person: Annotated[str, typer.Option(help="id of ours of a person; nothing: everybody")] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="only those whose day has passed")] = False,
    every: Annotated[bool, typer.Option("--all", help="those that are done with, too")] = False,
) -> None:
    """List what people asked to have put right, those that are due first on top."""
    from storage.service import subject_requests
    from storage.service.subject_states import RequestState
    from storage.vietnam_time import today

    states = () if every else [one for one in RequestState if not one.final]
    day = today()
    with opened() as system, system.warehouse.looking("subject-access") as connection:
        found = subject_requests.requests(connection, person or None, states, day if overdue else None)
    for one in found:
        due = f", hạn {one.due:%d/%m/%Y}{' (QUÁ HẠN)' if one.due < day else ''}" if one.due else ""
        typer.echo(f"{one.id}  bản ghi {one.asked.record_id}  {one.asked.field}{due}")
        typer.echo(f"    {one.state.sentence}")
    typer.echo(f"{len(found)} yêu cầu.")


@subject.command()
def receive(
    person: Person,
    record: Annotated[str, typer.Option(help="id of the record that is wrong")],
    field: Annotated[str, typer.Option(help="which of its fields")],
    shows: Annotated[str, typer.Option(prompt=True, help="what it should be; asked for, so that no history keeps it")],
    why: Annotated[str, typer.Option(prompt=True, help="in the person's own words")],
    officer: Officer = "",
) -> None:
    """Write down a request that was handed in at the counter."""
    from storage.service.subject_requests import NewRequest, receive, request

    new = NewRequest(person, record, field, shows, why)
    with opened() as system, system.warehouse.changing(officer or getpass.getuser(), "subject-access") as change:
        made = receive(change, new, change.today)
        standing = request(change.connection, made).standing
    typer.echo(f"{made}  trả lời trước hết ngày {standing.answer_by:%d/%m/%Y}, xong {standing.done_by:%d/%m/%Y}")


@subject.command()
def answer(
    which: Which,
    what: Answer,
    note: Note,
    others: Annotated[bool, typer.Option("--others", help="a processor or a third party has to act")] = False,
    officer: Officer = "",
) -> None:
    """Answer a request. Corrected: the value is revised as it was asked, and who read the old one is told."""
    from reuse.describing import describer
    from reuse.recall import open_new
    from storage.document_codes import CodeTemplate
    from storage.service import subject_requests
    from storage.service.subject_states import RequestState

    state = RequestState[what.name]
    with opened() as system:
        with system.warehouse.changing(officer or getpass.getuser(), "subject-access") as change:
            if state is RequestState.CORRECTED:
                describe = describer(CodeTemplate(system.settings.document_code))
                subject_requests.accept(change, which, note, describe)
            else:
                subject_requests.move(change, which, state, note, others=others)
        recalled = open_new(system.warehouse)
    typer.echo(state.sentence + (f" {recalled} thu hồi mới." if recalled else ""))


@subject.command()
def extend(
    which: Which,
    days: Annotated[int, typer.Option(help="at most 15, and once")],
    note: Note,
    officer: Officer = "",
) -> None:
    """Lengthen the term of a request, with the reason that its person is told."""
    from storage.service import subject_requests

    with opened() as system, system.warehouse.changing(officer or getpass.getuser(), "subject-access") as change:
        until = subject_requests.extend(change, which, days, note)
    typer.echo(f"Gia hạn đến {until:%d/%m/%Y}.")


@subject.command()
def defer(
    person: Person,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="until that day, UTC, nothing of them is told")],
    basis: Annotated[str, typer.Option(help="code of a law")],
    why: Annotated[str, typer.Option(prompt=True, help="reason; kept sealed")],
    reader: Annotated[str, typer.Option(help="client or staff id whose reads are meant; nothing: all")] = "",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="reads from that day; today")] = None,
    officer: Officer = "",
) -> None:
    """Do not tell a person of some reads until a day, as an investigation may need."""
    from storage.service.deferrals import Deferral
    from storage.service.deferrals import defer as set_deferral

    start = (since or datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)).replace(tzinfo=UTC)
    new = Deferral(person, reader, start, until.replace(tzinfo=UTC), basis, why)
    with opened() as system, system.warehouse.changing(officer or getpass.getuser()) as change:
        typer.echo(set_deferral(change, new))


@subject.command()
def lift(which: Annotated[str, typer.Argument(help="id of a deferral")], officer: Officer = "") -> None:
    """Tell of the reads from now on."""
    from storage.service.deferrals import lift as lift_deferral

    with opened() as system, system.warehouse.changing(officer or getpass.getuser()) as change:
        lift_deferral(change, which)
    typer.echo("Đã bỏ hoãn.")
