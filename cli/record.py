"""`hoso record`: one record of the warehouse with all that was ever written of it, and what becomes of a paper."""

import getpass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from storage.vietnam_time import VIETNAM

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline import System
    from storage.of_person import Loaded
    from storage.record_history import History
    from storage.record_states import RecordState, StateReason
    from storage.records import RecordField

record = typer.Typer(help="Show one record and its history; revoke or supersede it.", no_args_is_help=True)

Which = Annotated[str, typer.Argument(help="id of a record")]
Why = Annotated[str, typer.Option(help="name of a reason; a wrong one is answered with the list")]
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="first day on which it is so")]
Officer = Annotated[str, typer.Option(help="account of who decides; nothing: of this machine")]
AsOf = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="the day asked about; today")]
KnownAt = Annotated[datetime | None, typer.Option(help="as far as it was known at this moment, in Vietnam; now")]


@record.command()
def show(which: Which, on: AsOf = None, known_at: KnownAt = None) -> None:
    """Show a record as it stood on a day, as far as it was known at a moment."""
    from rich.console import Console

    from cli.cases import opened

    with opened() as system:
        told = _told(system, which, on, known_at)
    console = Console(emoji=False)
    _print_head(told.loaded, console)
    for field in told.loaded.record.fields:
        _print_field(field, console)


@record.command()
def history(which: Which, on: AsOf = None, known_at: KnownAt = None) -> None:
    """Show every revision of every field, and every state that was written of it."""
    from rich.console import Console

    from cli.cases import opened

    with opened() as system:
        told = _told(system, which, on, known_at)
    console = Console(emoji=False)
    _print_head(told.loaded, console)
    for name in sorted(told.fields):
        for each in told.fields[name]:
            console.print(f"[dim]{_moment(each.at)} lần {each.held.revision}[/] ", end="")
            _print_field(each.held, console)
    for one in told.states:
        console.print(
            f"[dim]{_moment(one.at)} {one.by}[/] từ {one.effective:%d/%m/%Y}: {one.state.value} "
            f"({one.reason.value}){f'; thay bằng {one.successor_id}' if one.successor_id else ''}"
        )


@record.command()
def revoke(which: Which, reason: Why, on: Day, officer: Officer = "") -> None:
    """Write down that a paper was taken back by its issuer, by an authority or by a court."""
    from cli.cases import opened
    from storage import record_states
    from storage.record_states import RecordState

    why = _reason(reason, RecordState.REVOKED)
    with opened() as system, system.warehouse.changing(officer or getpass.getuser()) as change:
        record_states.revoke(change, record_id(which), why, on.date())
    typer.echo(f"{RecordState.REVOKED.value}: {why.value}")


@record.command()
def supersede(
    which: Which,
    by: Annotated[str, typer.Argument(help="id of the record that takes its place")],
    reason: Why,
    on: Day,
    officer: Officer = "",
) -> None:
    """Write down that another paper of the same person took its place."""
    from cli.cases import opened
    from storage import record_states
    from storage.record_states import RecordState

    why = _reason(reason, RecordState.REPLACED)
    with opened() as system, system.warehouse.changing(officer or getpass.getuser()) as change:
        record_states.supersede(change, record_id(which), record_id(by), why, on.date())
    typer.echo(f"{RecordState.REPLACED.value}: {why.value}")


def _told(system: "System", which: str, on: datetime | None, known_at: datetime | None) -> "History":
    """That it was looked at is written down first. Raises NotHeld, ReadNotLogged."""
    from storage.audit.reading import ReadPurpose, reading
    from storage.record_history import history as history_of

    purpose = ReadPurpose(system.settings.procedure)
    day, moment = (on.date() if on else None), (known_at.replace(tzinfo=VIETNAM) if known_at else None)
    with reading(system.warehouse, purpose, "record", record_id(which), reader=getpass.getuser()) as connection:
        return history_of(connection, record_id(which), day, moment)


def record_id(text: str) -> str:
    """Raises NotHeld for what is no id: it may be a person's name, and that never goes into the audit."""
    from errors import NotHeld
    from storage.plain import id_in

    found = id_in(text)
    if found is None:
        raise NotHeld("no record has such an id")
    return found


def _reason(name: str, state: "RecordState") -> "StateReason":
    from storage.record_states import REASONS, StateReason

    if name.upper() not in StateReason.__members__ or StateReason[name.upper()] not in REASONS[state]:
        allowed = "; ".join(f"{one.name} ({one.value})" for one in StateReason if one in REASONS[state])
        raise typer.BadParameter(f"the reason must be one of: {allowed}")
    return StateReason[name.upper()]


def _print_head(one: "Loaded", console: "Console") -> None:
    from rich.markup import escape

    console.rule(f"{one.record.kind} {one.record.id}")
    since = f" từ {one.standing.since:%d/%m/%Y}" if one.standing.since else ""
    why = f" ({one.standing.reason.value})" if one.standing.reason else ""
    console.print(f"{one.standing.state.value}{since}{why}; lưu vào kho {_moment(one.at)}")
    if one.until:
        console.print(f"hồ sơ được lưu lại lúc {_moment(one.until)}; bản ghi này chỉ còn để tra cứu")
    if one.description is None:
        return
    told = one.description
    for label, value in (
        ("Mã định danh tài liệu", told.code),
        ("Mã loại giấy tờ", told.type_code),
        ("Số, ký hiệu", told.number),
        ("Ngày cấp", _shown(told.days.valid_from) or told.issued),
        ("Cơ quan cấp", told.issuer),
        ("Trích yếu", told.abstract),
        ("Thời hạn hiệu lực", told.term),
        ("Phạm vi hiệu lực", told.scope),
    ):
        if value:
            console.print(f"[dim]{label}:[/] {escape(value)}")


def _print_field(one: "RecordField", console: "Console") -> None:
    from rich.markup import escape

    against = {"population": "CSDL dân cư", "telco": "CSDL thuê bao"}.get(one.verified_against or "", "giấy tờ")
    at = f" lúc {_moment(one.verified_at)}" if one.verified_at else ""
    sure = f"; xác suất đúng {one.confidence:.2f}" if one.confidence is not None else ""
    engine = f"; {escape(one.engine)}" if one.engine else ""
    written = f" (trên giấy: {escape(one.written)})" if one.written else ""
    console.print(
        f"{one.field}: {escape(one.value)}{written}  [dim]{one.method.value}; theo {against}{at}{sure}{engine}[/]"
    )


def _shown(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _moment(at: datetime) -> str:
    """As the clocks of the country show it."""
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
