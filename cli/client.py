"""`hoso client add|list|show|scopes|rotate|revoke`: systems that may ask the reuse service."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from storage.vietnam_time import day_of

if TYPE_CHECKING:
    from storage.service.clients import Client
    from storage.warehouse import Warehouse

client = typer.Typer(help="Systems that may ask the reuse service, and what each may.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="name of the client, such as portal.h56")]
Keys = Annotated[Path, typer.Option(help="JWKS with the client's public keys", exists=True, dir_okay=False)]
Scopes = Annotated[list[str], typer.Option("--scope", help="such as reuse:prefill; repeat it for more")]


@client.command()
def add(
    name: Name,
    organisation: Annotated[str, typer.Option(help="code or name of the organisation")],
    jwks: Keys,
    scope: Scopes,
    office: Annotated[list[str], typer.Option(help="code of an office, with those below it; repeat it for more")],
    procedure: Annotated[list[str] | None, typer.Option(help="code or family; repeat it; none: all")] = None,
    days: Annotated[int, typer.Option(help="for which the keys count", min=1, max=1100)] = 366,
    dpop: Annotated[bool, typer.Option("--dpop", help="tokens only bound to a key of the sender (RFC 9449)")] = False,
    reads_per_day: Annotated[int | None, typer.Option(help="answers about people, a day", min=1)] = None,
    reads_per_subject: Annotated[int | None, typer.Option(help="of one person, a day", min=1)] = None,
    reads_per_purpose: Annotated[int | None, typer.Option(help="for one dossier, a day", min=1)] = None,
    subjects_alert: Annotated[int | None, typer.Option(help="different persons a day that are unusual", min=1)] = None,
    requests_per_minute: Annotated[int | None, typer.Option(help="of any kind", min=1)] = None,
) -> None:
    """Register a client by its public keys."""
    from api.client_keys import read_keys
    from api.registering import checked_client
    from storage.service import clients

    now = datetime.now(UTC)
    told = {
        "reads_per_day": reads_per_day,
        "reads_per_subject": reads_per_subject,
        "reads_per_purpose": reads_per_purpose,
        "subjects_alert": subjects_alert,
        "requests_per_minute": requests_per_minute,
    }
    new = clients.Client(
        id=name,
        organisation=organisation,
        offices=tuple(office),
        procedures=tuple(procedure or ("*",)),
        scopes=tuple(dict.fromkeys(scope)),
        keys=read_keys(jwks.read_bytes(), now, now + timedelta(days=days)),
        allowance=clients.Allowance(**{key: value for key, value in told.items() if value is not None}),
        proof_needed=dpop,
    )
    checked_client(new, day_of(now))
    with _opened() as warehouse, warehouse.changing(getpass.getuser()) as change:
        clients.add(change, new)
    until = f"{day_of(now + timedelta(days=days)):%d/%m/%Y}"
    typer.echo(f"Đã đăng ký {name}: {len(new.scopes)} phạm vi, {len(new.keys)} khóa dùng đến {until}.")


@client.command("list")
def list_all() -> None:
    """List the clients."""
    from storage.service.clients import clients

    with _opened() as warehouse, warehouse.looking() as connection:
        found = clients(connection)
    for one in found:
        state = f"thu hồi {day_of(one.revoked_at):%d/%m/%Y}" if one.revoked_at else "đang dùng"
        typer.echo(f"{one.id}  {one.organisation}  {', '.join(one.offices)}  {len(one.scopes)} phạm vi  {state}")
    typer.echo(f"{len(found)} hệ thống.")


@client.command()
def show(name: Name) -> None:
    """Show one client: what it may, its keys, what it has read today, alerts of a month."""
    from storage.service.clients import client as held
    from storage.service.usage import alerts, used_today
    from storage.vietnam_time import today

    day = today()
    with _opened() as warehouse, warehouse.looking() as connection:
        one = held(connection, name)
        used = used_today(connection, name, day)
        raised = [each for each in alerts(connection, day - timedelta(days=31)) if each.client_id == name]
    _print(one)
    typer.echo(f"Hôm nay: {used.reads}/{one.allowance.reads_per_day} lượt đọc, {used.subjects} người khác nhau.")
    for each in raised:
        typer.echo(f"Cảnh báo {day_of(each.made_at):%d/%m/%Y}: {each.kind.value} ({each.used})")


@client.command()
def scopes(
    name: Name,
    scope: Scopes,
) -> None:
    """Grant exactly these scopes from now on; tokens that are out lose at once what is taken away."""
    from api.registering import checked_scopes
    from storage.service.clients import set_scopes
    from storage.vietnam_time import today

    checked_scopes(scope, today())
    with _opened() as warehouse, warehouse.changing(getpass.getuser()) as change:
        set_scopes(change, name, list(dict.fromkeys(scope)))
    typer.echo(f"{name} nay có {len(set(scope))} phạm vi.")


@client.command()
def rotate(
    name: Name,
    jwks: Keys,
    overlap_days: Annotated[int, typer.Option(help="for which the keys of before still count", min=0, max=90)] = 14,
    days: Annotated[int, typer.Option(help="for which the new keys count", min=1, max=1100)] = 366,
) -> None:
    """Add new keys; those of before count for some days yet."""
    from api.client_keys import read_keys
    from storage.service import clients

    now = datetime.now(UTC)
    until = now + timedelta(days=overlap_days)
    keys = read_keys(jwks.read_bytes(), now, now + timedelta(days=days))
    with _opened() as warehouse, warehouse.changing(getpass.getuser()) as change:
        clients.rotate(change, name, keys, until)
    typer.echo(f"{name} có {len(keys)} khóa mới; khóa cũ dùng được đến {day_of(until):%d/%m/%Y}.")


@client.command()
def revoke(
    name: Name,
    reason: Annotated[str, typer.Option(help="a code without spaces, such as contract-ended; it goes into the audit")],
) -> None:
    """Shut a client out at once, for ever: its name is never given again."""
    from storage.plain import plain
    from storage.service import clients

    try:
        plain(reason)
    except ValueError:
        raise typer.BadParameter("a code of letters, digits and - . _, without any personal value") from None
    with _opened() as warehouse, warehouse.changing(getpass.getuser()) as change:
        clients.revoke(change, name, reason)
    typer.echo(f"Đã thu hồi {name}; mã truy cập đã cấp không còn dùng được.")


def _print(one: "Client") -> None:
    may = one.allowance
    revoked = f"  ĐÃ THU HỒI {day_of(one.revoked_at):%d/%m/%Y}" if one.revoked_at else ""
    typer.echo(f"{one.id}  {one.organisation}{revoked}")
    typer.echo(f"Cơ quan: {', '.join(one.offices)}    Thủ tục: {', '.join(one.procedures)}")
    for scope in one.scopes:
        typer.echo(f"  {scope}")
    for key in one.keys:
        until = f"{day_of(key.valid_to):%d/%m/%Y}" if key.valid_to else "không hạn"
        typer.echo(f"Khóa {key.kid} ({key.algorithm}): {day_of(key.valid_from):%d/%m/%Y} - {until}")
    typer.echo(
        f"Mỗi ngày: {may.reads_per_day} lượt đọc, {may.reads_per_subject} về một người, {may.reads_per_purpose} cho "
        f"một hồ sơ; báo động từ {may.subjects_alert} người; {may.requests_per_minute} yêu cầu một phút."
    )


@contextmanager
def _opened() -> "Iterator[Warehouse]":
    from cli.embedded import warehouse
    from settings import read_settings
    from storage.warehouse import Warehouse

    with warehouse(read_settings()) as url, Warehouse(url) as opened:
        opened.check()
        yield opened
